import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { ySyncPluginKey } from 'y-prosemirror';
import type * as Y from 'yjs';
import type { Tool } from './commands.ts';

/** A line that somebody makes a decision or an action of. */
export interface ChosenLine {
  kind: 'decision' | 'action';
  /** The chosen words, or the whole line when none are chosen. */
  text: string;
  /** `client.clock` of the line in the shared document: it stays the same while others write around it. */
  line: string;
}

/** What was made of a line, to be shown before its words. */
export interface LineMark extends Pick<ChosenLine, 'line' | 'kind'> {
  label: string;
}

/** The lines and tables of the document, in order, as their ids. */
function lineIds(state: EditorState): string[] {
  const root = ySyncPluginKey.getState(state)?.type as Y.XmlFragment | undefined;
  return (root?.toArray() ?? []).map((line) => {
    const id = (line as Y.XmlElement)._item?.id;
    return id ? `${id.client}.${id.clock}` : '';
  });
}

/** The line the caret stands in, or the words that are chosen in it. */
export function lineAt(state: EditorState): Omit<ChosenLine, 'kind'> {
  const { $from, from, to, empty } = state.selection;
  const words = empty ? $from.parent.textContent : state.doc.textBetween(from, to, ' ');
  return { text: words.replaceAll(/\s+/g, ' ').trim(), line: lineIds(state)[$from.index(0)] ?? '' };
}

/** The tools that make a decision or an action of a line. */
export function lineTools(make: (line: ChosenLine) => void): Tool[] {
  const command =
    (kind: ChosenLine['kind']): Command =>
    (state, dispatch) => {
      if (dispatch) make({ kind, ...lineAt(state) });
      return true;
    };
  return [
    { name: 'decision', group: 'people', keys: 'Mod+Alt+D', command: command('decision') },
    { name: 'action', group: 'people', keys: 'Mod+Alt+A', command: command('action') },
  ];
}

interface Shown {
  marks: readonly LineMark[];
  decorations: DecorationSet;
}

const key = new PluginKey<Shown>('lineMarks');

/** What was made of which lines, from now on. */
export const showLineMarks = (tr: Transaction, marks: readonly LineMark[]): Transaction =>
  tr.setMeta(key, marks).setMeta('addToHistory', false);

function tagOf({ kind, label }: LineMark): HTMLElement {
  const tag = document.createElement('span');
  tag.className = `tag ${kind === 'decision' ? 'is-ok' : 'is-info'} prose__made`;
  tag.contentEditable = 'false';
  tag.textContent = label;
  return tag;
}

function decorationsOf(state: EditorState, marks: readonly LineMark[]): DecorationSet {
  if (marks.length === 0) return DecorationSet.empty;
  const ids = lineIds(state);
  const made: Decoration[] = [];
  state.doc.forEach((node, place, index) => {
    if (!node.isTextblock) return;
    for (const mark of marks.filter(({ line }) => line !== '' && line === ids[index]))
      made.push(
        Decoration.widget(place + 1, () => tagOf(mark), { side: -1, key: `${mark.line} ${mark.label}` }),
      );
  });
  return DecorationSet.create(state.doc, made);
}

/** Shows before a line that a decision or an action was made of it. */
export const lineMarks = (): Plugin<Shown> =>
  new Plugin<Shown>({
    key,
    state: {
      init: () => ({ marks: [], decorations: DecorationSet.empty }),
      apply(tr, before, _old, state) {
        const news = tr.getMeta(key) as readonly LineMark[] | undefined;
        if (!news && !tr.docChanged) return before;
        const marks = news ?? before.marks;
        return { marks, decorations: decorationsOf(state, marks) };
      },
    },
    props: {
      decorations(state) {
        return this.getState(state)?.decorations;
      },
    },
  });
