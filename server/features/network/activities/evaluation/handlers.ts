import { createHash } from 'node:crypto';
import { toString as qrCode } from 'qrcode';
import { z } from 'zod';
import { evaluationQuestions, evaluationSectors, openQuestions } from '../../../../../models/Evaluation.ts';
import { type Answer, page, redirect } from '../../../../core/answers.ts';
import { Forbidden, NotFound } from '../../../../core/errors.ts';
import { brusselsDay, formats } from '../../../../core/i18n.ts';
import { leaveNotice } from '../../../../core/notices.ts';
import type { SignedInVisit, Visit } from '../../../../core/route.ts';
import { hasInsz } from '../../../../fields/insz.ts';
import { paths } from '../../../../paths.ts';
import { titlesOf } from '../names.ts';
import { identityAsked } from '../privacy.ts';
import { requireActivity } from '../queries.ts';
import { wordingFor } from '../wording.ts';
import { answerEvaluation, closeEvaluation, openEvaluation } from './actions.ts';
import type { AnswerInput, EvaluationInput } from './forms.ts';
import { evaluationOf, evaluationWithToken, hasFew, opennessOn } from './queries.ts';
import { resultsOf } from './results.ts';

export const doneForm = z.object({ done: z.string().max(5).catch('').default('') });

/** Three weeks, in days: who came answers in the first or not at all. */
const openFor = 21;

const idOf = ({ params }: Pick<SignedInVisit, 'params'>): string => params.id ?? '';

/** The cookie by which this browser is thanked instead of asked again. It holds nothing of what was answered. */
const cookieOf = (token: string): string =>
  `schakel-evaluated-${createHash('sha256').update(token).digest('hex').slice(0, 12)}`;

const hasAnswered = ({ request }: Visit<unknown>, token: string): boolean =>
  (request.get('cookie') ?? '').split(';').some((one) => one.trim().startsWith(`${cookieOf(token)}=`));

async function formPage(visit: Visit<unknown>): Promise<Answer> {
  const { t, refused, now, language, params } = visit;
  const evaluation = await evaluationWithToken(params.token);
  if (!evaluation) throw new NotFound();
  const openness = opennessOn(evaluation, now);
  const { done } = (refused ? {} : visit.input) as { done?: string };
  const { day } = formats(language);
  const titles = await titlesOf([evaluation._id]);
  return page('activities/evaluation', {
    ...{
      title: t('activities.evaluation.formTitle'),
      about: titles.get(evaluation._id) ?? '',
      publicPage: false,
      narrow: true,
      refused,
    },
    styles: ['/styles/activities.css'],
    scripts: ['/build/activities.js'],
    openness,
    opens: day(evaluation.opensOn),
    closes: day(evaluation.closesOn),
    isDone: done === 'yes',
    hasAnswered: !refused && hasAnswered(visit, evaluation.token),
    action: paths.evaluation({ token: evaluation.token }),
    questions: evaluationQuestions,
    openQuestions,
    sectors: evaluationSectors.map((value) => ({
      value,
      text: t(`activities.evaluation.sectors.${value || 'unsaid'}`),
    })),
    insz: hasInsz(visit),
    identity: identityAsked(visit),
  });
}

export const showForm = (visit: Visit<{ done: string }>): Promise<Answer> => formPage(visit);
export const showRefused = (visit: Visit<unknown>): Promise<Answer> => formPage(visit);

/** Keeps an answer of nobody: no person, no day, no address. */
export async function answer(visit: Visit<AnswerInput>): Promise<Answer> {
  const token = visit.params.token ?? '';
  const evaluation = await evaluationWithToken(token);
  if (!evaluation) throw new NotFound();
  await visit.act({ record: { type: 'activity', id: evaluation._id }, actor: null }, (unit) =>
    answerEvaluation(unit, token, visit.input),
  );
  const secure = visit.house.publicUrl.startsWith('https:') ? '; Secure' : '';
  const cookie = `${cookieOf(token)}=1; Path=${paths.evaluation({ token })}; Max-Age=2592000; SameSite=Lax; HttpOnly${secure}`;
  return { ...redirect(paths.evaluation({ token }, { done: 'yes' })), headers: { 'Set-Cookie': cookie } };
}

/** Squares of the code as one path, in a picture without styles of its own. */
async function codeOf(address: string): Promise<string> {
  return qrCode(address, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
}

/** The form of an activity for those who keep it: its address, its days, and from five answers on what they come to. */
export async function showEvaluation(visit: SignedInVisit<unknown>): Promise<Answer> {
  const { t, refused, now, house, language } = visit;
  const { activity, rights } = await requireActivity(visit.person, idOf(visit));
  if (!rights.write) throw new Forbidden();
  const evaluation = await evaluationOf(activity._id);
  const wording = await wordingFor(visit, [activity]);
  const today = brusselsDay(now);
  const openness = evaluation ? opennessOn(evaluation, now) : null;
  const address = evaluation ? house.publicUrl + paths.evaluation({ token: evaluation.token }) : '';
  const { day } = formats(language);
  const sectors = (all: readonly string[]): string =>
    all.map((one) => t(`activities.evaluation.sectors.${one || 'unsaid'}`)).join(', ');
  const results = evaluation && openness === 'after' ? resultsOf(evaluation.answers) : null;
  return page('activities/evaluationOf', {
    ...{ title: t('activities.evaluation.title'), space: 'network', refused, openness, address },
    styles: ['/styles/activities.css'],
    about: {
      title: activity.values.title,
      when: wording.when(activity.values),
      href: paths.activity({ id: activity._id }),
    },
    target: paths.activityEvaluation({ id: activity._id }),
    end: paths.activityEvaluationEnd({ id: activity._id }),
    code: evaluation && openness !== 'after' ? await codeOf(address) : '',
    opensOn: evaluation?.opensOn ?? today,
    closesOn: evaluation?.closesOn ?? brusselsDay(new Date(now.getTime() + openFor * 86_400_000)),
    opens: evaluation ? day(evaluation.opensOn) : '',
    closes: evaluation ? day(evaluation.closesOn) : '',
    count: evaluation && !hasFew(evaluation) ? evaluation.answers.length : null,
    results: results && {
      ...results,
      sectors: results.sectors.map((one) => ({ ...one, words: sectors(one.sectors) })),
    },
  });
}

export async function openForm(visit: SignedInVisit<EvaluationInput>): Promise<Answer> {
  const id = idOf(visit);
  const { rights } = await requireActivity(visit.person, id);
  await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, (unit) =>
    openEvaluation(unit, visit.person, id, visit.input),
  );
  leaveNotice(visit, 'activities.notice.evaluationOpened');
  return redirect(paths.activityEvaluation({ id }));
}

export async function close(visit: SignedInVisit<undefined>): Promise<Answer> {
  const id = idOf(visit);
  const { rights } = await requireActivity(visit.person, id);
  await visit.act({ record: { type: 'activity', id }, bodyId: rights.body }, (unit) =>
    closeEvaluation(unit, visit.person, id),
  );
  leaveNotice(visit, 'activities.notice.evaluationClosed');
  return redirect(paths.activityEvaluation({ id }));
}
