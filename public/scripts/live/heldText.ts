import * as Y from 'yjs';

/** How far a page had written. */
export interface Moment {
  client: number;
  clock: number;
}

export const momentOf = (doc: Y.Doc): Moment => ({
  client: doc.clientID,
  clock: Y.getState(doc.store, doc.clientID),
});

/**
 * What this page wrote and deleted since then as one update, without the text that was deleted again: of that only
 * its length is left. Null when there is nothing. An undo history must have been cleared first, since it keeps text.
 */
export function writtenSince(doc: Y.Doc, { client, clock }: Moment): Uint8Array | null {
  const { store } = doc;
  Y.tryGc(Y.createDeleteSetFromStructStore(store), store, () => true);
  const known = new Map([...store.clients.keys()].map((each) => [each, Y.getState(store, each)]));
  known.set(client, clock);
  const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known));
  const { structs, ds } = Y.decodeUpdate(update);
  return structs.length === 0 && ds.clients.size === 0 ? null : update;
}
