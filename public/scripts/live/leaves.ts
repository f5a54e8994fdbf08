import * as Y from 'yjs';
import { cellName, rowName, tableName } from './protocol.ts';

/** What holds words: a line, or a cell of a table. */
export interface Leaf {
  element: Y.XmlElement;
  /** The line itself, or the table the cell is in. */
  block: Y.XmlElement;
  /** The row of a cell; null for a line. */
  row: Y.XmlElement | null;
  /** One; two for a moment when somebody joins lines. */
  texts: Y.XmlText[];
}

/** A line, or a table with its cells row by row. */
export interface Block {
  element: Y.XmlElement;
  leaves: Leaf[];
}

/** What stands below a type, in order; with `gone` also what was deleted, where the document keeps that. */
function* below<T>(parent: Y.XmlFragment, kind: new (...rest: never[]) => T, gone: boolean): Generator<T> {
  for (let item = parent._start; item; item = item.right) {
    const { content } = item;
    if ((gone || !item.deleted) && content instanceof Y.ContentType && content.type instanceof kind)
      yield content.type as T;
  }
}

const named = function* (parent: Y.XmlFragment, name: string, gone: boolean): Generator<Y.XmlElement> {
  for (const element of below(parent, Y.XmlElement, gone)) if (element.nodeName === name) yield element;
};

const leafOf = (
  element: Y.XmlElement,
  block: Y.XmlElement,
  row: Y.XmlElement | null,
  gone: boolean,
): Leaf => ({ element, block, row, texts: [...below(element, Y.XmlText, gone)] });

function cellsOf(table: Y.XmlElement, gone: boolean): Leaf[] {
  return [...named(table, rowName, gone)].flatMap((row) =>
    [...named(row, cellName, gone)].map((cell) => leafOf(cell, table, row, gone)),
  );
}

/** A document's text as blocks one below the other: the one walk that pages and server read it by. */
export function blocksOf(root: Y.XmlFragment, gone = false): Block[] {
  return [...below(root, Y.XmlElement, gone)].map((element) => ({
    element,
    leaves: element.nodeName === tableName ? cellsOf(element, gone) : [leafOf(element, element, null, gone)],
  }));
}

export const leavesOf = (root: Y.XmlFragment, gone = false): Leaf[] =>
  blocksOf(root, gone).flatMap(({ leaves }) => leaves);
