import { addLine, emptyTally, type Tally } from './decision.ts';
import { classOf } from './flags.ts';
import { standardFor } from './frame.ts';
import type { Look } from './matrix.ts';
import type { OfferLine } from './offerLines.ts';
import { placer, type Standing } from './placement.ts';
import { bucketsOfKinds, combinator } from './spread.ts';
import { freshFrom, limitsFor, standardType, stateOf, waitOf } from './weighing.ts';

/** One entry in one bucket. */
interface Member {
  id: string;
  lineClass: number;
  places: number | null;
  standing: Standing;
}

type Put = (bucket: number, member: Member) => void;

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
  readonly members: (Member[] | undefined)[];
  /** Kept until an entry comes or goes. */
  readonly tallies: (Tally | undefined)[];
  /** The buckets each entry stands in. */
  readonly of: Map<string, Set<number>>;
  readonly unplaced: Set<string>;
  /** Calls `put` for each bucket an entry belongs in, with what it is there. */
  readonly sort: (line: OfferLine, put: Put) => void;
}

/** Places of entries by how far people travel: types with the same distance share one. */
function places({ areas, frame }: Look): (line: OfferLine, type: string | undefined) => readonly Standing[] {
  const byDistance = new Map<number, ReturnType<typeof placer>>();
  return (line, type) => {
    const kilometres = standardFor(frame.travel.kilometres, type);
    let place = byDistance.get(kilometres);
    if (!place) {
      place = placer(areas, limitsFor(frame, type));
      byDistance.set(kilometres, place);
    }
    return place(line);
  };
}

function sorter(look: Look, perArea: number): Buckets['sort'] {
  const { frame, day } = look;
  const fresh = freshFrom(day, frame.months);
  const combine = combinator(look.axes, look.filters);
  const place = places(look);
  return (line, put) => {
    const combinations = combine(line);
    if (combinations.length === 0) return;
    const state = stateOf(line, day, fresh);
    for (const { bucket, flags, type: asked } of combinations) {
      const type = standardType(line, asked);
      const own = flags | state | waitOf(line, standardFor(frame.waiting.weeks, type), fresh);
      for (const standing of place(line, type)) {
        const lineClass = classOf(own | standing.flags, frame.waiting.mustBeKnown);
        const member = { id: line.id, lineClass, places: line.placeCount, standing };
        put(standing.at * perArea + bucket, member);
      }
    }
  };
}

const isUnplaced = ({ catchment, places }: OfferLine): boolean =>
  catchment === null && places.every(({ area }) => area === null);

/** Puts an entry that is in no bucket into its own. */
export function putIn(buckets: Buckets, line: OfferLine): ReadonlySet<number> {
  const into = new Set<number>();
  buckets.sort(line, (bucket, member) => {
    const members = buckets.members[bucket];
    if (members) members.push(member);
    else buckets.members[bucket] = [member];
    buckets.tallies[bucket] = undefined;
    into.add(bucket);
  });
  if (into.size > 0) buckets.of.set(line.id, into);
  if (isUnplaced(line)) buckets.unplaced.add(line.id);
  return into;
}

/** Takes an entry out of all buckets and answers which they were. */
export function takeOut(buckets: Buckets, id: string): Set<number> {
  const from = buckets.of.get(id) ?? new Set<number>();
  for (const bucket of from) {
    buckets.members[bucket] = buckets.members[bucket]?.filter((member) => member.id !== id);
    buckets.tallies[bucket] = undefined;
  }
  buckets.of.delete(id);
  buckets.unplaced.delete(id);
  return new Set(from);
}

/** What a bucket adds up to; null when nothing was ever in it. */
export function tallyOf(buckets: Buckets, bucket: number): Tally | null {
  const members = buckets.members[bucket];
  if (!members) return null;
  const known = buckets.tallies[bucket];
  if (known) return known;
  const tally = emptyTally();
  for (const { lineClass, places, standing } of members) addLine(tally, lineClass, places, standing);
  buckets.tallies[bucket] = tally;
  return tally;
}

/** All entries of a look in their buckets. */
export function fill(lines: Iterable<OfferLine>, look: Look): Buckets {
  const perArea = look.axes.reduce((size, { values }) => size * (values.length + 1), 1);
  const ofKind = bucketsOfKinds(look.axes);
  const kindsIn = Array.from({ length: perArea }, (): number[] => []);
  for (const [kind, buckets] of ofKind.entries()) for (const one of buckets) kindsIn[one]!.push(kind);
  const size = perArea * look.areas.length;
  const buckets: Buckets = {
    perArea,
    ofKind,
    kindsIn,
    members: new Array(size).fill(undefined),
    tallies: new Array(size).fill(undefined),
    of: new Map(),
    unplaced: new Set(),
    sort: sorter(look, perArea),
  };
  for (const line of lines) putIn(buckets, line);
  return buckets;
}
