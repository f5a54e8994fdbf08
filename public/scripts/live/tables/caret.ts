import type { Node, ResolvedPos } from 'prosemirror-model';
import { type EditorState, type Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { schema } from '../schema.ts';

/** A cell of a table in the editor: the places among their siblings, and where the table and the cell begin. */
export interface CellAt {
  block: number;
  row: number;
  column: number;
  table: Node;
  tableStart: number;
  cellStart: number;
}

/** The cell a place is in; null outside tables. */
export function cellAt($place: ResolvedPos): CellAt | null {
  if ($place.depth < 3 || $place.node(3).type !== schema.nodes.cell) return null;
  return {
    block: $place.index(0),
    row: $place.index(1),
    column: $place.index(2),
    table: $place.node(1),
    tableStart: $place.before(1),
    cellStart: $place.before(3),
  };
}

/** Where the words of a cell begin; null when there is no such cell. */
export function placeOfCell(doc: Node, { block, row, column }: Pick<CellAt, 'block' | 'row' | 'column'>) {
  const table = doc.maybeChild(block);
  const cells = table?.maybeChild(row);
  if (!table || !cells?.maybeChild(column)) return null;
  let place = 1;
  for (let i = 0; i < block; i++) place += doc.child(i).nodeSize;
  place += 1;
  for (let i = 0; i < row; i++) place += table.child(i).nodeSize;
  place += 1;
  for (let i = 0; i < column; i++) place += cells.child(i).nodeSize;
  return place;
}

/** The caret in a cell, at its start or its end. */
export function caretIn(
  doc: Node,
  at: Pick<CellAt, 'block' | 'row' | 'column'>,
  end: 'start' | 'end' = 'start',
): Selection | null {
  const place = placeOfCell(doc, at);
  if (place === null) return null;
  return TextSelection.create(doc, end === 'start' ? place : doc.resolve(place).end());
}

/** Whether a selection has an end in a cell and the other one elsewhere. */
export function crossesCells({ $from, $to }: Selection): boolean {
  return !$from.sameParent($to) && (cellAt($from) !== null || cellAt($to) !== null);
}

/** Takes the words between two places and leaves every line and cell; the caret stands where they began. */
export function clearWords(tr: Transaction, from: number, to: number): Transaction {
  const parts: [from: number, to: number][] = [];
  tr.doc.nodesBetween(from, to, (node, place) => {
    if (!node.isTextblock) return true;
    const [start, end] = [Math.max(from, place + 1), Math.min(to, place + 1 + node.content.size)];
    if (start < end) parts.push([start, end]);
    return false;
  });
  for (const [start, end] of parts.reverse()) tr.delete(start, end);
  // Only words went that stand behind it.
  return tr.setSelection(TextSelection.near(tr.doc.resolve(from)));
}

/** The selection's words are taken, where it crosses cells; otherwise null. */
export const clearedAcross = ({ tr, selection }: EditorState): Transaction | null =>
  crossesCells(selection) ? clearWords(tr, selection.from, selection.to) : null;

/** Whether a stretch of the text has an end in a cell, or a cell in it. */
export function isInTables(doc: Node, from: number, to: number): boolean {
  let isFound = false;
  doc.nodesBetween(from, to, ({ type }) => {
    isFound ||= type === schema.nodes.cell;
    return !isFound;
  });
  return isFound;
}
