import { baseKeymap, chainCommands, splitBlockAs, toggleMark } from 'prosemirror-commands';
import { InputRule, inputRules } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { type Command, type EditorState, Plugin, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { redoCommand, undoCommand } from 'y-prosemirror';
import { linkAt, openLink } from './links.ts';
import type { Labels } from './notes.ts';
import type { LineStyle, Rights } from './protocol.ts';
import { schema, styleOf } from './schema.ts';
import { cellAt } from './tables/caret.ts';
import * as tables from './tables/commands.ts';
import { tableKeys } from './tables/keys.ts';

const strong = schema.marks.strong!;
const em = schema.marks.em!;

export const isTask = (style: LineStyle | null): boolean => style === 'task' || style === 'done';

/** The style of the line the caret is in. */
export const currentStyle = (state: EditorState): LineStyle | null => styleOf(state.selection.$from.parent);

/** Gives the selected lines a style; when all have it already, takes it away. A task stays one with its tick. */
export function styleLines(style: LineStyle | null): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const tr = state.tr;
    const places: number[] = [];
    let haveAll = true;
    state.doc.nodesBetween(from, to, (node, place) => {
      if (node.type !== schema.nodes.line) return;
      places.push(place);
      haveAll &&= styleOf(node) === style || (style === 'task' && isTask(styleOf(node)));
    });
    if (places.length === 0) return false;
    for (const place of places) {
      const isKept = !haveAll && style === 'task' && styleOf(tr.doc.nodeAt(place)!) === 'done';
      if (!isKept) tr.setNodeAttribute(place, 'style', haveAll ? null : style);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Ticks the tasks in the selection; when all are ticked, takes their ticks away. */
export const tick: Command = (state, dispatch) => {
  const { from, to } = state.selection;
  const tasks: { place: number; isDone: boolean }[] = [];
  state.doc.nodesBetween(from, to, (node, place) => {
    if (node.type === schema.nodes.line && isTask(styleOf(node)))
      tasks.push({ place, isDone: styleOf(node) === 'done' });
  });
  if (tasks.length === 0) return false;
  const tr = state.tr;
  const next = tasks.every(({ isDone }) => isDone) ? 'task' : 'done';
  for (const { place } of tasks) tr.setNodeAttribute(place, 'style', next);
  dispatch?.(tr);
  return true;
};

function isMarked(state: EditorState, mark: typeof strong): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(mark.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, mark);
}

/** Enter: a list goes on, an empty item ends it, and after a heading comes ordinary text. */
const splitLine: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const style = currentStyle(state);
  const isItem = style === 'bullet' || style === 'number' || isTask(style);
  if (empty && isItem && $from.parent.content.size === 0) return styleLines(null)(state, dispatch);
  if (empty && style === 'done' && $from.parentOffset === 0) {
    // The words keep their tick; the new line before them is something else to do.
    dispatch?.(state.tr.insert($from.before(), schema.node('line', { style: 'task' })).scrollIntoView());
    return true;
  }
  return splitBlockAs((line, atEnd) => {
    if (style === 'done') return { type: line.type, attrs: { style: atEnd ? 'task' : 'done' } };
    const goesOn = isItem || !atEnd;
    return { type: line.type, attrs: { style: goesOn ? line.attrs.style : null } };
  })(state, dispatch);
};

/** Backspace at the start of a heading or item makes it ordinary text first. */
const plainBefore: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || currentStyle(state) === null) return false;
  return styleLines(null)(state, dispatch);
};

/** A mention is a sign and a name behind it that is not in the text: it goes in one go. */
const deleteMention =
  (side: 'before' | 'after'): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const node = side === 'before' ? $from.nodeBefore : $from.nodeAfter;
    if (!empty || !node || !schema.marks.mention!.isInSet(node.marks)) return false;
    const [from, to] = side === 'before' ? [$from.pos - 1, $from.pos] : [$from.pos, $from.pos + 1];
    dispatch?.(state.tr.delete(from, to).scrollIntoView());
    return true;
  };

/** What opens beside the text. */
export interface Openers {
  toToolbar(): void;
  link(view: EditorView): void;
  /** `typed`: with the sign, which stays in the text when nobody is chosen. */
  mention(view: EditorView, typed: boolean): void;
  table(view: EditorView): void;
  help(): void;
}

const opening =
  (open: (view: EditorView) => void): Command =>
  (_state, dispatch, view) => {
    if (dispatch && view) open(view);
    return true;
  };

export const toolGroups = ['words', 'lines', 'people', 'table', 'steps', 'more'] as const;

/** Also to be had by who has no keyboard. */
const tableTools = {
  lineBefore: tables.makeLine(-1),
  lineAfter: tables.makeLine(1),
  rowBefore: tables.addRowBefore,
  rowAfter: tables.addRowAfter,
  columnBefore: tables.addColumnBefore,
  columnAfter: tables.addColumnAfter,
  tableHead: tables.toggleHead,
  rowDelete: tables.deleteRow,
  columnDelete: tables.deleteColumn,
  tableDelete: tables.deleteTable,
} as const;
type TableTool = keyof typeof tableTools;
const tableKeysShown: Partial<Record<TableTool, string>> = {
  lineBefore: 'Mod+Shift+Enter',
  lineAfter: 'Mod+Enter',
};

export interface Tool {
  name:
    | 'undo'
    | 'redo'
    | 'strong'
    | 'em'
    | 'link'
    | 'mention'
    | 'help'
    | 'comment'
    | 'suggest'
    | 'decision'
    | 'action'
    | 'table'
    | TableTool
    | Exclude<LineStyle, 'done'>;
  group: (typeof toolGroups)[number];
  /** What it takes, where that is not writing. */
  right?: keyof Rights;
  command: Command;
  /** As `aria-keyshortcuts` has it; Mod is Control, or Meta on a Mac. Empty for none. */
  keys: string;
  /** Where it is shown; absent for everywhere. */
  isShown?: (state: EditorState) => boolean;
  /** What is said once it is done, where the caret's new place does not say it. */
  told?: keyof Labels;
  /** Whether it is on at the caret; absent for what is done once. */
  isOn?: (state: EditorState) => boolean;
  /** Also for who only reads. */
  isForAll?: boolean;
}

const lineTool = (name: Exclude<LineStyle, 'done'>, keys: string): Tool => ({
  name,
  group: 'lines',
  keys,
  command: styleLines(name),
  isOn: (state) => currentStyle(state) === name || (name === 'task' && currentStyle(state) === 'done'),
});

const markTool = (name: 'strong' | 'em', keys: string): Tool => ({
  name,
  group: 'words',
  keys,
  command: toggleMark(schema.marks[name]!),
  isOn: (state) => isMarked(state, schema.marks[name]!),
});

const isInTable = ({ selection }: EditorState): boolean => cellAt(selection.$head) !== null;

const tableTool = (name: TableTool): Tool => ({
  name,
  group: 'table',
  keys: tableKeysShown[name] ?? '',
  command: tableTools[name],
  isShown: isInTable,
  ...(name === 'lineBefore' || name === 'lineAfter' ? {} : { told: `${name}Told` as const }),
  ...(name === 'tableHead' ? { isOn: tables.hasHead } : {}),
});

/** A table is put below a line, and never into another one. */
const openTable =
  (open: Openers): Command =>
  (state, dispatch, view) =>
    state.selection.$head.depth === 1 && opening(open.table)(state, dispatch, view);

export const toolsWith = (open: Openers): Tool[] => [
  markTool('strong', 'Mod+B'),
  markTool('em', 'Mod+I'),
  {
    name: 'link',
    group: 'words',
    keys: 'Mod+K',
    command: opening(open.link),
    isOn: (state) => linkAt(state) !== null,
  },
  lineTool('heading', 'Mod+Alt+1'),
  lineTool('subheading', 'Mod+Alt+2'),
  lineTool('bullet', 'Mod+Shift+8'),
  lineTool('number', 'Mod+Shift+7'),
  lineTool('task', 'Mod+Shift+9'),
  { name: 'mention', group: 'people', keys: '@', command: opening((view) => open.mention(view, false)) },
  { name: 'table', group: 'lines', keys: 'Mod+Shift+6', command: openTable(open) },
  ...(Object.keys(tableTools) as TableTool[]).map(tableTool),
  { name: 'undo', group: 'steps', keys: 'Mod+Z', command: undoCommand },
  { name: 'redo', group: 'steps', keys: 'Mod+Y', command: redoCommand },
  { name: 'help', group: 'more', keys: 'Mod+/', command: opening(open.help), isForAll: true },
];

/**
 * A key may come before the browser has told that the caret moved (Home, and Backspace right behind it): the editor
 * looks for itself, or it would take the key for one at the old place and leave it to the browser.
 */
const caretOfNow = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          // Of the view's own parts (prosemirror-view 1): what it does when it is told of a move.
          const { domObserver } = view as unknown as { domObserver: { flush(): void } };
          if (!view.composing && !event.isComposing) domObserver.flush();
          return false;
        },
      },
    },
  });

/** Outside tables Tab is not among the keys: it leaves the editor, as everywhere on the page. */
export function keys(open: Openers): Plugin[] {
  return [
    caretOfNow(),
    tableKeys(),
    keymap({
      'Mod-b': toggleMark(strong),
      'Mod-i': toggleMark(em),
      'Mod-k': opening(open.link),
      'Alt-Enter': openLink,
      'Mod-z': undoCommand,
      'Mod-y': redoCommand,
      'Shift-Mod-z': redoCommand,
      'Mod-Alt-0': styleLines(null),
      'Mod-Alt-1': styleLines('heading'),
      'Mod-Alt-2': styleLines('subheading'),
      'Mod-Shift-7': styleLines('number'),
      'Mod-Shift-8': styleLines('bullet'),
      'Mod-Shift-9': styleLines('task'),
      'Mod-Shift-6': openTable(open),
      'Mod-Enter': tick,
      'Mod-/': opening(open.help),
      Enter: splitLine,
      'Shift-Enter': splitLine,
      Backspace: chainCommands(deleteMention('before'), plainBefore, baseKeymap.Backspace as Command),
      Delete: chainCommands(deleteMention('after'), baseKeymap.Delete as Command),
      'Alt-F10': () => {
        open.toToolbar();
        return true;
      },
    }),
    keymap(baseKeymap),
  ];
}

function startOf(pattern: RegExp, style: LineStyle): InputRule {
  return new InputRule(pattern, (state, _match, start, end): Transaction | null => {
    if (currentStyle(state) !== null || isInTable(state)) return null;
    const place = state.doc.resolve(start).before();
    return state.tr.delete(start, end).setNodeAttribute(place, 'style', style);
  });
}

/** "- " begins a list, "1. " a numbered one, "# " and "## " headings, "[] " and "[x] " tasks. */
export const typingShortcuts = (): Plugin =>
  inputRules({
    rules: [
      startOf(/^[-*] $/, 'bullet'),
      startOf(/^1[.)] $/, 'number'),
      startOf(/^# $/, 'heading'),
      startOf(/^## $/, 'subheading'),
      startOf(/^\[ ?\] $/, 'task'),
      startOf(/^\[[xX]\] $/, 'done'),
    ],
  });

function numbersIn(state: EditorState): DecorationSet {
  const decorations: Decoration[] = [];
  let number = 0;
  state.doc.forEach((line, place) => {
    number = styleOf(line) === 'number' ? number + 1 : 0;
    if (number > 1)
      decorations.push(Decoration.node(place, place + line.nodeSize, { start: String(number) }));
  });
  return DecorationSet.create(state.doc, decorations);
}

/** Each numbered line is a list of its own in the page; this makes its number go on from the line before. */
export const numbering = (): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => numbersIn(state),
      apply: (tr, known, _before, state) => (tr.docChanged ? numbersIn(state) : known),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
