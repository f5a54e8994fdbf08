import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import type { ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { obstacles } from '../../../../models/UnmetDemand.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { functionsEver } from '../../coverage/register/queries.ts';
import { personNames } from '../../network/queries.ts';
import { frameOf } from '../pages.ts';
import type { CaseAccess } from '../policy.ts';
import { failedSearchesOf } from './queries.ts';

export const typesInUse = async (): Promise<ModuleTypeRecord[]> =>
  (await functionsEver()).filter((one) => !one.until && !one.linkOnly);

const words = (t: SignedInVisit['t'], prefix: string, values: readonly string[]) =>
  values.map((value) => ({ value, text: t(`${prefix}${value}`) }));

/** What was looked for in vain, with the form to say so: where and for whom stand as they were said last. */
export async function searchesPage(visit: SignedInVisit<unknown>, access: CaseAccess): Promise<Answer> {
  const { house, t, language } = visit;
  const [frame, searches, types] = await Promise.all([
    frameOf(visit, access),
    failedSearchesOf(house, access),
    functionsEver(),
  ]);
  const people = searches.flatMap((one) => [one.saidBy, one.takenBackBy ?? []].flat());
  const names = await personNames([...new Set(people)]);
  const nameOf = (id: string | null): string => (id && names.get(id)) || t('plans.someoneLeft');
  const typeName = new Map(types.map((one) => [one._id, inLanguage(one.names, language).text]));
  const last = searches.find((one) => !one.takenBackAt)?.said;
  return page('cases/searches', {
    ...frame,
    title: t('cases.search.title', { pseudonym: frame.pseudonym }),
    narrow: true,
    searches: searches.map(({ id, said, saidAt, saidBy, takenBackAt, takenBackBy }) => ({
      id,
      type: typeName.get(said.type) ?? said.type,
      area: areaName(said.area, language),
      people: [t(`offer.age.${said.age}`), ...(said.target ? [t(`offer.target.${said.target}`)] : [])],
      obstacle: t(`demand.obstacle.${said.obstacle}`),
      saidAt,
      saidBy: nameOf(saidBy),
      takenBackAt,
      takenBackBy: takenBackAt ? nameOf(takenBackBy) : '',
    })),
    typed: visit.refused?.values ?? {
      place: last ? areaName(last.area, language) : '',
      age: last?.age ?? '',
      target: last?.target ?? '',
    },
    types: (await typesInUse()).map((one) => ({ value: one._id, text: typeName.get(one._id) ?? '' })),
    ages: words(t, 'offer.age.', ageGroups),
    targets: words(t, 'offer.target.', targetGroups),
    obstacles: words(t, 'demand.obstacle.', obstacles),
  });
}
