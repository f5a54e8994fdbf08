import type { OfferKind } from '../../../../models/OfferChange.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import type { Cells } from './cells.ts';
import { partOrder } from './columns.ts';
import type { Table } from './table.ts';

/** What a row says of one record. */
export interface Statement {
  kind: OfferKind;
  row: number;
  /** As typed: an id, `new:` and a name of one's own, or nothing. */
  id: string;
  /** Number of the record's last step when it was exported; null when the file does not say. */
  version: number | null;
  /** The fields the file has columns for. Empty when the row only names the record. */
  fields: { field: OfferField; cells: Cells }[];
}

export type RowStatement = { row: number } & Partial<Record<OfferKind, Statement>>;

/** What kinds a table speaks of: where the columns of each lie. */
interface Places {
  kind: OfferKind;
  id: number;
  version: number;
  fields: { field: OfferField; columns: { at: number; input: string }[] }[];
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

function statementIn({ kind, id, version, fields }: Places, row: number, cells: string[]): Statement | null {
  const named = (cells[id] ?? '').trim();
  const isFilled = fields.some(({ columns }) => columns.some(({ at }) => cells[at]!.trim() !== ''));
  if (named === '' && !isFilled) return null;
  const number = (cells[version] ?? '').trim();
  return {
    ...{ kind, row, id: named },
    version: /^\d{1,9}$/.test(number) ? Number(number) : null,
    fields: isFilled
      ? fields.map(({ field, columns }) => ({
          field,
          cells: Object.fromEntries(columns.map(({ at, input }) => [input, cells[at]!])),
        }))
      : [],
  };
}
