import { functionFields } from '../../../../models/bodyFields.ts';
import type { CoordinatingFunctionRecord } from '../../../../models/CoordinatingFunction.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import type { Answer } from '../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../core/errors.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { emptyValues } from '../../../fields/values.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { peopleOf } from '../queries.ts';
import { type Form, fixedChoices, formPage, withPresent } from './formPage.ts';
import { coordinates } from './policy.ts';
import { functionsOf, platformReadBy } from './surroundings.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** The platform of the address, for its coordinators. @throws NotFound, Forbidden */
async function ownPlatform({ person, params }: Visit): Promise<PlatformRecord> {
  const { platform } = await platformReadBy(person, params.platform ?? '');
  if (!coordinates(person, [platform._id])) throw new Forbidden();
  return platform;
}

async function choicesFor(
  visit: Visit,
  platform: PlatformRecord,
  values: FieldValues,
  wording: Wording,
): Promise<Record<string, Choice[]>> {
  const { t, language } = visit;
  const words = (field: string, value: string): string => wording.value('function', field, value);
  const people = await peopleOf([platform._id], language);
  const asked = {
    ...fixedChoices('function', words, t('bodies.form.notKnown')),
    area: [{ value: '', text: t('bodies.function.noArea') }, ...areaChoices(visit, [platform])],
    person: [
      { value: '', text: t('bodies.seat.noAccount') },
      ...people.map((one) => ({ value: one.person, text: one.name })),
    ],
  };
  return withPresent(asked, values, words);
}

type Begun = Pick<Form, 'title' | 'target' | 'fields'>;

async function functionForm(
  visit: Visit,
  platform: PlatformRecord,
  values: FieldValues,
  begun: Begun,
): Promise<Answer> {
  const back = paths.platformBodies({ platform: platform._id });
  const wording = await wordingFor(visit, {
    organisations: [platform._id],
    people: [String(values.person)],
  });
  return formPage(visit, {
    ...begun,
    ...{ kind: 'function', values, hidden: {}, fixed: [], more: [], back },
    lead: visit.t('bodies.function.lead'),
    shown: Object.keys(functionFields),
    choices: await choicesFor(visit, platform, values, wording),
    crumbs: [{ href: back, text: wording.organisation(platform._id), language: null }],
  });
}

export async function newFunctionPage(visit: Visit): Promise<Answer> {
  const platform = await ownPlatform(visit);
  const values = { ...emptyValues(functionFields), share: 'whole' };
  return functionForm(visit, platform, values, {
    ...{ title: visit.t('bodies.function.new'), fields: {} },
    target: paths.functions({ platform: platform._id }),
  });
}

/** @throws NotFound, Forbidden */
export async function functionPage(visit: Visit): Promise<Answer> {
  const platform = await ownPlatform(visit);
  const found: CoordinatingFunctionRecord | undefined = (await functionsOf(platform._id)).find(
    (one) => one._id === visit.params.item,
  );
  if (!found) throw new NotFound();
  return functionForm(visit, platform, found.values as unknown as FieldValues, {
    ...{ title: visit.t('bodies.function.change'), fields: found.fields },
    target: paths.functionFields({ platform: platform._id, item: found._id }),
  });
}
