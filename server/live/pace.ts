const windowMilliseconds = 100;
/** Updates in a window that make nobody wait. */
const free = 8;
/** Every so many more make all wait a millisecond longer for each other, up to the milliseconds of `usual`. */
const few = 1.6;
const usual = 10;
/** The same where so much is written that fewer and larger commits are what keeps up. */
const many = 100;
const crowded = 600;
const longest = 20;

/**
 * When the open documents commit. They do so together, so that one question to the store and one write serve them all;
 * the more is written, the longer they wait for each other.
 */
export interface Pace {
  /** Call for every update that comes in. */
  note(): void;
  /** Resolves when the next commit should start. */
  turn(): Promise<void>;
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
    const most = Math.max(load, updates);
    const calm = Math.min(usual, Math.max(0, most - free) / few);
    return lastTurn + Math.min(longest, calm + Math.max(0, most - crowded) / many) - now;
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
