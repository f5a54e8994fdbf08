import type { Plain } from '../../../../models/OfferChange.ts';
import type { Language } from '../../../core/i18n.ts';
import type { OfferField } from '../upkeep/catalogue.ts';
import { Mistyped, none, readValue } from '../upkeep/kinds.ts';

/** The cells of one field by the input of the form that asks the same; an empty cell is "not known". */
export type Cells = Record<string, string>;

/** Between the codes of one cell. */
const between = '|';
/** The code for an empty catchment: wherever somebody lives. */
export const everywhere = 'everywhere';

/** What the cells of a field hold: codes, days as YYYY-MM-DD, numbers with a point; in no language. */
export function cellsOf({ kind, name }: OfferField, value: Plain): Cells {
  if (kind.input === 'area') return { [name]: (value as string | null) ?? '' };
  if (kind.input === 'areas') return { [name]: listed(value, everywhere) };
  if (kind.input === 'several') return { [name]: listed(value, none) };
  return kind.inputs(value, name, 'en') as Cells;
}

const listed = (value: Plain, whenEmpty: string): string => {
  if (value === null) return '';
  return (value as string[]).length === 0 ? whenEmpty : (value as string[]).join(between);
};

const split = (text: string): string[] =>
  text
    .split(/[|\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/**
 * The value these cells say, checked as a form's.
 * @throws Mistyped with the input that is wrong.
 */
export function valueIn(field: OfferField, cells: Cells, language: Language): Plain {
  const { kind, name } = field;
  const cell = (cells[name] ?? '').trim();
  switch (kind.input) {
    case 'several':
      return severalOf(field, cell, language);
    case 'areas':
      return cell.toLowerCase() === everywhere
        ? readValue(kind, { [`${name}_everywhere`]: 'on' }, name, language)
        : readValue(kind, { [name]: split(cell).join('\n') }, name, language);
    case 'one': {
      const code = cell.toLowerCase();
      // A form only offers what there is; what else stands in a cell is not "not known".
      if (code !== '' && !kind.choices?.includes(code)) throw new Mistyped(name, { key: 'forms.invalid' });
      return readValue(kind, { [name]: code }, name, language);
    }
    case 'day':
      return readValue(kind, { [name]: isoDay(cell) }, name, language);
    case 'datedNames':
      return readValue(kind, datesIn(cells), name, language);
    default:
      return readValue(kind, cells, name, language);
  }
}

function severalOf({ kind, name }: OfferField, cell: string, language: Language): Plain {
  const codes = split(cell).map((code) => (kind.words ? code.toLowerCase() : code));
  if (codes.length === 0) return kind.schema.safeParse(null).success ? null : [];
  if (codes.length === 1 && codes[0]!.toLowerCase() === none) return [];
  return readValue(kind, { [name]: codes }, name, language);
}

/** Spreadsheets write a day as they like: 26/11/2026, 26-11-2026, and ISO with a time behind it. */
function isoDay(cell: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell) ?? [];
  if (year) return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return cell.replace(/^(\d{4}-\d{2}-\d{2})[T ][\d:.]+Z?$/, '$1');
}

const datesIn = (cells: Cells): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([input, cell]) => [
      input,
      /_(from|until)$/.test(input) ? isoDay(cell.trim()) : cell,
    ]),
  );

/** Line ends are the spreadsheet's; what is the same but for them was not edited. */
export const sameCell = (a: string, b: string): boolean => a === b || tidied(a) === tidied(b);
const tidied = (cell: string): string => cell.replaceAll('\r\n', '\n').trim();

// A spreadsheet may take a cell that begins like this for a formula; full-width forms count as well.
const like = '=+\\-@\\t\\r＝＋－＠';
const risky = new RegExp(`^'*[${like}]`);
const made = new RegExp(`^'+[${like}]`);

/** A cell no spreadsheet takes for a formula: with an apostrophe before it. */
export const neutralised = (cell: string): string => (risky.test(cell) ? `'${cell}` : cell);

/** The cell as it was before it was neutralised. */
export const plainCell = (cell: string): string => (made.test(cell) ? cell.slice(1) : cell);
