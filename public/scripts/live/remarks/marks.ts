import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { Found, Passage } from './anchors.ts';

/** A remark as the list beside the text gives it. */
export interface ListedRemark {
  id: string;
  kind: 'comment' | 'suggestion';
  passage: Passage;
  /** Null for a comment; empty to delete. */
  proposal: string | null;
  /** What the text itself says about it: who proposes what. */
  label: string;
  isOpen: boolean;
}

/** A remark where its words are in the editor. */
export interface Located {
  remark: ListedRemark;
  state: Found['state'];
  from: number;
  to: number;
}

interface Marks {
  located: Located[];
  /** What a remark is being written about, while the focus is elsewhere. */
  chosen: { from: number; to: number } | null;
  shown: DecorationSet;
}

const key = new PluginKey<Marks>('remarks');

/** What the list and the form beside the text want shown. */
export const showMarks = (tr: Transaction, news: Partial<Pick<Marks, 'located' | 'chosen'>>): Transaction =>
  tr.setMeta(key, news).setMeta('addToHistory', false);

export const locatedIn = (state: EditorState): Located[] => key.getState(state)?.located ?? [];
export const chosenIn = (state: EditorState): Marks['chosen'] => key.getState(state)?.chosen ?? null;

/** The open remark whose words the caret stands in; the one with the fewest words of several. */
export function remarkAt(state: EditorState): Located | null {
  const { head } = state.selection;
  const around = locatedIn(state).filter(
    ({ remark, from, to }) => remark.isOpen && from <= head && head <= to && from < to,
  );
  return around.sort((one, other) => one.to - one.from - (other.to - other.from))[0] ?? null;
}

/** The proposed words, behind those that would go. */
function proposedWords({ id, proposal, label }: ListedRemark): HTMLElement {
  const place = document.createElement('span');
  place.className = 'prose__proposal';
  place.dataset.remark = id;
  place.contentEditable = 'false';
  if (proposal) {
    const words = document.createElement('ins');
    words.textContent = proposal;
    place.append(words);
  }
  const by = document.createElement('small');
  by.textContent = label;
  place.append(by);
  return place;
}

function marksOf({ remark, state, from, to }: Located): Decoration[] {
  const { id, kind } = remark;
  if (!remark.isOpen || from >= to) return [];
  if (kind === 'comment') return [Decoration.inline(from, to, { class: 'prose__remark', 'data-remark': id })];
  // Over words that changed since, the proposal is not shown: it was made for others.
  if (state === 'changed')
    return [Decoration.inline(from, to, { class: 'prose__remark prose__remark--behind', 'data-remark': id })];
  return [
    Decoration.inline(from, to, { nodeName: 'del', class: 'prose__struck', 'data-remark': id }),
    Decoration.widget(to, () => proposedWords(remark), {
      side: 1,
      key: `${id} ${remark.label} ${remark.proposal}`,
    }),
  ];
}

function shownIn(state: EditorState, located: Located[], chosen: Marks['chosen']): DecorationSet {
  const marks = located.flatMap(marksOf);
  if (chosen && chosen.from < chosen.to)
    marks.push(Decoration.inline(chosen.from, chosen.to, { class: 'prose__chosen' }));
  return DecorationSet.create(state.doc, marks);
}

function moved<T extends { from: number; to: number }>(range: T, tr: Transaction): T {
  const from = tr.mapping.map(range.from, 1);
  return { ...range, from, to: Math.max(from, tr.mapping.map(range.to, -1)) };
}

/** Shows in the text which words something is said about, and what is proposed for them. */
export const remarkMarks = (): Plugin<Marks> =>
  new Plugin<Marks>({
    key,
    state: {
      init: () => ({ located: [], chosen: null, shown: DecorationSet.empty }),
      apply(tr, before, _old, state) {
        const news = tr.getMeta(key) as Partial<Marks> | undefined;
        if (!news && !tr.docChanged) return before;
        // Until the places are asked for again they go with the text.
        const located = news?.located ?? before.located.map((one) => moved(one, tr));
        const chosen = news?.chosen === undefined ? before.chosen && moved(before.chosen, tr) : news.chosen;
        return { located, chosen, shown: shownIn(state, located, chosen) };
      },
    },
    props: {
      decorations(state) {
        return this.getState(state)?.shown;
      },
    },
  });
