import type { Message } from '../../../core/errors.ts';

/** A file that cannot be read as a whole: what is wrong, with row and column where they are known. */
export class Broken extends Error {
  override name = 'Broken';
  readonly told: Message;
  constructor(key: string, values?: NonNullable<Message['values']>) {
    super(key);
    this.told = values ? { key, values } : { key };
  }
}

/** The letters a spreadsheet shows above a column, counted from 0: A, Z, AA. */
export function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}
