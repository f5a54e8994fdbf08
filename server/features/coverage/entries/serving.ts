import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../../models/CareUnit.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { membersOf } from '../territories.ts';

type Works = Pick<CareUnitRecord, 'catchment'> | Pick<CareModuleRecord, 'catchment'>;

/**
 * Ids of the platforms among these whose territory an entry serves: where people may come from, and as long as nobody
 * said that, where it is.
 * @param by the module, then its unit: the first that names areas counts
 * @param places NIS codes of where it is
 */
export function servedBy(
  platforms: readonly PlatformRecord[],
  by: readonly Works[],
  places: readonly string[],
): string[] {
  const said = by.map(({ catchment }) => catchment?.areas ?? null).find((areas) => areas !== null);
  if (said?.length === 0) return platforms.map((one) => one._id);
  const members = (said ?? places).flatMap(membersOf);
  return platforms
    .filter(({ territory, territoryWithout }) => {
      const without = new Set(territoryWithout.flatMap(membersOf));
      const own = new Set(territory.flatMap(membersOf));
      return members.some((one) => own.has(one) && !without.has(one));
    })
    .map((one) => one._id);
}
