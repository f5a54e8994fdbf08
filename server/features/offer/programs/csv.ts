import type { OfferKind, Plain } from '../../../../models/OfferChange.ts';
import { languages } from '../../../core/i18n.ts';
import { catalogue, type OfferField } from '../upkeep/catalogue.ts';
import { type Stored, valuesOf } from '../upkeep/plain.ts';

/** The files of the open data, each with the records of one kind; ids join them. */
export const csvKinds: Readonly<Record<string, OfferKind>> = {
  'organisations.csv': 'organisation',
  'sites.csv': 'site',
  'units.csv': 'unit',
  'modules.csv': 'module',
};

/** A column: its name, and what of a field's value stands in it. */
interface Column {
  name: string;
  field: OfferField;
  cell(value: Plain): Plain;
}

/** Texts have a column for each language; everything else is one column. */
const columnsOf = (field: OfferField): Column[] =>
  field.kind.input === 'localised'
    ? languages.map((language) => ({
        name: `${field.name}_${language}`,
        field,
        cell: (value) => (value as Record<string, Plain> | null)?.[language] ?? null,
      }))
    : [{ name: field.name, field, cell: (value) => value }];

/** Lists with a semicolon between; rows of several fields, such as dated names, as JSON. */
function textOf(value: Plain): string {
  if (value === null) return '';
  if (Array.isArray(value))
    return value.every((one) => typeof one === 'string') ? value.join(';') : JSON.stringify(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A cell of a CSV file. What a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const line = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

type Row = Stored & { changedAt?: Date | null; verified?: { at: Date } | null; fictional?: true };

/** An empty list is none, nothing in a cell is not known: lists that say "none" say it with this word. */
const noneOf = 'none';

const cellOf = (value: Plain): string =>
  Array.isArray(value) && value.length === 0 ? noneOf : textOf(value);

/** The lines of a file: every field of the catalogue, and when the record was changed and confirmed. */
export async function* csvLines(kind: OfferKind, records: AsyncIterable<Row>): AsyncGenerator<string> {
  const columns = catalogue[kind].flatMap(columnsOf);
  yield `\ufeff${line(['id', ...columns.map(({ name }) => name), 'changed', 'confirmed', 'fictional'])}`;
  for await (const record of records) {
    const values = valuesOf(kind, record);
    const cells = columns.map(({ field, cell }) => cellOf(cell(values[field.name] ?? null)));
    const moments = [record.changedAt, record.verified?.at].map((at) => at?.toISOString() ?? '');
    yield line([record._id, ...cells, ...moments, record.fictional ? 'true' : '']);
  }
}
