import { kilometresBetween } from '../../geography/distance.ts';
import { type AreaLevel, allAreas, areaOf, whereabouts } from '../../geography/geography.ts';
import { populationOf } from '../../geography/population.ts';

/** Municipalities by number, from 0, in the order of the reference data: sets of them are lists of numbers. */
export const municipalities: readonly string[] = [...allAreas()]
  .filter((area) => area.level === 'municipality')
  .map((area) => area.nis);

const inhabitants = municipalities.map((nis) => populationOf(nis) ?? 0);

/** An area to look at: one of Belgium's, or a zone put together from some, such as those of the Walloon decree. */
export interface Territory {
  /** NIS code, or the code of the zone. */
  readonly code: string;
  /** Null for a zone that is none of Belgium's areas. */
  readonly level: AreaLevel | null;
  /** Numbers of its municipalities. */
  readonly members: readonly number[];
  /** By number of municipality: 1 inside, 0 outside. */
  readonly holds: Uint8Array;
  /** By number of municipality inside: its place in `members`. */
  readonly placeAmong: Uint16Array;
  readonly population: number;
  /** NIS codes of the provinces (or Brussels) it lies in. */
  readonly provinces: ReadonlySet<string>;
  /** NIS codes of all areas around it, itself included; none for a zone that is none of them. */
  readonly around: readonly string[];
}

/** Inhabitants of some municipalities, by their numbers. */
export const inhabitantsOf = (members: readonly number[]): number =>
  members.reduce((sum, one) => sum + inhabitants[one]!, 0);

export const inhabitantsAt = (municipality: number): number => inhabitants[municipality]!;

export const provinceOf = (municipality: number): string | null =>
  whereabouts(municipalities[municipality]!).province;

const inside = new Map<string, number[]>();
for (const [at, nis] of municipalities.entries())
  for (const area of new Set(Object.values(whereabouts(nis)))) {
    if (area === null) continue;
    const members = inside.get(area);
    if (members) members.push(at);
    else inside.set(area, [at]);
  }

/** Numbers of the municipalities in an area, ascending, by its NIS code; none when it is no area of ours. */
export const membersOf = (nis: string): readonly number[] => inside.get(nis) ?? [];

/** Numbers of all municipalities in some areas (NIS codes), each once, ascending. */
export const membersOfAll = (areas: readonly string[]): number[] =>
  [...new Set(areas.flatMap(membersOf))].sort((a, b) => a - b);

/** The widest area of Belgium that is made of exactly these municipalities (numbers, ascending): its NIS code, or null. */
export function areaMadeOf(members: readonly number[]): string | null {
  const around = Object.values(whereabouts(municipalities[members[0] ?? -1] ?? ''));
  const isSame = (nis: string | null): nis is string => {
    const own = nis === null ? [] : membersOf(nis);
    return own.length > 0 && own.length === members.length && own.every((one, at) => one === members[at]);
  };
  return around.find(isSame) ?? null;
}

function placed(code: string, members: readonly number[]): Territory {
  const holds = new Uint8Array(municipalities.length);
  const placeAmong = new Uint16Array(municipalities.length);
  for (const [at, one] of members.entries()) {
    holds[one] = 1;
    placeAmong[one] = at;
  }
  const provinces = new Set(members.map(provinceOf).filter((one) => one !== null));
  const population = inhabitantsOf(members);
  return { code, level: null, members, holds, placeAmong, population, provinces, around: [] };
}

/**
 * A zone: several areas, by their NIS codes, under a code of its own. Where it is one of Belgium's areas, as the one zone
 * of Luxembourg is its province, what is expected at that level counts for it.
 */
export function zone(code: string, areas: readonly string[]): Territory {
  const members = membersOfAll(areas);
  const same = areaMadeOf(members);
  return same ? { ...territory(same), code } : placed(code, members);
}

const made = new Map<string, Territory>();

/** One of Belgium's areas. @throws RangeError when no area has this NIS code. */
export function territory(nis: string): Territory {
  const known = made.get(nis);
  if (known) return known;
  const area = areaOf(nis);
  if (!area) throw new RangeError(`no area has the NIS code ${nis}`);
  const around = Object.values(whereabouts(nis)).filter((one) => one !== null);
  const one = { ...placed(nis, membersOf(nis)), level: area.level, around: [...new Set(around)] };
  made.set(nis, one);
  return one;
}

/** All areas of a level; Brussels stands among the provinces. */
export function territoriesAt(level: AreaLevel): Territory[] {
  const wanted = [...allAreas()].filter(
    (area) =>
      area.level === level || (level === 'province' && area.code !== undefined && area.level === 'region'),
  );
  return wanted.map((area) => territory(area.nis));
}

const distances = new Map<number, Float32Array>();

/** Kilometres from one municipality to each, by number. */
export function kilometresFrom(municipality: number): Float32Array {
  const known = distances.get(municipality);
  if (known) return known;
  const nis = municipalities[municipality]!;
  const row = Float32Array.from(municipalities, (one) => kilometresBetween(nis, one) ?? Infinity);
  distances.set(municipality, row);
  return row;
}
