import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { Broken } from './broken.ts';
import { limits } from './limits.ts';

const separators = [';', ',', '\t'] as const;

/**
 * UTF-8 with or without a mark, UTF-16 with one (what Excel calls Unicode text), else Windows-1252.
 * @throws Broken for what is no text.
 */
export function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) throw new Broken('exchange.broken.noText');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator that occurs most in the heading; names of columns hold none of them. */
function separatorOf(text: string): string {
  const heading = /^[^\r\n]*/.exec(text)![0];
  const counts = separators.map((one) => heading.split(one).length);
  return separators[counts.indexOf(Math.max(...counts))]!;
}

/** The cells of a CSV file, row by row, the heading first; rows as long as they are. @throws Broken */
export function readCsv(bytes: Uint8Array): string[][] {
  const text = textIn(bytes).replace(/^sep=.\r?\n/, '');
  try {
    return parse(text, {
      delimiter: separatorOf(text),
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      to: limits.rows + 2,
    }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error.records ?? 0) + 1;
    const column = Number(error.column ?? 0) + 1;
    throw new Broken('exchange.broken.csv', { row, column: Number.isFinite(column) ? column : 1 });
  }
}

/** Semicolons, a mark at the beginning and a comma in numbers: what Excel in Belgium opens as it is meant. */
export const writeCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  Buffer.from(stringify(rows as string[][], { delimiter: ';', bom: true, record_delimiter: '\r\n' }));
