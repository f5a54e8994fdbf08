import type { Document } from 'mongodb';
import { type Guard, type GuardedInsert, GuardFailed } from '../core/guardedInserts.ts';

/** Another server took this sequence number, or one of the updates was stored before. */
export class Taken extends Error {
  override name = 'Taken';
}

/** Records in one write. With what one commit may hold, it stays far below what the store takes at once. */
const most = { records: 200, bytes: 8 * 2 ** 20 };

interface Waiting {
  record: Document & { sealed: Uint8Array };
  guards: readonly Guard[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface Pen {
  /** On disk when it resolves; written only if the guards hold. @throws Taken, GuardFailed, Restored */
  write(record: Waiting['record'], guards?: readonly Guard[]): Promise<void>;
}

/**
 * Writes the commits of all documents: what came while one write was under way goes together in the next, through
 * the fence once, and each record fails or holds by itself.
 */
export function createPen(collection: string, insert: GuardedInsert): Pen {
  const waiting: Waiting[] = [];
  let isWriting = false;

  const next = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    for (const { record } of waiting) {
      bytes += record.sealed.byteLength;
      if (count > 0 && (count >= most.records || bytes > most.bytes)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };
  /** Never rejects: what became of each record is told to whoever waits for it. */
  const writeAll = async (batch: Waiting[]): Promise<void> => {
    if (batch.length === 0) return;
    const records = batch.map(({ record }) => record);
    // Documents that were asked about at the same time share their guards.
    const guards = [...new Set(batch.flatMap((one) => one.guards))];
    try {
      const there = await insert(collection, records, guards);
      for (const [place, { resolve, reject }] of batch.entries())
        if (there.has(place)) reject(new Taken('sequence or id'));
        else resolve();
    } catch (error) {
      const isConcerned = ({ guards: own }: Waiting): boolean =>
        !(error instanceof GuardFailed) || own.includes(error.guard);
      for (const one of batch) if (isConcerned(one)) one.reject(error);
      await writeAll(batch.filter((one) => !isConcerned(one)));
    }
  };
  const drain = async (): Promise<void> => {
    // After everyone whose turn it is now.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = next();
      await writeAll(batch);
    }
    isWriting = false;
  };

  return {
    write: (record, guards = []) =>
      new Promise((resolve, reject) => {
        waiting.push({ record, guards, resolve, reject });
        if (isWriting) return;
        isWriting = true;
        void drain();
      }),
  };
}
