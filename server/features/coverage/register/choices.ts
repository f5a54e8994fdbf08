import { ageGroups } from '../../../../models/CareModule.ts';
import { type GapField, type GapValues, gapFields } from '../../../../models/gapFields.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { Visit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { allAreas, areaName } from '../../../geography/geography.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { allPlatforms, functionsEver, partnersOf } from './queries.ts';
import type { Wording } from './wording.ts';

export async function functionChoices({ language }: Pick<Visit, 'language'>): Promise<Choice[]> {
  const inUse = (await functionsEver()).filter((one) => !one.until);
  return inUse.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text }));
}

/** What each field can be given, for the fields that choose. */
export async function choicesFor(visit: Visit, values: GapValues, wording: Wording): Promise<Choices> {
  const { t, language, now } = visit;
  const [functions, platforms, partners] = await Promise.all([
    functionChoices(visit),
    allPlatforms(),
    partnersOf(values.platforms),
  ]);
  const own = platforms.filter((one) => values.platforms.includes(one._id));
  const platformChoices = platforms.map((one) => ({
    value: one._id,
    text: inLanguage(one.names, language).text,
  }));
  const organisations = partners
    .map((one) => ({ value: one._id, text: nameOn(one, now) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
  const none = { value: '', text: t('gaps.form.notKnown') };
  const ends = [none, ...functions, ...ageGroups.map((value) => ({ value, text: t(`offer.age.${value}`) }))];
  const provinces = [...allAreas()]
    .filter((one) => one.code)
    .map(({ nis }) => ({ value: nis, text: areaName(nis, language) }));
  const fixed = Object.entries(gapFields).flatMap(([name, { allowed, kind, isRequired }]) => {
    const field = name as GapField;
    const list = (allowed ?? []).map((value) => ({ value, text: listWord(wording, field, value) }));
    return allowed ? [[field, kind === 'choice' && !isRequired ? [none, ...list] : list] as const] : [];
  });
  return withPresent(values, wording, {
    ...Object.fromEntries(fixed),
    functions,
    from: ends,
    to: ends,
    areas: areaChoices(visit, own),
    flowFrom: [none, ...provinces],
    flowTo: [none, ...provinces],
    owner: [
      { value: '', text: t('gaps.noOwner') },
      ...own.map((one) => ({ value: one._id, text: wording.body(one._id) })),
      ...organisations,
    ],
    organisations,
    platforms: platformChoices,
  });
}

type Choices = Partial<Record<GapField, Choice[]>>;

/** What is said now is among the choices, also when it could not be chosen today: a partner that left. */
function withPresent(values: GapValues, wording: Wording, choices: Choices): Choices {
  const all = Object.entries(choices).map(([name, list]) => {
    const field = name as GapField;
    const present = [values[field]]
      .flat()
      .filter((one): one is string => typeof one === 'string' && one !== '');
    const missing = present.filter((value) => !list.some((one) => one.value === value));
    return [field, [...list, ...missing.map((value) => ({ value, text: listWord(wording, field, value) }))]];
  });
  return Object.fromEntries(all);
}

/** One value of a fixed list in words, whether its field holds one or several. */
const listWord = (wording: Wording, field: GapField, value: string): string =>
  wording.value(field, gapFields[field].kind === 'list' ? [value] : value);
