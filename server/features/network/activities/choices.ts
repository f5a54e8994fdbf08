import { ActivityModel, type ActivityRecord } from '../../../../models/Activity.ts';
import { activityTypes } from '../../../../models/activityFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { nameOn } from '../../../../models/Organisation.ts';
import { inLanguage, languages } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { partnersOf } from '../../coverage/register/queries.ts';
import { platformsKeptBy } from './queries.ts';
import { bodyChoices } from './references.ts';
import { wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Earlier activities of a platform that another can follow from, the newest first. */
async function earlierOf(platform: string): Promise<Choice[]> {
  const found = await ActivityModel.find({ 'values.platform': platform, state: 'confirmed' })
    .sort({ 'values.year': -1, 'values.day': -1 })
    .limit(200)
    .lean<ActivityRecord[]>();
  return found.map((one) => ({
    value: one._id,
    text: [one.values.title, one.values.day || one.values.year].filter(Boolean).join(' · '),
  }));
}

/** What each field of the form can be given, for the fields that choose; what is said now is among them. */
export async function fieldChoices(
  visit: Visit,
  values: FieldValues,
  platform: string,
): Promise<Record<string, Choice[]>> {
  const { t, language, now, person, house } = visit;
  const kept = await platformsKeptBy(person);
  const [bodies, partners, earlier] = await Promise.all([
    bodyChoices(house, person, platform),
    partnersOf([platform]),
    earlierOf(platform),
  ]);
  const byName = (all: Choice[]): Choice[] => all.sort((a, b) => a.text.localeCompare(b.text, language));
  const none = (text: string, list: Choice[]): Choice[] => [{ value: '', text: t(text) }, ...list];
  const lists: Record<string, Choice[]> = {
    type: none(
      'activities.form.chooseType',
      activityTypes.map((value) => ({ value, text: t(`activities.types.${value}`) })),
    ),
    platform: kept.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
    language: none(
      'gaps.form.notKnown',
      languages.map((value) => ({ value, text: t(`general.languages.${value}`) })),
    ),
    body: none(
      'activities.form.noBody',
      byName(bodies.map((one) => ({ value: one.id, text: inLanguage(one.name, language).text }))),
    ),
    service: none(
      'activities.form.noService',
      byName(partners.map((one) => ({ value: one._id, text: nameOn(one, now) }))),
    ),
    follows: none('activities.form.followsNothing', earlier),
    areas: areaChoices(
      visit,
      kept.filter((one) => one._id === platform),
    ),
  };
  const said = Object.entries(lists).filter(([field]) => field !== 'type');
  const wording = await wordingFor(visit, [{ values: values as never, attendance: [] }]);
  for (const [field, list] of said) {
    const present = [values[field] ?? []]
      .flat()
      .filter((one): one is string => typeof one === 'string' && one !== '');
    for (const value of present)
      if (!list.some((one) => one.value === value))
        list.push({ value, text: wording.value(field as never, value) });
  }
  return lists;
}
