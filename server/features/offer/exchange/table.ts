import { Broken, columnLetters } from './broken.ts';
import { plainCell } from './cells.ts';
import { type Column, columnNamed } from './columns.ts';
import { readCsv } from './csv.ts';
import { type Format, limits } from './limits.ts';
import { readXlsx } from './xlsx.ts';

/** A file as it was read: its columns in their order, and the rows that hold anything. */
export interface Table {
  columns: Column[];
  rows: { at: number; cells: string[] }[];
}

/** What the first bytes say: a spreadsheet is a zip file. */
export const formatOf = (bytes: Uint8Array): Format =>
  bytes[0] === 0x50 && bytes[1] === 0x4b ? 'xlsx' : 'csv';

/** @throws Broken with row and column of the first thing that is wrong with the file as a whole. */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  const rows = formatOf(bytes) === 'xlsx' ? await readXlsx(bytes) : readCsv(bytes);
  return tableOf(rows);
}

export function tableOf(raw: readonly string[][]): Table {
  const [heading = [], ...rows] = raw;
  const columns = columnsIn(heading);
  if (rows.length > limits.rows) throw new Broken('exchange.broken.tooManyRows', { most: limits.rows });
  return {
    columns,
    rows: rows.flatMap((row, index) => {
      const cells = cellsIn(row, columns.length, index + 2);
      return cells.some((cell) => cell.trim() !== '') ? [{ at: index + 2, cells }] : [];
    }),
  };
}

function columnsIn(heading: string[]): Column[] {
  const names = heading.map((cell) => cell.trim());
  while (names.at(-1) === '') names.pop();
  if (names.length === 0) throw new Broken('exchange.broken.noHeading');
  return names.map((name, at) => {
    const where = { row: 1, column: columnLetters(at), name: name.slice(0, 60) };
    const column = columnNamed(name);
    if (!column) throw new Broken('exchange.broken.unknownColumn', where);
    if (names.indexOf(name) < at) throw new Broken('exchange.broken.doubleColumn', where);
    return column;
  });
}

function cellsIn(row: string[], width: number, at: number): string[] {
  const beyond = row.findIndex((cell, column) => column >= width && cell.trim() !== '');
  if (beyond >= 0) throw new Broken('exchange.broken.cellBeyond', { row: at, column: columnLetters(beyond) });
  const tooLong = row.findIndex((cell) => cell.length > limits.cell);
  if (tooLong >= 0)
    throw new Broken('exchange.broken.cellTooLong', { row: at, column: columnLetters(tooLong) });
  return Array.from({ length: width }, (_, column) => plainCell(row[column] ?? ''));
}
