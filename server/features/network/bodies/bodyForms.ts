import type { BodyRecord } from '../../../../models/Body.ts';
import { type BodyKindOf, bodyFields, bodyKinds } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden } from '../../../core/errors.ts';
import { inLanguage } from '../../../core/i18n.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import type { Choice } from '../../../fields/inputs.ts';
import { emptyValues } from '../../../fields/values.ts';
import { areaChoices } from '../../../geography/platformAreas.ts';
import { paths } from '../../../paths.ts';
import { allPlatforms } from '../../coverage/register/queries.ts';
import { circuitMeanings } from '../../coverage/wordsAndTasks/shown.ts';
import { zonesFor } from '../../coverage/zones/queries.ts';
import { type Form, fixedChoices, formPage, withPresent } from './formPage.ts';
import type { BeginInput } from './forms.ts';
import { belongsTo } from './policy.ts';
import { bodiesSeenBy, requireBody } from './queries.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;
type Subject = Pick<BodyRecord, '_id' | 'organisation' | 'values'>;

const main = ['name', 'purpose', 'participation', 'theme', 'openness', 'rhythmUnit', 'rhythmNumber'];
const ofPlatforms: readonly string[] = ['zones', 'openness', 'circuitMeaning', 'networkMeaning', 'platforms'];

/** The fields that mean something for a kind of body. */
function fieldsFor({ values: { kind }, organisation }: Subject): string[] {
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

async function choicesFor(visit: Visit, body: Subject, wording: Wording): Promise<Record<string, Choice[]>> {
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

type Begun = Pick<Form, 'title' | 'lead' | 'target' | 'back' | 'hidden' | 'fields' | 'crumbs'>;

async function bodyForm(visit: Visit, body: Subject, begun: Begun): Promise<Answer> {
  const wording = await wordingFor(visit, {
    bodies: [body as BodyRecord],
    organisations: body.organisation ? [body.organisation] : body.values.platforms,
  });
  const fields = fieldsFor(body);
  const owners = body.organisation ? [body.organisation] : body.values.platforms;
  return formPage(visit, {
    ...begun,
    kind: 'body',
    values: body.values as unknown as FieldValues,
    shown: fields.filter((one) => main.includes(one)),
    more: fields.filter((one) => !main.includes(one)),
    fixed: [
      { label: visit.t('bodies.fields.body.kind'), text: wording.value('body', 'kind', body.values.kind) },
      {
        label: visit.t(body.organisation ? 'bodies.inside' : 'bodies.keptBy'),
        text: owners.map(wording.organisation).join(', '),
      },
    ],
    choices: await choicesFor(visit, body, wording),
  });
}

/** Whose a new body is: the organisation it is inside of, or the platform that keeps it; null for another's. */
function ownerOf({
  person,
  refused,
  input,
}: Visit): { organisation: string | null; platform: string } | null {
  const asked = (refused ? refused.values : input) as Partial<Record<keyof BeginInput, string>>;
  const platforms = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  const organisation = asked.organisation ?? '';
  if (organisation !== '') return belongsTo(person, organisation) ? { organisation, platform: '' } : null;
  const platform = platforms.includes(asked.platform ?? '') ? asked.platform! : platforms[0];
  return platform === undefined ? null : { organisation: null, platform };
}

/** First which kind, and whose: the form then asks what means something for it. */
async function kindsPage(visit: Visit): Promise<Answer> {
  const { person, t } = visit;
  const platforms = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  const organisations = person.affiliations
    .filter((one) => one.kind === 'organisation' && belongsTo(person, one.bodyId))
    .map((one) => one.bodyId);
  const wording = await wordingFor(visit, { organisations: [...platforms, ...organisations] });
  const parent = (visit.input as Partial<BeginInput>).parent ?? '';
  const link = (query: Record<string, string>): string =>
    paths.newBody(parent ? { ...query, parent } : query);
  const groups = [
    ...platforms.map((platform) => ({
      title: wording.organisation(platform),
      isInside: false,
      kinds: bodyKinds.map((kind) => ({ kind, href: link({ kind, platform }) })),
    })),
    ...[...new Set(organisations)].map((organisation) => ({
      title: wording.organisation(organisation),
      isInside: true,
      kinds: (['working_group', 'steering_group'] as const).map((kind) => ({
        kind,
        href: link({ kind, organisation }),
      })),
    })),
  ];
  return page('bodies/kinds', {
    title: t('bodies.new.title'),
    space: 'network',
    refused: visit.refused,
    groups,
  });
}

/** A new body: the choice of its kind, or its form. */
export async function newBodyPage(visit: Visit): Promise<Answer> {
  const { t, refused, language } = visit;
  const asked = (refused ? refused.values : visit.input) as Partial<Record<keyof BeginInput, string>>;
  const kind = bodyKinds.find((one) => one === asked.kind);
  const owner = ownerOf(visit);
  if (!kind || !owner) return kindsPage(visit);
  const { organisation, platform } = owner;
  const begun = {
    ...{ kind, platforms: organisation ? [] : [platform], parent: asked.parent ?? '' },
    ...{ openness: organisation ? 'inside' : 'members', language },
  };
  const values = { ...emptyValues(bodyFields), ...begun } as unknown as BodyRecord['values'];
  const hidden = {
    kind,
    ...(organisation ? { organisation, openness: 'inside' } : { platform }),
    ...(kind === 'external' ? { openness: 'members' } : {}),
  };
  return bodyForm(
    visit,
    { _id: '', organisation, values },
    {
      title: t(`bodies.new.of.${kind satisfies BodyKindOf}`),
      lead: t(organisation ? 'bodies.new.leadInside' : 'bodies.new.lead'),
      ...{ hidden, fields: {}, crumbs: [] },
      target: paths.bodies(),
      back: paths.bodies(),
    },
  );
}

/** Everything a body says of itself, to change. @throws NotFound, Forbidden */
export async function bodyFieldsPage(visit: Visit): Promise<Answer> {
  const { params, t } = visit;
  const { body, rights } = await requireBody(visit.person, params.id ?? '', visit.now);
  if (!rights.keep) throw new Forbidden();
  const wording = await wordingFor(visit, {});
  const back = paths.body({ id: body._id });
  return bodyForm(visit, body, {
    ...{ title: t('bodies.form.title'), lead: t('bodies.form.lead'), hidden: {}, back },
    fields: body.fields,
    target: paths.bodyFields({ id: body._id }),
    crumbs: [{ href: back, ...wording.said(body.values.name) }],
  });
}
