import type { ZoneRecord } from '../../../../models/Zone.ts';
import { type Answer, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName, areaOf } from '../../../geography/geography.ts';
import { paths } from '../../../paths.ts';
import { bodyNames } from '../../network/queries.ts';
import { allPlatforms } from '../register/queries.ts';
import { platformsWrittenBy, writesFor } from '../standards/policy.ts';
import { saidIn } from '../standards/wording.ts';
import { zone } from '../territories.ts';
import { coverOf } from './cover.ts';
import { zonesInUse } from './queries.ts';

/** Its report names three zones and prints no border of them. */
const unprinted = 'BE-WNA';

export const areaWords = (nis: string, { t, language }: Pick<SignedInVisit, 't' | 'language'>): string => {
  const level = areaOf(nis)?.level ?? 'municipality';
  const name = areaName(nis, language);
  return level === 'municipality' ? name : t(`standards.level.${level}`, { name });
};

const rowOf = (visit: SignedInVisit<unknown>, { _id, values, language }: ZoneRecord, outside: string[]) => {
  const { members, population } = zone(_id, values.parts);
  return {
    id: _id,
    name: saidIn(values.names, visit),
    parts: values.parts.map((nis) => areaWords(nis, visit)),
    municipalities: members.length,
    population,
    source: saidIn({ [language]: values.source }, visit),
    outside: outside.map((nis) => areaName(nis, visit.language)),
    change: paths.zone({ id: _id }),
    end: paths.zoneEnd({ id: _id }),
  };
};

/** The zones of each platform, with what lies in two of them, in none, or outside its territory. */
export async function listPage(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { person, house, language, t } = visit;
  const [zones, platforms] = await Promise.all([zonesInUse(), allPlatforms()]);
  const own = platformsWrittenBy(person);
  const shown = platforms.filter(
    ({ _id }) => own.includes(_id) || _id === unprinted || zones.some((one) => one.platform === _id),
  );
  shown.sort((a, b) => Number(own.includes(b._id)) - Number(own.includes(a._id)));
  const bodies = await bodyNames(
    house,
    shown.map((one) => one._id),
    language,
  );
  const names = (codes: string[]): string => codes.map((nis) => areaName(nis, language)).join(', ');
  return page('coverage/zones/list', {
    title: t('zones.title'),
    space: 'platform',
    writes: own.length > 0,
    platforms: shown.map((platform) => {
      const all = zones.filter((one) => one.platform === platform._id);
      const cover = coverOf(platform, all);
      const nameOf = (id: string): string =>
        saidIn(all.find((one) => one._id === id)!.values.names, visit).text;
      return {
        id: platform._id,
        name: bodies.get(platform._id) ?? platform._id,
        writes: writesFor(person, platform._id),
        isUnprinted: platform._id === unprinted && all.length === 0,
        zones: all.map((one) => rowOf(visit, one, cover.outside.get(one._id) ?? [])),
        overlaps: cover.overlaps.map((one) => ({
          zones: one.zones.map(nameOf).join(', '),
          count: one.municipalities.length,
          names: names(one.municipalities),
        })),
        left: all.length === 0 ? null : { count: cover.left.length, names: names(cover.left) },
        isExact: platform.territoryExact,
      };
    }),
  });
}
