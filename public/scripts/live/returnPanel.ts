import type * as Y from 'yjs';
import { linesOf, lostFrom, type Passage, putBack } from './meanwhile.ts';
import type { Labels } from './notes.ts';

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

function button(label: string, className: string, act: () => void): HTMLButtonElement {
  const made = element('button', `btn btn--small ${className}`.trim(), label);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/**
 * After coming back: every passage that this person and others both changed, both versions beside each other and how
 * it stands now, until the person says it is well. Words that stand nowhere any more can be put back.
 */
export class ReturnPanel {
  readonly element: HTMLElement;
  readonly #doc: Y.Doc;
  readonly #labels: Labels;
  readonly #changed: (passages: readonly Passage[]) => void;
  readonly #done: () => void;
  #passages: Passage[];

  constructor(options: {
    doc: Y.Doc;
    labels: Labels;
    passages: readonly Passage[];
    /** Told of what is left to look at. */
    changed: (passages: readonly Passage[]) => void;
    /** Nothing is left: where the focus goes. */
    done: () => void;
  }) {
    this.#doc = options.doc;
    this.#labels = options.labels;
    this.#passages = [...options.passages];
    this.#changed = options.changed;
    this.#done = options.done;
    this.element = element('section', 'stack returned');
    this.element.dataset.returned = '';
    this.element.setAttribute('aria-label', this.#labels.returnedTitle);
    this.#show();
  }

  /** More, of another time away; a line that was already there is shown as it was changed last. */
  add(passages: readonly Passage[]): void {
    const again = new Set(passages.map((one) => one.key));
    this.#passages = [...this.#passages.filter((one) => !again.has(one.key)), ...passages];
    this.#show();
  }

  get passages(): readonly Passage[] {
    return this.#passages;
  }

  #show(): void {
    const { returnedTitle, returnedLead } = this.#labels;
    const lead = element('p', '', returnedLead);
    lead.setAttribute('role', 'status');
    const title = element('h3', '', returnedTitle);
    this.element.replaceChildren(title, lead, ...this.#passages.map((one) => this.#passage(one)));
  }

  #passage(passage: Passage): HTMLElement {
    const labels = this.#labels;
    const side = (label: string, text: string | null): HTMLElement =>
      element('div', '', element('b', '', label), text ?? labels.returnedAbsent);
    const now = linesOf(this.#doc);
    const standing = now.find((line) => line.key === passage.key)?.text ?? null;
    const both = element(
      'div',
      'diff',
      side(labels.returnedTheirs, passage.theirs),
      side(labels.returnedMine, passage.mine),
    );
    const lost = lostFrom(passage, now);
    const stands = element('p', '', standing ?? labels.returnedAbsent);
    const heading = element('p', 'label', labels.returnedNow);
    const part = element('article', 'panel stack', both, heading, stands);
    part.append(
      ...this.#lost(passage, lost.theirs, labels.returnedPutTheirs),
      ...this.#lost(passage, lost.mine, labels.returnedPutMine),
      element(
        'p',
        'row',
        button(labels.returnedGood, 'btn--main', () => this.#good(passage)),
      ),
    );
    return part;
  }

  #lost(passage: Passage, words: string[], label: string): HTMLElement[] {
    if (words.length === 0) return [];
    const said = element('p', '', element('b', '', this.#labels.returnedLost), ` ${words.join(' … ')}`);
    const act = (): void => {
      putBack(this.#doc, words, passage);
      this.#show();
      this.element
        .querySelectorAll('article')
        [this.#passages.indexOf(passage)]?.querySelector('button')
        ?.focus();
    };
    return [element('div', 'note is-wait stack stack--tight', said, button(label, '', act))];
  }

  #good(passage: Passage): void {
    const place = this.#passages.indexOf(passage);
    this.#passages = this.#passages.filter((one) => one !== passage);
    this.#changed(this.#passages);
    if (this.#passages.length === 0) {
      this.element.remove();
      this.#done();
      return;
    }
    this.#show();
    const next = Math.min(place, this.#passages.length - 1);
    this.element.querySelectorAll('article')[next]?.querySelector('button')?.focus();
  }
}
