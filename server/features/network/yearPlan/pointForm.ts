import type { YearPlanRecord } from '../../../../models/YearPlan.ts';
import {
  progressFields,
  type WorkPointField,
  type WorkPointValues,
  workPointFields,
} from '../../../../models/yearPlanFields.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts';
import type { FieldConflict } from '../../../core/fieldCommands.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { conflictsPage } from '../../../fields/review.ts';
import { emptyValues } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { personNames } from '../queries.ts';
import { beginningOf } from './beginnings.ts';
import { choicesFor } from './choices.ts';
import type { BeginInput } from './forms.ts';
import { wordsOfText } from './pointPage.ts';
import { planId, plansVisibleTo, requirePoint, type SeenPoint } from './queries.ts';
import { wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

const hinted: readonly WorkPointField[] = [
  'group',
  'timing',
  'ownerWords',
  'indicators',
  'gaps',
  'objectives',
];

export const blank = (): WorkPointValues => ({
  ...(emptyValues(workPointFields) as unknown as WorkPointValues),
  state: 'planned',
});

/** The fields a form asks: what a plan says, and how far it is in a form of its own. */
const shown = (Object.keys(workPointFields) as WorkPointField[]).filter(
  (field) => !progressFields.includes(field) && field !== 'links',
);

async function formFields(
  visit: Visit,
  platform: string,
  values: WorkPointValues,
  versions: Partial<Record<WorkPointField, { version: number }>>,
) {
  const wording = await wordingFor(visit, [{ platform, values }]);
  const choices = await choicesFor(visit, platform, values, wording);
  return shown.map((name) =>
    fieldInput(visit, {
      ...{ name, rule: workPointFields[name], value: values[name], version: versions[name]?.version ?? 0 },
      label: visit.t(`yearPlans.fields.${name}`),
      hint: hinted.includes(name) ? visit.t(`yearPlans.hints.${name}`) : null,
      choices: choices[name] ?? [],
    }),
  );
}

/** The drafts a point can be put in: those that are there, and the plans of this year and the next that are still to be begun. */
async function planChoices(visit: Visit, platforms: readonly string[]) {
  const { person, t, now } = visit;
  const plans = await plansVisibleTo(person);
  const thisYear = Number(brusselsDay(now).slice(0, 4));
  const drafts = plans.filter((one) => platforms.includes(one.platform) && one.state === 'draft');
  const begun = new Set(plans.map((one) => one._id));
  const fresh = platforms.flatMap((platform) =>
    [thisYear, thisYear + 1]
      .filter((year) => !begun.has(planId(platform, year)))
      .map((year) => ({ platform, year })),
  );
  const names = await wordingFor(visit, [], { bodies: platforms });
  const title = ({ platform, year }: Pick<YearPlanRecord, 'platform' | 'year'>): string =>
    t('yearPlans.plan.title', { year, platform: names.body(platform) });
  return [
    ...drafts.map((one) => ({ value: one._id, text: title(one) })),
    ...fresh.map((one) => ({
      value: planId(one.platform, one.year),
      text: t('yearPlans.form.toBegin', { plan: title(one) }),
    })),
  ];
}

/** A new work point: empty, or made of a gap or a step of the roadmap. @throws NotFound for who coordinates nothing */
export async function newPointPage(visit: Visit): Promise<Answer> {
  const { t, person, refused } = visit;
  const asked = (refused?.values ?? visit.input) as Partial<BeginInput>;
  const own = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  const beginning = await beginningOf(visit, asked);
  const platforms = own.filter((one) => beginning === null || beginning.platforms.includes(one));
  const plans = await planChoices(visit, platforms);
  const chosen = plans.find((one) => one.value === asked.plan) ?? plans[0];
  if (platforms.length === 0) throw new NotFound();
  const platform = platforms.find((one) => chosen?.value.startsWith(`${one}-2`)) ?? platforms[0]!;
  const values = { ...blank(), ...beginning?.values(platform) };
  return page('yearPlan/pointForm', {
    ...{ title: t('yearPlans.form.newTitle'), space: 'platform', refused, insz: hasInsz(visit) },
    styles: ['/styles/offer.css', '/styles/yearPlan.css'],
    lead: t(beginning ? `yearPlans.form.lead.${beginning.kind}` : 'yearPlans.form.lead.new'),
    of: beginning,
    plans,
    plan: chosen?.value ?? '',
    target: paths.workPoints(),
    back: beginning?.back ?? paths.yearPlans(),
    hidden: [
      { name: 'gap', value: asked.gap ?? '' },
      { name: 'roadmap', value: asked.roadmap ?? '' },
      { name: 'recommendation', value: asked.recommendation ?? '' },
    ].filter((one) => one.value !== ''),
    step: beginning?.step ?? null,
    stepTicked: refused ? refused.values.inAction === 'on' : false,
    crumb: { href: paths.yearPlans(), text: t('yearPlans.title') },
    fields: await formFields(visit, platform, values, {}),
  });
}

/** What a work point says, to change. @throws NotFound, Forbidden; Conflict once its plan was put before a government */
export async function pointFieldsPage(visit: Visit): Promise<Answer> {
  const { point, plan, rights } = await requirePoint(visit.person, visit.params.id);
  if (!rights.write) throw new Forbidden();
  if (!rights.writesPoints) throw new Conflict('yearPlans.errors.submitted');
  const id = { id: point._id };
  const title = visit.t('yearPlans.form.title', { number: point.number });
  return page('yearPlan/pointForm', {
    ...{ title, space: 'platform', refused: visit.refused, insz: hasInsz(visit) },
    styles: ['/styles/offer.css', '/styles/yearPlan.css'],
    ...{ lead: visit.t('yearPlans.form.lead.change'), of: null, plans: [], plan: '', hidden: [], step: null },
    target: paths.workPointFields(id),
    back: paths.workPoint(id),
    crumb: { href: paths.workPoint(id), text: visit.t('yearPlans.point.numbered', { number: point.number }) },
    fields: await formFields(visit, plan.platform, point.values, point.fields),
  });
}

/** Both values of every field of a point that changed meanwhile. */
export async function pointReviewPage(
  visit: SignedInVisit<Record<string, unknown>>,
  { point, rights }: SeenPoint,
  conflicts: FieldConflict<string>[],
  target: string,
): Promise<Answer> {
  const said = conflicts.flatMap((one) => [one.current, one.yours].flatMap((text) => text.split(' ')));
  const wording = await wordingFor(visit, [point], { bodies: said, rights });
  return conflictsPage(visit, conflicts, {
    title: `${point.number} ${wording.said(point.values.title).text}`,
    target,
    back: paths.workPoint({ id: point._id }),
    label: (field) => visit.t(`yearPlans.fields.${field}`),
    words: (field, text) => wordsOfText(wording, field, text),
    names: personNames,
  });
}
