import { nameOn } from '../../../../models/Organisation.ts';
import type { WorkPointValues } from '../../../../models/yearPlanFields.ts';
import { workPointFields } from '../../../../models/yearPlanFields.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { gapsOf, partnersOf } from '../../coverage/register/queries.ts';
import { isClosed } from '../../coverage/register/shown.ts';
import { bodiesVisibleTo } from '../bodies/queries.ts';
import { sayIn, type Wording } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** The organisations a platform admitted, by name. */
export async function partnerChoices({ now, language }: Visit, platform: string): Promise<Choice[]> {
  return (await partnersOf([platform]))
    .map((one) => ({ value: one._id, text: nameOn(one, now) }))
    .sort((a, b) => a.text.localeCompare(b.text, language));
}

/** What is said now is among the choices, also when it could not be chosen today: a partner that left. */
function withPresent(list: Choice[], present: readonly string[], name: (id: string) => string): Choice[] {
  const missing = present.filter((id) => id !== '' && !list.some((one) => one.value === id));
  return [...list, ...missing.map((value) => ({ value, text: name(value) || value }))];
}

/** What each field of a work point can be given, for the fields that choose. */
export async function choicesFor(
  visit: Visit,
  platform: string,
  values: WorkPointValues,
  wording: Wording,
): Promise<Record<string, Choice[]>> {
  const { t, language, house, person } = visit;
  const said = sayIn(language);
  const [partners, gaps, bodies] = await Promise.all([
    partnerChoices(visit, platform),
    gapsOf([platform]),
    bodiesVisibleTo(house, person),
  ]);
  const open = gaps
    .filter((one) => !isClosed(one.status) || values.gaps.includes(one._id))
    .map((one) => ({ value: one._id, text: said(one.values.title).text }));
  const tables = bodies
    .filter(
      (one) => one.platforms.includes(platform) && (one.endedOn === '' || values.bodies.includes(one.id)),
    )
    .map((one) => ({ value: one.id, text: said(one.name).text }));
  const byText = (list: Choice[]): Choice[] => list.sort((a, b) => a.text.localeCompare(b.text, language));
  const fixed = Object.entries(workPointFields).flatMap(([field, rule]) => {
    const list = (rule.allowed ?? []).map((value) => ({
      value,
      text: wording.value(field as keyof WorkPointValues, value),
    }));
    if (!rule.allowed) return [];
    return [[field, field === 'group' ? [{ value: '', text: t('yearPlans.group.none') }, ...list] : list]];
  });
  const owners = [
    { value: '', text: t('yearPlans.form.noOwner') },
    { value: platform, text: wording.body(platform) },
    ...partners,
  ];
  return {
    ...(Object.fromEntries(fixed) as Record<string, Choice[]>),
    owner: withPresent(owners, [values.owner], wording.body),
    partners: withPresent(partners, values.partners, wording.body),
    gaps: withPresent(byText(open), values.gaps, (id) => wording.gap(id)?.said.text ?? ''),
    bodies: withPresent(byText(tables), values.bodies, (id) => wording.table(id)?.said.text ?? ''),
  };
}
