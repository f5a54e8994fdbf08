import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { allAreas, areaName, whereabouts } from '../../../geography/geography.ts';
import { arrondissementsOfPlatform } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { lies } from '../register/aboutCell.ts';
import type { AskedOfRegister } from '../register/cells.ts';
import { membersOf } from '../territories.ts';
import { demandReading } from './policy.ts';
import { demandIn } from './queries.ts';
import { demandOrNull, demandWords } from './wording.ts';

const allArrondissements = [...allAreas()].filter(({ level }) => level === 'arrondissement');

/** The arrondissements a cell is about: what it lies in, or what lies in it. Searches are counted by these alone. */
const arrondissementsIn = ({ area, parts }: AskedOfRegister): string[] => {
  const asked = parts ?? [area];
  const around = new Set(asked.map((nis) => whereabouts(nis).arrondissement));
  return allArrondissements
    .filter(({ nis }) => around.has(nis) || asked.some((one) => lies(nis, one)))
    .map(({ nis }) => nis);
};

/** Whether a cell is about everybody in these arrondissements. */
function isWhole(arrondissements: readonly string[], { area, parts }: AskedOfRegister): boolean {
  const own = new Set((parts ?? [area]).flatMap(membersOf));
  return arrondissements.flatMap(membersOf).every((one) => own.has(one));
}

/**
 * How often the help of a cell was looked for and not found, as far as the page of searches shows it to this person:
 * null where it shows them nothing of these areas.
 * @param registers the platforms whose register this person reads
 */
export async function cellDemand(
  visit: Pick<SignedInVisit<unknown>, 'house' | 'person' | 't' | 'language'>,
  cell: AskedOfRegister,
  registers: readonly PlatformRecord[],
) {
  if (!demandReading.permits(visit.person)) return null;
  const inCell = arrondissementsIn(cell);
  const readable = new Map(
    registers.flatMap((platform) => arrondissementsOfPlatform(platform).map((nis) => [nis, platform._id])),
  );
  const areas = inCell.filter((nis) => readable.has(nis));
  if (areas.length === 0) return null;
  const { type, age, target, setting, problem } = cell;
  const { t, language, house } = visit;
  const found = await demandOrNull(house);
  const some = (code: string | undefined): string[] => (code === undefined ? [] : [code]);
  const answer =
    found && demandIn(found, { types: some(type), areas, ages: some(age), targets: some(target) });
  return {
    words: answer && demandWords(visit, answer),
    isNothing: answer !== null && answer.since === null,
    /** Where, when that is not the area of the cell itself. */
    where:
      areas.length === inCell.length && isWhole(areas, cell)
        ? null
        : t('coverage.demand.where', { names: areas.map((nis) => areaName(nis, language)).join(', ') }),
    /** How it is given and for which problem is not counted. */
    wider: setting || problem ? t('coverage.demand.wider') : null,
    href: paths.demand({
      platform: readable.get(areas[0]!)!,
      ...(age ? { age } : {}),
      ...(target ? { target } : {}),
    }),
    isExample: house.demo,
  };
}
