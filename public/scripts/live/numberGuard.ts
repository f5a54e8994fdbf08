import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { ySyncPluginKey } from 'y-prosemirror';
import { endsInStart, findInsz } from '../inszCheck.ts';

/** A national number in the text: where, and its digits. */
interface Hit {
  from: number;
  to: number;
  digits: string;
}

/** How long the beginning of a number waits for its end. */
const patience = 3_000;
const key = new PluginKey<Hit[]>('numberGuard');
/** Lines are immutable, so each is searched once. */
const searched = new WeakMap<Node, { index: number; length: number; digits: string }[]>();

function searchLine(line: Node): { index: number; length: number; digits: string }[] {
  const known = searched.get(line);
  if (known) return known;
  const text = line.textContent;
  const found = findInsz(text).map(({ index, length }) => {
    return { index, length, digits: text.slice(index, index + length).replace(/\D/g, '') };
  });
  searched.set(line, found);
  return found;
}

function hitsIn(doc: Node): Hit[] {
  const hits: Hit[] = [];
  doc.descendants((line, place) => {
    if (!line.isTextblock) return true;
    for (const { index, length, digits } of searchLine(line)) {
      hits.push({ from: place + 1 + index, to: place + 1 + index + length, digits });
    }
    return false;
  });
  return hits;
}

/** What the guard needs of its surroundings. */
export interface GuardHooks {
  /** Nothing written from now on leaves this page. */
  hold(): void;
  /** `clean`: without the text that was deleted again. */
  release(clean: boolean): void;
  /** Forgets what could bring deleted text back. */
  forget(view: EditorView): void;
  /** Asks what to do, or stops asking. */
  ask(isOpen: boolean): void;
}

/**
 * Stops national numbers before they leave the page: what is typed waits from the third digit on, and once the
 * number is whole it waits until the person says whether it goes or stays.
 */
export class NumberGuard {
  readonly #hooks: GuardHooks;
  readonly #allowed = new Set<string>();
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hooks: GuardHooks) {
    this.#hooks = hooks;
  }

  #open(state: EditorState): Hit[] {
    return hitsIn(state.doc).filter(({ digits }) => !this.#allowed.has(digits));
  }

  /** Call with the state a transaction leads to, before the view and with it the shared document take it over. */
  before(tr: Transaction, state: EditorState): void {
    if (!tr.docChanged) return;
    const isFromElsewhere = tr.getMeta(ySyncPluginKey) !== undefined;
    if (isFromElsewhere && !this.#isAsking) {
      for (const { digits } of hitsIn(state.doc)) this.#allowed.add(digits);
      return;
    }
    const { $from, empty } = state.selection;
    const isStarting = empty && endsInStart($from.parent.textBetween(0, $from.parentOffset));
    if (this.#open(state).length > 0 || isStarting) this.#hooks.hold();
  }

  /** Call after the view has taken over a state. */
  after(view: EditorView): void {
    const open = this.#open(view.state);
    clearTimeout(this.#timer);
    if (open.length > 0) {
      if (!this.#isAsking) this.#hooks.ask(true);
      this.#isAsking = true;
      return;
    }
    if (this.#isAsking) {
      this.#isAsking = false;
      this.#hooks.ask(false);
      this.#hooks.forget(view);
      this.#hooks.release(true);
      return;
    }
    const { $from, empty } = view.state.selection;
    const isStarting = empty && endsInStart($from.parent.textBetween(0, $from.parentOffset));
    if (isStarting) this.#timer = setTimeout(() => this.after(view), patience);
    else this.#hooks.release(false);
  }

  /** Takes the numbers out; nothing of them was sent or stays in the undo history. */
  remove(view: EditorView): void {
    const tr = view.state.tr.setMeta('addToHistory', false);
    for (const { from, to } of this.#open(view.state).reverse()) tr.delete(from, to);
    view.dispatch(tr);
    view.focus();
  }

  /** Lets the numbers stay, on the person's word. */
  keep(view: EditorView): void {
    for (const { digits } of this.#open(view.state)) this.#allowed.add(digits);
    this.#isAsking = false;
    this.#hooks.ask(false);
    this.#hooks.release(false);
    view.dispatch(view.state.tr.setMeta(key, true));
    view.focus();
  }

  /** Marks what is being asked about. */
  plugin(): Plugin<Hit[]> {
    return new Plugin<Hit[]>({
      key,
      state: {
        init: (_config, state) => this.#open(state),
        apply: (tr, known, _before, state) => (tr.docChanged || tr.getMeta(key) ? this.#open(state) : known),
      },
      props: {
        decorations(state) {
          const marks = (key.getState(state) ?? []).map(({ from, to }) =>
            Decoration.inline(from, to, { class: 'prose__number' }),
          );
          return DecorationSet.create(state.doc, marks);
        },
      },
    });
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
