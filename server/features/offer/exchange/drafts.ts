import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import type { RowConflict, RowFault } from '../../../../models/OfferImportRow.ts';
import type { Message } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import { versionOf } from '../upkeep/commands.ts';
import { Mistyped } from '../upkeep/kinds.ts';
import { samePlain, type Values, valuesOf } from '../upkeep/plain.ts';
import { emptyValues } from '../upkeep/values.ts';
import { type Cells, cellsOf, sameCell, valueIn } from './cells.ts';
import { columnOfInput } from './columns.ts';
import type { Known, KnownRecord } from './known.ts';
import type { FieldCells, Statement } from './statements.ts';

/** A record as the file wants it. */
export interface Draft {
  kind: OfferKind;
  id: string;
  /** Null for a new one. */
  record: KnownRecord | null;
  /** Row that changed it first, else the first that spoke of it: there it is shown. */
  row: number;
  before: Values;
  after: Values;
  changed: Map<string, { row: number; value: Plain }>;
  /** What was taken in last. */
  said: Statement | null;
  conflicts: (RowConflict & { row: number })[];
  faults: (RowFault & { row: number })[];
}

export function draftOf(kind: OfferKind, id: string, record: KnownRecord | null, row: number): Draft {
  const before = record ? valuesOf(kind, record) : emptyValues(kind);
  return {
    ...{ kind, id, record, row, before, after: { ...before } },
    ...{ changed: new Map(), said: null, conflicts: [], faults: [] },
  };
}

export const faultIn = (draft: Draft, row: number, column: string | null, told: Message): void => {
  if (!draft.faults.some((one) => one.column === column)) draft.faults.push({ ...told, column, row });
};

/** What the record said when it was exported: what it says now, with every later step undone. */
export function valuesAtExport(draft: Draft, version: number | null, known: Known): Values {
  const values = { ...draft.before };
  if (version === null) return values;
  for (const { step, changes } of known.steps.get(draft.id) ?? []) {
    if (step <= version) break;
    for (const { field, from } of changes) values[field] = from ?? null;
  }
  return values;
}

/** Takes in what one row says of a record. A cell nobody edited says nothing, whatever happened since. */
export function takeStatement(
  draft: Draft,
  { row, version }: Statement,
  fields: readonly FieldCells[],
  known: Known,
  language: Language,
): void {
  const base = valuesAtExport(draft, version, known);
  for (const { field, cells } of fields) {
    const untouched = draft.record ? cellsOf(field, base[field.name] ?? null) : {};
    const inputs = Object.keys(cells);
    if (inputs.every((input) => sameCell(cells[input]!, untouched[input] ?? ''))) continue;
    // Columns a file does not have say what they said.
    const all = { ...untouched, ...cells };
    const value = read(draft, field, all, row, language);
    if (value !== undefined) decideField(draft, field, value, base[field.name] ?? null, row);
  }
}

function read(draft: Draft, field: OfferField, cells: Cells, row: number, language: Language) {
  try {
    return valueIn(field, cells, language);
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error;
    faultIn(draft, row, columnOfInput(draft.kind, error.input), error.told);
    return undefined;
  }
}

function decideField(draft: Draft, { name }: OfferField, value: Plain, base: Plain, row: number): void {
  const earlier = draft.changed.get(name);
  if (earlier && !samePlain(earlier.value, value)) {
    faultIn(draft, row, columnOfInput(draft.kind, name), {
      key: 'exchange.errors.twice',
      values: { row: earlier.row },
    });
    return;
  }
  const now = draft.before[name] ?? null;
  if (draft.record && samePlain(value, now)) return;
  if (draft.record && !samePlain(base, now)) {
    dispute(draft, name, { yours: value, current: now, row });
    return;
  }
  if (draft.changed.size === 0) draft.row = row;
  draft.changed.set(name, { row, value });
  draft.after[name] = value;
}

/** Somebody else changed the field since the export: its sender decides, once for each field. */
function dispute(draft: Draft, field: string, said: { yours: Plain; current: Plain; row: number }): void {
  const { kind, id } = draft;
  const earlier = draft.conflicts.find((one) => one.field === field);
  if (!earlier) draft.conflicts.push({ kind, id, field, ...said, base: baseOf(draft, field), choice: null });
  else if (!samePlain(earlier.yours, said.yours))
    faultIn(draft, said.row, columnOfInput(kind, field), {
      key: 'exchange.errors.twice',
      values: { row: earlier.row },
    });
}

/** The version of a field a change is based on. */
export const baseOf = ({ record }: Draft, field: string): number => (record ? versionOf(record, field) : 0);
