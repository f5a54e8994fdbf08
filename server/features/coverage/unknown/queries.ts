import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { House } from '../../../core/house.ts';
import { arrondissementsOfPlatform } from '../../../geography/platformAreas.ts';
import type { Frame } from '../frame.ts';
import { wholeOf, withinPlatform } from '../pages/areas.ts';
import type { AskedArea, FirstAnswer } from '../service/asked.ts';

/** The areas whose cells are looked at; a territory that holds no whole arrondissement is looked at as one. */
export function areasToAsk(platform: PlatformRecord): AskedArea[] {
  const codes = arrondissementsOfPlatform(platform);
  return codes.length > 0 ? codes.map((code) => ({ code })) : [wholeOf(withinPlatform(platform))];
}

/** What to ask first for a platform: each kind of help, for everybody, for each age and for each group. */
export const firstFor = (
  { coverage }: Pick<House, 'coverage'>,
  platform: PlatformRecord,
  asked: { types: readonly string[]; frame: Frame; day: string; most: number },
): Promise<FirstAnswer> =>
  coverage.first({ ...asked, areas: areasToAsk(platform), ages: ageGroups, targets: targetGroups });
