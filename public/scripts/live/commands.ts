import { baseKeymap, chainCommands, splitBlockAs, toggleMark } from 'prosemirror-commands';
import { InputRule, inputRules } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { type Command, type EditorState, Plugin, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { redoCommand, undoCommand } from 'y-prosemirror';
import type { LineStyle, Rights } from './protocol.ts';
import { schema, styleOf } from './schema.ts';

const strong = schema.marks.strong!;
const em = schema.marks.em!;

/** The style of the line the caret is in. */
export const currentStyle = (state: EditorState): LineStyle | null => styleOf(state.selection.$from.parent);

/** Gives the selected lines a style; when all have it already, takes it away. */
export function styleLines(style: LineStyle | null): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const tr = state.tr;
    const places: number[] = [];
    let haveAll = true;
    state.doc.nodesBetween(from, to, (node, place) => {
      if (node.type !== schema.nodes.line) return;
      places.push(place);
      haveAll &&= styleOf(node) === style;
    });
    for (const place of places) tr.setNodeAttribute(place, 'style', haveAll ? null : style);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function isMarked(state: EditorState, mark: typeof strong): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(mark.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, mark);
}

/** Enter: a list goes on, an empty item ends it, and after a heading comes ordinary text. */
const splitLine: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const style = currentStyle(state);
  const isItem = style === 'bullet' || style === 'number';
  if (empty && isItem && $from.parent.content.size === 0) return styleLines(null)(state, dispatch);
  return splitBlockAs((line, atEnd) => {
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

export interface Tool {
  name: 'undo' | 'redo' | 'strong' | 'em' | 'comment' | 'suggest' | LineStyle;
  /** What it takes, where that is not writing. */
  right?: keyof Rights;
  command: Command;
  /** Whether it is on at the caret; absent for what is done once. */
  isOn?: (state: EditorState) => boolean;
}

const lineTool = (style: LineStyle): Tool => ({
  name: style,
  command: styleLines(style),
  isOn: (state) => currentStyle(state) === style,
});

export const tools: Tool[] = [
  { name: 'strong', command: toggleMark(strong), isOn: (state) => isMarked(state, strong) },
  { name: 'em', command: toggleMark(em), isOn: (state) => isMarked(state, em) },
  lineTool('heading'),
  lineTool('subheading'),
  lineTool('bullet'),
  lineTool('number'),
  { name: 'undo', command: undoCommand },
  { name: 'redo', command: redoCommand },
];

/** Tab is not among the keys: it leaves the editor, as everywhere on the page. */
export function keys(toToolbar: () => void): Plugin[] {
  return [
    keymap({
      'Mod-b': toggleMark(strong),
      'Mod-i': toggleMark(em),
      'Mod-z': undoCommand,
      'Mod-y': redoCommand,
      'Shift-Mod-z': redoCommand,
      'Mod-Alt-0': styleLines(null),
      'Mod-Alt-1': styleLines('heading'),
      'Mod-Alt-2': styleLines('subheading'),
      'Mod-Shift-7': styleLines('number'),
      'Mod-Shift-8': styleLines('bullet'),
      Enter: splitLine,
      'Shift-Enter': splitLine,
      Backspace: chainCommands(plainBefore, baseKeymap.Backspace as Command),
      'Alt-F10': () => {
        toToolbar();
        return true;
      },
    }),
    keymap(baseKeymap),
  ];
}

function startOf(pattern: RegExp, style: LineStyle): InputRule {
  return new InputRule(pattern, (state, _match, start, end): Transaction | null => {
    if (currentStyle(state) !== null) return null;
    const place = state.doc.resolve(start).before();
    return state.tr.delete(start, end).setNodeAttribute(place, 'style', style);
  });
}

/** "- " begins a list, "1. " a numbered one, "# " and "## " headings. */
export const typingShortcuts = (): Plugin =>
  inputRules({
    rules: [
      startOf(/^[-*] $/, 'bullet'),
      startOf(/^1[.)] $/, 'number'),
      startOf(/^# $/, 'heading'),
      startOf(/^## $/, 'subheading'),
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
