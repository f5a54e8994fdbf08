import { idOf } from '../../server/features/offer/ids.ts';

/** Numbers that look drawn and are the same in every run. */
export interface Draws {
  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** A UUID. */
  id(key: string): string;
}

/** Mulberry32. */
export function drawsFrom(seed: number): Draws {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick: (values) => values[Math.floor(next() * values.length)]!,
    id: (key) => idOf('bench', `${seed}/${key}`),
  };
}
