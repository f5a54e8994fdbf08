import { type Command, type EditorState, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Tool } from '../commands.ts';
import type { Rights } from '../protocol.ts';
import type { LiveProvider } from '../provider.ts';
import { longestQuote, type Passage } from './anchors.ts';
import { Composer } from './composer.ts';
import { Deciding, readsStill } from './deciding.ts';
import { RemarkList } from './list.ts';
import { chosenIn, type ListedRemark, locatedIn, remarkAt, showMarks } from './marks.ts';
import { Places } from './places.ts';
import type { Post } from './post.ts';

export interface RemarksOptions {
  /** Where the list and the forms are, as the server shows them (views/live/_remarks.ejs). */
  region: HTMLElement;
  post: Post;
  /** Speaks through the page's live region. */
  tell(words: string): void;
}

/** Places are asked for again when nobody typed for so long, in milliseconds. */
const quiet = 60;
/** Pages that all see that words moved do not all say so at once, in milliseconds. */
const spread = { least: 400, most: 3000 };

/** What is said about one document, beside its editor: ties the list and its forms to the words in the text. */
export class RemarksPanel {
  readonly #options: RemarksOptions;
  readonly #view: () => EditorView;
  readonly #provider: LiveProvider;
  readonly #list: RemarkList;
  readonly #deciding: Deciding;
  readonly #composers = new Map<'comment' | 'suggestion', Composer>();
  readonly #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mover: ReturnType<typeof setTimeout> | undefined;
  #rights: Rights = { write: false, comment: false, suggest: false };
  #remarks: ListedRemark[] = [];
  #hadFocus = false;
  #waiting: (() => void)[] = [];

  constructor(options: RemarksOptions, provider: LiveProvider, view: () => EditorView) {
    this.#options = options;
    this.#provider = provider;
    this.#view = view;
    this.#list = new RemarkList(options.region);
    this.#list.news();
    this.#deciding = new Deciding({
      ...options,
      view,
      places: () => this.#places(),
      mayWrite: () => this.#rights.write,
    });
    for (const form of options.region.querySelectorAll<HTMLFormElement>('[data-composer]'))
      this.#compose(form, form.dataset.composer as 'comment' | 'suggestion');
    provider.on('status', ({ state }) => {
      if (state === 'saved') for (const go of this.#waiting.splice(0)) go();
    });
    this.#listen(options.region, 'click', (event) => this.#clicked(event));
    this.#listen(document, 'focusin', (event) => {
      this.#hadFocus = options.region.contains(event.target as Node);
    });
  }

  #listen<K extends keyof DocumentEventMap>(
    target: HTMLElement | Document,
    name: K,
    listener: (event: DocumentEventMap[K]) => void,
  ): void {
    target.addEventListener(name, listener as EventListener);
    this.#stops.push(() => target.removeEventListener(name, listener as EventListener));
  }

  #compose(form: HTMLFormElement, kind: 'comment' | 'suggestion'): void {
    const { region, post, tell } = this.#options;
    const composer = new Composer({
      form,
      kind,
      labels: region.dataset,
      post,
      tell,
      saved: () => this.#saved(),
      stands: (passage) => this.#places().find(passage).state !== 'deleted',
      changed: (passage) => this.#choose(passage),
      leave: () => this.#view().focus(),
    });
    this.#composers.set(kind, composer);
  }

  /** For the toolbar, and as shortcuts. */
  tools(): Tool[] {
    const command =
      (kind: 'comment' | 'suggestion'): Command =>
      (state, dispatch) =>
        dispatch ? this.#start(kind, state) : !state.selection.empty || remarkAt(state) !== null;
    return [
      {
        name: 'comment',
        group: 'people',
        keys: 'Mod+Alt+M',
        right: 'comment',
        command: command('comment'),
      },
      {
        name: 'suggest',
        group: 'people',
        keys: 'Mod+Alt+S',
        right: 'suggest',
        command: command('suggestion'),
      },
    ];
  }

  allow(rights: Rights): void {
    this.#rights = rights;
  }

  /** Opens the form on the chosen words; with none chosen, leads to what is said about the words at the caret. */
  #start(kind: 'comment' | 'suggestion', state: EditorState): boolean {
    const { from, to, empty } = state.selection;
    const there = empty ? remarkAt(state) : null;
    const { region, tell } = this.#options;
    if (there) {
      this.#list.focus(there.remark.id);
      return true;
    }
    const passage = this.#places().passage(from, to);
    if (!passage) tell(region.dataset.noneChosen ?? '');
    else if (passage.quote.length > longestQuote) tell(region.dataset.tooLong ?? '');
    else {
      for (const [other, composer] of this.#composers)
        if (other !== kind && composer.typed === '') composer.close();
      this.#composers.get(kind)?.open(passage);
    }
    return true;
  }

  #choose(passage: Passage | null): void {
    const view = this.#view();
    const places = this.#places();
    const chosen = passage && places.range(places.find(passage));
    if (!chosen && !chosenIn(view.state)) return;
    view.dispatch(showMarks(view.state.tr, { chosen }));
  }

  /** The server knows stored words only. */
  #saved(): Promise<void> {
    if (this.#provider.status.state === 'saved') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #places(): Places {
    return new Places(this.#provider.doc, this.#view().state);
  }

  /** The list was shown anew: tells what is new, and finds the words of everything in it. */
  refresh(): void {
    this.#remarks = this.#list.read();
    const news = this.#list.news();
    if (news.length > 0) this.#options.tell(news.join(' '));
    this.#locate();
    if (this.#hadFocus && document.activeElement === document.body) this.#list.focusTitle();
  }

  /** The text or the caret changed. */
  changed(view: EditorView, isText: boolean): void {
    this.#list.mark(remarkAt(view.state)?.remark.id ?? null);
    if (isText) this.#locateSoon();
  }

  #locateSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#locate(), quiet);
  }

  #locate(): void {
    const view = this.#view();
    if (this.#remarks.length === 0 && locatedIn(view.state).length === 0) {
      this.#list.tell([], () => false);
      return;
    }
    const places = this.#places();
    const located = this.#remarks.map((remark) => places.locate(remark));
    this.#list.tell(located, (remark) => readsStill(places, remark));
    const before = locatedIn(view.state);
    const isSame =
      before.length === located.length &&
      located.every((one, index) => {
        const known = before[index];
        return (
          known?.remark === one.remark &&
          known.from === one.from &&
          known.to === one.to &&
          known.state === one.state
        );
      });
    if (!isSame) view.dispatch(showMarks(view.state.tr, { located }));
    this.#list.mark(remarkAt(view.state)?.remark.id ?? null);
    if (located.some(({ remark, state }) => remark.isOpen && state === 'moved')) this.#moveSoon();
  }

  #moveSoon(): void {
    clearTimeout(this.#mover);
    const wait = spread.least + Math.random() * (spread.most - spread.least);
    this.#mover = setTimeout(() => void this.#saved().then(() => this.#move()), wait);
  }

  /** Gives what lost its place the one where its words stand now, so that it goes on from there for everyone. */
  #move(): void {
    const places = this.#places();
    for (const remark of this.#remarks) {
      const may = remark.kind === 'comment' ? this.#rights.comment : this.#rights.suggest;
      const url = this.#list.head(remark.id)?.dataset.moves;
      const found = places.find(remark.passage);
      const passage = found.state === 'moved' ? places.passageAt(found) : null;
      if (!may || !remark.isOpen || !url || !passage) continue;
      const body = { start: JSON.stringify(passage.start), end: JSON.stringify(passage.end) };
      this.#options.post({ lane: url, url, body: () => body, words: '', settle: () => {} });
    }
  }

  #clicked(event: MouseEvent): void {
    const button = (event.target as HTMLElement).closest<HTMLElement>('button');
    const id = button?.closest('article')?.querySelector<HTMLElement>('[data-remark]')?.dataset.remark;
    const remark = this.#remarks.find((one) => one.id === id);
    if (!button || !remark) return;
    if ('go' in button.dataset) this.#goTo(remark);
    else if ('accept' in button.dataset) this.#deciding.accept(remark, button, false);
    else if ('acceptAnyway' in button.dataset) this.#deciding.accept(remark, button, true);
    else if ('apply' in button.dataset) this.#deciding.apply(remark);
    else if ('leave' in button.dataset) this.#deciding.leave(button.closest('form'));
  }

  /** From a remark to its words, chosen in the editor. */
  #goTo({ passage }: ListedRemark): void {
    const view = this.#view();
    const places = this.#places();
    const range = places.range(places.find(passage));
    if (!range) return;
    const selection = TextSelection.create(view.state.doc, range.from, range.to);
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
    view.focus();
  }

  /** What was typed here and is nowhere else; what stays on the page when it is not over stays there. */
  typed(isOver: boolean): string[] {
    const forms = [...this.#options.region.querySelectorAll<HTMLTextAreaElement>('article textarea')];
    const answers = isOver ? forms.map(({ value }) => value.trim()) : [];
    const composed = [...this.#composers.values()].map(({ typed }) => typed);
    return [...composed, ...answers].filter((words) => words !== '');
  }

  /** @param isOver the person may not read it any more: nothing of it stays on the page. */
  stop(isOver: boolean): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#mover);
    for (const composer of this.#composers.values()) composer.stop();
    for (const stop of this.#stops) stop();
    if (isOver) this.#options.region.replaceChildren();
  }
}
