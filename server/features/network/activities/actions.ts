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
import { daysAfter, type Rhythm } from './recurring.ts';
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

async function remember(
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

/** Says that a draft took place, on which day, and how many came. @throws Conflict when it is no draft */
export async function confirmActivity(
  unit: Unit,
  person: Writer,
  id: string,
  { day, attendance }: { day: string; attendance: AttendanceRow[] },
): Promise<void> {
  const seen = await requireWritable(unit, person, id);
  const { activity } = seen;
  if (activity.state !== 'draft') throw new Conflict('activities.errors.noDraft');
  const values = withYear({ ...activity.values, day });
  const until = values.until !== '' && values.until < day ? '' : values.until;
  const set = { values: { ...values, until }, attendance, state: 'confirmed' };
  await ActivityModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
  await remember(unit, person, seen, { way: 'confirmed' });
}

/** It did not take place, or is put aside: it stays, with why, and counts no more. @throws Conflict when it is so already */
export async function endActivity(
  unit: Unit,
  person: Writer,
  id: string,
  { way, why }: { way: 'cancelled' | 'aside'; why: string },
): Promise<void> {
  const seen = await requireWritable(unit, person, id);
  if (['cancelled', 'aside'].includes(seen.activity.state)) throw new Conflict('activities.errors.ended');
  await ActivityModel.updateOne({ _id: id }, { $set: { state: way, why } }, { session: unit.session });
  await remember(unit, person, seen, { way, why });
}

/** Takes up again what was put aside or did not take place, as a draft: somebody is to say that it took place. */
export async function takeUpActivity(unit: Unit, person: Writer, id: string): Promise<void> {
  const seen = await requireWritable(unit, person, id);
  if (!['cancelled', 'aside'].includes(seen.activity.state)) throw new Conflict('activities.errors.notEnded');
  await ActivityModel.updateOne(
    { _id: id },
    { $set: { state: 'draft', why: '' } },
    { session: unit.session },
  );
  await remember(unit, person, seen, { way: 'taken_up' });
}

/** Makes dated drafts that come after an activity; days that are there already are not made twice. */
export async function repeatActivity(
  unit: Unit,
  person: Writer,
  id: string,
  { rhythm, count }: { rhythm: Rhythm; count: number },
): Promise<{ made: number }> {
  const { activity, rights } = await requireWritable(unit, person, id);
  if (activity.values.day === '') throw new Conflict('activities.errors.repeatsWithoutDay');
  const series = activity.repeats ?? id;
  const there = await ActivityModel.find({ repeats: series }).session(unit.session).lean<ActivityRecord[]>();
  const days = daysAfter(activity.values.day, rhythm, count).filter(
    (day) => !there.some((one) => one.values.day === day),
  );
  const added = { at: unit.now, by: person.id, body: rights.body };
  const drafts = days.map(
    (day): ActivityRecord => ({
      ...{
        _id: randomUUID(),
        fields: {},
        attendance: [],
        attendanceState: null,
        state: 'draft',
        why: '',
        calendar: null,
      },
      values: withYear({ ...activity.values, day, until: '', summary: '', synthesis: '', outcome: '' }),
      ...{ repeats: series, added },
    }),
  );
  if (drafts.length > 0) await ActivityModel.create(drafts, { session: unit.session, ordered: true });
  unit.note({ made: drafts.length });
  return { made: drafts.length };
}
