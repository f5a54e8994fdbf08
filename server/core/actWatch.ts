import type { Connection } from 'mongoose';
import { actsOf, headsOf } from './acts.ts';

/** For so long after an act what belongs to it may still be under way: a session is removed after its sign-out. */
const settleMilliseconds = 1000;

/**
 * A word that stays the same as long as no act was committed that matters, on whichever server; null when one just
 * was. Every change has its act in the same transaction, so what was read under one word and is asked for again under
 * the same one is still so.
 */
export type ActWatch = () => Promise<number | null>;

/** `harmless` are the names of acts that do not matter to whoever asks; every other one does. */
export function watchActs(connection: Connection, harmless: RegExp): ActWatch {
  let word = 0;
  let numbered = -1;
  let changedAt = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<number | null> | null = null;

  const look = async (): Promise<number | null> => {
    const isFirst = numbered < 0;
    if (isFirst) numbered = (await headsOf(connection).findOne({ _id: 'acts' }))?.sequence ?? 0;
    // Both in one question: an act that gets its number meanwhile is found the one way or the other.
    const acts = await actsOf(connection)
      .find(
        { $or: [{ pending: true }, { sequence: { $gt: numbered } }] },
        { projection: { name: 1, sequence: 1 } },
      )
      .toArray();
    if (isFirst || acts.some(({ name }) => !harmless.test(name))) {
      word += 1;
      changedAt = performance.now();
    }
    numbered = Math.max(numbered, ...acts.map(({ sequence }) => sequence ?? 0));
    return performance.now() - changedAt < settleMilliseconds ? null : word;
  };

  return () => {
    // Who asks while a look is under way waits for another one: that one may have read before the question.
    next ??= last
      .catch(() => {})
      .then(() => new Promise(setImmediate))
      .then(() => {
        next = null;
        const looking = look();
        last = looking;
        return looking;
      });
    return next;
  };
}
