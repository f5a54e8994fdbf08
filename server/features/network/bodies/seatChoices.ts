import type { SeatValues } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { offerOf } from '../../offer/upkeep/queries.ts';
import { peopleOf } from '../queries.ts';
import { fixedChoices, withPresent } from './formPage.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

/** People who can be named for an organisation, and its sites. */
export async function choicesOf(visit: Visit, values: SeatValues): Promise<Record<string, Choice[]>> {
  const { t, language } = visit;
  const { organisation } = values;
  const [people, { sites }] = await Promise.all([
    organisation === '' ? [] : peopleOf([organisation], language),
    offerOf(organisation === '' ? [] : [organisation]),
  ]);
  const wording = await wordingFor(visit, { sites: sites.map((one) => one._id), people: [values.person] });
  const words = (field: string, value: string): string => wording.value('seat', field, value);
  const asked = {
    ...fixedChoices('seat', words, t('bodies.form.notKnown')),
    person: [
      { value: '', text: t('bodies.seat.noAccount') },
      ...people.map((one) => ({ value: one.person, text: one.name })),
    ],
    site: [
      { value: '', text: t('bodies.seat.wholeOrganisation') },
      ...sites.map((one) => ({ value: one._id, text: wording.site(one._id) })),
    ],
  };
  return withPresent(asked, values as unknown as FieldValues, words);
}

/** The fields of a seat: of an organisation here, or of somebody of none. */
export function fieldsFor(
  values: SeatValues,
  choices: Record<string, Choice[]>,
): { shown: string[]; more: string[] } {
  const isOf = values.organisation !== '';
  const shown = isOf
    ? ['person', 'name', 'mandate', 'level']
    : ['name', 'organisationWords', 'actorType', 'mandate', 'level'];
  const site = isOf && choices.site!.length > 1 ? ['site'] : [];
  return { shown: [...shown, ...site, 'voice', 'profession'], more: ['email', 'from', 'until'] };
}

export const organisationWords = (visit: Visit, wording: Wording, { organisation }: SeatValues): string =>
  organisation === '' ? visit.t('bodies.seat.elsewhere') : wording.organisation(organisation);
