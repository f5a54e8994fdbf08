import type { Node } from 'prosemirror-model';
import { Plugin, type Selection, type Transaction } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';
import { schema } from '../schema.ts';
import { cellAt } from './caret.ts';

const isSameShape = (one: Node, other: Node): boolean =>
  one.childCount === other.childCount &&
  one.children.every((row, index) => row.childCount === other.child(index).childCount);

/**
 * Whether every table there was is still there with all its rows and cells, or is gone as a whole. It may only go when it
 * was selected with what is around it: with an end of the selection in a cell, what is left of its words would be moved out.
 */
export function keepsTables(tr: Transaction, { $from, $to }: Selection): boolean {
  const mayGo = !cellAt($from) && !cellAt($to);
  let isKept = true;
  tr.before.forEach((node, place) => {
    if (node.type !== schema.nodes.table) return;
    const start = tr.mapping.mapResult(place, 1);
    const end = tr.mapping.mapResult(place + node.nodeSize, -1);
    const now = start.deleted ? null : tr.doc.nodeAt(start.pos);
    const isWhole = now?.type === schema.nodes.table && isSameShape(node, now);
    isKept &&= start.deleted ? end.deleted && mayGo : !end.deleted && isWhole;
  });
  return isKept;
}

/**
 * The last word on whatever a browser, a paste or a key makes of a table: what would join, drop or add cells does not
 * happen. Rows and columns come and go by commands alone, which change the shared tree (edits.ts).
 */
export const tableGuard = (): Plugin =>
  new Plugin({
    filterTransaction: (tr, { selection }) =>
      !tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined || keepsTables(tr, selection),
  });
