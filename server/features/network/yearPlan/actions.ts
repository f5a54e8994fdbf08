import type { FieldValues } from '../../../../models/fieldRule.ts';
import { WorkPointModel, type WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { YearPlanModel, type YearPlanRecord } from '../../../../models/YearPlan.ts';
import { progressFields, type WorkPointValues, workPointFields } from '../../../../models/yearPlanFields.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import type { FieldCommand } from '../../../core/fieldCommands.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { admissionsOf, allPlatforms } from '../../coverage/register/queries.ts';
import { nextNumber } from './numbers.ts';
import { planRights, progressFor } from './policy.ts';
import { planId, pointsOf, requirePlan, requirePoint, type SeenPlan } from './queries.ts';
import { checkWorkPoint } from './references.ts';
import { decide, remember, traceOf, type Writer } from './writing.ts';

/** More work points than these nobody keeps in their head. */
export const mostPoints = 200;

export interface PlanPlace {
  platform: string;
  year: number;
}

/** The years a plan can be begun for, seen from one. */
export const planYears = { first: 2000, ahead: 3 };

/**
 * Begins the plan of a year. Asked twice, it is there once.
 * @throws NotFound for another's platform, Invalid for a year that is out of reach
 */
export async function beginPlan(unit: Unit, person: Writer, place: PlanPlace): Promise<YearPlanRecord> {
  const { platform, year } = place;
  const { session, now } = unit;
  const asked = { platform, state: 'draft' as const, authorities: [] };
  const rights = planRights(person, await admissionsOf(person, session), asked);
  const isThere = (await allPlatforms(session)).some((one) => one._id === platform);
  if (!isThere || !rights.write) throw new NotFound();
  if (year < planYears.first || year > now.getUTCFullYear() + planYears.ahead)
    throw new Invalid({ year: 'yearPlans.errors.year' });
  const id = planId(platform, year);
  const there = await YearPlanModel.findById(id).session(session).lean<YearPlanRecord | null>();
  if (there) return there;
  const plan: YearPlanRecord = {
    ...{ _id: id, platform, year, state: 'draft', authorities: [], order: [], source: '' },
    steps: [{ state: 'draft', why: '', ...traceOf(unit, person, rights.body) }],
  };
  await YearPlanModel.create([plan], { session });
  return plan;
}

/** The plan points are added to; begun where there is none yet, which is an act of its own. @throws NotFound, Conflict */
export async function openPlan(unit: Unit, person: Writer, place: PlanPlace): Promise<SeenPlan> {
  const id = planId(place.platform, place.year);
  const { session } = unit;
  if (!(await YearPlanModel.exists({ _id: id }).session(session))) {
    await beginPlan(unit, person, place);
    unit.alsoAct({
      name: 'yearPlan.begun',
      actor: { personId: person.id, bodyId: place.platform },
      record: { type: 'yearPlan', id },
    });
  }
  const seen = await requirePlan(person, id, session);
  if (!seen.rights.write) throw new Forbidden();
  if (!seen.rights.writesPoints) throw new Conflict('yearPlans.errors.submitted');
  return seen;
}

/** Puts new points at the end of a plan. @throws Conflict when it is full */
export async function putPoints(unit: Unit, plan: YearPlanRecord, points: WorkPointRecord[]): Promise<void> {
  const { session } = unit;
  if (plan.order.length + points.length > mostPoints) throw new Conflict('yearPlans.errors.full');
  await WorkPointModel.create(points, { session, ordered: true });
  const order = [...plan.order, ...points.map((one) => one._id)];
  await YearPlanModel.updateOne({ _id: plan._id }, { $set: { order } }, { session });
}

/** Adds a work point under the next number. @throws NotFound, Forbidden, Invalid, Conflict */
export async function addWorkPoint(
  unit: Unit,
  person: Writer,
  place: PlanPlace & { id: string },
  values: WorkPointValues,
): Promise<{ point: string }> {
  const { plan, rights } = await openPlan(unit, person, place);
  const given = Object.keys(workPointFields);
  await checkWorkPoint(values, plan.platform, given, unit.session);
  const { platform, year } = plan;
  const number = nextNumber(await pointsOf(plan, unit.session), values.group);
  const added = traceOf(unit, person, rights.body);
  const own = { _id: place.id, plan: plan._id, platform, year, number, values, fields: {}, added };
  await putPoints(unit, plan, [{ ...own, from: null, line: place.id }]);
  unit.note({ plan: plan._id });
  return { point: place.id };
}

/**
 * Changes fields of a point, each against the version that was seen. Once the plan was put before a government, what the
 * point says stays; how far it is goes on, also for who owns it.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound,
 * Forbidden
 */
export async function changeWorkPoint(
  unit: Unit,
  person: Writer,
  id: string,
  commands: FieldCommand<string>[],
): Promise<{ changed: string[] }> {
  const { point, plan, rights } = await requirePoint(person, id, unit.session);
  const body = rights.write ? rights.body : progressFor(rights, point.values.owner);
  if (body === null) throw new Forbidden();
  if (plan.state === 'closed') throw new Conflict('yearPlans.errors.closed');
  const decided = decide(workPointFields, point, commands, { unit, person });
  if (decided.changed.length === 0) return { changed: [] };
  const isProgress = (field: string): boolean => (progressFields as readonly string[]).includes(field);
  if (!rights.writesPoints && !decided.changed.every(isProgress))
    throw rights.write ? new Conflict('yearPlans.errors.submitted') : new Forbidden();
  const values = decided.values as FieldValues & WorkPointValues;
  await checkWorkPoint(values, plan.platform, decided.changed, unit.session);
  await WorkPointModel.updateOne({ _id: id }, { $set: decided.set }, { session: unit.session });
  await remember(unit, id, decided, traceOf(unit, person, body));
  return { changed: decided.changed };
}

/**
 * Puts a point right before or right after another; its number stays. It says beside which one and not at which place,
 * so that what somebody else moved meanwhile stays where they put it.
 * @throws NotFound, Forbidden, Conflict once the plan was put before a government, Invalid
 */
export async function moveWorkPoint(
  unit: Unit,
  person: Writer,
  id: string,
  beside: { before: string } | { after: string },
): Promise<void> {
  const { plan, rights } = await requirePoint(person, id, unit.session);
  if (!rights.write) throw new Forbidden();
  if (!rights.writesPoints) throw new Conflict('yearPlans.errors.submitted');
  const other = 'before' in beside ? beside.before : beside.after;
  if (other === id || !plan.order.includes(other)) throw new Invalid({ place: 'yearPlans.errors.place' });
  const rest = plan.order.filter((one) => one !== id);
  const at = rest.indexOf(other) + ('before' in beside ? 0 : 1);
  const order = [...rest.slice(0, at), id, ...rest.slice(at)];
  await YearPlanModel.updateOne({ _id: plan._id }, { $set: { order } }, { session: unit.session });
}
