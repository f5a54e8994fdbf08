import { keymap } from 'prosemirror-keymap';
import { type Command, type EditorState, type Plugin, Selection } from 'prosemirror-state';
import { schema } from '../schema.ts';
import { type CellAt, caretIn, cellAt, clearedAcross } from './caret.ts';
import { addRowAtEnd, makeLine } from './commands.ts';

type Side = -1 | 1;

const select = (state: EditorState, dispatch: Parameters<Command>[1], selection: Selection): true => {
  dispatch?.(state.tr.setSelection(selection).scrollIntoView());
  return true;
};

/** The cells of a table, in order. */
function cellsOf({ table, block }: CellAt): Pick<CellAt, 'block' | 'row' | 'column'>[] {
  return table.children.flatMap((cells, row) =>
    cells.children.map((_cell, column) => ({ block, row, column })),
  );
}

/** The next cell, or the one before; null at the end of the table. */
function nextCell(at: CellAt, side: Side): Pick<CellAt, 'block' | 'row' | 'column'> | null {
  const cells = cellsOf(at);
  const index = cells.findIndex(({ row, column }) => row === at.row && column === at.column);
  return cells[index + side] ?? null;
}

/** The cell of the same column in the nearest row on that side that has cells, or the last of that row. */
function cellBeyond(at: CellAt, side: Side): Pick<CellAt, 'block' | 'row' | 'column'> | null {
  for (let row = at.row + side; row >= 0 && row < at.table.childCount; row += side) {
    const { childCount } = at.table.child(row);
    if (childCount > 0) return { block: at.block, row, column: Math.min(at.column, childCount - 1) };
  }
  return null;
}

/** Out of the table: to the line beside it, which is made where there is none. */
const leave =
  (side: Side, isNeeded = true): Command =>
  (state, dispatch, view) => {
    const at = cellAt(state.selection.$head);
    if (!at) return false;
    const place = side < 0 ? at.tableStart : at.tableStart + at.table.nodeSize;
    const beyond = Selection.findFrom(state.doc.resolve(place), side, true);
    if (beyond) return select(state, dispatch, beyond);
    return isNeeded && makeLine(side)(state, dispatch, view);
  };

const tab =
  (side: Side): Command =>
  (state, dispatch, view) => {
    const at = cellAt(state.selection.$head);
    if (!at) return false;
    const next = nextCell(at, side);
    if (!next) return side > 0 && addRowAtEnd(state, dispatch, view);
    return select(state, dispatch, caretIn(state.doc, next, 'end') as Selection);
  };

/** A cell is one line: Enter goes to the cell below, and from the last row out of the table. */
const enter: Command = (state, dispatch, view) => {
  const at = cellAt(state.selection.$head);
  if (!at) return false;
  const below = cellBeyond(at, 1);
  if (!below) return leave(1)(state, dispatch, view) || true;
  return select(state, dispatch, caretIn(state.doc, below, 'end') as Selection);
};

/** Escape leads on, or back where nothing follows: it never writes what is not needed. */
const leaveByEscape: Command = (state, dispatch, view) =>
  leave(1, false)(state, dispatch, view) ||
  leave(-1, false)(state, dispatch, view) ||
  leave(1)(state, dispatch, view);

/** The block beside the one the caret's line is, when it is a table. */
function tableBeside({ doc, selection }: EditorState, side: Side): { block: number } | null {
  const { $head } = selection;
  if ($head.depth !== 1 || !selection.empty) return null;
  const block = $head.index(0) + side;
  return block >= 0 && doc.maybeChild(block)?.type === schema.nodes.table ? { block } : null;
}

/** From a line into the table beside it: its first row from above, its last from below. */
function enterTable(
  state: EditorState,
  dispatch: Parameters<Command>[1],
  side: Side,
  isSideways: boolean,
): boolean {
  const beside = tableBeside(state, side);
  const table = beside && state.doc.child(beside.block);
  if (!beside || !table) return false;
  const rows = table.children.map((_row, row) => row);
  const row = (side > 0 ? rows : rows.reverse()).find((one) => table.child(one).childCount > 0);
  if (row === undefined) return false;
  const column = side < 0 && isSideways ? table.child(row).childCount - 1 : 0;
  const caret = caretIn(state.doc, { block: beside.block, row, column }, side < 0 ? 'end' : 'start');
  return caret !== null && select(state, dispatch, caret);
}

const upOrDown =
  (side: Side): Command =>
  (state, dispatch, view) => {
    if (!view?.endOfTextblock(side < 0 ? 'up' : 'down') || !state.selection.empty) return false;
    const at = cellAt(state.selection.$head);
    if (!at) return enterTable(state, dispatch, side, false);
    const beyond = cellBeyond(at, side);
    if (!beyond) return leave(side)(state, dispatch, view);
    return select(state, dispatch, caretIn(state.doc, beyond, side < 0 ? 'end' : 'start') as Selection);
  };

const isAtEdge = ({ selection }: EditorState, side: Side): boolean =>
  selection.empty && selection.$head.parentOffset === (side < 0 ? 0 : selection.$head.parent.content.size);

const sideways =
  (side: Side): Command =>
  (state, dispatch, view) => {
    if (!isAtEdge(state, side)) return false;
    const at = cellAt(state.selection.$head);
    if (!at) return enterTable(state, dispatch, side, true);
    const next = nextCell(at, side);
    if (!next) return leave(side)(state, dispatch, view);
    return select(state, dispatch, caretIn(state.doc, next, side < 0 ? 'end' : 'start') as Selection);
  };

/** Deleting takes words and leaves cells: at the edge of a cell, and of a line beside a table, there is nothing to take. */
export const deleteBy =
  (side: Side): Command =>
  (state, dispatch) => {
    const cleared = clearedAcross(state);
    if (cleared) {
      dispatch?.(cleared.scrollIntoView());
      return true;
    }
    if (!isAtEdge(state, side)) return false;
    if (cellAt(state.selection.$head)) return true;
    if (!tableBeside(state, side)) return false;
    const { $head } = state.selection;
    const isEmpty = $head.parent.content.size === 0 && $head.parent.attrs.style === null;
    if (side < 0 && !isEmpty && $head.parent.attrs.style !== null) return false; // first it becomes ordinary text
    if (!isEmpty || state.doc.childCount < 2) return enterTable(state, dispatch, side, true);
    // An empty line goes; the caret goes into the table.
    return enterTable(
      state,
      dispatch && ((tr) => dispatch(tr.delete($head.before(), $head.after()))),
      side,
      true,
    );
  };

const backspaces = [
  'Backspace',
  'Mod-Backspace',
  'Shift-Backspace',
  'Alt-Backspace',
  'Ctrl-h',
  'Ctrl-Alt-Backspace',
];
const deletes = ['Delete', 'Mod-Delete', 'Shift-Delete', 'Alt-Delete', 'Ctrl-d', 'Alt-d', 'Ctrl-Alt-Delete'];
const named = (names: string[], command: Command) => Object.fromEntries(names.map((name) => [name, command]));

/** The keys of tables; before those of the text, which go on where these do nothing. */
export const tableKeys = (): Plugin =>
  keymap({
    Tab: tab(1),
    'Shift-Tab': tab(-1),
    Enter: enter,
    'Shift-Enter': enter,
    'Mod-Enter': makeLine(1),
    'Mod-Shift-Enter': makeLine(-1),
    Escape: leaveByEscape,
    ArrowUp: upOrDown(-1),
    ArrowDown: upOrDown(1),
    ArrowLeft: sideways(-1),
    ArrowRight: sideways(1),
    ...named(backspaces, deleteBy(-1)),
    ...named(deletes, deleteBy(1)),
  });
