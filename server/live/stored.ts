import mongoose, { type Connection } from 'mongoose';
import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';
import type { LiveFeature } from './feature.ts';
import { createLog } from './log.ts';
import { Unreadable } from './unreadable.ts';

/** A document as committed, put together for one answer. */
export interface Stored {
  doc: Y.Doc;
  /** Number of the last change in it; 0 for a document nobody wrote in yet. */
  sequence: number;
}

/**
 * Checks no access: the caller has.
 * @throws KeyUnavailable, or Unreadable when the stored document cannot be put together.
 */
export async function readStored(
  feature: LiveFeature,
  documentId: string,
  connection: Connection = mongoose.connection,
): Promise<Stored> {
  const cipher = await feature.cipher(documentId);
  const { checkpoint, commits } = await createLog(connection).load(`${feature.kind}:${documentId}`, cipher);
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      if (checkpoint) Y.applyUpdate(doc, checkpoint.update);
      for (const commit of commits) for (const update of unframe(commit.updates)) Y.applyUpdate(doc, update);
    });
  } catch {
    throw new Unreadable('a stored update does not decode');
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Unreadable('something is missing');
  return { doc, sequence: commits.at(-1)?.sequence ?? checkpoint?.sequence ?? 0 };
}
