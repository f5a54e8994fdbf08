import * as Y from 'yjs';
import type { Outbox } from './outbox.ts';

/** How far a page had written. */
interface Moment {
  client: number;
  clock: number;
}

const momentOf = (doc: Y.Doc): Moment => ({
  client: doc.clientID,
  clock: Y.getState(doc.store, doc.clientID),
});

/**
 * What this page wrote and deleted since then as one update, without the text that was deleted again: of that only
 * its length is left. Null when there is nothing. An undo history must have been cleared first, since it keeps text.
 */
function writtenSince(doc: Y.Doc, { client, clock }: Moment): Uint8Array | null {
  const { store } = doc;
  Y.tryGc(Y.createDeleteSetFromStructStore(store), store, () => true);
  const known = new Map([...store.clients.keys()].map((each) => [each, Y.getState(store, each)]));
  known.set(client, clock);
  const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known));
  const { structs, ds } = Y.decodeUpdate(update);
  return structs.length === 0 && ds.clients.size === 0 ? null : update;
}

/** What is written and not sent until somebody decides about it. */
export class HeldText {
  readonly #doc: Y.Doc;
  readonly #outbox: Outbox;
  #from: Moment | null = null;

  constructor(doc: Y.Doc, outbox: Outbox) {
    this.#doc = doc;
    this.#outbox = outbox;
  }

  begin(): void {
    if (this.#outbox.isHeld) return;
    this.#from = momentOf(this.#doc);
    this.#outbox.hold();
  }

  /** @returns whether anything was held */
  end(clean: boolean): boolean {
    if (!this.#outbox.isHeld) return false;
    const isClean = clean && this.#from?.client === this.#doc.clientID;
    this.#outbox.release(isClean ? writtenSince(this.#doc, this.#from as Moment) : undefined);
    return true;
  }
}
