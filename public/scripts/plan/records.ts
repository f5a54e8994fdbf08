import { syncList, topLists } from './parts.ts';

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
