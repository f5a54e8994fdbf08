import * as Y from 'yjs';
import { cellName, rowName, tableName } from '../protocol.ts';

/*
 * What changes the shape of a table, done to the shared tree itself. The editor's binding works out what changed by
 * comparing, and of two cells with the same words it may take the other one: then a column would lose a cell that
 * somebody else is typing in. Here the very elements are named.
 */

/** As large as the page makes a table; the server takes twice that, for two who add at once. */
export const largestTable = { rows: 100, columns: 20 };

const elementsIn = (parent: Y.XmlElement): Y.XmlElement[] =>
  parent.toArray().filter((one): one is Y.XmlElement => one instanceof Y.XmlElement);

export const rowsOf = (table: Y.XmlElement): Y.XmlElement[] => elementsIn(table);

/** Columns of the longest row: shorter ones are shown with empty space at their end. */
export const widthOf = (table: Y.XmlElement): number =>
  rowsOf(table).reduce((most, row) => Math.max(most, row.length), 0);

function newCell(): Y.XmlElement {
  const cell = new Y.XmlElement(cellName);
  cell.insert(0, [new Y.XmlText()]);
  return cell;
}

function newRow(columns: number): Y.XmlElement {
  const row = new Y.XmlElement(rowName);
  row.insert(
    0,
    Array.from({ length: columns }, () => newCell()),
  );
  return row;
}

export function newTable(rows: number, columns: number): Y.XmlElement {
  const table = new Y.XmlElement(tableName);
  table.insert(
    0,
    Array.from({ length: rows }, () => newRow(columns)),
  );
  return table;
}

/** A row before the one at `index`, as long as the longest. @returns false when the table is as large as it gets */
export function addRow(table: Y.XmlElement, index: number): boolean {
  if (table.length >= largestTable.rows) return false;
  table.insert(index, [newRow(Math.max(1, widthOf(table)))]);
  return true;
}

/**
 * A cell before the one at `index` in every row; a row that ends before it gets none, so that its cells stay below each
 * other as they are. @returns false when the table is as large as it gets
 */
export function addColumn(table: Y.XmlElement, index: number): boolean {
  if (widthOf(table) >= largestTable.columns) return false;
  for (const row of rowsOf(table)) if (row.length >= index) row.insert(index, [newCell()]);
  return true;
}

/** Goes with its last row. */
export function removeRow(table: Y.XmlElement, row: Y.XmlElement): void {
  const rows = rowsOf(table);
  if (rows.length === 1) removeTable(table);
  else table.delete(rows.indexOf(row), 1);
}

/** The cells at `index` of every row that has one; the table goes with its last column. */
export function removeColumn(table: Y.XmlElement, index: number): void {
  if (widthOf(table) === 1) removeTable(table);
  else for (const row of rowsOf(table)) if (row.length > index) row.delete(index, 1);
}

export function removeTable(table: Y.XmlElement): void {
  const root = table.parent as Y.XmlFragment;
  root.delete(root.toArray().indexOf(table), 1);
}
