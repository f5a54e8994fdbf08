import { randomUUID } from 'node:crypto';
import { WorkPointModel, type WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { YearPlanModel, type YearPlanRecord, type YearPlanState } from '../../../../models/YearPlan.ts';
import type { WorkPointValues } from '../../../../models/yearPlanFields.ts';
import { Forbidden, Invalid } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { openPlan, type PlanPlace, putPoints } from './actions.ts';
import { nextSteps } from './lifeCycle.ts';
import { nextNumber } from './numbers.ts';
import { pointsOf, requirePlan, reviewers } from './queries.ts';
import { traceOf, type Writer } from './writing.ts';

export interface PlanStep {
  state: YearPlanState;
  why: string;
  /** To whom it goes; for submitting alone. */
  authorities: string[];
  /** How many steps the page showed. */
  seen: number;
}

/** What a plan lacks to be put before a government. @throws Invalid */
async function checkSubmission(
  unit: Unit,
  plan: YearPlanRecord,
  authorities: readonly string[],
): Promise<void> {
  if (plan.order.length === 0) throw new Invalid({ state: 'yearPlans.errors.empty' });
  const known = new Set((await reviewers(unit.session)).map((one) => one._id));
  if (authorities.length === 0) throw new Invalid({ authorities: 'yearPlans.errors.noAuthority' });
  if (!authorities.every((one) => known.has(one))) throw new Invalid({ authorities: 'forms.invalid' });
}

/**
 * Takes a plan a step further: put before a government, reviewed by it, closed, or reopened with a reason.
 * @throws NotFound, Forbidden; Invalid when that step is not open, or somebody took one meanwhile
 */
export async function takePlanStep(unit: Unit, person: Writer, id: string, step: PlanStep): Promise<void> {
  const { plan, rights } = await requirePlan(person, id, unit.session);
  const { state, why, authorities, seen } = step;
  if (!rights.write && !rights.review) throw new Forbidden();
  if (plan.steps.length !== seen) throw new Invalid({ state: 'yearPlans.errors.stepMeanwhile' });
  const found = nextSteps(plan.state, rights.write ? 'platform' : 'authority').find(
    (one) => one.to === state,
  );
  if (!found) throw new Invalid({ state: 'yearPlans.errors.step' });
  if (found.isReopening && why === '') throw new Invalid({ why: 'yearPlans.errors.why' });
  if (state === 'submitted') await checkSubmission(unit, plan, authorities);
  const taken = { state, why, ...traceOf(unit, person, rights.body) };
  const sent = state === 'submitted' ? { authorities } : {};
  await YearPlanModel.updateOne(
    { _id: id },
    { $set: { state, ...sent }, $push: { steps: taken } },
    { session: unit.session },
  );
  unit.note({ from: plan.state, to: state });
}

/** What goes along into another year: all that is said of it, but not what came of it, nor the days that are over. */
const carried = (values: WorkPointValues): WorkPointValues => ({
  ...values,
  from: '',
  until: '',
  state: values.state === 'busy' ? 'busy' : 'planned',
  result: {},
});

/** Whether a point can go on in another year: what is done or dropped stays where it is. */
export const mayGoOn = ({ values }: Pick<WorkPointRecord, 'values'>): boolean =>
  values.state !== 'done' && values.state !== 'dropped';

/**
 * Carries points of earlier years over into a plan, which is begun where there is none. Each remembers where it comes
 * from, and keeps its number where that is free. One that is there already is not carried twice.
 * @throws NotFound, Conflict, Invalid when one is done, dropped or of another platform
 */
export async function carryOver(
  unit: Unit,
  person: Writer,
  place: PlanPlace,
  ids: readonly string[],
): Promise<{ carried: number }> {
  const { session } = unit;
  const { plan, rights } = await openPlan(unit, person, place);
  const { platform, year } = plan;
  const found = await WorkPointModel.find({ _id: { $in: ids }, platform, year: { $lt: year } })
    .session(session)
    .lean<WorkPointRecord[]>();
  if (ids.length === 0) throw new Invalid({ points: 'yearPlans.errors.noPoints' });
  if (found.length < ids.length || !found.every(mayGoOn))
    throw new Invalid({ points: 'yearPlans.errors.points' });
  const there = await pointsOf(plan, session);
  const added = traceOf(unit, person, rights.body);
  const made: WorkPointRecord[] = [];
  for (const one of ids.map((id) => found.find(({ _id }) => _id === id)!)) {
    const all = [...there, ...made];
    if (all.some(({ line }) => line === one.line)) continue;
    const isFree = !all.some(({ number }) => number === one.number);
    const number = isFree ? one.number : nextNumber(all, one.values.group);
    const own = { _id: randomUUID(), plan: plan._id, platform, year, number, fields: {}, added };
    made.push({ ...own, values: carried(one.values), from: one._id, line: one.line });
  }
  if (made.length > 0) await putPoints(unit, plan, made);
  unit.note({ carried: made.length });
  return { carried: made.length };
}
