import type { EditorView } from 'prosemirror-view';
import { mentionSign } from './marks.ts';
import { mentionPerson } from './mentions.ts';
import type { Labels } from './notes.ts';
import { openPanel } from './panel.ts';
import type { People } from './people.ts';
import type { Reader } from './protocol.ts';

let made = 0;

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Whether every word that was typed begins a word of the name or the organisation. */
function fits({ name, organisationName }: Reader, typed: string): boolean {
  const words = plain(`${name} ${organisationName}`).split(/[\s-]+/);
  return plain(typed)
    .split(/\s+/)
    .every((one) => words.some((word) => word.startsWith(one)));
}

/** The combobox of the ARIA practices: the focus stays in the field, the arrows go through the list below it. */
class Choice {
  readonly element = document.createElement('div');
  readonly input = document.createElement('input');
  readonly #list = document.createElement('ul');
  readonly #said = document.createElement('p');
  readonly #labels: Labels;
  readonly #choose: (person: Reader) => void;
  #all: Reader[] = [];
  #shown: Reader[] = [];
  #active = 0;
  #isLoaded = false;

  constructor(labels: Labels, choose: (person: Reader) => void) {
    this.#labels = labels;
    this.#choose = choose;
    made += 1;
    const id = `prose-people-${made}`;
    const label = document.createElement('label');
    label.textContent = labels.mention;
    label.htmlFor = `${id}-field`;
    const { input } = this;
    input.id = `${id}-field`;
    input.className = 'input';
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', id);
    this.#list.id = id;
    this.#list.className = 'prose__people';
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', labels.mention);
    this.#said.className = 'small soft';
    this.#said.setAttribute('role', 'status');
    this.element.className = 'field';
    this.element.append(label, input, this.#list, this.#said);
    input.addEventListener('input', () => this.#filter());
    this.#filter();
  }

  get active(): Reader | undefined {
    return this.#shown[this.#active];
  }

  get isEmpty(): boolean {
    return this.#isLoaded && this.#shown.length === 0;
  }

  load(people: Reader[] | null): void {
    this.#isLoaded = people !== null;
    this.#all = people ?? [];
    this.#filter();
    if (!people) this.#said.textContent = this.#labels.mentionOffline;
  }

  move(by: number): void {
    if (this.#shown.length === 0) return;
    this.#active = (this.#active + by + this.#shown.length) % this.#shown.length;
    this.#mark();
  }

  #filter(): void {
    const typed = this.input.value.trim();
    this.#shown = this.#all.filter((one) => fits(one, typed));
    this.#active = 0;
    this.#list.replaceChildren(...this.#shown.map((one, index) => this.#option(one, index)));
    this.#list.hidden = this.#shown.length === 0;
    this.input.setAttribute('aria-expanded', String(this.#shown.length > 0));
    this.#said.textContent = this.isEmpty ? this.#labels.mentionNobody : '';
    this.#mark();
  }

  #option(person: Reader, index: number): HTMLElement {
    const option = document.createElement('li');
    option.id = `${this.#list.id}-${index}`;
    option.setAttribute('role', 'option');
    const organisation = document.createElement('span');
    organisation.className = 'small soft';
    organisation.textContent = person.organisationName;
    option.append(person.name, ' ', organisation);
    option.addEventListener('mousedown', (event) => event.preventDefault());
    option.addEventListener('click', () => this.#choose(person));
    return option;
  }

  #mark(): void {
    for (const [index, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(index === this.#active));
      if (index === this.#active) option.scrollIntoView({ block: 'nearest' });
    }
    if (this.active) this.input.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#active}`);
    else this.input.removeAttribute('aria-activedescendant');
  }
}

/**
 * Asks whom to mention. With `typed` the sign was typed: what was typed stays as plain text when nobody is chosen, so
 * that a sign that was meant as one costs nothing.
 */
export function openMentionPanel(view: EditorView, people: People, labels: Labels, typed: boolean): void {
  let isChosen = false;
  const choice = new Choice(labels, (person) => {
    isChosen = true;
    panel.close();
    view.dispatch(mentionPerson(view.state, person));
  });
  const asText = (after = ''): void => {
    if (!isChosen && typed && !view.isDestroyed)
      view.dispatch(view.state.tr.insertText(mentionSign + choice.input.value + after));
    isChosen = true;
  };
  const panel = openPanel(view, {
    label: labels.mention,
    content: choice.element,
    focus: choice.input,
    closed: () => asText(),
  });
  choice.input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => choice.move(1),
      ArrowUp: () => choice.move(-1),
      Enter: () => {
        const { active } = choice;
        if (!active) return panel.close();
        isChosen = true;
        panel.close();
        view.dispatch(mentionPerson(view.state, active));
      },
    };
    // Nobody is called that: it was no mention, and typing goes on in the text.
    if (event.key === ' ' && typed && (choice.isEmpty || choice.input.value === '')) {
      acts[' '] = () => {
        asText(' ');
        panel.close();
      };
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  void people.list().then((list) => choice.load(list));
}
