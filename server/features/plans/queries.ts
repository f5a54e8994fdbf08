import type { ClientSession } from 'mongodb';
import { GoalModel, type GoalRecord } from '../../../models/Goal.ts';
import { PlanActionModel, type PlanActionRecord } from '../../../models/PlanAction.ts';
import type { House } from '../../core/house.ts';
import type { Person } from '../../core/person.ts';
import { type CaseAccess, mayWriteRecords } from '../cases/policy.ts';
import { caseAccess } from '../cases/queries.ts';
import { type Goal, openAction, openGoal, type PlanAction } from './records.ts';

/** A plan's records, as far as the client agreed to share them with who asks. */
export interface PlanRecords {
  goals: (Goal & { actions: PlanAction[] })[];
  /** Put aside; can be put back. */
  removedGoals: Goal[];
  removedActions: PlanAction[];
}

/**
 * The goals in the order they came, each with its actions. Empty when the client did not agree to share records.
 * @throws KeyUnavailable
 */
export async function recordsOf(house: House, access: CaseAccess): Promise<PlanRecords> {
  if (!mayWriteRecords(access)) return { goals: [], removedGoals: [], removedActions: [] };
  const cipher = await house.keys.cipher(access.caseId);
  const [goalRecords, actionRecords] = await Promise.all([
    GoalModel.find({ case: access.caseId }).sort({ createdAt: 1 }).lean<GoalRecord[]>(),
    PlanActionModel.find({ case: access.caseId }).sort({ createdAt: 1 }).lean<PlanActionRecord[]>(),
  ]);
  const goals = goalRecords.map((record) => openGoal(cipher, record));
  const actions = actionRecords.map((record) => openAction(cipher, record));
  const live = actions.filter((action) => !action.removedAt);
  return {
    goals: goals
      .filter((goal) => !goal.removedAt)
      .map((goal) => ({ ...goal, actions: live.filter((action) => action.goalId === goal.id) })),
    removedGoals: goals.filter((goal) => goal.removedAt),
    removedActions: actions.filter((action) => action.removedAt),
  };
}

/** One goal of this case, inside the caller's transaction; null when it is not of this case. */
export async function goalIn(
  house: House,
  access: CaseAccess,
  goalId: string,
  session: ClientSession | null = null,
): Promise<Goal | null> {
  const record = await GoalModel.findOne({ _id: goalId, case: access.caseId })
    .session(session)
    .lean<GoalRecord>();
  return record ? openGoal(await house.keys.cipher(access.caseId), record) : null;
}

/** One action of this case, inside the caller's transaction; null when it is not of this case. */
export async function actionIn(
  house: House,
  access: CaseAccess,
  actionId: string,
  session: ClientSession | null = null,
): Promise<PlanAction | null> {
  const record = await PlanActionModel.findOne({ _id: actionId, case: access.caseId })
    .session(session)
    .lean<PlanActionRecord>();
  return record ? openAction(await house.keys.cipher(access.caseId), record) : null;
}

/** Whether a socket may be told that this plan changed. Asked again after every change of access. */
export async function mayWatchPlan(house: House, person: Person, planId: string): Promise<boolean> {
  if (!person.secondFactorGiven) return false;
  return (await caseAccess(house, person, planId)) !== null;
}

/** Actions of this caregiver that are not done, over all cases they may enter; ids and days only. */
export async function openActionsOf(
  accesses: CaseAccess[],
): Promise<{ caseId: string; due: string | null }[]> {
  const personId = accesses[0]?.personId;
  if (!personId) return [];
  const records = await PlanActionModel.find({
    assignee: personId,
    case: { $in: accesses.filter(mayWriteRecords).map((access) => access.caseId) },
    status: { $in: ['agreed', 'ongoing'] },
    removedAt: { $exists: false },
  })
    .sort({ due: 1 })
    .lean<PlanActionRecord[]>();
  return records.map((record) => ({ caseId: record.case, due: record.due ?? null }));
}
