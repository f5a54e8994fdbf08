import type { Connection } from 'mongoose';
import { actsOf, headsOf } from './acts.ts';
import type { Guard } from './guardedInserts.ts';

/** For so long after an act what belongs to it may still be under way: a session is removed after its sign-out. */
const settleMilliseconds = 1000;
/** A look serves for so long as a guard: it is the longer the more acts that do not matter come after it. */
const freshMilliseconds = 1000;

/** A word, and what must be so in the store for it to be still the same. */
export interface Standing {
  word: number;
  guards: readonly Guard[];
}

export interface ActWatch {
  /**
   * A word that stays the same as long as no act was committed that matters, on whichever server; null when one just
   * was. Every change has its act in the same transaction, so what was read under one word and is asked for again under
   * the same one is still so.
   */
  word(): Promise<number | null>;
  /**
   * The same without a question, for who writes under the guards: a write that they let through is under this word.
   * null when the word was not asked for in the last second, or there was none.
   */
  standing(): Standing | null;
}

/** `harmless` are the names of acts that do not matter to whoever asks; every other one does. */
export function watchActs(connection: Connection, harmless: RegExp): ActWatch {
  let word = 0;
  let numbered = -1;
  let changedAt = Number.NEGATIVE_INFINITY;
  let standing: Standing | null = null;
  let standsSince = 0;
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<number | null> | null = null;

  /** Nothing that matters among the acts that a look would find. */
  const guards = (): Guard[] =>
    [{ pending: true }, { sequence: { $gt: numbered } }].map((filter) => ({
      collection: 'acts',
      filter: { ...filter, name: { $not: harmless } },
      finds: false,
    }));

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
    const isSettled = performance.now() - changedAt >= settleMilliseconds;
    standing = isSettled ? { word, guards: guards() } : null;
    standsSince = performance.now();
    return isSettled ? word : null;
  };

  const ask = (): Promise<number | null> => {
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
  return {
    word: ask,
    standing: () => (performance.now() - standsSince < freshMilliseconds ? standing : null),
  };
}
