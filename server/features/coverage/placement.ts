import { type Alike, alike, step, steps } from './alike.ts';
import { type Ground, groundOf, type Limits, type Standing, standingsOf } from './antenna.ts';
import { flag } from './flags.ts';
import { type Frame, standardFor } from './frame.ts';
import type { OfferLine, Place } from './offerLines.ts';
import { membersOf, municipalities, type Territory } from './territories.ts';

const hindrances = [0, flag.outOfReach, flag.acrossBorder, flag.placeUnknown];
const hindranceOf = ({ flags }: Standing): number =>
  hindrances.findLastIndex((one) => one === 0 || (flags & one) !== 0);

/** Two antennas of an entry in one territory: the one that hinders less, else both, which reach what either reaches. */
function together(one: Standing, other: Standing): Standing {
  const [mine, theirs] = [hindranceOf(one), hindranceOf(other)];
  if (mine !== theirs) return mine < theirs ? one : other;
  const reached =
    one.reached === other.reached ? one.reached : [...new Set([...one.reached, ...other.reached])];
  return { at: one.at, flags: one.flags | other.flags, reached };
}

function combined(antennas: readonly (readonly Standing[])[]): readonly Standing[] {
  if (antennas.length === 1) return antennas[0]!;
  const byTerritory = new Map<number, Standing>();
  for (const standings of antennas)
    for (const one of standings) {
      const other = byTerritory.get(one.at);
      byTerritory.set(one.at, other ? together(other, one) : one);
    }
  return [...byTerritory.values()];
}

/** How far people travel for a type, from each municipality. */
function limitsFor({ travel }: Pick<Frame, 'travel'>, kilometres: number): Limits {
  const limits = new Float64Array(municipalities.length).fill(kilometres);
  for (const obstacle of travel.obstacles)
    for (const one of membersOf(obstacle.area)) limits[one] = Math.min(limits[one]!, obstacle.kilometres);
  return limits;
}

/** What decides where an antenna stands. */
function keyOf({ catchment, crossesProvinces }: OfferLine, { area, kind }: Place): string {
  if (catchment !== null) return `${area}${kind}<${catchment.join()}`;
  return `${area}${kind}${crossesProvinces === true ? '!' : ''}`;
}

/** Entries with the same antennas and catchment stand alike. */
function whereOf<Value>(
  start: Alike<Value>,
  { places, catchment, crossesProvinces }: OfferLine,
): Alike<Value> {
  let at = start;
  for (const { area, kind } of places) {
    at = step(at, area);
    if (kind !== 'building') at = step(at, kind);
  }
  if (catchment === null) return crossesProvinces === true ? step(at, '!') : at;
  return steps(step(at, '<'), catchment);
}

type Antenna = (line: OfferLine, place: Place) => readonly Standing[];

/** Each antenna is worked out once. */
function antennas(ground: Ground, limits: Limits): Antenna {
  const known = new Map<string, readonly Standing[]>();
  return (line, place) => {
    const key = keyOf(line, place);
    const standings = known.get(key) ?? standingsOf(line, place, ground, limits);
    known.set(key, standings);
    return standings;
  };
}

/** Where an entry stands: one for each territory it works for. */
export type Placed = (line: OfferLine) => readonly Standing[];

/** What goes for all that stand as an entry does, by the number of the distance. */
type Known = (readonly Standing[])[];

function knownOf(): (line: OfferLine) => Known {
  const start = alike<Known>();
  let last: OfferLine | undefined;
  let known: Known = [];
  return (line) => {
    // An entry is asked about for each of its types in turn.
    if (line === last) return known;
    last = line;
    const where = whereOf(start, line);
    where.value ??= [];
    known = where.value;
    return known;
  };
}

export type Placer = (type: string | undefined) => Placed;

/**
 * Where entries stand, by the type whose distance is asked about: types with the same distance share one. It may serve
 * for all that is asked of the same territories by the same standard for travel.
 */
export function placer(territories: readonly Territory[], frame: Pick<Frame, 'travel'>): Placer {
  const ground = groundOf(territories);
  const knownFor = knownOf();
  const byDistance = new Map<number, Placed>();
  return (type) => {
    const kilometres = standardFor(frame.travel.kilometres, type);
    const already = byDistance.get(kilometres);
    if (already) return already;
    const antenna = antennas(ground, limitsFor(frame, kilometres));
    const number = byDistance.size;
    const placed: Placed = (line) => {
      const known = knownFor(line);
      known[number] ??= combined(line.places.map((place) => antenna(line, place)));
      return known[number];
    };
    byDistance.set(kilometres, placed);
    return placed;
  };
}
