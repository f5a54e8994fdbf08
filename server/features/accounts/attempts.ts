import { AttemptsModel, type AttemptsRecord } from '../../../models/Attempts.ts';
import { type Counter, failuresNow, waitLeft } from './lockout.ts';

/** An attempt that may be made now; it counts as failed until `succeeded` was called. */
export interface Attempt {
  /** Milliseconds to wait first; the secret must then not be looked at. */
  wait: number;
  succeeded(): Promise<void>;
}

/**
 * Takes a place for one attempt before the secret is looked at: a hundred sent at once get no further than a
 * hundred one after another. Attempts made while waiting do not count, so hammering makes nobody wait longer.
 */
export async function beginAttempt(counters: Counter[], now: Date): Promise<Attempt> {
  const waits = await Promise.all(counters.map(async (one) => waitLeft(one.allowance, await read(one), now)));
  let wait = Math.max(...waits);
  for (const counter of counters) if (wait === 0) wait = await take(counter, now);
  return { wait, succeeded: () => succeed(counters) };
}

const read = (counter: Counter): Promise<AttemptsRecord | null> =>
  AttemptsModel.findById(counter.id).lean<AttemptsRecord | null>().exec();

/** Counts one more, unless another request counted first: then it is asked again. */
async function take(counter: Counter, now: Date): Promise<number> {
  for (let round = 0; round < 25; round += 1) {
    const row = await read(counter);
    const wait = waitLeft(counter.allowance, row, now);
    if (wait > 0) return wait;
    const next = { count: failuresNow(row, now) + 1, lastAt: now };
    if (row ? await replace(row, next) : await insert(counter.id, next)) return 0;
  }
  return counter.allowance.firstWait;
}

async function replace(row: AttemptsRecord, next: Omit<AttemptsRecord, '_id'>): Promise<boolean> {
  const { _id, count, lastAt } = row;
  const changed = await AttemptsModel.updateOne({ _id, count, lastAt }, { $set: next });
  return changed.modifiedCount === 1;
}

async function insert(_id: string, next: Omit<AttemptsRecord, '_id'>): Promise<boolean> {
  try {
    await AttemptsModel.create({ _id, ...next });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 11000) return false;
    throw error;
  }
}

/** The own count starts again; the count of the whole account only gives this attempt back. */
async function succeed([own, ...wider]: Counter[]): Promise<void> {
  if (own) await AttemptsModel.deleteOne({ _id: own.id });
  for (const { id } of wider)
    await AttemptsModel.updateOne({ _id: id, count: { $gt: 0 } }, { $inc: { count: -1 } });
}
