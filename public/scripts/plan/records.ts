const shortest = 40;
const spread = 200;

/**
 * The records of the plan as the server shows them. When something changed, the fragment is fetched by its
 * ordinary route and only what differs is put in place; a part that holds the focus or typed text is never swapped.
 */
export class RecordsView {
  readonly #root: HTMLElement;
  readonly #address: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFetching = false;
  #again = false;
  /** Told after parts were put in place. */
  onSwap: () => void = () => {};

  /** @param address where the fragment is; a function where the page can come to show something else */
  constructor(root: HTMLElement, address: string | (() => string)) {
    this.#root = root;
    this.#address = typeof address === 'string' ? () => address : address;
    // Parts that could not be swapped because somebody was in them are caught up when they are left.
    root.addEventListener('focusout', () => {
      if (root.querySelector('[data-behind]')) this.refreshSoon();
    });
  }

  /** Coalesced and with jitter, so that twelve open pages do not ask at the same moment. */
  refreshSoon(delay = shortest + Math.random() * spread): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), delay);
  }

  /** Whether the server still shows this plan to who is signed in; a network that is away changes nothing. */
  async checkAccess(): Promise<boolean> {
    try {
      const response = await this.#fetch();
      return response.ok || response.status >= 500;
    } catch {
      return true;
    }
  }

  #fetch(): Promise<Response> {
    return fetch(this.#address(), { headers: { Accept: 'application/json' } });
  }

  async #refresh(): Promise<void> {
    if (this.#isFetching) {
      this.#again = true;
      return;
    }
    this.#isFetching = true;
    try {
      const response = await this.#fetch();
      if (response.ok) this.#put(await response.text());
    } catch {
      // Without a network the page stays as it is; the socket asks again when it is back.
    } finally {
      this.#isFetching = false;
      if (this.#again) {
        this.#again = false;
        this.refreshSoon();
      }
    }
  }

  #put(html: string): void {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    for (const list of topLists(fresh.body)) {
      const here = this.#root.querySelector<HTMLElement>(`[data-list="${list.dataset.list}"]`);
      if (here) syncList(here, list);
    }
    this.onSwap();
  }
}

const topLists = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('[data-list]')].filter(
    (list) => !list.parentElement?.closest('[data-list]'),
  );

const keyed = (list: ParentNode): HTMLElement[] =>
  [...list.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && 'key' in child.dataset,
  );

/** Somebody is in it: the focus, typed text that is not kept yet, a choice between two versions. */
function isHeld(part: HTMLElement): boolean {
  if (part.querySelector('[data-review], [data-refused]')) return true;
  // What must not move under who reads it by keyboard.
  if (part.dataset.still !== undefined && part.contains(document.activeElement)) return true;
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && part.contains(focused) && focused.matches('input, textarea, select'))
    return true;
  return [...part.querySelectorAll<HTMLElement>('input, textarea, select')].some(
    (field) => isTyped(field) || isChosen(field),
  );
}

/** A box that is ticked, or no longer, otherwise than the server said. */
const isChosen = (field: HTMLElement): boolean =>
  field instanceof HTMLInputElement &&
  (field.type === 'checkbox' || field.type === 'radio') &&
  field.checked !== field.defaultChecked;

/** A field whose value is not the one the server gave or took. */
export function isTyped(field: HTMLElement): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((one) => one.selected !== one.defaultSelected);
  if (field instanceof HTMLInputElement && field.type === 'hidden') return false;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    return field.value !== field.defaultValue;
  return false;
}

function syncList(here: HTMLElement, fresh: HTMLElement): void {
  const present = new Map(keyed(here).map((child) => [child.dataset.key, child]));
  const wanted = keyed(fresh);
  const keys = new Set(wanted.map((child) => child.dataset.key));
  for (const [key, child] of present) {
    if (keys.has(key)) continue;
    if (isHeld(child)) child.dataset.behind = 'removed';
    else child.remove();
  }
  let before: Element | null = null;
  for (const child of wanted) {
    const old = present.get(child.dataset.key);
    const now: HTMLElement = old ? syncPart(old, child) : (document.importNode(child, true) as HTMLElement);
    const place: Element | null = before ? before.nextElementSibling : here.firstElementChild;
    if (now !== place) here.insertBefore(now, place);
    before = now;
  }
}

/** Puts the fresh part in place of the old one, or catches up its inner parts; answers what stands there now. */
function syncPart(old: HTMLElement, fresh: HTMLElement): HTMLElement {
  if (fresh.dataset.mark !== undefined) return swapLeaf(old, fresh);
  for (const leaf of fresh.querySelectorAll<HTMLElement>('[data-key][data-mark]')) {
    if (leaf.closest('[data-list]') !== fresh.closest('[data-list]')) continue;
    const here = old.querySelector<HTMLElement>(`[data-key="${leaf.dataset.key}"]`);
    if (here) swapLeaf(here, leaf);
  }
  for (const list of fresh.querySelectorAll<HTMLElement>('[data-list]')) {
    const here = old.querySelector<HTMLElement>(`[data-list="${list.dataset.list}"]`);
    if (here) syncList(here, list);
  }
  delete old.dataset.behind;
  return old;
}

function swapLeaf(old: HTMLElement, fresh: HTMLElement): HTMLElement {
  if (old.dataset.mark === fresh.dataset.mark) {
    delete old.dataset.behind;
    return old;
  }
  if (isHeld(old)) {
    old.dataset.behind = 'changed';
    return old;
  }
  const made = document.importNode(fresh, true) as HTMLElement;
  const hadFocus = old.contains(document.activeElement);
  if (old instanceof HTMLDetailsElement && made instanceof HTMLDetailsElement) made.open = old.open;
  old.replaceWith(made);
  if (hadFocus) made.querySelector<HTMLElement>('summary, [data-refocus]')?.focus({ preventScroll: true });
  return made;
}
