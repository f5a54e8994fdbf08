import type { Passage } from './meanwhile.ts';
import type { Presence, Reason, Rights } from './protocol.ts';

/**
 * What a page tells the person about their words. `unsaved` counts the changes that the server does not have; `kept`:
 * they are all on the disk of this device.
 */
export interface SaveState {
  state: 'saved' | 'saving' | 'kept' | 'offline' | 'not_allowed' | 'unreadable';
  unsaved: number;
}

/** The last event of a provider: nothing is sent any more. `text` is what the person wrote that nobody has. */
export interface Ending {
  reason: Reason | 'no_longer_allowed';
  text: string;
}

/** The events of a provider; each is a CustomEvent with the detail given here. */
export interface ProviderEvents {
  status: SaveState;
  synced: Rights;
  access: Rights;
  /** What others wrote is about to be put into the document. */
  arriving: undefined;
  /** Something else is said about the document. */
  remarks: undefined;
  presence: { self: string; here: Presence[] };
  ended: Ending;
  /** There is a connection, and nobody is signed in any more: what was not sent waits on this device. */
  waiting: undefined;
  /** Back after having been away: what others changed meanwhile in lines that were changed here. */
  returned: { passages: Passage[] };
}

/** An event target that knows the details of its events. */
export class Teller extends EventTarget {
  on<K extends keyof ProviderEvents>(name: K, listener: (detail: ProviderEvents[K]) => void): void {
    this.addEventListener(name, (event) => listener((event as CustomEvent<ProviderEvents[K]>).detail));
  }

  protected tell<K extends keyof ProviderEvents>(name: K, detail: ProviderEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
