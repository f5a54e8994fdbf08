import type { Standing } from './antenna.ts';
import { classOf } from './flags.ts';
import { standardFor } from './frame.ts';
import type { Look } from './matrix.ts';
import type { OfferLine } from './offerLines.ts';
import { placer } from './placement.ts';
import { bucketsOfKinds, combinator, typesAsked } from './spread.ts';
import { addEntry, emptySums, type Sums } from './sums.ts';
import { freshFrom, stateOf, waitOf } from './weighing.ts';

type Put = (bucket: number, lineClass: number, standing: Standing, sign: number, flags: number) => void;

/**
 * Entries by area and by the codes of each axis. Every axis has one place more, for entries that are about all of
 * its codes or of which it is not known: they stand in one bucket, not in that of every code.
 */
export interface Buckets {
  /** Buckets of one area; bucket 3 of the second area is number `perArea + 3`. */
  readonly perArea: number;
  /** For each kind of a look, the buckets (within an area) that may be about it. */
  readonly ofKind: readonly (readonly number[])[];
  /** For each bucket (within an area), the kinds it may be about. */
  readonly kindsIn: readonly (readonly number[])[];
  readonly sums: Sums;
  /** What is in the sums, by id: what an entry added is worked out again to take it out. */
  readonly lines: Map<string, OfferLine>;
  readonly unplaced: Set<string>;
  /** Calls `put` for each bucket an entry belongs in, with what it is there; `sign` as in `Combination`. */
  readonly sort: (line: OfferLine, put: Put) => void;
}

function sorter({ axes, filters, areas, frame, day }: Look, perArea: number): Buckets['sort'] {
  const fresh = freshFrom(day, frame.months);
  const { mustBeKnown, weeks } = frame.waiting;
  const combine = combinator(axes, filters);
  const placed = placer(areas, frame);
  const standards = typesAsked(axes, filters).map((type) => ({
    weeks: standardFor(weeks, type),
    placed: placed(type),
  }));
  return (line, put) => {
    const state = stateOf(line, day, fresh);
    combine(line, (bucket, flags, typeAt, sign) => {
      const standard = standards[typeAt]!;
      const own = flags | state | waitOf(line, standard.weeks, fresh);
      for (const standing of standard.placed(line)) {
        const weighed = own | standing.flags;
        put(standing.at * perArea + bucket, classOf(weighed, mustBeKnown), standing, sign, weighed);
      }
    });
  };
}

const isUnplaced = ({ catchment, places }: OfferLine): boolean =>
  catchment === null && places.every(({ area }) => area === null);

/** Puts an entry that is not there yet into its buckets, and tells which they are. */
export function putIn(buckets: Buckets, line: OfferLine, touched?: Set<number>): void {
  buckets.sort(line, (bucket, lineClass, standing, sign) => {
    addEntry(buckets.sums, bucket, lineClass, line.placeCount, standing, sign);
    touched?.add(bucket);
  });
  buckets.lines.set(line.id, line);
  if (isUnplaced(line)) buckets.unplaced.add(line.id);
}

/** Takes an entry, if it is there, out of its buckets, and tells which they were. */
export function takeOut(buckets: Buckets, id: string, touched: Set<number>): void {
  const line = buckets.lines.get(id);
  if (!line) return;
  buckets.sort(line, (bucket, lineClass, standing, sign) => {
    addEntry(buckets.sums, bucket, lineClass, line.placeCount, standing, -sign);
    touched.add(bucket);
  });
  buckets.lines.delete(id);
  buckets.unplaced.delete(id);
}

/** All entries of a look in their buckets. */
export function fill(lines: Iterable<OfferLine>, look: Look): Buckets {
  const perArea = look.axes.reduce((size, { values }) => size * (values.length + 1), 1);
  const ofKind = bucketsOfKinds(look.axes);
  const kindsIn = Array.from({ length: perArea }, (): number[] => []);
  for (const [kind, buckets] of ofKind.entries()) for (const one of buckets) kindsIn[one]!.push(kind);
  const buckets: Buckets = {
    perArea,
    ofKind,
    kindsIn,
    sums: emptySums(perArea * look.areas.length),
    lines: new Map(),
    unplaced: new Set(),
    sort: sorter(look, perArea),
  };
  for (const line of lines) putIn(buckets, line);
  return buckets;
}
