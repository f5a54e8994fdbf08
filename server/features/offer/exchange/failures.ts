import type { ImportGroup } from '../../../../models/OfferImport.ts';
import type { PlannedRecord } from '../../../../models/OfferImportRow.ts';
import { Conflict, Forbidden, Invalid, type Message, NotFound } from '../../../core/errors.ts';
import { columnOfInput } from './columns.ts';

/** A record that could not be written, and in which row. */
export class Failed extends Error {
  override name = 'Failed';
  readonly told: ImportGroup['told'];
  constructor(told: Message & { row: number }) {
    super(told.key);
    this.told = told;
  }
}

/** What a person is told of a record that could not be written; anything else is a fault of ours. */
export function failureIn(error: unknown, { kind, row }: PlannedRecord & { row: number }): unknown {
  if (error instanceof Invalid) {
    const [[input, told] = ['', { key: 'forms.invalid' }]] = Object.entries(error.fields);
    const column = columnOfInput(kind, input);
    return new Failed({ key: told.key, values: { ...told.values, column }, row });
  }
  if (error instanceof Conflict) return new Failed({ key: 'exchange.errors.changedMeanwhile', row });
  if (error instanceof NotFound || error instanceof Forbidden)
    return new Failed({ key: 'exchange.errors.recordUnknown', row });
  return error;
}
