import type { GoalField, GoalRecord } from '../../../models/Goal.ts';
import type { ActionField, PlanActionRecord } from '../../../models/PlanAction.ts';
import type { Cipher } from '../../core/keys.ts';
import { openText, sealText } from '../../core/sealing.ts';
import { bytes } from '../cases/queries.ts';

/** A goal as people read it. */
export interface Goal {
  id: string;
  values: Record<GoalField, string>;
  fields: GoalRecord['fields'];
  createdAt: Date;
  removedAt: Date | null;
  removedBy: string | null;
}

/** An action as people read it. */
export interface PlanAction {
  id: string;
  goalId: string;
  values: Record<ActionField, string>;
  fields: PlanActionRecord['fields'];
  createdAt: Date;
  removedAt: Date | null;
  removedBy: string | null;
}

type Sealed = { collection: 'goals' | 'planactions'; id: string; field: string };

const contextOf = ({ collection, id, field }: Sealed): string => `${collection}:${id}:${field}`;

const goalPlace = (id: string, field: GoalField): string => contextOf({ collection: 'goals', id, field });
const actionPlace = (id: string, field: ActionField): string =>
  contextOf({ collection: 'planactions', id, field });

/** @throws KeyUnavailable */
export function openGoal(cipher: Cipher, record: GoalRecord): Goal {
  const value = (field: GoalField): string =>
    openText(cipher, bytes(record[field]), goalPlace(record._id, field));
  return {
    id: record._id,
    values: { ownWords: value('ownWords'), dimension: value('dimension'), lifeDomain: value('lifeDomain') },
    fields: record.fields,
    createdAt: record.createdAt,
    removedAt: record.removedAt ?? null,
    removedBy: record.removedBy ?? null,
  };
}

/** @throws KeyUnavailable */
export function openAction(cipher: Cipher, record: PlanActionRecord): PlanAction {
  const value = (field: 'what' | 'who' | 'whenWords'): string =>
    openText(cipher, bytes(record[field]), actionPlace(record._id, field));
  return {
    id: record._id,
    goalId: record.goal,
    values: {
      what: value('what'),
      who: value('who'),
      whenWords: value('whenWords'),
      due: record.due ?? '',
      status: record.status,
    },
    fields: record.fields,
    createdAt: record.createdAt,
    removedAt: record.removedAt ?? null,
    removedBy: record.removedBy ?? null,
  };
}

/** One field of a goal as the database holds it. */
export const sealGoalField = (cipher: Cipher, id: string, field: GoalField, text: string): Buffer =>
  sealText(cipher, text, goalPlace(id, field));

/**
 * One field of an action as the database holds it: what to set and what to unset. Clear are the caregiver who acts,
 * the day and the status; the client and the environment stay sealed.
 */
export function storeActionField(cipher: Cipher, id: string, field: ActionField, text: string) {
  if (field === 'status') return { set: { status: text }, unset: {} };
  if (field === 'due') return text ? { set: { due: text }, unset: {} } : { set: {}, unset: { due: '' } };
  const sealed = { [field]: sealText(cipher, text, actionPlace(id, field)) };
  if (field !== 'who') return { set: sealed, unset: {} };
  return text.startsWith('caregiver:')
    ? { set: { ...sealed, assignee: text.slice('caregiver:'.length) }, unset: {} }
    : { set: sealed, unset: { assignee: '' } };
}

/** Every field of a new record starts at version 1. */
export function firstStates<Field extends string>(names: readonly Field[], by: string, at: Date) {
  return Object.fromEntries(names.map((field) => [field, { version: 1, by, at }])) as Record<
    Field,
    { version: number; by: string; at: Date }
  >;
}
