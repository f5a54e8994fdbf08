import { parentPort } from 'node:worker_threads';
import * as Y from 'yjs';
import { unframe } from '../../public/scripts/live/frames.ts';

/** Runs in a worker thread: many updates in, one update with the same content out, without the deleted text. */

export interface CompactionTask {
  task: number;
  /** Framed updates. */
  state: Uint8Array;
}

export type CompactionResult = { task: number; update: Uint8Array } | { task: number; failure: string };

function compact(state: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of unframe(state)) Y.applyUpdate(doc, update);
  });
  // A checkpoint with something still waiting would lose it for good.
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('pending');
  return Y.encodeStateAsUpdate(doc);
}

parentPort?.on('message', ({ task, state }: CompactionTask) => {
  let result: CompactionResult;
  try {
    result = { task, update: compact(state) };
  } catch (error) {
    result = { task, failure: error instanceof Error ? error.name : 'unknown' };
  }
  parentPort?.postMessage(result);
});
