import { createHash } from 'node:crypto';
import type { ActivityRecord } from '../../../../models/Activity.ts';
import type { ActivityField } from '../../../../models/activityFields.ts';
import type { RecommendationRecord } from '../../../../models/Recommendation.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { gapsOfRecommendations } from '../../coverage/register/queries.ts';
import { personNames } from '../queries.ts';
import { commonFields, hasField, ownFields } from './activityTypes.ts';
import { evaluationOf, hasFew } from './evaluation/queries.ts';
import { titlesOf } from './names.ts';
import { identityAsked } from './privacy.ts';
import {
  activitiesOf,
  adoptedIn,
  changesOfActivity,
  recommendationsOf,
  type SeenActivity,
} from './queries.ts';
import { rhythms } from './recurring.ts';
import { type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Shown at the head of the page, or under a heading of their own. */
const apart: readonly ActivityField[] = [
  'type',
  'title',
  'day',
  'until',
  'year',
  'platform',
  'summary',
  'synthesis',
  'outcome',
  'link',
  'times',
];
const texts: readonly ActivityField[] = ['summary', 'synthesis', 'outcome'];

/** What has not changed is left alone on pages that are open. */
const mark = (shown: unknown): string =>
  createHash('sha1').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);

function factsOf({ values }: ActivityRecord, seesNames: boolean, wording: Wording) {
  const fields = [...ownFields[values.type], ...commonFields].filter((field) => !apart.includes(field));
  return fields
    .filter((field) => seesNames || field !== 'led')
    .map((field) => ({ field, words: wording.value(field, values[field]) }))
    .filter((one) => one.words !== '');
}

async function recommendationsShown(visit: Visit, { activity, rights }: SeenActivity) {
  const all = (await recommendationsOf(activity._id)).filter((one) => rights.write || !one.withdrawn);
  const gaps = await gapsOfRecommendations(
    visit.person,
    all.map((one) => one._id),
  );
  const titles = await titlesOf(all.map((one) => one.adopted?.activity ?? ''));
  const { platform } = activity.values;
  return all.map((one: RecommendationRecord) => {
    const address = { id: activity._id, item: one._id };
    const adopted = one.adopted && {
      href: paths.activity({ id: one.adopted.activity }),
      text: titles.get(one.adopted.activity) ?? '',
    };
    const open = rights.write && !one.withdrawn;
    return {
      id: one._id,
      text: one.text,
      isWithdrawn: one.withdrawn !== null,
      adopted,
      gaps: gaps
        .filter((gap) => gap.recommendation === one._id)
        .map((gap) => ({
          href: paths.gap({ id: gap.id }),
          text: inLanguage(gap.title, visit.language).text,
        })),
      toGap: open ? paths.newGap({ platform, recommendation: one._id }) : null,
      adopt: open && !one.adopted ? paths.recommendationAdoption(address) : null,
      withdraw: open ? paths.recommendationWithdrawal(address) : null,
    };
  });
}

/** Later ones that can have adopted what this one recommends. */
async function laterThan({ values, _id }: ActivityRecord) {
  const all = await activitiesOf(values.platform);
  return all
    .filter(
      (one) => one.state === 'confirmed' && one._id !== _id && (one.values.year ?? 0) >= (values.year ?? 0),
    )
    .map((one) => ({ value: one._id, text: `${one.values.title} · ${one.values.day || one.values.year}` }));
}

async function historyOf(visit: Visit, { activity, rights }: SeenActivity, wording: Wording) {
  const changes = await changesOfActivity(activity._id);
  const ids = [activity.added, ...changes].flatMap(({ by }) => by ?? []);
  const names = rights.seesNames ? await personNames([...new Set(ids)]) : new Map<string, string>();
  const who = ({ by, body }: { by: string | null; body: string }) => ({
    person: (by && names.get(by)) || null,
    body: wording.body(body),
  });
  return {
    added: activity.added.by === null ? null : { at: activity.added.at, who: who(activity.added) },
    changes: changes.map((one) => ({
      ...{ at: one.at, way: one.way, why: one.why, who: who(one) },
      fields: one.changes.map(({ field, from, to }) => ({
        label: visit.t(`activities.fields.${field}`),
        from: wording.ofText(field, from),
        to: wording.ofText(field, to),
      })),
    })),
  };
}

async function partsOf(visit: Visit, seen: SeenActivity) {
  const { activity, rights } = seen;
  const { t, refused } = visit;
  const { _id: id, values, attendance, state } = activity;
  const changes = await changesOfActivity(id);
  const named = changes.flatMap((one) => [
    one.body,
    ...one.changes.flatMap(({ from, to }) => `${from} ${to}`.split(/[ |\n]/)),
  ]);
  const wording = await wordingFor(visit, [activity], [activity.added.body, ...named]);
  const adopted = await adoptedIn(id);
  const titles = await titlesOf(adopted.map((one) => one.activity));
  const evaluation = rights.write ? await evaluationOf(id) : null;
  const address = { id };
  const shown = {
    ...{
      title: values.title,
      type: values.type,
      state,
      why: activity.why,
      isFictional: activity.fictional === true,
    },
    typeWords: t(`activities.types.${values.type}`),
    when: wording.when(values),
    partOf: wording.partOf(values),
    platform: wording.body(values.platform),
    times: values.times,
    facts: factsOf(activity, rights.seesNames, wording),
    link: values.link,
    texts: texts
      .filter((field) => hasField(values.type, field) && values[field] !== '')
      .map((field) => ({ field, lines: String(values[field]).split('\n') })),
    attendance: attendance.map((row) => ({ ...row, words: wording.who(row) })),
  };
  const recommendations = await recommendationsShown(visit, seen);
  const history = await historyOf(visit, seen, wording);
  return {
    ...{ id, shown, recommendations, history, rights, refused },
    adopted: adopted.map((one) => ({
      text: one.text,
      href: paths.activity({ id: one.activity }),
      from: titles.get(one.activity) ?? '',
    })),
    later: rights.write ? await laterThan(activity) : [],
    marks: { shown: mark(shown), recommendations: mark(recommendations), history: mark(history) },
    rhythms: rhythms.map((value) => ({ value, text: t(`activities.rhythms.${value}`) })),
    evaluation: evaluation && { count: hasFew(evaluation) ? null : evaluation.answers.length },
    insz: hasInsz(visit),
    identity: identityAsked(visit),
    to: {
      fields: paths.activityFields(address),
      confirmation: paths.activityConfirmation(address),
      end: paths.activityEnd(address),
      takeUp: paths.activityReturn(address),
      repeats: paths.activityRepeats(address),
      recommendations: paths.recommendations(address),
      evaluation: paths.activityEvaluation(address),
    },
  };
}

/** One activity: what happened, who came by kind of actor, what it recommends, and what became of that. */
export async function activityPage(visit: Visit, seen: SeenActivity): Promise<Answer> {
  const { _id: id, values } = seen.activity;
  return page('activities/show', {
    title: values.title,
    space: 'network',
    styles: ['/styles/offer.css', '/styles/activities.css'],
    scripts: ['/build/gaps.js'],
    topics: `activity:${id}`,
    entries: paths.activityParts({ id }),
    back: paths.activities({ platform: values.platform }),
    ...(await partsOf(visit, seen)),
  });
}

/** Its parts as they are now, for a page that is open. */
export const activityParts = async (visit: Visit, seen: SeenActivity): Promise<Answer> =>
  fragment('activities/_parts', await partsOf(visit, seen));
