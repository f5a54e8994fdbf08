import { whereabouts } from '../../geography/geography.ts';
import { flag } from './flags.ts';
import type { OfferLine, Place } from './offerLines.ts';
import { kilometresFrom, membersOf, municipalities, provinceOf, type Territory } from './territories.ts';

/** How an antenna, or several of an entry together, stands to a territory it works for. */
export interface Standing {
  /** Place of the territory in the list that was asked about. */
  readonly at: number;
  /** Of `flag`: acrossBorder, placeUnknown, outOfReach, catchmentUnknown. */
  readonly flags: number;
  /** Numbers of the municipalities from which it can be reached. */
  readonly reached: readonly number[];
}

/** Kilometres a person will travel, by number of the municipality where they live. */
export type Limits = Float64Array;

/** Where an entry works: what it says, else the arrondissement around each antenna. */
interface Works {
  readonly known: boolean;
  /** Numbers of municipalities, ascending, by the place of their territory. */
  readonly served: ReadonlyMap<number, readonly number[]>;
}

/** The territories that are asked about. */
export interface Ground {
  readonly territories: readonly Territory[];
  /** By number of municipality: places in that list of the territories it lies in. */
  readonly around: readonly (readonly number[])[];
  /** Kept by catchment, as many entries have the same. */
  readonly works: Map<string, Works>;
}

export function groundOf(territories: readonly Territory[]): Ground {
  const around = municipalities.map((): number[] => []);
  for (const [at, { members }] of territories.entries()) for (const one of members) around[one]!.push(at);
  return { territories, around, works: new Map() };
}

/** Nothing said is everywhere. */
function membersOfAll(areas: readonly string[]): readonly number[] {
  if (areas.length === 0) return [...municipalities.keys()];
  return [...new Set(areas.flatMap(membersOf))].sort((a, b) => a - b);
}

function worksIn({ around }: Ground, members: readonly number[], known: boolean): Works {
  const served = new Map<number, number[]>();
  for (const one of members)
    for (const at of around[one]!) {
      const already = served.get(at);
      if (already) already.push(one);
      else served.set(at, [one]);
    }
  return { known, served };
}

/** Where an antenna of unknown catchment works: its arrondissement, or the wider area it is known by. */
const presumedFor = (area: string): string => whereabouts(area).arrondissement ?? area;

function worksFor({ catchment }: OfferLine, { area }: Place, ground: Ground): Works {
  const presumed = area === null ? '' : presumedFor(area);
  const key = catchment === null ? presumed : `<${catchment.join()}`;
  const before = ground.works.get(key);
  if (before) return before;
  const members = catchment === null ? membersOf(presumed) : membersOfAll(catchment);
  const works = worksIn(ground, members, catchment !== null);
  ground.works.set(key, works);
  return works;
}

const arrondissementsIn = new Map<string, readonly string[]>();

/** NIS codes of the arrondissements that share a municipality with an area. */
function arrondissementsOf(nis: string): readonly string[] {
  const known = arrondissementsIn.get(nis);
  if (known) return known;
  const found = [...new Set(membersOf(nis).map((one) => whereabouts(municipalities[one]!).arrondissement!))];
  arrondissementsIn.set(nis, found);
  return found;
}

/**
 * The arrondissements (NIS codes) an entry may work in, each once; null when that may be any. It stands in no
 * territory that has no part of these.
 */
export function arrondissementsFor({ catchment, places, crossesProvinces }: OfferLine): string[] | null {
  if (catchment?.length === 0 || (catchment === null && crossesProvinces === true)) return null;
  const areas = catchment ?? places.flatMap(({ area }) => (area === null ? [] : presumedFor(area)));
  return [...new Set(areas.flatMap(arrondissementsOf))];
}

/** Nobody has to travel: the internet, or carers who come. */
const withoutTravel = ({ served }: Works, flags: number): Standing[] =>
  [...served].map(([at, reached]) => ({ at, flags, reached }));

const unlessKnown = ({ known }: Works): number => (known ? 0 : flag.catchmentUnknown);

/** With all of the territories in other provinces. */
function withOthers(
  served: Works['served'],
  territories: readonly Territory[],
  province: string,
): Works['served'] {
  const all = new Map(served);
  for (const [at, { members, provinces }] of territories.entries())
    if (!provinces.has(province)) all.set(at, members);
  return all;
}

function fromMunicipality(
  municipality: number,
  works: Works,
  mayCome: boolean,
  { territories }: Ground,
  limits: Limits,
): Standing[] {
  const province = provinceOf(municipality) ?? '';
  const served = mayCome ? withOthers(works.served, territories, province) : works.served;
  const kilometres = kilometresFrom(municipality);
  const standings: Standing[] = [];
  for (const [at, members] of served) {
    const near = members.filter((one) => kilometres[one]! <= limits[one]!);
    const reached = near.length === members.length ? members : near; // one list for all who reach everybody
    const away = !territories[at]!.provinces.has(province);
    // That it works for people of other provinces, not of which, is only worth a word where they could come from.
    if (mayCome && away && reached.length === 0) continue;
    const border = away ? flag.acrossBorder : 0;
    const reach = reached.length === 0 ? flag.outOfReach : 0;
    standings.push({ at, flags: unlessKnown(works) | border | reach, reached });
  }
  return standings;
}

/** A building of which only a wider area is known: inside the territory, or somewhere that may be in it. */
function fromWiderArea(area: string, works: Works, { territories }: Ground): Standing[] {
  const possible = membersOf(area);
  return [...works.served].map(([at, reached]) => {
    const { holds, provinces } = territories[at]!;
    const certain = works.known || possible.every((one) => holds[one]);
    const away = possible.every((one) => !provinces.has(provinceOf(one) ?? ''));
    const where = (certain ? 0 : flag.placeUnknown) | (away ? flag.acrossBorder : 0);
    return { at, flags: unlessKnown(works) | where, reached };
  });
}

/** How one antenna stands to each of the territories it works for. */
export function standingsOf(line: OfferLine, place: Place, ground: Ground, limits: Limits): Standing[] {
  const works = worksFor(line, place, ground);
  if (place.kind !== 'building') return withoutTravel(works, unlessKnown(works));
  // It works for these people, and nobody wrote down where.
  if (place.area === null) return works.known ? withoutTravel(works, flag.placeUnknown) : [];
  const inside = membersOf(place.area);
  if (inside.length === 0) return [];
  if (inside.length > 1) return fromWiderArea(place.area, works, ground);
  return fromMunicipality(inside[0]!, works, !works.known && line.crossesProvinces === true, ground, limits);
}
