import { type Choices, type Facet, facets, maybeUnknown, unknown } from '../facets.ts';
import type { Surroundings } from './nearness.ts';
import type { Searchable } from './searchable.ts';
import type { Values } from './values.ts';

/** Choices carried over to the rows of one segment: a bit for each facet. */
export interface Sieve {
  /** Bits of the facets in which something is chosen. */
  active: number;
  /** Bits of the facets that a row meets. */
  met: Uint16Array;
}

const bitOf = (facet: Facet): number => 1 << facets.indexOf(facet);

export function sieveOf({ segment, rowsOf }: Searchable, values: Values, choices: Choices): Sieve {
  const sieve: Sieve = { active: 0, met: new Uint16Array(segment.lastDays.length) };
  for (const facet of facets) {
    if (choices[facet].length === 0) continue;
    const bit = bitOf(facet);
    sieve.active |= bit;
    for (const code of choices[facet]) {
      const value = values.find(facet, code);
      if (value !== undefined) for (const row of rowsOf(value)) sieve.met[row]! |= bit;
    }
  }
  return sieve;
}

/** The same sieve for who takes what is not known as well. */
export function widened(sieve: Sieve, { rowsOf }: Searchable, values: Values): Sieve {
  const met = sieve.met.slice();
  for (const facet of maybeUnknown) {
    const bit = bitOf(facet);
    const value = values.find(facet, unknown);
    if (!(sieve.active & bit) || value === undefined) continue;
    for (const row of rowsOf(value)) met[row]! |= bit;
  }
  return { active: sieve.active, met };
}

/** A row that is not near at all. */
export const farAway = 255;

/** How near each row is (see Nearness), or `farAway`. */
export function nearRows({ segment, rowsOf }: Searchable, { near }: Surroundings): Uint8Array {
  const rows = new Uint8Array(segment.lastDays.length).fill(farAway);
  for (const [value, how] of near) {
    for (const row of rowsOf(value)) if (how < rows[row]!) rows[row] = how;
  }
  return rows;
}

/** Kilometres to the nearest municipality of a row; infinite when none is known. */
export function kilometresOf({ segment }: Searchable, row: number, { kilometres }: Surroundings): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = segment.valueStarts[row]!; at < segment.valueStarts[row + 1]!; at++) {
    const here = kilometres.get(segment.values[at]!);
    if (here !== undefined && here < least) least = here;
  }
  return least;
}

/** Counts units by value: two modules of one centre count as one. */
export interface Tally {
  counts: Uint32Array;
  /** The last unit that was counted under a value, as the caller numbers them, from 1. */
  last: Uint32Array;
  kinds: Uint8Array;
}

export function tallyOf(values: Values): Tally {
  const kinds = Uint8Array.from({ length: values.size }, (_none, value) => values.kindOf(value));
  return { counts: new Uint32Array(values.size), last: new Uint32Array(values.size), kinds };
}

/** Counts a row for a unit: all of its values, or those of the one facet whose choices it does not meet. */
export function count(
  tally: Tally,
  { segment }: Searchable,
  row: number,
  unit: number,
  failing: number,
): void {
  const { counts, last, kinds } = tally;
  for (let at = segment.valueStarts[row]!; at < segment.valueStarts[row + 1]!; at++) {
    const value = segment.values[at]!;
    if (last[value] === unit || (failing !== 0 && failing !== 1 << kinds[value]!)) continue;
    last[value] = unit;
    counts[value]!++;
  }
}
