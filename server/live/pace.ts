const windowMilliseconds = 100;
/** Updates in a window that make nobody wait. */
const free = 8;
/** Every so many more make all wait a millisecond longer for each other. */
const few = 0.8;
/** So many make one commit worth its price: nobody waits for more, but as long as `usual` where much is written. */
const enough = 48;
const usual = 10;
/** Where so much is written that fewer and larger commits are what keeps up, so many more make it a millisecond. */
const crowded = 600;
const many = 100;
/** Milliseconds that nobody notices. */
const longest = 20;

/**
 * When the open documents commit. They do so together, so that one question to the store and one write serve them all;
 * the longer, the dearer it would be not to wait: a commit costs the store and us the same with one edit in it or fifty.
 */
export interface Pace {
  /** Call for every update that comes in. */
  note(): void;
  /** Resolves when the next commit should start. */
  turn(): Promise<void>;
}

/** How long two commits lie apart at least, in milliseconds, for so many updates in a tenth of a second. */
export function pauseFor(updates: number): number {
  const gathering = Math.max(usual, (enough * windowMilliseconds) / updates);
  const calm = Math.min(gathering, Math.max(0, updates - free) / few);
  return Math.min(longest, calm + Math.max(0, updates - crowded) / many);
}

export function createPace(): Pace {
  let started = performance.now();
  let updates = 0;
  /** Updates in the last whole window. */
  let load = 0;
  let lastTurn = Number.NEGATIVE_INFINITY;
  let next: Promise<void> | null = null;

  const refresh = (now: number): void => {
    if (now - started <= windowMilliseconds) return;
    load = now - started > 2 * windowMilliseconds ? 0 : updates;
    updates = 0;
    started = now;
  };
  const wait = (): number => {
    const now = performance.now();
    refresh(now);
    return lastTurn + pauseFor(Math.max(load, updates)) - now;
  };

  return {
    note() {
      refresh(performance.now());
      updates += 1;
    },
    turn() {
      next ??= new Promise((resolve) => {
        const go = (): void => {
          lastTurn = performance.now();
          next = null;
          resolve();
        };
        const milliseconds = wait();
        // At once means after everything that has come in by now.
        if (milliseconds < 0.5) setImmediate(go);
        else setTimeout(go, milliseconds);
      });
      return next;
    },
  };
}
