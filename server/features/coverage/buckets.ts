import type { Standing } from './antenna.ts';
import { classOf } from './flags.ts';
import { standardFor } from './frame.ts';
import type { Look } from './matrix.ts';
import type { OfferLine } from './offerLines.ts';
import type { Placed, Placer } from './placement.ts';
import { bucketsOfKinds, type Combinations, combinator, perPlace, typesAsked } from './spread.ts';
import { addEntry, emptySums, type Sums } from './sums.ts';
import { freshFrom, stateOf, waitOf } from './weighing.ts';

/** What an entry is measured by, for all that is asked of one look. */
interface Standards {
  /** YYYY-MM-DD, as `fresh`: see `freshFrom`. */
  readonly day: string;
  readonly fresh: string;
  readonly mustBeKnown: boolean;
  /** By the place of a type, as in `typesAsked`. */
  readonly byType: readonly { weeks: number; placed: Placed }[];
}

/**
 * Entries by area and by the codes of each axis. Every axis has one place more, for entries that are about all of
 * its codes or of which it is not known: they stand in one bucket, not in that of every code.
 */
export interface Buckets {
  /** For each kind of a look, the buckets (within an area) that may be about it. */
  readonly ofKind: readonly (readonly number[])[];
  /** For each bucket (within an area), the kinds it may be about. */
  readonly kindsIn: readonly (readonly number[])[];
  readonly sums: Sums;
  readonly unplaced: Set<string>;
  readonly standards: Standards;
  readonly combine: (line: OfferLine) => Combinations;
}

function standardsOf({ axes, filters, frame, day }: Look, placed: Placer): Standards {
  const { mustBeKnown, weeks } = frame.waiting;
  const byType = typesAsked(axes, filters).map((type) => ({
    weeks: standardFor(weeks, type),
    placed: placed(type),
  }));
  return { day, fresh: freshFrom(day, frame.months), mustBeKnown, byType };
}

/** No entries yet. */
export function emptyBuckets(look: Look, placed: Placer): Buckets {
  const perArea = look.axes.reduce((size, { values }) => size * (values.length + 1), 1);
  const ofKind = bucketsOfKinds(look.axes);
  const kindsIn = Array.from({ length: perArea }, (): number[] => []);
  for (const [kind, buckets] of ofKind.entries()) for (const one of buckets) kindsIn[one]!.push(kind);
  return {
    ...{ ofKind, kindsIn },
    sums: emptySums(look.areas, perArea),
    unplaced: new Set(),
    standards: standardsOf(look, placed),
    combine: combinator(look.axes, look.filters),
  };
}

const isUnplaced = ({ catchment, places }: OfferLine): boolean =>
  catchment === null && places.every(({ area }) => area === null);

/** @param bucket within the area where it stands @param flags all that weighs @param sign as in `Combinations` */
type Put = (bucket: number, lineClass: number, standing: Standing, sign: number, flags: number) => void;

/** Calls `take` for each bucket an entry belongs in, with what it is there. */
export function sort(buckets: Buckets, line: OfferLine, take: Put): void {
  const { day, fresh, mustBeKnown, byType } = buckets.standards;
  const state = stateOf(line, day, fresh);
  const { numbers, size } = buckets.combine(line);
  let typeAt = -1;
  let wait = 0;
  let standings: readonly Standing[] = [];
  for (let one = 0; one < size; one += perPlace) {
    const bucket = numbers[one]!;
    if (numbers[one + 2] !== typeAt) {
      typeAt = numbers[one + 2]!;
      wait = waitOf(line, byType[typeAt]!.weeks, fresh);
      standings = byType[typeAt]!.placed(line);
    }
    const own = numbers[one + 1]! | state | wait;
    for (const standing of standings) {
      const flags = own | standing.flags;
      take(bucket, classOf(flags, mustBeKnown), standing, numbers[one + 3]!, flags);
    }
  }
}

/**
 * Puts an entry into its buckets, or with -1 for `by` takes it out of them again.
 * @param touched gets the buckets, numbered as in `Sums`
 */
export function put(buckets: Buckets, line: OfferLine, by: 1 | -1, touched?: Set<number>): void {
  const { sums, unplaced } = buckets;
  sort(buckets, line, (bucket, lineClass, standing, sign) => {
    addEntry(sums, bucket, lineClass, line.placeCount, standing, sign * by);
    touched?.add(standing.at * sums.perArea + bucket);
  });
  if (!isUnplaced(line)) return;
  if (by === 1) unplaced.add(line.id);
  else unplaced.delete(line.id);
}
