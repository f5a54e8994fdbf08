import { randomUUID } from 'node:crypto';
import { ActivityModel, type ActivityRecord, type ActivityState } from '../../../../models/Activity.ts';
import { ActivityChangeModel, type ActivityWay } from '../../../../models/ActivityChange.ts';
import {
  type ActivityField,
  type ActivityValues,
  type AttendanceRow,
  activityFields,
} from '../../../../models/activityFields.ts';
import type { FieldChange } from '../../../../models/fieldChange.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import { decideFields, type FieldCommand, type FieldDecision } from '../../../core/fieldCommands.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { textOf, valueOfText } from '../../../fields/values.ts';
import { attendanceText, rowsOfText } from './attendance.ts';
import { activityRights } from './policy.ts';
import { requireActivity, type SeenActivity } from './queries.ts';
import { checkActivity, withYear } from './references.ts';

export type Writer = Pick<Person, 'id' | 'affiliations'>;

/** Who came is one field of its own, in its own words. */
export type AnyField = ActivityField | 'attendance';

export interface NewActivity {
  values: ActivityValues;
  attendance: AttendanceRow[];
  state: ActivityState;
  repeats?: string | null;
  calendarKey?: string | null;
}

/** @throws NotFound, Forbidden for who may read and not write */
export async function requireWritable(unit: Unit, person: Writer, id: string): Promise<SeenActivity> {
  const seen = await requireActivity(person, id, unit.session);
  if (!seen.rights.write) throw new Forbidden();
  return seen;
}

/** Keeps what happened to an activity in its history, in the same transaction. */
export async function remember(
  { session, now: at }: Unit,
  person: Writer,
  { activity, rights }: SeenActivity,
  { way, why = '', changes = [] }: { way: ActivityWay; why?: string; changes?: FieldChange[] },
): Promise<void> {
  const trace = { at, by: person.id, body: rights.body };
  await ActivityChangeModel.create(
    [{ _id: randomUUID(), activity: activity._id, way, why, changes, ...trace }],
    {
      session,
    },
  );
}

/** Enters an activity. @throws Invalid, also for another's platform */
export async function addActivity(
  unit: Unit,
  person: Writer,
  id: string,
  { values: given, attendance, state, repeats = null, calendarKey = null }: NewActivity,
  bodies: readonly string[],
): Promise<{ activity: string }> {
  const { session } = unit;
  const values = withYear(given);
  const rights = activityRights(person, new Map(), { platform: values.platform, state });
  if (!rights.write) throw new Invalid({ platform: 'activities.errors.fromList' });
  await checkActivity(values, Object.keys(values), { bodies, session });
  const record: ActivityRecord = {
    ...{ _id: id, values, fields: {}, attendance, attendanceState: null, state, why: '', repeats },
    calendar: calendarKey ? { key: calendarKey } : null,
    added: { at: unit.now, by: person.id, body: rights.body },
  };
  await ActivityModel.create([record], { session });
  return { activity: id };
}

/** Which version of which field somebody saw, against what stands there. @throws Conflict with both values */
function decide(
  activity: ActivityRecord,
  commands: FieldCommand<AnyField>[],
  writer: { personId: string; at: Date },
) {
  const first = { version: 0, by: activity.added.by ?? '', at: activity.added.at };
  const textNow = (field: AnyField): string =>
    field === 'attendance' ? attendanceText(activity.attendance) : textOf(activity.values[field]);
  const stateNow = (field: AnyField) =>
    (field === 'attendance' ? activity.attendanceState : activity.fields[field]) ?? first;
  const record = <T>(of: (field: AnyField) => T) =>
    Object.fromEntries(commands.map(({ field }) => [field, of(field)])) as Record<AnyField, T>;
  const decision = decideFields(commands, { values: record(textNow), fields: record(stateNow) }, writer);
  if (decision.conflicts.length > 0)
    throw new Conflict('activities.errors.changedMeanwhile', { conflicts: decision.conflicts });
  const steps = decision.changes.map(({ field, value }) => ({ field, from: textNow(field), to: value }));
  return { changes: decision.changes, steps };
}

function setOf(activity: ActivityRecord, changes: FieldDecision<AnyField>['changes']) {
  const plain = changes.filter(({ field }) => field !== 'attendance');
  const said = plain.map(({ field, value }) => [
    field,
    valueOfText(activityFields[field as ActivityField], value),
  ]);
  const states = plain.map(({ field, state }) => [`fields.${field}`, state]);
  const came = changes.find(({ field }) => field === 'attendance');
  return {
    ...Object.fromEntries(states),
    values: withYear({ ...activity.values, ...Object.fromEntries(said) }),
    ...(came ? { attendance: rowsOfText(came.value), attendanceState: came.state } : {}),
  };
}

/**
 * Changes fields, each against the version that was seen.
 * @param way what the history calls it
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound, Forbidden
 */
export async function changeActivity(
  unit: Unit,
  person: Writer,
  id: string,
  {
    commands,
    bodies,
    way = 'changed',
  }: { commands: FieldCommand<AnyField>[]; bodies: readonly string[]; way?: ActivityWay },
): Promise<{ changed: string[] }> {
  const seen = await requireWritable(unit, person, id);
  const { changes, steps } = decide(seen.activity, commands, { personId: person.id, at: unit.now });
  const changed = changes.map(({ field }) => field);
  if (changed.length === 0) return { changed };
  const set = setOf(seen.activity, changes);
  const { platform, state } = { platform: set.values.platform, state: seen.activity.state };
  if (!activityRights(person, new Map(), { platform, state }).write) throw new Forbidden();
  await checkActivity(set.values, changed, { bodies, session: unit.session });
  await ActivityModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
  await remember(unit, person, seen, { way, changes: steps });
  unit.note({ fields: changed });
  return { changed };
}
