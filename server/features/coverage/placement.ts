import { type Ground, groundOf, type Limits, type Standing, standingsOf } from './antenna.ts';
import { flag } from './flags.ts';
import { type Frame, standardFor } from './frame.ts';
import type { OfferLine, Place } from './offerLines.ts';
import { membersOf, municipalities, type Territory } from './territories.ts';

const hindrances = [0, flag.outOfReach, flag.acrossBorder, flag.placeUnknown];
const hindranceOf = ({ flags }: Standing): number =>
  hindrances.findLastIndex((one) => one === 0 || (flags & one) !== 0);

/** Antennas together in one territory: those that hinder least count, and reach what any of them reaches. */
function together(found: readonly Standing[]): Standing {
  const least = Math.min(...found.map(hindranceOf));
  const best = found.filter((one) => hindranceOf(one) === least);
  if (best.length === 1) return best[0]!;
  const reached = [...new Set(best.flatMap((one) => one.reached))].sort((a, b) => a - b);
  return { at: best[0]!.at, flags: best.reduce((flags, one) => flags | one.flags, 0), reached };
}

function combined(antennas: readonly (readonly Standing[])[]): readonly Standing[] {
  if (antennas.length === 1) return antennas[0]!;
  const byTerritory = new Map<number, Standing[]>();
  for (const one of antennas.flat()) {
    const others = byTerritory.get(one.at);
    if (others) others.push(one);
    else byTerritory.set(one.at, [one]);
  }
  return [...byTerritory.values()].map((some) => (some.length === 1 ? some[0]! : together(some)));
}

/** How far people travel for a type, from each municipality. */
function limitsFor({ travel }: Frame, kilometres: number): Limits {
  const limits = new Float64Array(municipalities.length).fill(kilometres);
  for (const obstacle of travel.obstacles)
    for (const one of membersOf(obstacle.area)) limits[one] = Math.min(limits[one]!, obstacle.kilometres);
  return limits;
}

/** Where an entry stands: one for each territory it works for. */
export type Placed = (line: OfferLine) => readonly Standing[];

/** What decides where an antenna stands. Of most, that is its area alone. */
function keyOf({ catchment, crossesProvinces }: OfferLine, { area, kind }: Place): string {
  if (catchment !== null) return `${area}${kind}<${catchment.join()}`;
  const mayCross = crossesProvinces === true ? '!' : '';
  return kind === 'building' ? `${area}${mayCross}` : `${area}${kind}${mayCross}`;
}

/** What is worked out for entries that stand alike, by the number of the distance. */
type Alike = (readonly Standing[])[];

/** Entries with the same antennas and catchment stand alike. */
function alikes(): (line: OfferLine) => Alike {
  const known = new Map<string, Alike>();
  let last: OfferLine | undefined;
  let found: Alike = [];
  return (line) => {
    // An entry is asked about for each of its types in turn.
    if (line === last) return found;
    last = line;
    let key = keyOf(line, line.places[0]!);
    for (let at = 1; at < line.places.length; at++) key += `+${keyOf(line, line.places[at]!)}`;
    found = known.get(key) ?? [];
    if (found.length === 0) known.set(key, found);
    return found;
  };
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

/** Where entries stand, by the type whose distance is asked about: types with the same distance share one. */
export function placer(
  territories: readonly Territory[],
  frame: Frame,
): (type: string | undefined) => Placed {
  const ground = groundOf(territories);
  const alikeOf = alikes();
  const byDistance = new Map<number, Placed>();
  return (type) => {
    const kilometres = standardFor(frame.travel.kilometres, type);
    const already = byDistance.get(kilometres);
    if (already) return already;
    const antenna = antennas(ground, limitsFor(frame, kilometres));
    const number = byDistance.size;
    const placed: Placed = (line) => {
      const alike = alikeOf(line);
      const standings = alike[number] ?? combined(line.places.map((place) => antenna(line, place)));
      alike[number] = standings;
      return standings;
    };
    byDistance.set(kilometres, placed);
    return placed;
  };
}
