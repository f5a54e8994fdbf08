import type { EditorView } from 'prosemirror-view';
import { yUndoPluginKey } from 'y-prosemirror';
import { replaceWords } from './decisions.ts';
import type { ListedRemark } from './marks.ts';
import type { Places } from './places.ts';
import type { Post } from './post.ts';

interface DecidingParts {
  region: HTMLElement;
  post: Post;
  tell(words: string): void;
  view(): EditorView;
  places(): Places;
  mayWrite(): boolean;
}

/** Whether the words stand there letter by letter as when they were chosen. */
export const readsStill = (places: Places, { passage }: ListedRemark): boolean =>
  places.words(places.find(passage)) === passage.quote;

/** What happens when somebody accepts a suggestion. */
export class Deciding {
  readonly #parts: DecidingParts;

  constructor(parts: DecidingParts) {
    this.#parts = parts;
  }

  /** Decides first and writes then: of two people who accept at once, one finds it decided, and nothing comes twice. */
  accept(remark: ListedRemark, button: HTMLElement, anyway: boolean): void {
    const form = button.closest('form');
    const url = form?.dataset.accepts;
    if (!form || !url) return;
    const places = this.#parts.places();
    if (!anyway && !readsStill(places, remark)) {
      this.#showMeanwhile(form, places, remark);
      return;
    }
    const reason = (form.elements.namedItem('reason') as HTMLTextAreaElement).value;
    const kept = form.elements.namedItem('inszKept') as HTMLInputElement;
    const body: Record<string, string> = { reason, ...(kept.checked ? { inszKept: kept.value } : {}) };
    this.#parts.post({
      lane: url,
      url,
      body: () => body,
      words: reason,
      settle: (result) => {
        if (result.kind === 'done') {
          this.apply(remark, anyway);
          return;
        }
        const [told = result.message] = Object.values(result.fields ?? {});
        const error = form.querySelector('[data-decision-error]') as HTMLElement;
        error.textContent = told;
        error.hidden = false;
        const choice = form.querySelector('[data-insz-choice]') as HTMLElement;
        choice.hidden = told !== this.#parts.region.dataset.insz;
      },
    });
  }

  #showMeanwhile(form: HTMLFormElement, places: Places, { passage }: ListedRemark): void {
    const now = places.words(places.find(passage));
    const meanwhile = form.querySelector('[data-meanwhile]') as HTMLElement;
    (meanwhile.querySelector('[data-now]') as HTMLElement).textContent =
      now || (this.#parts.region.dataset.gone ?? '');
    (meanwhile.querySelector('[data-accept-anyway]') as HTMLElement).hidden = now === '';
    meanwhile.hidden = false;
    meanwhile.querySelector<HTMLElement>('[data-meanwhile-title]')?.focus();
  }

  /** One edit of this person, which they can undo. When the words changed at the last moment, the list says so. */
  apply(remark: ListedRemark, anyway = false): void {
    const { region, tell, mayWrite } = this.#parts;
    const view = this.#parts.view();
    const places = this.#parts.places();
    const found = places.find(remark.passage);
    const range = places.range(found);
    const now = places.words(found);
    if (!mayWrite() || !range || remark.proposal === null) return;
    if (!anyway && now !== remark.passage.quote) return;
    const undo = yUndoPluginKey.getState(view.state)?.undoManager;
    undo?.stopCapturing();
    view.dispatch(replaceWords(view.state, range, now, remark.proposal).scrollIntoView());
    undo?.stopCapturing();
    tell(region.dataset.accepted ?? '');
    view.focus();
  }

  /** The text stays as it is; the decision is still to be made. */
  leave(form: HTMLFormElement | null): void {
    (form?.querySelector('[data-meanwhile]') as HTMLElement).hidden = true;
    form?.querySelector<HTMLElement>('[data-accept]')?.focus();
  }
}
