import { randomUUID } from 'node:crypto';
import { MeetingModel } from '../../../models/Meeting.ts';
import {
  MeetingSeriesModel,
  type MeetingSeriesRecord,
  type SeriesPlan,
} from '../../../models/MeetingSeries.ts';
import type { MeetingValues } from '../../../models/meetingFields.ts';
import { Forbidden, Invalid } from '../../core/errors.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { checkPlace, insertMeeting } from './actions.ts';
import { requirePlanner, type Writer } from './queries.ts';
import { dayAfter, daysAhead, daysOf } from './series.ts';

/** A series that would fill every day of a year is a mistake. */
const mostMeetings = 120;

export type By = { id: string | null; body: string };

export const valuesOn = ({ rule: _, ...plan }: SeriesPlan, day: string): MeetingValues => ({
  ...plan,
  day,
  clock: '',
});

export const earlier = (a: string, b: string): string => (b !== '' && b < a ? b : a);

export async function insertOn(
  unit: Unit,
  series: Pick<MeetingSeriesRecord, '_id' | 'body' | 'plan'>,
  by: By,
  days: readonly string[],
): Promise<void> {
  for (const day of days) {
    const _id = randomUUID();
    const values = valuesOn(series.plan, day);
    await insertMeeting(unit, by, { _id, body: series.body, series: series._id, seriesDay: day, values });
  }
}

export interface SeriesDraft {
  body: string;
  plan: SeriesPlan;
  firstDay: string;
  lastDay: string;
}

/** Twice a year the clock skips or repeats this hour; a series would stop there, a year from now, when nobody looks. */
const isSkippedHour = (time: string): boolean => time.startsWith('02:');

/**
 * The days of a plan, of which there must be some and not too many.
 * @throws Invalid, also for hours that are not there in the night the clock goes on
 */
export function daysWanted(plan: SeriesPlan, first: string, last: string): string[] {
  for (const field of ['from', 'until'] as const)
    if (isSkippedHour(plan[field])) throw new Invalid({ [field]: 'meetings.errors.nightHour' });
  const days = daysOf(plan.rule, first, last);
  if (days.length === 0) throw new Invalid({ kind: 'meetings.errors.noDays' });
  if (days.length > mostMeetings) throw new Invalid({ kind: 'meetings.errors.tooManyDays' });
  return days;
}

/** Begins a series: its meetings of the coming year are there as drafts. @throws NotFound, Forbidden, Invalid */
export async function makeSeries(
  unit: Unit,
  person: Writer,
  id: string,
  { body, plan, firstDay, lastDay }: SeriesDraft,
): Promise<{ series: string }> {
  const seen = await requirePlanner(person, body, unit.now, unit.session);
  if (!seen.mayPlan) throw new Forbidden();
  const today = brusselsDay(unit.now);
  if (firstDay < today) throw new Invalid({ firstDay: 'meetings.errors.past' });
  checkPlace(plan);
  const madeUntil = earlier(dayAfter(today, daysAhead), lastDay);
  const days = daysWanted(plan, firstDay, madeUntil);
  const by = { id: person.id, body: seen.rights.body };
  const made = { kind: 'made' as const, at: unit.now, by: by.id, body: by.body, why: '' };
  const series = { _id: id, body, plan, firstDay, lastDay, madeUntil, revision: 1, steps: [made] };
  await MeetingSeriesModel.create([series], { session: unit.session });
  await insertOn(unit, series, by, days);
  unit.note({ body, meetings: days.length });
  return { series: id };
}

/** Makes the meetings of series that came within a year; answers how many series grew. */
export async function extendSeries(house: House): Promise<number> {
  const until = dayAfter(brusselsDay(house.clock.now()), daysAhead);
  // Once a month is enough: nobody looks for the last weeks of a year from now every day.
  const filter = { madeUntil: { $lt: dayAfter(until, -28) } };
  const waiting = await MeetingSeriesModel.find(filter).lean<MeetingSeriesRecord[]>();
  let grown = 0;
  for (const { _id, lastDay, madeUntil } of waiting) {
    if (lastDay !== '' && lastDay <= madeUntil) continue;
    const draft = { name: 'series.extended', actor: null, record: { type: 'series', id: _id } };
    grown += await house.unitOfWork.do(draft, (unit) => extend(unit, _id, until));
  }
  return grown;
}

async function extend(unit: Unit, id: string, until: string): Promise<number> {
  const { session } = unit;
  const series = await MeetingSeriesModel.findById(id).session(session).lean<MeetingSeriesRecord | null>();
  if (!series || series.madeUntil >= until || series.steps.at(-1)?.kind === 'ended') return 0;
  const { plan, firstDay, madeUntil } = series;
  const last = earlier(until, series.lastDay);
  const days = daysOf(plan.rule, firstDay, last).filter((day) => day > madeUntil);
  const there = await MeetingModel.find({ series: id, seriesDay: { $in: days } })
    .session(session)
    .lean();
  const fresh = days.filter((day) => !there.some((one) => one.seriesDay === day));
  await insertOn(unit, series, { id: null, body: '' }, fresh);
  await MeetingSeriesModel.updateOne({ _id: id }, { $set: { madeUntil: last } }, { session });
  unit.note({ meetings: fresh.length });
  return fresh.length > 0 ? 1 : 0;
}
