import {
  type Command,
  type EditorState,
  Plugin,
  PluginKey,
  type Selection,
  TextSelection,
} from 'prosemirror-state';
import { ySyncPluginKey, yUndoPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { tableName } from '../protocol.ts';
import { schema } from '../schema.ts';
import { type CellAt, caretIn, cellAt } from './caret.ts';
import {
  addColumn,
  addRow,
  largestTable,
  removeColumn,
  removeRow,
  removeTable,
  rowsOf,
  widthOf,
} from './edits.ts';

export interface TableOptions {
  mayWrite: () => boolean;
}

const key = new PluginKey<TableOptions>('tables');

/** Lets the commands know whether the person may write. */
export const tableRights = (options: TableOptions): Plugin =>
  new Plugin<TableOptions>({ key, state: { init: () => options, apply: (_tr, known) => known } });

export const mayWrite = (state: EditorState): boolean => key.getState(state)?.mayWrite() ?? false;

/** The shared element of the table a cell is in; null while the page shows something else than the tree has. */
function sharedTable(state: EditorState, { block, table }: CellAt): Y.XmlElement | null {
  const root = ySyncPluginKey.getState(state)?.type as Y.XmlFragment;
  const element = root.toArray()[block];
  const isIt = element instanceof Y.XmlElement && element.nodeName === tableName;
  return isIt && element.length === table.childCount ? element : null;
}

/** The cell the caret goes to: the nearest there is. */
function caretNear(
  state: EditorState,
  { block, row, column }: Pick<CellAt, 'block' | 'row' | 'column'>,
): Selection | null {
  const table = state.doc.maybeChild(block);
  if (table?.type !== schema.nodes.table || table.childCount === 0) return null;
  const at = Math.min(row, table.childCount - 1);
  const cells = table.child(at).childCount;
  return cells === 0 ? null : caretIn(state.doc, { block, row: at, column: Math.min(column, cells - 1) });
}

type Target = Pick<CellAt, 'row' | 'column'>;

/** One step of its own for who undoes: `work` changes the table of the caret and says which cell the caret goes to. */
function shaping(
  isPossible: (table: Y.XmlElement, at: CellAt) => boolean,
  work: (table: Y.XmlElement, at: CellAt) => Target,
): Command {
  return (state, dispatch, view) => {
    const at = cellAt(state.selection.$head);
    const table = at && mayWrite(state) ? sharedTable(state, at) : null;
    if (!at || !table || !isPossible(table, at)) return false;
    if (!dispatch || !view) return true;
    const undo = yUndoPluginKey.getState(state)?.undoManager as Y.UndoManager | undefined;
    undo?.stopCapturing();
    let target: Target = at;
    table.doc?.transact(() => {
      target = work(table, at);
    }, ySyncPluginKey);
    undo?.stopCapturing();
    const { state: now } = view;
    const caret = caretNear(now, { block: at.block, ...target });
    if (caret) view.dispatch(now.tr.setSelection(caret).scrollIntoView());
    return true;
  };
}

const always = (): boolean => true;
const hasRoomBelow = (table: Y.XmlElement): boolean => table.length < largestTable.rows;
const hasRoomBeside = (table: Y.XmlElement): boolean => widthOf(table) < largestTable.columns;

const addRowAt = (after: 0 | 1): Command =>
  shaping(hasRoomBelow, (table, { row, column }) => {
    addRow(table, row + after);
    return { row: row + after, column };
  });
export const addRowBefore = addRowAt(0);
export const addRowAfter = addRowAt(1);

/** For Tab in the last cell. */
export const addRowAtEnd = shaping(hasRoomBelow, (table) => {
  addRow(table, table.length);
  return { row: table.length - 1, column: 0 };
});

const addColumnAt = (after: 0 | 1): Command =>
  shaping(hasRoomBeside, (table, { row, column }) => {
    addColumn(table, column + after);
    return { row, column: column + after };
  });
export const addColumnBefore = addColumnAt(0);
export const addColumnAfter = addColumnAt(1);

export const deleteRow = shaping(always, (table, { row, column }) => {
  removeRow(table, rowsOf(table)[row]!);
  return { row, column };
});

export const deleteColumn = shaping(always, (table, { row, column }) => {
  removeColumn(table, column);
  return { row, column };
});

export const deleteTable = shaping(always, (table, at) => {
  removeTable(table);
  return at;
});

/** A new line before or after the table, with the caret in it. */
export const makeLine =
  (side: -1 | 1): Command =>
  (state, dispatch) => {
    const at = cellAt(state.selection.$head);
    if (!at || !mayWrite(state)) return false;
    const place = side < 0 ? at.tableStart : at.tableStart + at.table.nodeSize;
    const tr = state.tr.insert(place, schema.node('line'));
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, place + 1)).scrollIntoView());
    return true;
  };

export const hasHead = (state: EditorState): boolean =>
  cellAt(state.selection.$head)?.table.attrs.head === true;

/** The first row is a head, or is not. */
export const toggleHead: Command = (state, dispatch) => {
  const at = cellAt(state.selection.$head);
  if (!at || !mayWrite(state)) return false;
  dispatch?.(state.tr.setNodeAttribute(at.tableStart, 'head', hasHead(state) ? null : true));
  return true;
};

/** A table below the line the caret is in, with a line after it; the caret goes into its first cell. */
export const insertTable =
  ({ rows, columns, head }: { rows: number; columns: number; head: boolean }): Command =>
  (state, dispatch) => {
    const { $head } = state.selection;
    if ($head.depth === 0 || cellAt($head)) return false;
    const cells = Array.from({ length: columns }, () => schema.node('cell'));
    const table = schema.node(
      'table',
      { head: head ? true : null },
      Array.from({ length: rows }, () => schema.node('row', null, cells)),
    );
    const block = $head.index(0) + 1;
    const needsLine = state.doc.maybeChild(block)?.type !== schema.nodes.line;
    const tr = state.tr.insert($head.after(1), needsLine ? [table, schema.node('line')] : table);
    const caret = caretIn(tr.doc, { block, row: 0, column: 0 });
    dispatch?.((caret ? tr.setSelection(caret) : tr).scrollIntoView());
    return true;
  };
