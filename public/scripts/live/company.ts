import type { ProviderEvents } from './events.ts';
import type { Presence, PresenceNews } from './protocol.ts';

/** Who has the document open, as far as the server told it. */
export class Company {
  readonly #told: (news: ProviderEvents['presence']) => void;
  readonly #here = new Map<string, Presence>();
  #self = '';

  constructor(told: (news: ProviderEvents['presence']) => void) {
    this.#told = told;
  }

  /** Who is here when this page comes in; `tell` says so. */
  begin(self: string, presence: Presence[]): void {
    this.#self = self;
    this.#here.clear();
    for (const one of presence) this.#here.set(one.id, one);
  }

  change({ here, gone }: PresenceNews): void {
    for (const id of gone) this.#here.delete(id);
    for (const one of here) this.#here.set(one.id, one);
    this.tell();
  }

  /** Without a connection nobody is known to be here. */
  lose(): void {
    this.#here.clear();
    this.tell();
  }

  tell(): void {
    this.#told({ self: this.#self, here: [...this.#here.values()] });
  }
}
