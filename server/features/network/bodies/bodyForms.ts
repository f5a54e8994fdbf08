import type { BodyRecord } from '../../../../models/Body.ts';
import { type BodyKindOf, bodyFields, bodyKinds } from '../../../../models/bodyFields.ts';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Forbidden } from '../../../core/errors.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { choicesFor, fieldsFor, type Subject } from './bodyChoices.ts';
import { type Form, formPage } from './formPage.ts';
import type { BeginInput } from './forms.ts';
import { belongsTo } from './policy.ts';
import { requireBody } from './queries.ts';
import { wordingFor } from './wording.ts';

type Visit<Input = unknown> = SignedInVisit<Input>;

const main = ['name', 'purpose', 'participation', 'theme', 'openness', 'rhythmUnit', 'rhythmNumber'];
type Begun = Pick<Form, 'title' | 'lead' | 'target' | 'back' | 'hidden' | 'fields' | 'crumbs'>;

async function bodyForm(visit: Visit, body: Subject, begun: Begun): Promise<Answer> {
  const owners = body.organisation ? [body.organisation] : body.values.platforms;
  const wording = await wordingFor(visit, { organisations: owners, parents: [body.values.parent] });
  const fields = fieldsFor(body);
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
  const asked = (visit.refused ? visit.refused.values : visit.input) as Partial<BeginInput>;
  const parent = asked.parent ?? '';
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
