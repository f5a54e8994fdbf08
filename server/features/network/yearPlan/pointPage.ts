import type { WorkPointCommentRecord } from '../../../../models/WorkPointComment.ts';
import type { YearPlanChangeRecord } from '../../../../models/YearPlanChange.ts';
import {
  progressFields,
  type WorkPointField,
  workPointFields,
  workPointStates,
} from '../../../../models/yearPlanFields.ts';
import { type Answer, fragment, page } from '../../../core/answers.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { fieldInput } from '../../../fields/inputs.ts';
import { hasInsz } from '../../../fields/insz.ts';
import { valueOfText } from '../../../fields/values.ts';
import { paths } from '../../../paths.ts';
import { fingerprint } from '../../coverage/register/shown.ts';
import { itemReading } from '../items/policy.ts';
import { agendasAbout } from '../items/shown.ts';
import { originsOf } from './origins.ts';
import { progressFor } from './policy.ts';
import { changesOf, commentsOf, lineOf, type SeenPoint } from './queries.ts';
import { markOfPlan, pointView, type Wording, wordingFor } from './wording.ts';

type Visit = SignedInVisit<unknown>;

/** Ids of bodies that a history names. */
const bodiesIn = (changes: readonly YearPlanChangeRecord[]): string[] =>
  changes.flatMap((one) =>
    one.changes
      .filter(({ field }) => field === 'owner' || field === 'partners')
      .flatMap(({ from, to }) => [...from.split(' '), ...to.split(' ')]),
  );

export const wordsOfText = (wording: Wording, field: string, text: string): string =>
  wording.value(field as WorkPointField, valueOfText(workPointFields[field as WorkPointField], text));

const changesShown = (changes: readonly YearPlanChangeRecord[], wording: Wording) =>
  changes.map((one) => ({
    at: one.at,
    who: wording.who(one),
    fields: one.changes.map(({ field, from, to }) => ({
      label: `yearPlans.fields.${field}`,
      from: wordsOfText(wording, field, from),
      to: wordsOfText(wording, field, to),
    })),
  }));

function commentsShown(comments: readonly WorkPointCommentRecord[], seen: SeenPoint, wording: Wording) {
  const { rights, point } = seen;
  return comments.map((one) => {
    const isOwn = rights.review && rights.body === one.body;
    const address = { id: point._id, comment: one._id };
    return {
      id: one._id,
      ...{ words: one.words, language: one.language, at: one.at, who: wording.who(one) },
      answers: one.answers.map((answer) => ({ ...answer, who: wording.who(answer) })),
      settled: one.settled && { at: one.settled.at, who: wording.who(one.settled) },
      answer: one.settled === null && (rights.answer || isOwn) ? paths.commentAnswers(address) : null,
      settle: isOwn ? paths.commentSettlement(address) : null,
    };
  });
}

/** Which of the forms of the page was refused: the end of its address. */
const partOf = ({ refused, request }: Visit): string | null =>
  refused ? request.path.split('/').slice(4).join('/') : null;

/** State and result, for who says how far it is. */
function progressForm(visit: Visit, { point, plan, rights }: SeenPoint, wording: Wording) {
  const refused = partOf(visit) === 'progress' ? visit.refused : null;
  if (plan.state === 'closed' || progressFor(rights, point.values.owner) === null) return null;
  const states = workPointStates.map((value) => ({ value, text: wording.value('state', value) }));
  return {
    target: paths.workPointProgress({ id: point._id }),
    fields: progressFields.map((name) =>
      fieldInput(
        { ...visit, refused },
        {
          ...{ name, rule: workPointFields[name], value: point.values[name] },
          version: point.fields[name]?.version ?? 0,
          label: visit.t(`yearPlans.fields.${name}`),
          hint: name === 'result' ? visit.t('yearPlans.hints.result') : null,
          choices: name === 'state' ? states : [],
        },
      ),
    ),
  };
}

async function partsOf(visit: Visit, seen: SeenPoint) {
  const { point, plan, rights } = seen;
  const { house, person, language } = visit;
  const [line, all, changes, origins, agendas] = await Promise.all([
    lineOf(person, point.line),
    commentsOf(plan._id),
    changesOf(point._id),
    originsOf(visit, point),
    agendasAbout(house, person, `workPoint:${point._id}`, language),
  ]);
  const comments = all.filter((one) => one.point === point._id);
  const said = comments.flatMap((one) => [one, ...one.answers, ...(one.settled ? [one.settled] : [])]);
  const traces = [point.added, ...changes, ...said];
  const wording = await wordingFor(visit, [point, ...line], { bodies: bodiesIn(changes), traces, rights });
  const head = { ...pointView(point, wording, visit.t), edit: rights.writesPoints };
  const years = line.map((one) => ({ ...pointView(one, wording, visit.t), isHere: one._id === point._id }));
  const discussion = { all: commentsShown(comments, seen, wording), mayComment: rights.review };
  const history = changesShown(changes, wording);
  const id = point._id;
  return {
    ...{
      head,
      origins,
      agendas,
      years,
      discussion,
      history,
      rights,
      refused: visit.refused,
      insz: hasInsz(visit),
    },
    group: point.values.group === '' ? '' : visit.t(`yearPlans.group.${point.values.group}`),
    added: { at: point.added.at, isPerson: point.added.by !== null, who: wording.who(point.added) },
    marks: {
      head: fingerprint(head),
      origins: fingerprint({ origins, agendas }),
      years: fingerprint(years),
      discussion: fingerprint(discussion),
      history: fingerprint(history),
      progress: fingerprint(point.fields),
    },
    source: plan.source,
    planState: { state: plan.state, mark: markOfPlan[plan.state] },
    progress: progressForm(visit, seen, wording),
    part: partOf(visit),
    crumb: {
      href: paths.yearPlan({ platform: plan.platform, year: String(plan.year) }),
      text: visit.t('yearPlans.plan.title', { year: plan.year, platform: wording.body(plan.platform) }),
    },
    to: {
      fields: paths.workPointFields({ id }),
      comments: paths.workPointComments({ id }),
      agenda: itemReading.permits(person) ? paths.workPointAgenda({ id }) : null,
    },
  };
}

/** One work point: what is meant, how far it is, what is said of it and how it went through the years. */
export async function pointPage(visit: Visit, seen: SeenPoint): Promise<Answer> {
  const parts = await partsOf(visit, seen);
  const { _id: id } = seen.point;
  return page('yearPlan/point', {
    title: `${parts.head.number} ${parts.head.title.text}`,
    space: 'platform',
    styles: ['/styles/offer.css', '/styles/yearPlan.css'],
    scripts: ['/build/gaps.js'],
    topics: `workPoint:${id}`,
    entries: paths.workPointParts({ id }),
    ...parts,
  });
}

export const pointFragment = async (visit: Visit, seen: SeenPoint): Promise<Answer> =>
  fragment('yearPlan/_pointParts', await partsOf(visit, seen));
