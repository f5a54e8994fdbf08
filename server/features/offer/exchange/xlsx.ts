import { type CellValue, streamXlsxRows, writeXlsx } from 'hucre/xlsx';
import { Broken, columnLetters } from './broken.ts';
import { limits } from './limits.ts';
import { measureZip } from './zip.ts';

/** Widths of columns, in characters: enough to read an id, not to fill the screen. */
const width = 22;

/** The cells of the first sheet as text, row by row; rows as long as they are. @throws Broken */
export async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  measureZip(bytes);
  const rows: string[][] = [];
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { maxRows: limits.rows + 2 })) {
      // Rows nobody wrote in are not in the file.
      while (rows.length < index) rows.push([]);
      rows[index] = values.map((value, at) => textOf(value, index, at));
    }
  } catch (error) {
    if (error instanceof Broken) throw error;
    throw new Broken('exchange.broken.xlsx');
  }
  return rows;
}

function textOf(value: CellValue, row: number, at: number): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  throw new Broken('exchange.broken.cell', { row: row + 1, column: columnLetters(at) });
}

/** `_x0041_` in a cell means a letter; where it is somebody's text, it is told apart. */
const literal = (cell: string): string => cell.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');

export interface Sheet {
  name: string;
  rows: readonly (readonly string[])[];
}

/** Every cell is text: a spreadsheet then guesses nothing, and a code stays a code. */
export async function writeXlsxSheets(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map((cell) => (cell === '' ? null : literal(cell)))),
      columns: (rows[0] ?? []).map(() => ({ width })),
      freezePane: { rows: 1 },
    })),
  });
}
