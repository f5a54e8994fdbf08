import { type Choices, everywhere } from '../facets.ts';
import { monthsLater, monthsTrusted } from '../upkeep/standing.ts';
import { dayNumber } from './document.ts';
import {
  count,
  farAway,
  kilometresOf,
  nearRows,
  type Sieve,
  sieveOf,
  type Tally,
  widened,
} from './filtering.ts';
import type { Surroundings } from './nearness.ts';
import type { OfferIndex } from './offerIndex.ts';
import type { Nearness, OfferQuery } from './query.ts';
import { type Ranks, rankOf } from './ranking.ts';
import { type Searchable, searchable } from './searchable.ts';
import type { Segment } from './segment.ts';

/** One segment, made ready for one question. */
export interface Ground {
  number: number;
  one: Searchable;
  /** 1 for units that were changed since, null where none can be. */
  gone: Uint8Array | null;
  /** 1 for units left out for their old confirmation, null where none are. */
  old: Uint8Array | null;
  counted: Uint8Array;
  sieve: Sieve;
  /** The same, for who takes what is not known as well. */
  wide: Sieve;
  /** Null without a place. */
  near: Uint8Array | null;
}

export function groundsOf(index: OfferIndex, query: OfferQuery, around: Surroundings): Ground[] {
  return [index.base, index.changed].map((segment, number) => {
    const one = searchable(segment);
    const sieve = sieveOf(one, index.values, query.choices);
    return {
      ...{ number, one, sieve },
      gone: number === 0 ? index.gone : null,
      old: query.confirmedSince ? olderThan(segment, query.confirmedSince) : null,
      counted: one.countedOn(dayNumber(query.today)),
      wide: widened(sieve, one, index.values),
      near: query.places.length > 0 ? nearRows(one, around) : null,
    };
  });
}

/**
 * Units whose last confirmation is of before a day, told by when they became due; what nobody ever confirmed is not: its
 * source speaks for it.
 */
function olderThan({ due }: Segment, day: string): Uint8Array | null {
  const limit = dayNumber(monthsLater(day, monthsTrusted));
  const old = Uint8Array.from(due, (on) => (on > 0 && on < limit ? 1 : 0));
  return old.includes(1) ? old : null;
}

/** Calls back for each unit that is there and not left out, with its rows. */
export function eachUnit(
  { one, gone, old }: Ground,
  take: (unit: number, first: number, end: number) => void,
): void {
  const { ids, rowStarts } = one.segment;
  for (let unit = 0; unit < ids.length; unit++)
    if (!gone?.[unit] && !old?.[unit]) take(unit, rowStarts[unit]!, rowStarts[unit + 1]!);
}

/** What is asked of every unit of every segment. */
export interface Walk {
  sort: OfferQuery['sort'];
  /** Day number. */
  today: number;
  around: Surroundings;
  tally: Tally;
}

/** What came of the units whose text is right, in one segment. */
export interface Gathered {
  ranks: Ranks;
  /** Units that would be there too if what is not known were chosen as well. */
  notKnown: number;
  /** Units that would be there too but for their old confirmation. */
  leftOut: number;
}

/**
 * Applies place and choices and counts in the same walk. Linear in the number of modules.
 * @param points of each unit, or null without a text
 * @param counted before: how many units of other segments the tally knows
 */
export function gather(ground: Ground, points: Uint16Array | null, walk: Walk, before: number): Gathered {
  const { one, gone, old, counted, sieve, wide, near } = ground;
  const { ids, rowStarts, due } = one.segment;
  const ranks: Ranks = { size: 0, all: new Float64Array(ids.length) };
  let notKnown = 0;
  let leftOut = 0;
  for (let number = 0; number < ids.length; number++) {
    if (gone?.[number] || (points && points[number] === 0)) continue;
    if (old?.[number]) {
      if (meetsAll(ground, number)) leftOut++;
      continue;
    }
    let best: number = farAway;
    let kilometres = Number.POSITIVE_INFINITY;
    let isWide = false;
    for (let row = rowStarts[number]!; row < rowStarts[number + 1]!; row++) {
      const how = near ? near[row]! : 0;
      if (counted[row] === 0 || how === farAway) continue;
      if (wide.met[row] === wide.active) isWide = true;
      const failing = sieve.active & ~sieve.met[row]!;
      if ((failing & (failing - 1)) !== 0) continue; // two facets fail: no choice in one of them helps
      count(walk.tally, one, row, before + number + 1, failing);
      if (failing !== 0) continue;
      if (how < best) best = how;
      if (near) kilometres = Math.min(kilometres, kilometresOf(one, row, walk.around));
    }
    if (best === farAway) {
      if (isWide) notKnown++;
      continue;
    }
    ranks.all[ranks.size++] = rankOf(walk.sort, {
      number,
      points: points ? points[number]! : 0,
      near: best as Nearness,
      kilometres,
      isConfirmed: due[number]! > walk.today,
    });
  }
  return { ranks, notKnown, leftOut };
}

/** Whether some row of a unit that counts meets place and choices. */
function meetsAll({ one, counted, sieve, near }: Ground, unit: number): boolean {
  const { rowStarts } = one.segment;
  for (let row = rowStarts[unit]!; row < rowStarts[unit + 1]!; row++)
    if (counted[row] && near?.[row] !== farAway && sieve.met[row] === sieve.active) return true;
  return false;
}

/** Units of which some row that counts passes, whatever the text or place. */
export function unitsPassing(ground: Ground, passes: (row: number, unit: number) => boolean): number {
  let found = 0;
  eachUnit(ground, (unit, first, end) => {
    for (let row = first; row < end; row++) {
      if (ground.counted[row] === 0 || !passes(row, unit)) continue;
      found++;
      return;
    }
  });
  return found;
}

/** The same choices, for what is online or in a whole region. */
export const elsewhere = (choices: Choices): Choices => ({
  ...choices,
  province: [everywhere],
  arrondissement: [],
  municipality: [],
});
