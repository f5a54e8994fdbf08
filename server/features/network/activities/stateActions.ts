import { randomUUID } from 'node:crypto';
import { ActivityModel, type ActivityRecord } from '../../../../models/Activity.ts';
import type { AttendanceRow } from '../../../../models/activityFields.ts';
import { Conflict } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { remember, requireWritable, type Writer } from './actions.ts';
import { daysAfter, type Rhythm } from './recurring.ts';
import { withYear } from './references.ts';

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
