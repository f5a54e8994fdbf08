import type { Standing } from './antenna.ts';
import type { Tally } from './decision.ts';
import { lineClasses, placeOf } from './flags.ts';
import { inhabitantsAt, type Territory } from './territories.ts';

const covers = placeOf('covers');
const placesAt = lineClasses.length;
const uncountedAt = placesAt + 1;
const width = uncountedAt + 1;

/**
 * What the entries of each bucket add up to, side by side in lists of numbers: there are very many buckets. Each area
 * has as many; bucket 3 of the second area is number `perArea + 3`.
 */
export interface Sums {
  readonly areas: readonly Territory[];
  readonly perArea: number;
  /** For each bucket as `Tally`: how many of each class, places, uncounted. */
  readonly numbers: Float64Array;
  /**
   * For each bucket and each municipality of its area, by how many entries that cover it is reached. Counted by
   * municipality, and not by entry, so that a cell is added up in as many steps however many entries it has.
   */
  readonly reached: Uint32Array;
  /** By area, where its buckets begin in `reached`. */
  readonly reachedFrom: readonly number[];
}

export function emptySums(areas: readonly Territory[], perArea: number): Sums {
  const reachedFrom: number[] = [];
  let size = 0;
  for (const { members } of areas) {
    reachedFrom.push(size);
    size += members.length * perArea;
  }
  const numbers = new Float64Array(areas.length * perArea * width);
  return { areas, perArea, numbers, reached: new Uint32Array(size), reachedFrom };
}

/** Adds an entry to a bucket (within an area) where it stands; with -1 for `by` takes out what was added. */
export function addEntry(
  { areas, perArea, numbers, reached, reachedFrom }: Sums,
  bucket: number,
  lineClass: number,
  places: number | null,
  standing: Standing,
  by: number,
): void {
  const first = (standing.at * perArea + bucket) * width;
  numbers[first + lineClass]! += by;
  if (lineClass !== covers) return;
  if (places === null) numbers[first + uncountedAt]! += by;
  else numbers[first + placesAt]! += by * places;
  const { members, placeAmong } = areas[standing.at]!;
  const from = reachedFrom[standing.at]! + bucket * members.length;
  for (const one of standing.reached) reached[from + placeAmong[one]!]! += by;
}

/** Inhabitants of the municipalities that are reached by any entry of some buckets. */
function inhabitantsReached(sums: Sums, area: number, buckets: readonly number[]): number {
  const { members } = sums.areas[area]!;
  const from = sums.reachedFrom[area]!;
  let sum = 0;
  for (let at = 0; at < members.length; at++)
    for (const one of buckets) {
      if (sums.reached[from + one * members.length + at] === 0) continue;
      sum += inhabitantsAt(members[at]!);
      break;
    }
  return sum;
}

export const emptyTally = (): Tally => ({
  counts: lineClasses.map(() => 0),
  places: 0,
  uncounted: 0,
  reached: 0,
});

/** What some buckets of an area come to together, written into `tally`: one is enough for all cells in turn. */
export function addUp(sums: Sums, area: number, buckets: readonly number[], tally: Tally): Tally {
  const { counts } = tally;
  counts.fill(0);
  tally.places = 0;
  tally.uncounted = 0;
  for (const one of buckets) {
    const from = (area * sums.perArea + one) * width;
    for (let at = 0; at < placesAt; at++) counts[at]! += sums.numbers[from + at]!;
    tally.places += sums.numbers[from + placesAt]!;
    tally.uncounted += sums.numbers[from + uncountedAt]!;
  }
  tally.reached = counts[covers] === 0 ? 0 : inhabitantsReached(sums, area, buckets);
  return tally;
}
