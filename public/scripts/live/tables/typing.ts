import { Fragment, type Slice } from 'prosemirror-model';
import { type EditorState, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { schema } from '../schema.ts';
import { cellAt, clearedAcross, crossesCells } from './caret.ts';
import { deleteBy } from './keys.ts';

/** Everything in a slice as words side by side, for a cell, which is one line. */
export function wordsOf(slice: Slice): Fragment {
  let words = Fragment.empty;
  const add = (part: Fragment): void => {
    if (part.size === 0) return;
    words = words.size > 0 ? words.append(Fragment.from(schema.text(' '))).append(part) : part;
  };
  if (slice.content.firstChild?.isInline) add(slice.content);
  slice.content.descendants((node) => {
    if (!node.isTextblock) return true;
    add(node.content);
    return false;
  });
  return words;
}

/** Puts words in a cell, or in the first of the cells that are selected, in place of what is selected. */
export function putWords(state: EditorState, words: Fragment): Transaction | null {
  const tr = clearedAcross(state) ?? (cellAt(state.selection.$from) ? state.tr.deleteSelection() : null);
  if (!tr) return null;
  const place = tr.selection.from;
  tr.insert(place, words);
  return tr.setSelection(TextSelection.create(tr.doc, place + words.size)).scrollIntoView();
}

const holdsTable = ({ content }: Slice): boolean =>
  content.content.some(({ type }) => type === schema.nodes.table);

/** Pasted tables go between lines: what stands behind the caret goes on in a line of its own. */
export function putBlocks(state: EditorState, slice: Slice): Transaction | null {
  const { $from, $to } = state.selection;
  if (!holdsTable(slice) || $from.depth !== 1 || $to.depth !== 1) return null;
  const blocks = slice.content.content;
  const before = $from.parent.copy($from.parent.content.cut(0, $from.parentOffset));
  const after = $to.parent.copy($to.parent.content.cut($to.parentOffset));
  const isJoined = blocks[0]?.type === schema.nodes.line && slice.openStart > 0 && before.content.size > 0;
  const first = isJoined ? [before.copy(before.content.append(blocks[0]!.content))] : [];
  const lead = !isJoined && before.content.size > 0 ? [before] : first;
  // After a table there is always a line to go on in.
  const isLast = state.doc.maybeChild($to.index(0) + 1)?.type !== schema.nodes.line;
  const endsInTable = blocks.at(-1)?.type === schema.nodes.table;
  const rest = after.content.size > 0 ? [after] : isLast && endsInTable ? [schema.node('line')] : [];
  const all = [...lead, ...blocks.slice(isJoined ? 1 : 0), ...rest];
  const tr = state.tr.replaceWith($from.before(1), $to.after(1), all);
  const size = all.slice(0, all.length - rest.length).reduce((sum, { nodeSize }) => sum + nodeSize, 0);
  const end = $from.before(1) + size;
  return tr.setSelection(Selection.near(tr.doc.resolve(end), rest.length > 0 ? 1 : -1)).scrollIntoView();
}

const paste = (state: EditorState, slice: Slice): Transaction | null =>
  putWords(state, wordsOf(slice)) ?? putBlocks(state, slice);

function cut(view: EditorView, event: ClipboardEvent): boolean {
  const cleared = clearedAcross(view.state);
  if (!cleared || !event.clipboardData) return false;
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  event.clipboardData.clearData();
  event.clipboardData.setData('text/html', dom.innerHTML);
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
  view.dispatch(cleared.scrollIntoView().setMeta('uiEvent', 'cut'));
  return true;
}

/** Before the browser changes anything itself, as it does for composing and for keys of a telephone. */
function beforeInput(view: EditorView, event: InputEvent): boolean {
  const { inputType } = event;
  const side = /Backward$|ByCut|ByDrag/.test(inputType) ? -1 : 1;
  if (inputType.startsWith('delete')) {
    if (!deleteBy(side)(view.state, view.dispatch, view)) return false;
    event.preventDefault();
    return true;
  }
  if (inputType === 'insertCompositionText') {
    clearAcross(view);
    return false;
  }
  const isLineEnd = inputType === 'insertParagraph' || inputType === 'insertLineBreak';
  if (isLineEnd && cellAt(view.state.selection.$head)) {
    event.preventDefault();
    return true;
  }
  return false;
}

function clearAcross(view: EditorView): void {
  const cleared = clearedAcross(view.state);
  if (cleared) view.dispatch(cleared);
}

/** Words that are dropped in a cell, or that were taken from cells, are words there; a table goes between lines. */
function drop(view: EditorView, event: DragEvent, slice: Slice, isMoved: boolean): boolean {
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!found) return false;
  const { state } = view;
  const { from, to, $from } = state.selection;
  const isFromCells = isMoved && (crossesCells(state.selection) || cellAt($from) !== null);
  const isIntoCell = cellAt(state.doc.resolve(found.pos)) !== null;
  if (!isFromCells && !isIntoCell && !holdsTable(slice)) return false;
  event.preventDefault();
  // Nothing moves into itself, and a table that stands stays where it is.
  const isInto = isMoved && found.pos >= from && found.pos <= to;
  if (isInto || (isMoved && !isFromCells && holdsTable(slice))) return true;
  const tr = isMoved ? (clearedAcross(state) ?? state.tr.deleteSelection()) : state.tr;
  const there = Selection.near(tr.doc.resolve(tr.mapping.map(found.pos)));
  if (!isFromCells && !isIntoCell) {
    view.dispatch(tr.setSelection(there));
    const placed = putBlocks(view.state, slice);
    if (placed) view.dispatch(placed.setMeta('uiEvent', 'drop'));
    return true;
  }
  const words = wordsOf(slice);
  tr.insert(there.from, words);
  tr.setSelection(TextSelection.create(tr.doc, there.from, there.from + words.size));
  view.focus();
  view.dispatch(tr.setMeta('uiEvent', 'drop'));
  return true;
}

/** Whatever is pasted or dropped in a cell becomes words of it; after the plugins that make something else of a paste. */
export const tablePasting = (): Plugin =>
  new Plugin({
    props: {
      handlePaste(view, _event, slice) {
        const tr = paste(view.state, slice);
        if (tr) view.dispatch(tr.setMeta('paste', true).setMeta('uiEvent', 'paste'));
        return tr !== null;
      },
      handleDrop: drop,
    },
  });

/** Whatever is typed, composed or cut over a selection that crosses cells takes words and leaves cells. */
export const tableTyping = (): Plugin =>
  new Plugin({
    props: {
      handleTextInput(view, _from, _to, text) {
        const cleared = clearedAcross(view.state);
        if (!cleared) return false;
        view.dispatch(cleared.insertText(text).scrollIntoView());
        return true;
      },
      handleDOMEvents: {
        cut,
        beforeinput: beforeInput,
        compositionstart(view) {
          clearAcross(view);
          return false;
        },
      },
    },
  });
