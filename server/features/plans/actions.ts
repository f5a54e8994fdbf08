import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { GoalModel, type GoalRecord, goalFields } from '../../../models/Goal.ts';
import { actionFields, PlanActionModel } from '../../../models/PlanAction.ts';
import { Conflict, Invalid, NotFound } from '../../core/errors.ts';
import { commandsOf, decideFields, type FieldConflict } from '../../core/fieldCommands.ts';
import type { House } from '../../core/house.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { type CaseAccess, mayWriteRecords } from '../cases/policy.ts';
import { membersOf } from '../cases/queries.ts';
import type { ActionChangeInput, ActionInput, GoalChangeInput, GoalInput } from './forms.ts';
import { actionIn, goalIn } from './queries.ts';
import { firstStates, sealGoalField, storeActionField } from './records.ts';

/** The new versions of the fields that changed: the base of the next command. */
export type Versions = Record<string, number>;

function mustWrite(access: CaseAccess): void {
  if (!mayWriteRecords(access)) throw new NotFound();
}

function refuseStale(conflicts: FieldConflict<string>[]): void {
  if (conflicts.length > 0) throw new Conflict('plans.errors.stale', { conflicts });
}

export async function addGoal(
  house: House,
  unit: Unit,
  access: CaseAccess,
  input: GoalInput,
): Promise<{ goalId: string }> {
  mustWrite(access);
  const cipher = await house.keys.cipher(access.caseId);
  const id = randomUUID();
  const sealed = Object.fromEntries(
    goalFields.map((field) => [field, sealGoalField(cipher, id, field, input[field])]),
  );
  const record = {
    _id: id,
    case: access.caseId,
    ...sealed,
    fields: firstStates(goalFields, access.personId, unit.now),
    createdAt: unit.now,
    createdBy: access.personId,
  };
  await GoalModel.create([record], { session: unit.session });
  unit.note({ goal: id });
  return { goalId: id };
}

/** @throws Conflict with both values when a field changed since; then nothing is written. */
export async function changeGoal(
  house: House,
  unit: Unit,
  access: CaseAccess,
  goalId: string,
  input: GoalChangeInput,
): Promise<{ versions: Versions }> {
  mustWrite(access);
  const goal = await goalIn(house, access, goalId, unit.session);
  if (!goal) throw new NotFound();
  if (goal.removedAt) throw new Conflict('plans.errors.goalRemoved');
  const writer = { personId: access.personId, at: unit.now };
  const { changes, conflicts } = decideFields(commandsOf(goalFields, input), goal, writer);
  refuseStale(conflicts);
  const cipher = await house.keys.cipher(access.caseId);
  const set = Object.fromEntries(
    changes.flatMap(({ field, value, state }) => [
      [field, sealGoalField(cipher, goalId, field, value)],
      [`fields.${field}`, state],
    ]),
  );
  if (changes.length > 0)
    await GoalModel.updateOne({ _id: goalId }, { $set: set }, { session: unit.session });
  unit.note({ fields: changes.map((change) => change.field) });
  return { versions: Object.fromEntries(changes.map(({ field, state }) => [field, state.version])) };
}

/** Only people of the case can be given something to do. @throws Invalid */
async function mustBeMember(access: CaseAccess, who: string | undefined): Promise<void> {
  if (!who?.startsWith('caregiver:')) return;
  const members = await membersOf(access);
  if (!members.some((member) => who === `caregiver:${member.person}`))
    throw new Invalid({ who: 'plans.errors.who' });
}

export async function addAction(
  house: House,
  unit: Unit,
  access: CaseAccess,
  goalId: string,
  input: ActionInput,
): Promise<{ actionId: string }> {
  mustWrite(access);
  const goal = await goalIn(house, access, goalId, unit.session);
  if (!goal) throw new NotFound();
  if (goal.removedAt) throw new Conflict('plans.errors.goalRemoved');
  await mustBeMember(access, input.who);
  const cipher = await house.keys.cipher(access.caseId);
  const id = randomUUID();
  const stored = actionFields.map((field) => storeActionField(cipher, id, field, input[field]).set);
  const record = {
    _id: id,
    case: access.caseId,
    goal: goalId,
    ...Object.assign({}, ...stored),
    fields: firstStates(actionFields, access.personId, unit.now),
    createdAt: unit.now,
    createdBy: access.personId,
  };
  await PlanActionModel.create([record], { session: unit.session });
  unit.note({ action: id });
  return { actionId: id };
}

/** @throws Conflict with both values when a field changed since; then nothing is written. */
export async function changeAction(
  house: House,
  unit: Unit,
  access: CaseAccess,
  actionId: string,
  input: ActionChangeInput,
): Promise<{ versions: Versions }> {
  mustWrite(access);
  const action = await actionIn(house, access, actionId, unit.session);
  if (!action) throw new NotFound();
  if (action.removedAt) throw new Conflict('plans.errors.actionRemoved');
  const writer = { personId: access.personId, at: unit.now };
  const { changes, conflicts } = decideFields(commandsOf(actionFields, input), action, writer);
  refuseStale(conflicts);
  // Who has it already may have left the case: only giving it to somebody else is asked about.
  await mustBeMember(access, changes.find(({ field }) => field === 'who')?.value);
  const cipher = await house.keys.cipher(access.caseId);
  const set: Record<string, unknown> = {};
  const unset: Record<string, ''> = {};
  for (const { field, value, state } of changes) {
    const stored = storeActionField(cipher, actionId, field, value);
    Object.assign(set, stored.set, { [`fields.${field}`]: state });
    Object.assign(unset, stored.unset);
  }
  if (changes.length > 0) {
    const update = { $set: set, ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}) };
    await PlanActionModel.updateOne({ _id: actionId }, update as never, { session: unit.session });
  }
  unit.note({ fields: changes.map((change) => change.field) });
  return { versions: Object.fromEntries(changes.map(({ field, state }) => [field, state.version])) };
}

/** Puts a goal (with its actions) or an action aside, or back. Already so: nothing happens. */
export async function setRemoved(
  unit: Unit,
  access: CaseAccess,
  record: { kind: 'goal' | 'action'; id: string },
  removed: boolean,
): Promise<{ removed: boolean }> {
  mustWrite(access);
  // Both kinds are put aside by the same two fields.
  const records = (record.kind === 'goal' ? GoalModel : PlanActionModel) as Model<GoalRecord>;
  const change = removed
    ? { $set: { removedAt: unit.now, removedBy: access.personId } }
    : { $unset: { removedAt: '' as const, removedBy: '' as const } };
  const own = { _id: record.id, case: access.caseId };
  const { session } = unit;
  const found = await records.updateOne({ ...own, removedAt: { $exists: !removed } }, change, { session });
  if (found.matchedCount === 0 && !(await records.exists(own).session(session))) throw new NotFound();
  return { removed };
}
