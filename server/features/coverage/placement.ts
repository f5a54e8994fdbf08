import { whereabouts } from '../../geography/geography.ts';
import { flag } from './flags.ts';
import type { OfferLine, Place } from './offerLines.ts';
import {
  inhabitantsOf,
  kilometresFrom,
  membersOf,
  municipalities,
  provinceOf,
  type Territory,
} from './territories.ts';

/** How an entry stands to a territory it works for. */
export interface Standing {
  /** Place of the territory in the list that was asked about. */
  readonly at: number;
  /** Of `flag`: acrossBorder, placeUnknown, outOfReach, catchmentUnknown. */
  readonly flags: number;
  /** Numbers of the municipalities from which it can be reached. */
  readonly reached: readonly number[];
  /** Part of the territory's inhabitants who live there, 0 to 1. */
  readonly share: number;
}

/** Kilometres a person will travel, by number of the municipality where they live. */
export type Limits = Float64Array;

/** Where an entry works: what it says, else the arrondissement around each antenna. */
interface Works {
  /** By number of municipality. */
  readonly holds: Uint8Array;
  readonly known: boolean;
}

function marked(members: Iterable<number>): Uint8Array {
  const holds = new Uint8Array(municipalities.length);
  for (const one of members) holds[one] = 1;
  return holds;
}

/** An unknown catchment is presumed to be the arrondissement of an antenna, or the wider area it is known by. */
function worksFor(line: OfferLine, { area }: Place): Works {
  if (line.catchment !== null) {
    const everywhere = line.catchment.length === 0;
    const members = everywhere ? municipalities.keys() : line.catchment.flatMap(membersOf);
    return { holds: marked(members), known: true };
  }
  const around = area === null ? null : (whereabouts(area).arrondissement ?? area);
  return { holds: marked(around === null ? [] : membersOf(around)), known: false };
}

type Found = Pick<Standing, 'flags' | 'reached'>;

/** Nobody has to travel: the internet, or carers who come. */
function withoutTravel(works: Works, territory: Territory): Found | null {
  const reached = territory.members.filter((one) => works.holds[one]);
  return reached.length > 0 ? { flags: works.known ? 0 : flag.catchmentUnknown, reached } : null;
}

function fromMunicipality(
  municipality: number,
  line: OfferLine,
  works: Works,
  territory: Territory,
  limits: Limits,
): Found | null {
  const away = !territory.provinces.has(provinceOf(municipality) ?? '');
  const mayCome = away && !works.known && line.crossesProvinces === true;
  const served = mayCome ? territory.members : territory.members.filter((one) => works.holds[one]);
  if (served.length === 0) return null;
  const kilometres = kilometresFrom(municipality);
  const reached = served.filter((one) => kilometres[one]! <= limits[one]!);
  // That it works for people of other provinces, not of which, is only worth a word where they could come from.
  if (mayCome && reached.length === 0) return null;
  return {
    flags:
      (away ? flag.acrossBorder : 0) |
      (works.known ? 0 : flag.catchmentUnknown) |
      (reached.length === 0 ? flag.outOfReach : 0),
    reached,
  };
}

/** A building of which only a wider area is known: inside the territory, or somewhere that may be in it. */
function fromWiderArea(area: string, works: Works, territory: Territory): Found | null {
  const served = territory.members.filter((one) => works.holds[one]);
  if (served.length === 0) return null;
  const possible = membersOf(area);
  const insideAll = possible.every((one) => territory.holds[one]);
  const away = possible.every((one) => !territory.provinces.has(provinceOf(one) ?? ''));
  const certain = insideAll || works.known;
  return {
    flags:
      (certain ? 0 : flag.placeUnknown) |
      (away ? flag.acrossBorder : 0) |
      (works.known ? 0 : flag.catchmentUnknown),
    reached: served,
  };
}

function from(
  place: Place,
  line: OfferLine,
  works: Works,
  territory: Territory,
  limits: Limits,
): Found | null {
  if (place.kind !== 'building') return withoutTravel(works, territory);
  // It works for these people, and nobody wrote down where.
  if (place.area === null) {
    const served = works.known ? withoutTravel(works, territory) : null;
    return served && { ...served, flags: flag.placeUnknown };
  }
  const [only, ...others] = membersOf(place.area);
  if (only === undefined) return null;
  if (others.length === 0) return fromMunicipality(only, line, works, territory, limits);
  return fromWiderArea(place.area, works, territory);
}

const hindrances = [0, flag.outOfReach, flag.acrossBorder, flag.placeUnknown];
const hindranceOf = ({ flags }: Found): number =>
  hindrances.findLastIndex((one) => one === 0 || (flags & one) !== 0);

/** Antennas together: those that hinder least count, and reach what any of them reaches. */
function together(found: Found[]): Found {
  const least = Math.min(...found.map(hindranceOf));
  const best = found.filter((one) => hindranceOf(one) === least);
  if (best.length === 1) return best[0]!;
  const reached = [...new Set(best.flatMap((one) => one.reached))].sort((a, b) => a - b);
  return { flags: best.reduce((flags, one) => flags | one.flags, 0), reached };
}

function standingsOf(line: OfferLine, territories: readonly Territory[], limits: Limits): Standing[] {
  const works = line.places.map((place) => worksFor(line, place));
  return territories.flatMap((territory, at) => {
    const found = line.places
      .map((place, number) => from(place, line, works[number]!, territory, limits))
      .filter((one) => one !== null);
    if (found.length === 0) return [];
    const { flags, reached } = together(found);
    return [{ at, flags, reached, share: inhabitantsOf(reached) / territory.population }];
  });
}

/** Where entries stand, in each of these territories. Entries with the same places and catchment are worked out once. */
export function placer(
  territories: readonly Territory[],
  limits: Limits,
): (line: OfferLine) => readonly Standing[] {
  const known = new Map<string, Standing[]>();
  return (line) => {
    let key = `${line.crossesProvinces}${line.catchment === null ? '' : `<${line.catchment.join()}`}`;
    for (const { area, kind } of line.places) key += `;${area}${kind}`;
    let standings = known.get(key);
    if (!standings) {
      standings = standingsOf(line, territories, limits);
      known.set(key, standings);
    }
    return standings;
  };
}
