import type { Standing } from './antenna.ts';
import type { Tally } from './decision.ts';
import { lineClasses, placeOf } from './flags.ts';

const covers = placeOf('covers');
const placesAt = lineClasses.length;
const uncountedAt = placesAt + 1;
const width = uncountedAt + 1;

/** What the entries of each bucket add up to, side by side in one list of numbers: there are very many buckets. */
export interface Sums {
  /** For each bucket as `Tally`: how many of each class, places, uncounted. */
  readonly numbers: Float64Array;
  /** By how many entries that cover each list of municipalities is reached. */
  readonly reached: (Map<readonly number[], number> | undefined)[];
}

export const emptySums = (buckets: number): Sums => ({
  numbers: new Float64Array(buckets * width),
  reached: new Array(buckets).fill(undefined),
});

/** Adds an entry to a bucket; with -1 for `by` takes out what was added. */
export function addEntry(
  { numbers, reached }: Sums,
  bucket: number,
  lineClass: number,
  places: number | null,
  standing: Standing,
  by: number,
): void {
  const first = bucket * width;
  numbers[first + lineClass]! += by;
  if (lineClass !== covers) return;
  if (places === null) numbers[first + uncountedAt]! += by;
  else numbers[first + placesAt]! += by * places;
  const lists = reached[bucket] ?? new Map<readonly number[], number>();
  reached[bucket] = lists;
  const entries = (lists.get(standing.reached) ?? 0) + by;
  if (entries > 0) lists.set(standing.reached, entries);
  else lists.delete(standing.reached);
}

const noneOfAny: readonly number[] = lineClasses.map(() => 0);

/** What some buckets come to together. */
export function tallyOf({ numbers, reached }: Sums, first: number, buckets: readonly number[]): Tally {
  const counts = noneOfAny.slice();
  const lists: (readonly number[])[] = [];
  let places = 0;
  let uncounted = 0;
  for (const one of buckets) {
    const from = (first + one) * width;
    for (let at = 0; at < placesAt; at++) counts[at]! += numbers[from + at]!;
    if (numbers[from + covers] === 0) continue;
    places += numbers[from + placesAt]!;
    uncounted += numbers[from + uncountedAt]!;
    for (const list of reached[first + one]!.keys()) lists.push(list);
  }
  return { counts, places, uncounted, reached: lists };
}
