import { clockFace } from './clock.ts';
import { isConflicted, type RoomState, spentOn, whereIs } from './state.ts';

type Labels = Record<string, string | undefined>;

const timeOfDay = new Intl.DateTimeFormat('nl-BE', {
  ...{ hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Brussels' },
});

const said = (words: string | undefined, values: Record<string, string>): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, value), words ?? '');

/** Shows of the parts that say when they are shown those that say one of these words. */
function showWhen(part: Element, words: readonly string[]): void {
  for (const one of part.querySelectorAll<HTMLElement>('[data-when]'))
    one.hidden = !(one.dataset.when ?? '').split(' ').some((word) => words.includes(word));
}

/** The room on one page: what the server drew, brought to a state. */
export class RoomView {
  readonly #root: HTMLElement;
  readonly #labels: Labels;
  /** How much the clock of the server is ahead of the one here. Milliseconds. */
  #ahead = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#labels = root.dataset;
  }

  /** The server's time, as it was when it was told. */
  set(now: number): void {
    this.#ahead = now - Date.now();
  }

  get #now(): number {
    return Date.now() + this.#ahead;
  }

  titleOf(item: string): string {
    return this.#root.querySelector(`[data-item="${item}"] [data-look]`)?.textContent ?? '';
  }

  nameOf(invitee: string): string {
    const place = this.#root.querySelector(`[data-invitee="${invitee}"] .stack > span`);
    return place?.firstChild?.textContent?.trim() ?? '';
  }

  /** Whether somebody came in who has no place on this page. A page that names nobody misses nobody. */
  misses({ stays }: RoomState): boolean {
    const list = this.#root.querySelector('[data-people]');
    return list !== null && Object.keys(stays).some((one) => !list.querySelector(`[data-invitee="${one}"]`));
  }

  show(state: RoomState): void {
    for (const item of this.#root.querySelectorAll<HTMLElement>('[data-item]')) this.#showItem(state, item);
    for (const place of this.#root.querySelectorAll<HTMLElement>('[data-invitee]'))
      this.#showPlace(state, place);
    // Everybody is out once it has ended: then it says how many had come.
    const there = Object.keys(state.stays).filter(
      (one) => state.phase === 'closed' || whereIs(state, one) === 'there',
    ).length;
    const count = this.#root.querySelector<HTMLElement>('[data-count]');
    if (count) count.textContent = said(count.dataset.words, { number: String(there) });
    this.#showPanel(state);
    this.tick(state);
  }

  #showItem(state: RoomState, item: HTMLElement): void {
    const id = item.dataset.item ?? '';
    const [isNow, isDone] = [state.current === id, state.done.includes(id)];
    item.classList.toggle('is-now', isNow);
    item.classList.toggle('is-done', isDone && !isNow);
    if (isNow) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
    const word = isNow ? 'now' : isDone ? 'done' : 'ahead';
    for (const one of item.querySelectorAll<HTMLElement>('[data-when]')) {
      const isForm = one.matches('form');
      const words = (one.dataset.when ?? '').split(' ');
      one.hidden = !words.includes(word) || (isForm && state.phase !== 'open');
    }
  }

  #showPlace(state: RoomState, place: HTMLElement): void {
    const id = place.dataset.invitee ?? '';
    showWhen(place, [whereIs(state, id)]);
    const stays = place.querySelector<HTMLElement>('[data-stays]');
    const { since } = this.#labels;
    const clock = (at: number): string => {
      const text = timeOfDay.format(new Date(at));
      return document.documentElement.lang === 'nl' ? text.replace(':', '.') : text;
    };
    if (stays)
      stays.textContent = (state.stays[id] ?? [])
        .map(({ from, until }) =>
          until === null ? said(since, { time: clock(from) }) : `${clock(from)}–${clock(until)}`,
        )
        .join(', ');
    const abstains = place.querySelector<HTMLElement>('[data-abstains]');
    const { current } = state;
    if (abstains) abstains.hidden = current === null || !isConflicted(state, id, current);
    const leads = place.querySelector<HTMLElement>('[data-leads]');
    if (leads) leads.hidden = !place.dataset.person || state.leads.at(-1) !== place.dataset.person;
    const hasInterest = isConflicted(state, id, this.#root.dataset.shown ?? '');
    for (const one of place.querySelectorAll<HTMLElement>('[data-interest]'))
      one.hidden = (one.dataset.interest === 'conflicted') === hasInterest;
  }

  #showPanel(state: RoomState): void {
    const shown = this.#root.dataset.shown ?? '';
    const panel = this.#root.querySelector('.panel--tone');
    const isNow = shown !== '' && state.current === shown;
    if (panel)
      showWhen(panel, [
        isNow ? 'now' : state.done.includes(shown) ? 'done' : 'ahead',
        ...(isNow ? [state.since === null ? 'standing' : 'running'] : []),
      ]);
    const seen = panel?.querySelector<HTMLInputElement>('input[name="seen"]');
    if (seen) seen.value = String(state.extra[shown] ?? 0);
    const clock = this.#root.querySelector<HTMLElement>('[data-clock-of]');
    if (clock) clock.hidden = !isNow;
    const elsewhere = this.#root.querySelector<HTMLElement>('[data-elsewhere]');
    const title = state.current ? this.titleOf(state.current) : '';
    if (!elsewhere) return;
    elsewhere.hidden = title === '' || isNow || state.phase !== 'open';
    const link = elsewhere.querySelector<HTMLAnchorElement>('[data-elsewhere-link]');
    if (link) link.textContent = title;
  }

  /** Once a second: the clock of the item that is taken up. */
  tick(state: RoomState): void {
    const { current } = state;
    const item = current && this.#root.querySelector<HTMLElement>(`[data-item="${current}"]`);
    const clock = this.#root.querySelector<HTMLElement>('[data-clock]');
    if (!current || !item || !clock) return;
    const planned = Number(item.dataset.planned) + (state.extra[current] ?? 0);
    const spent = spentOn(state, current, this.#now);
    const { time, isOver } = clockFace(spent, planned);
    clock.textContent = time;
    clock.classList.toggle('is-over', isOver);
    const words = this.#root.querySelector<HTMLElement>('[data-clock-words]');
    if (words)
      words.textContent =
        planned > 0 ? said(isOver ? this.#labels.over : this.#labels.left, { time: String(planned) }) : '';
    const progress = this.#root.querySelector<HTMLProgressElement>('[data-progress]');
    if (!progress) return;
    progress.hidden = planned === 0 || current !== this.#root.dataset.shown;
    progress.max = Math.max(planned, 1);
    progress.value = Math.min(spent / 60_000, planned);
  }

  /** Who has the room open now. */
  showOnline(people: readonly string[]): void {
    for (const place of this.#root.querySelectorAll<HTMLElement>('[data-invitee]')) {
      const dot = place.querySelector<HTMLElement>('[data-online]');
      if (dot) dot.hidden = !place.dataset.person || !people.includes(place.dataset.person);
    }
  }

  /** A sentence for who does not see the page change. */
  speak(label: string, values: Record<string, string>): void {
    const place = this.#root.querySelector('[data-told]');
    place?.replaceChildren(said(this.#labels[label], values));
  }

  /** What the server refused, to be read by everybody at this page. */
  complain(words: string): void {
    const note = document.createElement('p');
    note.className = 'note is-stop';
    note.textContent = words;
    this.#root.querySelector('[data-room-messages]')?.replaceChildren(...(words === '' ? [] : [note]));
  }
}
