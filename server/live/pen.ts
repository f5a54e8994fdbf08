import type { BulkWriteOptions, Collection, Document } from 'mongodb';

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
 * Writes the commits of all documents: what came while one write was under way goes together in the next, and each
 * record fails or holds by itself.
 */
export function createPen(collection: Collection, durably: BulkWriteOptions): Pen {
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
  const drain = async (): Promise<void> => {
    // After everyone whose turn it is now.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = next();
      const failures = await insert(
        collection,
        batch.map(({ record }) => record),
        durably,
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const failure = failures(index);
        if (failure === null) resolve();
        else reject(failure);
      }
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

/** Never rejects. @returns what happened to each record: null when it is on disk, else why it may not be. */
async function insert(
  collection: Collection,
  records: Document[],
  durably: BulkWriteOptions,
): Promise<(index: number) => Error | null> {
  try {
    await collection.insertMany(records, { ...durably, ordered: false });
    return () => null;
  } catch (error) {
    return failuresIn(error as Error, records.length);
  }
}

/** Only an error that says of each record what became of it is believed about those it does not name. */
function failuresIn(error: Error, count: number): (index: number) => Error | null {
  const { writeErrors, result } = error as Error & {
    writeErrors?: { index: number; code?: number } | { index: number; code?: number }[];
    result?: { insertedCount: number; getWriteConcernError?: () => unknown };
  };
  const named = writeErrors === undefined ? [] : Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  const isWhole = result && !result.getWriteConcernError?.() && result.insertedCount + named.length === count;
  if (named.length === 0 || !isWhole)
    return () => (isDuplicate(error) && count === 1 ? new Taken('sequence or id') : error);
  const codes = new Map(named.map(({ index, code }) => [index, code]));
  return (index) => {
    if (!codes.has(index)) return null;
    return codes.get(index) === duplicate ? new Taken('sequence or id') : error;
  };
}
