import type { Collection, Document } from 'mongodb';
import type { Fence } from '../core/restorations.ts';

/** Another server took this sequence number, or one of the updates was stored before. */
export class Taken extends Error {
  override name = 'Taken';
}

const duplicate = 11000;
/** Records in one write. With what one commit may hold, it stays far below what the store takes at once. */
const most = { records: 200, bytes: 8 * 2 ** 20 };

export const isDuplicate = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === duplicate;

interface Waiting {
  record: Document & { sealed: Uint8Array };
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface Pen {
  /** On disk when it resolves. @throws Taken */
  write(record: Waiting['record']): Promise<void>;
}

/**
 * Writes the commits of all documents: what came while one write was under way goes together in the next, through
 * the fence once, and each record fails or holds by itself.
 */
export function createPen(collection: Collection, through: Fence['through']): Pen {
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
    try {
      const records = batch.map(({ record }) => record);
      await through((session) => collection.insertMany(records, { session }));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // All or none of them: one that is taken keeps the others out, which then go one by one.
      if (isDuplicate(error) && batch.length > 1) for (const one of batch) await writeAll([one]);
      else for (const { reject } of batch) reject(isDuplicate(error) ? new Taken('sequence or id') : error);
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
    write: (record) =>
      new Promise((resolve, reject) => {
        waiting.push({ record, resolve, reject });
        if (isWriting) return;
        isWriting = true;
        void drain();
      }),
  };
}
