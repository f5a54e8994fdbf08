import { WorkPointModel, type WorkPointRecord } from '../../../../../models/WorkPoint.ts';
import { YearPlanModel, type YearPlanRecord } from '../../../../../models/YearPlan.ts';
import { brusselsDay, type Language } from '../../../../core/i18n.ts';
import { bodiesWithRole, type Person } from '../../../../core/person.ts';
import { paths } from '../../../../paths.ts';
import { answersOf } from '../inventory/queries.ts';
import { planId } from '../queries.ts';
import { type Said, sayIn } from '../wording.ts';
import { passing, questionsDue } from './due.ts';

/** More than these one looks up in the plan. */
const most = 5;

/** What waits in the year plans of the platforms somebody coordinates. */
export interface PlansWaiting {
  /** Work points whose timing passes: how many, and the first of them. */
  points: number;
  first: { href: string; number: string; title: Said; until: string; isPast: boolean }[];
  /** Questions of this year without an answer, by platform. */
  questions: { year: number; count: number; href: string }[];
}

async function questionsOf(platform: string, today: string): Promise<PlansWaiting['questions']> {
  const year = Number(today.slice(0, 4));
  const [plan, answers] = await Promise.all([
    YearPlanModel.findById(planId(platform, year)).lean<YearPlanRecord | null>(),
    answersOf(platform, year),
  ]);
  const asked = { state: plan?.state ?? null, answered: answers.size };
  const count = questionsDue(year, asked, today);
  const href = paths.inventoryQuestions({ platform, year: String(year) });
  return count === 0 ? [] : [{ year, count, href }];
}

export async function plansWaitingFor(person: Person, now: Date, language: Language): Promise<PlansWaiting> {
  const platforms = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  const today = brusselsDay(now);
  const going = await YearPlanModel.find(
    { platform: { $in: platforms }, state: { $ne: 'closed' } },
    { _id: 1 },
  );
  const points = await WorkPointModel.find({
    plan: { $in: going.map((one) => one._id) },
    'values.until': { $ne: '' },
  }).lean<WorkPointRecord[]>();
  const due = passing(points, today);
  const questions = await Promise.all(platforms.map((one) => questionsOf(one, today)));
  return {
    points: due.length,
    first: due.slice(0, most).map(({ _id: id, number, values }) => ({
      ...{ href: paths.workPoint({ id }), number, title: sayIn(language)(values.title) },
      ...{ until: values.until, isPast: values.until < today },
    })),
    questions: questions.flat(),
  };
}
