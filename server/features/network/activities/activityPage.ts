import { createHash } from 'node:crypto';
import type { ActivityRecord } from '../../../../models/Activity.ts';
import type { ActivityField } from '../../../../models/activityFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { itemReading } from '../items/policy.ts';
import { agendasAbout } from '../items/shown.ts';
import { personNames } from '../queries.ts';
import { commonFields, hasField, ownFields } from './activityTypes.ts';
import { evaluationOf, hasFew } from './evaluation/queries.ts';
import { titlesRead } from './names.ts';
import { type ActivityRights, maySendSummary } from './policy.ts';
import { identityAsked } from './privacy.ts';
import { adoptedIn, changesOfActivity, type SeenActivity } from './queries.ts';
import { laterThan, recommendationsShown } from './recommended.ts';
import { rhythms } from './recurring.ts';
import { sendingsShown } from './summary/sendings.ts';
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

/** With whom it was: all that whoever was sent the summary is told beside it. */
const besideSummary: readonly ActivityField[] = ['service', 'serviceWords'];

function factsOf({ values }: ActivityRecord, rights: ActivityRights, wording: Wording) {
  const fields = [...ownFields[values.type], ...commonFields].filter((field) => !apart.includes(field));
  return fields
    .filter((field) => rights.seesNames || field !== 'led')
    .filter((field) => !rights.summaryOnly || besideSummary.includes(field))
    .map((field) => ({ field, words: wording.value(field, values[field]) }))
    .filter((one) => one.words !== '');
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
  const adopted = rights.summaryOnly ? [] : await adoptedIn(visit.person, id);
  const titles = await titlesRead(
    visit,
    adopted.map((one) => one.activity),
  );
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
    facts: factsOf(activity, rights, wording),
    link: rights.summaryOnly ? '' : values.link,
    texts: texts
      .filter((field) => hasField(values.type, field) && values[field] !== '')
      .filter((field) => !rights.summaryOnly || field === 'summary')
      .map((field) => ({ field, lines: String(values[field]).split('\n') })),
    attendance: rights.summaryOnly ? [] : attendance.map((row) => ({ ...row, words: wording.who(row) })),
  };
  const recommendations = rights.summaryOnly ? [] : await recommendationsShown(visit, seen);
  const sendings = rights.write ? await sendingsShown(visit, activity) : null;
  const agendas = await agendasAbout(visit.house, visit.person, `activity:${id}`, visit.language);
  const history = await historyOf(visit, seen, wording);
  const taken = adopted.map((one) => ({
    text: one.text,
    href: paths.activity({ id: one.activity }),
    from: titles.get(one.activity) ?? '',
  }));
  return {
    ...{ id, shown, recommendations, history, rights, refused, sendings, agendas, adopted: taken },
    later: rights.write ? await laterThan(activity) : [],
    marks: {
      ...{ shown: mark(shown), recommendations: mark(recommendations), history: mark(history) },
      ...{ sendings: mark(sendings), agendas: mark(agendas), adopted: mark(taken) },
    },
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
      agenda: itemReading.permits(visit.person) && !rights.summaryOnly ? paths.activityAgenda(address) : null,
      sending: maySendSummary(rights, activity) ? paths.activitySending(address) : null,
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
    back: seen.rights.summaryOnly ? paths.activities() : paths.activities({ platform: values.platform }),
    ...(await partsOf(visit, seen)),
  });
}

/** Its parts as they are now, for a page that is open. */
export const activityParts = async (visit: Visit, seen: SeenActivity): Promise<Answer> =>
  fragment('activities/_parts', await partsOf(visit, seen));
