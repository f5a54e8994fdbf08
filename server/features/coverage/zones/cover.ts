import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { ZoneRecord } from '../../../../models/Zone.ts';
import { membersOf, municipalities } from '../territories.ts';

/** How the zones of a platform lie in its territory. Everything is shown, and nothing of it is forbidden. */
export interface ZoneCover {
  /** Pairs of zones with the municipalities that lie in both, by NIS code. */
  overlaps: { zones: [string, string]; municipalities: string[] }[];
  /** Municipalities of the territory in no zone. */
  left: string[];
  /** Municipalities of each zone outside the territory, by the id of the zone. */
  outside: ReadonlyMap<string, string[]>;
}

const members = (areas: readonly string[]): Set<number> => new Set(areas.flatMap(membersOf));
const codes = (numbers: Iterable<number>): string[] => [...numbers].map((at) => municipalities[at]!);

export function coverOf(
  { territory, territoryWithout }: Pick<PlatformRecord, 'territory' | 'territoryWithout'>,
  zones: readonly Pick<ZoneRecord, '_id' | 'values'>[],
): ZoneCover {
  const without = members(territoryWithout);
  const own = new Set([...members(territory)].filter((one) => !without.has(one)));
  const inside = zones.map((one) => ({ id: one._id, all: members(one.values.parts) }));
  const overlaps = inside.flatMap((one, at) =>
    inside.slice(at + 1).flatMap((other) => {
      const both = [...one.all].filter((number) => other.all.has(number));
      return both.length > 0
        ? [{ zones: [one.id, other.id] as [string, string], municipalities: codes(both) }]
        : [];
    }),
  );
  return {
    overlaps,
    left: codes([...own].filter((number) => !inside.some(({ all }) => all.has(number)))),
    outside: new Map(inside.map(({ id, all }) => [id, codes([...all].filter((number) => !own.has(number)))])),
  };
}
