import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingSeriesModel, type SeriesPlan } from '../../../models/MeetingSeries.ts';
import type { MeetingValues } from '../../../models/meetingFields.ts';
import { Conflict, Forbidden, Invalid } from '../../core/errors.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { checkPlace, replan } from './actions.ts';
import { tellInvitees } from './mails/outbox.ts';
import type { Writer } from './queries.ts';
import { requireSeries } from './series/queries.ts';
import { dayAfter, daysAhead, paired } from './series.ts';
import { type By, daysWanted, earlier, insertOn, valuesOn } from './seriesActions.ts';

/** The meetings of a series from a day on that still follow it: not held, not cancelled and not moved by themselves. */
const following = (series: string, from: string, { session }: Unit): Promise<MeetingRecord[]> =>
  MeetingModel.find({
    series,
    seriesDay: { $gte: from },
    isApart: false,
    state: { $in: ['draft', 'called'] },
  })
    .sort({ seriesDay: 1 })
    .session(session)
    .lean<MeetingRecord[]>()
    .exec();

/** The days of a series from a day on that are taken by meetings that stay as they are. */
async function daysTaken(series: string, from: string, { session }: Unit): Promise<string[]> {
  const staying = await MeetingModel.find({
    series,
    seriesDay: { $gte: from },
    $or: [{ isApart: true }, { state: { $nin: ['draft', 'called'] } }],
  })
    .session(session)
    .lean<MeetingRecord[]>();
  return staying.map((one) => one.seriesDay).filter((day) => /^\d/.test(day));
}

async function cancelIn(unit: Unit, meeting: MeetingRecord, by: By, why: string): Promise<void> {
  const wasCalled = meeting.state === 'called';
  const sequence = meeting.sequence + (wasCalled ? 1 : 0);
  const step = { state: 'cancelled' as const, at: unit.now, by: by.id, body: by.body, why };
  const set = { state: step.state, sequence, changedAt: unit.now };
  await MeetingModel.updateOne(
    { _id: meeting._id },
    { $set: set, $push: { steps: step } },
    { session: unit.session },
  );
  if (wasCalled) await tellInvitees(unit, { ...meeting, sequence }, 'CANCEL');
}

/** What has no place in the new plan is cancelled, and leaves its day to whatever plan comes after that. */
async function drop(unit: Unit, meeting: MeetingRecord, by: By, why: string): Promise<void> {
  await cancelIn(unit, meeting, by, why);
  const set = { seriesDay: `dropped ${meeting._id}` };
  await MeetingModel.updateOne({ _id: meeting._id }, { $set: set }, { session: unit.session });
}

async function planned(unit: Unit, person: Writer, id: string, revision: number) {
  const seen = await requireSeries(person, id, unit.now, unit.session);
  if (!seen.mayPlan) throw new Forbidden();
  if (seen.series.revision !== revision) throw new Invalid({ revision: 'meetings.errors.seriesChanged' });
  const last = seen.series.steps.at(-1);
  if (last?.kind === 'ended') throw new Conflict('meetings.errors.seriesEnded');
  return { series: seen.series, by: { id: person.id, body: seen.rights.body } };
}

export interface SeriesChange {
  /** The first day the change is about. */
  from: string;
  plan: SeriesPlan;
  lastDay: string;
  revision: number;
  why: string;
}

/**
 * Changes a series from a day on. A meeting moves to the day of the new plan in the same week or month, and who was
 * invited is told; one that was moved or cancelled by itself stays as it is.
 * @throws NotFound, Forbidden, Conflict, Invalid
 */
export async function changeSeries(
  unit: Unit,
  person: Writer,
  id: string,
  { from, plan, lastDay, revision, why }: SeriesChange,
): Promise<{ moved: number; added: number; cancelled: number }> {
  const { series, by } = await planned(unit, person, id, revision);
  const today = brusselsDay(unit.now);
  if (from <= today) throw new Invalid({ changeFrom: 'meetings.errors.fromTomorrow' });
  checkPlace(plan);
  const madeUntil = earlier(dayAfter(today, daysAhead), lastDay);
  const taken = await daysTaken(id, from, unit);
  const wanted = daysWanted(plan, from, madeUntil);
  const fresh = paired(taken, wanted).added;
  const meetings = await following(id, from, unit);
  const pairing = paired(
    meetings.map((one) => one.seriesDay),
    fresh,
  );
  const byDay = new Map(meetings.map((one) => [one.seriesDay, one]));
  for (const day of pairing.dropped) await drop(unit, byDay.get(day)!, by, why);
  await moveAll(
    unit,
    pairing.kept.map((one) => ({ meeting: byDay.get(one.from)!, to: one.to })),
    plan,
    by,
  );
  const changed = { ...series, plan };
  await insertOn(unit, changed, by, pairing.added);
  const step = { kind: 'changed' as const, at: unit.now, by: by.id, body: by.body, why };
  await MeetingSeriesModel.updateOne(
    { _id: id },
    { $set: { plan, lastDay, madeUntil, firstDay: from, revision: revision + 1 }, $push: { steps: step } },
    { session: unit.session },
  );
  const counts = {
    moved: pairing.kept.length,
    added: pairing.added.length,
    cancelled: pairing.dropped.length,
  };
  unit.note(counts);
  return counts;
}

/** Two meetings may change places: each first leaves its day. */
async function moveAll(
  unit: Unit,
  moves: readonly { meeting: MeetingRecord; to: string }[],
  plan: SeriesPlan,
  by: By,
): Promise<void> {
  for (const { meeting } of moves)
    await MeetingModel.updateOne(
      { _id: meeting._id },
      { $set: { seriesDay: `moving ${meeting._id}` } },
      { session: unit.session },
    );
  for (const { meeting, to } of moves) {
    const values = valuesOn(plan, to);
    const set = { fields: { seriesDay: to }, isApart: false, by: by.id };
    if (isSamePlan(values, meeting.values))
      await MeetingModel.updateOne(
        { _id: meeting._id },
        { $set: { seriesDay: to } },
        { session: unit.session },
      );
    else await replan(unit, meeting, values, set);
  }
}

const isSamePlan = (a: MeetingValues, b: MeetingValues): boolean =>
  (Object.keys(a) as (keyof MeetingValues)[]).every((field) => a[field] === b[field]);

/** Stops a series from a day on: its meetings from then on are cancelled, those that were moved by themselves too. @throws NotFound, Forbidden, Conflict, Invalid */
export async function endSeries(
  unit: Unit,
  person: Writer,
  id: string,
  { from, why, revision }: { from: string; why: string; revision: number },
): Promise<{ cancelled: number }> {
  const { by } = await planned(unit, person, id, revision);
  const today = brusselsDay(unit.now);
  if (from <= today) throw new Invalid({ endFrom: 'meetings.errors.fromTomorrow' });
  const meetings = await MeetingModel.find({
    series: id,
    'values.day': { $gte: from },
    state: { $in: ['draft', 'called'] },
  })
    .session(unit.session)
    .lean<MeetingRecord[]>();
  for (const one of meetings) await cancelIn(unit, one, by, why);
  const step = { kind: 'ended' as const, at: unit.now, by: by.id, body: by.body, why };
  await MeetingSeriesModel.updateOne(
    { _id: id },
    { $set: { lastDay: dayAfter(from, -1), revision: revision + 1 }, $push: { steps: step } },
    { session: unit.session },
  );
  unit.note({ cancelled: meetings.length });
  return { cancelled: meetings.length };
}
