import * as Y from 'yjs';
import type { Keep } from './keep.ts';
import { linesOf, meanwhile, type Passage } from './meanwhile.ts';
import type { Outbox } from './outbox.ts';

/** Remembers what the text was when others began to write without this page seeing it. */
export class Absence {
  readonly #doc: Y.Doc;
  readonly #outbox: Outbox;
  /** The text as it was when this page was last in step with the server; null while it is. */
  #base: Uint8Array | null;

  /** `base` is the text of a page that is gone, where this one goes on with it. */
  constructor(doc: Y.Doc, outbox: Outbox, base: Uint8Array | null) {
    this.#doc = doc;
    this.#outbox = outbox;
    this.#base = base;
  }

  /** The connection broke. */
  begin(keep: Keep | null): void {
    const isInStep = this.#outbox.unsaved === 0 && !this.#outbox.isHeld;
    const base = isInStep ? null : keep?.base;
    this.#base ??= base ?? Y.encodeStateAsUpdate(this.#doc);
    void keep?.keepText();
  }

  /** It is over, before what arrived is taken in. @returns where this page and others both wrote meanwhile */
  end(arrived: Uint8Array): Passage[] {
    const base = this.#base;
    this.#base = null;
    if (!base || this.#outbox.unsaved === 0) return [];
    return meanwhile({ base, mine: linesOf(this.#doc), arrived, unsent: this.#outbox.updates });
  }
}
