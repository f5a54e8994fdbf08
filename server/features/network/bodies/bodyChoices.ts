import type { BodyRecord } from '../../../../models/Body.ts';
import { bodyFields } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { allPlatforms } from '../../coverage/register/queries.ts';
import { circuitMeanings } from '../../coverage/wordsAndTasks/shown.ts';
import { zonesFor } from '../../coverage/zones/queries.ts';
import { fixedChoices, withPresent } from './formPage.ts';
import { bodiesSeenBy } from './queries.ts';
import type { Wording } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;
/** A body as far as its form asks of it; without an id as long as it is new. */
export type Subject = Pick<BodyRecord, '_id' | 'organisation' | 'values'>;

const ofPlatforms: readonly string[] = ['zones', 'openness', 'circuitMeaning', 'networkMeaning', 'platforms'];

/** The fields that mean something for a kind of body. */
export function fieldsFor({ values: { kind }, organisation }: Subject): string[] {
  return Object.keys(bodyFields).filter((field) => {
    if (field === 'kind') return false;
    if (organisation !== null && ofPlatforms.includes(field)) return false;
    if (field === 'participation') return kind === 'external';
    if (field === 'openness') return kind !== 'external';
    return kind === 'network' || !field.endsWith('Meaning');
  });
}

/** Bodies this one can be part of: of its platforms or its organisation. */
async function parentChoices({ person, now, t }: Visit, body: Subject, wording: Wording): Promise<Choice[]> {
  const all = (await bodiesSeenBy(person, now)).filter(
    ({ body: one }) =>
      one._id !== body._id &&
      one.organisation === body.organisation &&
      (body.organisation !== null || one.values.platforms.some((id) => body.values.platforms.includes(id))),
  );
  const list = all.map(({ body: one }) => ({ value: one._id, text: wording.said(one.values.name).text }));
  return [{ value: '', text: t('bodies.form.noParent') }, ...list];
}

async function meaningChoices(visit: Visit, { values }: Subject, word: string): Promise<Choice[]> {
  if (values.kind !== 'network') return [];
  const all = (await circuitMeanings(visit, values.platforms)).filter((one) => one.word === word);
  const shortened = (text: string): string => (text.length > 70 ? `${text.slice(0, 70)}…` : text);
  const list = all.map(({ id, who, words }) => ({
    value: id,
    text: words.text ? visit.t('bodies.form.meaningOf', { who, words: shortened(words.text) }) : who,
  }));
  return [{ value: '', text: visit.t('bodies.form.notKnown') }, ...list];
}

export async function choicesFor(
  visit: Visit,
  body: Subject,
  wording: Wording,
): Promise<Record<string, Choice[]>> {
  const { t, language } = visit;
  const platforms = await allPlatforms();
  const own = platforms.filter(
    (one) => body.organisation !== null || body.values.platforms.includes(one._id),
  );
  const zones = (await Promise.all(own.map((one) => zonesFor(one._id)))).flat();
  const words = (field: string, value: string): string => wording.value('body', field, value);
  const fixed = fixedChoices('body', words, t('bodies.form.notKnown'));
  const asked = {
    ...fixed,
    openness: fixed.openness!.filter((one) => one.value !== 'inside'),
    areas: areaChoices(visit, own),
    zones: zones.map((one) => ({ value: one.code, text: inLanguage(one.names, language).text })),
    parent: await parentChoices(visit, body, wording),
    circuitMeaning: await meaningChoices(visit, body, 'care_circuit'),
    networkMeaning: await meaningChoices(visit, body, 'care_network'),
    platforms: platforms.map((one) => ({ value: one._id, text: inLanguage(one.names, language).text })),
  };
  return withPresent(asked, body.values as unknown as FieldValues, words);
}
