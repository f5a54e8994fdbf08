import type { MountedEditor } from '../live/mount.ts';

/** Pages ask for the next item within so many milliseconds, and not all at once. */
const spread = 300;

/**
 * How a page comes to show something else: `asked` for by who is at it, at once; `waiting` until nobody is in a menu;
 * `following` who leads, unless somebody writes here.
 */
export type Manner = 'asked' | 'waiting' | 'following';

export interface PaneHands {
  /** What is written in here; null where nothing is. */
  editor(): MountedEditor | null;
  /** Another item, or the same one anew, stands here. @param keepsText whether the text that was mounted is among it */
  replaced(keepsText: boolean): void;
  /** The list of people stands here anew. */
  peopleReplaced(): void;
  /** The room is nobody's here any more. */
  closed(): void;
}

/** Draws a part anew, and keeps who was in it at the same person, or else at the item. */
function putInPlace(now: Element, next: Element): void {
  const at = now.contains(document.activeElement) ? document.activeElement : null;
  const invitee = at?.closest<HTMLElement>('[data-invitee]')?.dataset.invitee;
  now.replaceChildren(...next.childNodes);
  if (!at) return;
  const same = invitee && now.querySelector<HTMLElement>(`[data-invitee="${invitee}"] summary`);
  (same || now.querySelector<HTMLElement>('#now'))?.focus({ preventScroll: true });
}

/** The part of a room that shows one item with its text and its people, as the server draws it. */
export class RoomPane {
  readonly #root: HTMLElement;
  readonly #hands: PaneHands;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #peopleTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is shown or asked for: an answer to what came before is late. */
  #turn = 0;
  /** What somebody at this page asked for and does not see yet: nothing that others do takes it away. */
  #asked: { item: string } | null = null;

  constructor(root: HTMLElement, hands: PaneHands) {
    this.#root = root;
    this.#hands = hands;
  }

  /** Id of the item that is looked at, or that somebody here is on the way to; '' before any is. */
  get chosen(): string {
    return this.#asked?.item ?? this.#shown;
  }

  get #shown(): string {
    return this.#root.dataset.shown ?? '';
  }

  /** Somebody writes here, or has words on the way: nothing is taken from under their hands. */
  get isBusy(): boolean {
    return (
      (this.#hands.editor()?.status.unsaved ?? 0) > 0 ||
      this.#root.querySelector('.prose')?.contains(document.activeElement) === true
    );
  }

  /** Shows an item that somebody at this page asked for, or the same one anew. What was asked for last stays, in whatever order the answers come. */
  async look(item: string): Promise<void> {
    const mine = { item };
    this.#asked = mine;
    try {
      await this.#show(item, 'asked');
    } finally {
      if (this.#asked === mine) this.#asked = null;
    }
  }

  /** Shows an item once nobody here is in a menu. @param delay in milliseconds */
  lookSoon(item: string, manner: Manner = 'waiting', delay = Math.random() * spread): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookNow(item, manner), delay);
  }

  /** Who goes on to an item comes along once their words are there; the news of it leaves whoever has words on the way. */
  async goAlong(item: string): Promise<void> {
    await this.#delivered();
    if (this.#shown !== item) this.lookSoon(item, 'following', 0);
  }

  /** Somebody is in the room who has no place on this page: the list of people is drawn anew, and nothing else. */
  peopleSoon(delay = Math.random() * spread): void {
    clearTimeout(this.#peopleTimer);
    this.#peopleTimer = setTimeout(
      () => (this.#isInMenu ? this.peopleSoon(spread) : void this.#lookAtPeople()),
      delay,
    );
  }

  #lookNow(item: string, manner: Manner): void {
    if (this.#asked !== null || this.#isInMenu) this.lookSoon(item, manner, spread);
    else void this.#show(item, manner);
  }

  /** Fetches an item by its ordinary way and puts it in place of what stood here. */
  async #show(item: string, manner: Manner): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    const fresh = await this.#fetched(item);
    if (fresh && manner !== 'following' && !this.#isSameText(fresh)) await this.#delivered();
    if (turn !== this.#turn) return;
    const [now, next] = [this.#root, fresh].map((one) => one?.querySelector('[data-room-content]'));
    if (!fresh || !now || !next) return;
    // Opened, or begun to write, while this was on its way.
    if (manner !== 'asked' && this.#isInMenu) {
      this.lookSoon(item, manner, spread);
      return;
    }
    if (manner === 'following' && this.isBusy) return;
    this.#root.dataset.shown = fresh.dataset.shown ?? '';
    this.#root.dataset.phase = fresh.dataset.phase ?? '';
    this.#replace(now, next);
  }

  /**
   * What is drawn anew around a text that somebody writes in leaves that text where it is, with its caret. Words that could
   * not be kept and are given back stay above whatever is shown next: nobody else has them.
   */
  #replace(now: Element, next: Element): void {
    const [live, fresh] = [now, next].map((one) => one.querySelector<HTMLElement>('[data-live]'));
    if (!this.isBusy || !live || !this.#isSameText(next)) {
      now.before(...now.querySelectorAll('[data-prose-unsent]'));
      putInPlace(now, next);
      this.#hands.replaced(false);
      return;
    }
    const hadFocus = live.contains(document.activeElement);
    const faces = now.querySelector('[data-presence]');
    now.replaceChildren(...next.childNodes);
    fresh?.replaceWith(live);
    if (faces) now.querySelector('[data-presence]')?.replaceWith(faces);
    this.#hands.replaced(true);
    if (hadFocus) this.#hands.editor()?.focus();
  }

  /** Whether what was drawn has the text that stands here. */
  #isSameText(drawn: Element): boolean {
    const [here, there] = [this.#root, drawn].map((one) => one.querySelector<HTMLElement>('[data-live]'));
    return here?.dataset.live === there?.dataset.live;
  }

  async #lookAtPeople(): Promise<void> {
    const fresh = await this.#fetched(this.#shown);
    const [now, next] = [this.#root, fresh].map((one) => one?.querySelector('[data-people]'));
    if (!now || !next) return;
    if (this.#isInMenu) return this.peopleSoon(spread);
    putInPlace(now, next);
    this.#hands.peopleReplaced();
  }

  /** The room with an item as the server draws it now; null where it does not come, or is nobody's here any more. */
  async #fetched(item: string): Promise<HTMLElement | null> {
    const { address, wall } = this.#root.dataset;
    const url = new URL(address ?? '', location.href);
    if (item) url.searchParams.set('item', item);
    if (wall) url.searchParams.set('wall', wall);
    const response = await fetch(url, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (!response) return null; // Without a network the page stays as it is, and is asked for again afterwards.
    if ([401, 403, 404].includes(response.status) || response.redirected) this.#hands.closed();
    if (!response.ok || response.redirected) return null;
    const drawn = new DOMParser().parseFromString(await response.text(), 'text/html');
    return drawn.querySelector<HTMLElement>('#room');
  }

  /** Resolves when what was written here is sent, or cannot be: an editor that goes sends nothing more. */
  #delivered(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        const { state: how, unsaved } = this.#hands.editor()?.status ?? { state: 'saved', unsaved: 0 };
        if (unsaved > 0 && how !== 'not_allowed' && how !== 'unreadable') return;
        this.#root.removeEventListener('live:status', check);
        resolve();
      };
      this.#root.addEventListener('live:status', check);
      check();
    });
  }

  /** Somebody is in a menu or a form beside the text: what they opened stays until they leave it. */
  get #isInMenu(): boolean {
    const { activeElement: at } = document;
    const isHere = this.#root.querySelector('[data-room-content]')?.contains(at) === true;
    return isHere && at?.closest('details[open], form[data-make]') !== null;
  }
}
