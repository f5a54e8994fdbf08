import type { ClientSession } from 'mongodb';
import { AuthorityModel, type AuthorityRecord } from '../../../../models/Authority.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { WorkPointModel, type WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { WorkPointCommentModel, type WorkPointCommentRecord } from '../../../../models/WorkPointComment.ts';
import { YearPlanModel, type YearPlanRecord } from '../../../../models/YearPlan.ts';
import { YearPlanChangeModel, type YearPlanChangeRecord } from '../../../../models/YearPlanChange.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { readsEveryRegister, registersOf } from '../../coverage/register/policy.ts';
import { admissionsOf, allPlatforms } from '../../coverage/register/queries.ts';
import { inOrder } from './numbers.ts';
import { type PlanRights, planRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'affiliations'>;

/** A plan is known by what it is of. */
export const planId = (platform: string, year: number | string): string => `${platform}-${year}`;

/** The platforms whose plans this person can read at all, in the order of the source. */
export async function planPlatforms(person: Asking): Promise<PlatformRecord[]> {
  const own = registersOf(person, await admissionsOf(person)).map((one) => one.platform);
  const everywhere = readsEveryRegister(person);
  return (await allPlatforms()).filter((one) => everywhere || own.includes(one._id));
}

/** Every plan this person may read, the newest year first. */
export async function plansVisibleTo(person: Asking): Promise<YearPlanRecord[]> {
  const platforms = (await planPlatforms(person)).map((one) => one._id);
  const admissions = await admissionsOf(person);
  const found = await YearPlanModel.find({ platform: { $in: platforms } })
    .sort({ year: -1, _id: 1 })
    .lean<YearPlanRecord[]>();
  return found.filter((plan) => planRights(person, admissions, plan).read);
}

export interface SeenPlan {
  plan: YearPlanRecord;
  rights: PlanRights;
}

/** A plan and what this person may do with it. @throws NotFound for one they may not read, whether there is one or not */
export async function requirePlan(person: Asking, id: string, session: Session = null): Promise<SeenPlan> {
  const [plan, admissions] = await Promise.all([
    YearPlanModel.findById(id).session(session).lean<YearPlanRecord | null>(),
    admissionsOf(person, session),
  ]);
  if (!plan) throw new NotFound();
  const rights = planRights(person, admissions, plan);
  if (!rights.read) throw new NotFound();
  return { plan, rights };
}

/** The plan an address names. */
export const planNamed = (
  person: Asking,
  { platform = '', year = '' }: Record<string, string>,
): Promise<SeenPlan> => requirePlan(person, planId(platform, year));

/** The points of a plan in its order. */
export async function pointsOf(plan: YearPlanRecord, session: Session = null): Promise<WorkPointRecord[]> {
  const found = await WorkPointModel.find({ plan: plan._id }).session(session).lean<WorkPointRecord[]>();
  return inOrder(found, plan.order);
}

export interface SeenPoint extends SeenPlan {
  point: WorkPointRecord;
}

/** A work point, its plan and what this person may do with them. @throws NotFound for one they may not read */
export async function requirePoint(person: Asking, id = '', session: Session = null): Promise<SeenPoint> {
  const point = await WorkPointModel.findById(id).session(session).lean<WorkPointRecord | null>();
  if (!point) throw new NotFound();
  return { point, ...(await requirePlan(person, point.plan, session)) };
}

/** Of these points, those whose plan this person may read. */
async function readable(person: Asking, points: WorkPointRecord[]): Promise<WorkPointRecord[]> {
  if (points.length === 0) return [];
  const plans = new Set((await plansVisibleTo(person)).map((one) => one._id));
  return points.filter((one) => plans.has(one.plan));
}

/** The work points about any of these gaps, as far as this person may read them, the newest year first. */
export const workPointsAbout = async (person: Asking, gaps: readonly string[]): Promise<WorkPointRecord[]> =>
  gaps.length === 0
    ? []
    : readable(
        person,
        await WorkPointModel.find({ 'values.gaps': { $in: gaps } })
          .sort({ year: -1, _id: 1 })
          .lean<WorkPointRecord[]>(),
      );

/** The work points that name something else as `kind:id`, as far as this person may read them. */
export const workPointsLinkedTo = async (person: Asking, links: string[]): Promise<WorkPointRecord[]> =>
  links.length === 0
    ? []
    : readable(
        person,
        await WorkPointModel.find({ 'values.links': { $in: links } })
          .sort({ year: -1, _id: 1 })
          .lean<WorkPointRecord[]>(),
      );

/** One point through the years, the oldest first. */
export const lineOf = async (person: Asking, line: string): Promise<WorkPointRecord[]> =>
  readable(person, await WorkPointModel.find({ line }).sort({ year: 1, _id: 1 }).lean<WorkPointRecord[]>());

export const commentsOf = (plan: string): Promise<WorkPointCommentRecord[]> =>
  WorkPointCommentModel.find({ plan }).sort({ at: 1, _id: 1 }).lean<WorkPointCommentRecord[]>().exec();

export const changesOf = (record: string): Promise<YearPlanChangeRecord[]> =>
  YearPlanChangeModel.find({ record }).sort({ at: -1, _id: 1 }).lean<YearPlanChangeRecord[]>().exec();

export const changesOfAll = (records: readonly string[]): Promise<YearPlanChangeRecord[]> =>
  YearPlanChangeModel.find({ record: { $in: records } })
    .sort({ at: -1, _id: 1 })
    .lean<YearPlanChangeRecord[]>()
    .exec();

export const reviewers = (session: Session = null): Promise<AuthorityRecord[]> =>
  AuthorityModel.find().sort({ _id: 1 }).session(session).lean<AuthorityRecord[]>().exec();

export async function authorityNames(): Promise<Map<string, AuthorityRecord['names']>> {
  return new Map((await reviewers()).map((one) => [one._id, one.names]));
}

/** The last plan of a platform before a year, whoever reads it. */
export const planBefore = (platform: string, year: number): Promise<YearPlanRecord | null> =>
  YearPlanModel.findOne({ platform, year: { $lt: year } })
    .sort({ year: -1 })
    .lean<YearPlanRecord | null>()
    .exec();

const mayRead = (found: Promise<unknown>): Promise<boolean> =>
  found.then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    },
  );

/** Whether somebody may be told that this plan or this point changed. */
export const mayWatchPlan = (person: Asking, id: string): Promise<boolean> =>
  mayRead(requirePlan(person, id));
export const mayWatchPoint = (person: Asking, id: string): Promise<boolean> =>
  mayRead(requirePoint(person, id));

/** What some points name besides gaps, as `kind:id`, for who tells pages of it. */
export async function linksOfPoints(
  asked: { _id: string } | { plan: string } | { 'values.links': { $in: string[] } },
): Promise<{ id: string; links: string[] }[]> {
  const found = await WorkPointModel.find(asked).lean<WorkPointRecord[]>();
  return found.map(({ _id, values }) => ({ id: _id, links: values.links }));
}

/** The plan of a point, for who tells pages that it changed. */
export async function planOfPoint(id: string): Promise<{ plan: string; gaps: string[] } | null> {
  const point = await WorkPointModel.findById(id).lean<WorkPointRecord | null>();
  return point && { plan: point.plan, gaps: point.values.gaps };
}
