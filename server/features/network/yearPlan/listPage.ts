import type { PlatformRecord } from '../../../../models/Platform.ts';
import { WorkPointModel, type WorkPointRecord } from '../../../../models/WorkPoint.ts';
import type { YearPlanRecord } from '../../../../models/YearPlan.ts';
import { type Answer, page } from '../../../core/answers.ts';
import { brusselsDay, inLanguage } from '../../../core/i18n.ts';
import { bodiesWithRole } from '../../../core/person.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { paths } from '../../../paths.ts';
import type { ListInput } from './forms.ts';
import { planPlatforms, plansVisibleTo } from './queries.ts';
import { markOfPlan } from './wording.ts';

type Visit = SignedInVisit<ListInput>;

type Counts = Map<string, { all: number; done: number }>;

async function countsOf(plans: readonly YearPlanRecord[]): Promise<Counts> {
  const points = await WorkPointModel.find(
    { plan: { $in: plans.map((one) => one._id) } },
    { plan: 1, 'values.state': 1 },
  ).lean<Pick<WorkPointRecord, 'plan' | 'values'>[]>();
  const counts: Counts = new Map(plans.map((one) => [one._id, { all: 0, done: 0 }]));
  for (const { plan, values } of points) {
    const count = counts.get(plan)!;
    count.all += 1;
    if (values.state === 'done') count.done += 1;
  }
  return counts;
}

/** One platform in one year; `state` is null where there is no plan, or none that this person may read. */
const rowOf = (platform: PlatformRecord, plan: YearPlanRecord | undefined, counts: Counts, name: string) => ({
  name,
  href: plan ? paths.yearPlan({ platform: platform._id, year: String(plan.year) }) : null,
  state: plan?.state ?? null,
  mark: plan ? markOfPlan[plan.state] : null,
  count: plan ? counts.get(plan._id)! : null,
});

/** The years that are asked for, the newest first; this year is there also when nobody has a plan for it yet. */
function yearsOf(plans: readonly YearPlanRecord[], asked: string, thisYear: number): number[] {
  const all = [...new Set([thisYear, ...plans.map((one) => one.year)])].sort((a, b) => b - a);
  return all.filter((one) => asked === '' || String(one) === asked);
}

/** Year plans by year and platform, in the order of the source: facts, no ranking. */
export async function listPage(visit: Visit): Promise<Answer> {
  const { input, person, t, language, now } = visit;
  const [platforms, plans] = await Promise.all([planPlatforms(person), plansVisibleTo(person)]);
  const counts = await countsOf(plans);
  const thisYear = Number(brusselsDay(now).slice(0, 4));
  const shown = platforms.filter((one) => input.platform === '' || one._id === input.platform);
  const nameOf = (one: PlatformRecord): string => inLanguage(one.names, language).text;
  const isExpected = (year: number): boolean => year >= thisYear;
  const own = bodiesWithRole(person, 'coordinator').map((one) => one.bodyId);
  const planOf = (platform: PlatformRecord, year: number) =>
    plans.find((one) => one.platform === platform._id && one.year === year);
  return page('yearPlan/index', {
    title: t('yearPlans.title'),
    space: 'platform',
    styles: ['/styles/yearPlan.css'],
    refused: visit.refused,
    asked: input,
    platforms: platforms.map((one) => ({ value: one._id, text: nameOf(one) })),
    years: yearsOf(plans, '', thisYear),
    all: yearsOf(plans, input.year, thisYear).map((year) => ({
      year,
      isExpected: isExpected(year),
      rows: shown
        .map((one) => rowOf(one, planOf(one, year), counts, nameOf(one)))
        .filter((row) => row.href !== null || isExpected(year)),
    })),
    roadmaps: shown.map((one) => ({ href: paths.roadmap({ platform: one._id }), name: nameOf(one) })),
    begin: platforms
      .filter((one) => own.includes(one._id))
      .map((one) => ({ value: one._id, text: nameOf(one) })),
    nextYear: String(visit.refused?.values.year ?? thisYear + 1),
  });
}
