import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import type { WorkPointCommentRecord } from '../../../../models/WorkPointComment.ts';
import { workPointGroups } from '../../../../models/yearPlanFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import { inLanguage } from '../../../core/i18n.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { paths } from '../../../paths.ts';
import { fingerprint } from '../../coverage/register/shown.ts';
import { nextSteps } from './lifeCycle.ts';
import { commentsOf, pointsOf, reviewers, type SeenPlan } from './queries.ts';
import { markOfPlan, pointView, type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Which point it can be put before and after, within its group; null where it is the first or the last. */
function placesIn(group: readonly WorkPointRecord[], at: number) {
  return { before: group[at - 1]?._id ?? null, after: group[at + 1]?._id ?? null };
}

function articleOf(
  point: WorkPointRecord,
  comments: readonly WorkPointCommentRecord[],
  wording: Wording,
  { t }: Visit,
) {
  const own = comments.filter((one) => one.point === point._id);
  return {
    ...pointView(point, wording, t),
    comments: own.length,
    open: own.filter((one) => one.settled === null).length,
    carried: point.from !== null,
    move: paths.workPointPlace({ id: point._id }),
  };
}

/** The points by group, in the order of the plan; a plan without groups is one list. */
function groupsOf(
  points: readonly WorkPointRecord[],
  comments: readonly WorkPointCommentRecord[],
  wording: Wording,
  visit: Visit,
) {
  return [...workPointGroups, '']
    .map((group) => ({ group, own: points.filter((one) => one.values.group === group) }))
    .filter(({ own }) => own.length > 0)
    .map(({ group, own }) => ({
      id: group || 'none',
      name: group === '' ? '' : visit.t(`yearPlans.group.${group}`),
      points: own.map((one, at) => {
        const article = { ...articleOf(one, comments, wording, visit), ...placesIn(own, at) };
        return { ...article, rowMark: fingerprint(article) };
      }),
    }));
}

/** The steps that are open to this person now. */
async function stepsOpen({ plan, rights }: SeenPlan, { language }: Visit) {
  const taker = rights.write ? 'platform' : rights.review ? 'authority' : null;
  if (taker === null) return [];
  const authorities = (await reviewers()).map((one) => ({
    value: one._id,
    text: inLanguage(one.names, language).text,
    isChosen: plan.authorities.includes(one._id),
  }));
  return nextSteps(plan.state, taker).map((one) => ({
    state: one.to,
    isReopening: one.isReopening ?? false,
    authorities: one.to === 'submitted' ? authorities : [],
  }));
}

async function partsOf(visit: Visit, seen: SeenPlan) {
  const { plan, rights } = seen;
  const { platform, year } = plan;
  const [points, comments] = await Promise.all([pointsOf(plan), commentsOf(plan._id)]);
  const wording = await wordingFor(visit, points, {
    bodies: [platform, ...plan.authorities],
    traces: plan.steps,
    rights,
  });
  const address = { platform, year: String(year) };
  const counted = (state: string): number => points.filter(({ values }) => values.state === state).length;
  const head = {
    state: plan.state,
    mark: markOfPlan[plan.state],
    authorities: plan.authorities.map(wording.body).join(', '),
    source: plan.source,
    isFictional: plan.fictional === true,
    all: points.length,
    done: counted('done'),
    busy: counted('busy'),
    edit: rights.writesPoints,
  };
  const life = {
    steps: plan.steps.map((one) => ({ ...one, who: wording.who(one) })),
    next: await stepsOpen(seen, visit),
    seen: plan.steps.length,
  };
  return {
    ...{ platformName: wording.body(platform), year, rights, head, life },
    marks: { head: fingerprint(head), life: fingerprint(life) },
    groups: groupsOf(points, comments, wording, visit),
    refused: visit.refused,
    insz: hasInsz(visit),
    to: {
      steps: paths.yearPlanSteps(address),
      add: rights.writesPoints ? paths.newWorkPoint({ plan: plan._id }) : null,
      carryIn: rights.writesPoints ? paths.yearPlanCarried(address) : null,
      carryOn: rights.write ? paths.yearPlanCarried({ platform, year: String(year + 1) }) : null,
      questions: paths.inventoryQuestions(address),
      roadmap: paths.roadmap({ platform }),
    },
  };
}

/** A year plan as a document; it prints as one. */
export async function planPage(visit: Visit, seen: SeenPlan): Promise<Answer> {
  const parts = await partsOf(visit, seen);
  const { platform, year, _id: id } = seen.plan;
  return page('yearPlan/show', {
    title: visit.t('yearPlans.plan.title', { year, platform: parts.platformName }),
    space: 'platform',
    styles: ['/styles/yearPlan.css'],
    scripts: ['/build/gaps.js'],
    topics: `yearPlan:${id}`,
    entries: paths.yearPlanParts({ platform, year: String(year) }),
    ...parts,
  });
}

/** Its parts as they are now, for a page that is open. */
export const planFragment = async (visit: Visit, seen: SeenPlan): Promise<Answer> =>
  fragment('yearPlan/_planParts', await partsOf(visit, seen));
