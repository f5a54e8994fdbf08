import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import type { Cells } from './cells.ts';
import { partOrder } from './columns.ts';
import type { Table } from './table.ts';

/** Where in a table the columns of one kind of record lie. */
interface Places {
  kind: OfferKind;
  id: number;
  version: number;
  fields: { field: OfferField; columns: { at: number; input: string }[] }[];
  /** All columns of fields. */
  all: number[];
}

/**
 * What a row says of one record. The cells stay those of the row: a file of 50,000 rows says two hundred thousand of
 * these, and most of what surrounds a module says the same as the row above.
 */
export interface Statement {
  kind: OfferKind;
  row: number;
  /** As typed: an id, `new:` and a name of one's own, or nothing. */
  id: string;
  /** Number of the record's last step when it was exported; null when the file does not say. */
  version: number | null;
  /** Whether it says anything of the record; else the row only names it. */
  isFilled: boolean;
  places: Places;
  cells: readonly string[];
}

export type RowStatement = { row: number } & Partial<Record<OfferKind, Statement>>;

/** What a statement says, field by field: those the file has columns for. */
export interface FieldCells {
  field: OfferField;
  cells: Cells;
}

function placesOf({ columns }: Table, kind: OfferKind): Places {
  const find = (holds: string): number =>
    columns.findIndex((one) => one.kind === kind && one.holds === holds);
  const fields = new Map<OfferField, { at: number; input: string }[]>();
  for (const [at, column] of columns.entries())
    if (column.kind === kind && column.field)
      fields.set(column.field, [...(fields.get(column.field) ?? []), { at, input: column.input }]);
  return {
    ...{ kind, id: find('id'), version: find('version') },
    fields: [...fields].map(([field, own]) => ({ field, columns: own })),
    all: [...fields.values()].flat().map(({ at }) => at),
  };
}

/** Reads a table as what it says of records. A record of which a row holds only the id is named, and nothing else. */
export function statementsOf(table: Table): RowStatement[] {
  const places = partOrder.map((kind) => placesOf(table, kind));
  return table.rows.map(({ at, cells }) => {
    const row: RowStatement = { row: at };
    for (const place of places) {
      const said = statementIn(place, at, cells);
      if (said) row[place.kind] = said;
    }
    return row;
  });
}

const isBlank = (cell: string): boolean => cell === '' || cell.trim() === '';

function statementIn(places: Places, row: number, cells: string[]): Statement | null {
  const id = (cells[places.id] ?? '').trim();
  const isFilled = !places.all.every((at) => isBlank(cells[at]!));
  if (id === '' && !isFilled) return null;
  const number = (cells[places.version] ?? '').trim();
  const version = /^\d{1,9}$/.test(number) ? Number(number) : null;
  return { kind: places.kind, row, id, version, isFilled, places, cells };
}

export const fieldCells = ({ places, cells, isFilled }: Statement): FieldCells[] =>
  isFilled
    ? places.fields.map(({ field, columns }) => ({
        field,
        cells: Object.fromEntries(columns.map(({ at, input }) => [input, cells[at]!])),
      }))
    : [];

/** The cell of one input; nothing where the file has no such column. */
export function cellOf({ places, cells }: Statement, name: string): string | null {
  const column = places.fields.find(({ field }) => field.name === name)?.columns[0];
  return column ? cells[column.at]! : null;
}

/** Whether two rows say the same of one record. */
export const saysTheSame = (a: Statement, b: Statement): boolean =>
  a.version === b.version && a.places.all.every((at) => a.cells[at] === b.cells[at]);
