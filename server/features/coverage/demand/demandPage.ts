import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { arrondissementsOfPlatform } from '../../../geography/platformAreas.ts';
import { functionsEver, registersVisibleTo } from '../register/queries.ts';
import { monthOf, monthsFrom } from './demand.ts';
import type { Disclosure } from './disclosure.ts';
import type { DemandInput } from './forms.ts';
import { type DemandAnswer, type DemandAsked, demandIn } from './queries.ts';
import { demandOrNull, demandWords } from './wording.ts';

const isEmpty = ({ counted, together, few }: DemandAnswer): boolean => counted + together === 0 && !few;

/** Kinds of help by arrondissement, with sums of what is shown; kinds nobody looked for in vain are left out. */
function tableOf(found: Disclosure, types: string[], areas: string[], asked: DemandAsked) {
  const cell = (ofTypes: string[], ofAreas: string[]): DemandAnswer =>
    demandIn(found, { ...asked, types: ofTypes, areas: ofAreas });
  return {
    rows: types
      .map((type) => ({ type, cells: areas.map((area) => cell([type], [area])), all: cell([type], areas) }))
      .filter(({ all }) => !isEmpty(all)),
    sums: areas.map((area) => cell(types, [area])),
    all: cell(types, areas),
    since: found.since,
  };
}

/** What was looked for in vain in the area of one platform, for coordinators and officials. */
export async function demandPage(visit: SignedInVisit<DemandInput>): Promise<Answer> {
  const { house, input, person, t, language, now } = visit;
  const [platforms, functions, found] = await Promise.all([
    registersVisibleTo(person),
    functionsEver(),
    demandOrNull(house),
  ]);
  const platform = platforms.find((one) => one._id === input.platform) ?? platforms[0];
  const areas = platform ? arrondissementsOfPlatform(platform) : [];
  const types = functions.map((one) => one._id);
  const asked: DemandAsked = {
    ages: input.age ? [input.age] : [],
    targets: input.target ? [input.target] : [],
    ...(input.period === 'year' ? { from: monthsFrom(monthOf(now), -12) } : {}),
  };
  const table = found && platform ? tableOf(found, types, areas, asked) : null;
  const nameOf = new Map(functions.map((one) => [one._id, inLanguage(one.names, language).text]));
  const every = { value: '', text: t('demand.every') };
  const choices = (prefix: string, values: readonly string[]) => [
    every,
    ...values.map((value) => ({ value, text: t(`${prefix}${value}`) })),
  ];
  return page('coverage/demand', {
    title: t('demand.title'),
    space: 'platform',
    asked: { ...input, platform: platform?._id ?? '' },
    isExample: house.demo,
    /** Then what is fewer than five may be of others alone. */
    isNarrowed: input.age !== '' || input.target !== '' || input.period !== 'all',
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    name: platform ? inLanguage(platform.names, language).text : '',
    areas: areas.map((one) => areaName(one, language)),
    table: table && {
      ...table,
      rows: table.rows.map((one) => ({ ...one, name: nameOf.get(one.type) ?? one.type })),
    },
    words: table && demandWords(visit, table.all),
    ages: choices('offer.age.', ageGroups),
    targets: choices('offer.target.', targetGroups),
    periods: (['all', 'year'] as const).map((value) => ({ value, text: t(`demand.period.${value}`) })),
  });
}
