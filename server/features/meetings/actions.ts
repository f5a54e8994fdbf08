import { randomUUID } from 'node:crypto';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingChangeModel } from '../../../models/MeetingChange.ts';
import { type MeetingField, type MeetingValues, meetingFieldNames } from '../../../models/meetingFields.ts';
import type { MeetingState } from '../../../models/meetingState.ts';
import { Conflict, Forbidden, Invalid, type Message } from '../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../core/fieldCommands.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { inviteSeats, releaseAnswers } from './inviteeActions.ts';
import { tellInvitees } from './mails/outbox.ts';
import { requireMeeting, requirePlanned, requirePlanner, type SeenMeeting, type Writer } from './queries.ts';
import { afterStep, type MeetingStepName } from './states.ts';
import { instantsOfMeeting } from './wallClock.ts';

/** A link leads to a room and nowhere else, and what is online has one. @throws Invalid */
export function checkPlace({ form, place, link }: Pick<MeetingValues, 'form' | 'place' | 'link'>): void {
  if (form !== 'online' && place === '') throw new Invalid({ place: 'meetings.errors.place' });
  if (form !== 'in_person' && link === '') throw new Invalid({ link: 'meetings.errors.link' });
  if (link !== '' && !isRoom(link)) throw new Invalid({ link: 'meetings.errors.https' });
}

function isRoom(link: string): boolean {
  const url = URL.canParse(link) ? new URL(link) : null;
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

/** When it begins and ends, of values that hold together. @throws Invalid with all that is wrong at once */
function checked(values: MeetingValues): { startsAt: Date; endsAt: Date } {
  const faults: Record<string, Message> = {};
  const without = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      Object.assign(faults, error.fields);
      return null;
    }
  };
  without(() => checkPlace(values));
  const times = without(() => instantsOfMeeting(values));
  if (times === null || Object.keys(faults).length > 0) throw new Invalid(faults);
  return times;
}

/** A new meeting, as a draft, with the seats of its body invited. @throws Invalid */
export async function insertMeeting(
  unit: Unit,
  by: { id: string | null; body: string },
  about: Pick<MeetingRecord, '_id' | 'body' | 'series' | 'seriesDay' | 'values'>,
): Promise<void> {
  const at = unit.now;
  const meeting: MeetingRecord = {
    ...{ ...about, ...checked(about.values), fields: {}, isApart: false },
    ...{ state: 'draft', sequence: 0, changedAt: at },
    steps: [{ state: 'draft', at, by: by.id, body: by.body, why: '' }],
  };
  await MeetingModel.create([meeting], { session: unit.session });
  await inviteSeats(unit, meeting, by.id);
}

/** Begins a meeting of a body. @throws NotFound, Forbidden, Invalid */
export async function makeMeeting(
  unit: Unit,
  person: Writer,
  id: string,
  { body, values }: { body: string; values: MeetingValues },
): Promise<{ meeting: string }> {
  const seen = await requirePlanner(person, body, unit.now, unit.session);
  if (!seen.mayPlan) throw new Forbidden();
  if (checked(values).endsAt <= unit.now) throw new Invalid({ day: 'meetings.errors.past' });
  const by = { id: person.id, body: seen.rights.body };
  await insertMeeting(unit, by, { _id: id, body, series: null, seriesDay: '', values });
  unit.note({ body });
  return { meeting: id };
}

/** What makes another appointment of it: answers to the old one do not hold. */
const moving: readonly MeetingField[] = ['day', 'from', 'until', 'clock'];

export interface ChangedMeeting {
  changed: MeetingField[];
}

/**
 * Changes what is planned, each field against the version that was seen. Who was invited to a called one is told; moved to
 * another time they are asked again.
 * @throws Conflict with both values of every field somebody else changed: then nothing is written. Invalid, NotFound, Forbidden
 */
export async function changeMeeting(
  unit: Unit,
  person: Writer,
  id: string,
  { commands, why }: { commands: FieldCommand<MeetingField>[]; why: string },
): Promise<ChangedMeeting> {
  const seen = await requirePlanned(unit, person, id);
  const { meeting, rights } = seen;
  const { changes, conflicts } = decideFields(
    commands,
    { values: meeting.values, fields: statesOf(meeting) },
    { personId: person.id, at: unit.now },
  );
  if (conflicts.length > 0) throw new Conflict('gaps.errors.changedMeanwhile', { conflicts });
  const changed = changes.map((one) => one.field);
  if (changed.length === 0) return { changed };
  const values = {
    ...meeting.values,
    ...Object.fromEntries(changes.map(({ field, value }) => [field, value])),
  } as MeetingValues;
  const fields = Object.fromEntries(changes.map(({ field, state }) => [`fields.${field}`, state]));
  await replan(unit, meeting, values, { fields, isApart: meeting.series !== null, by: person.id });
  const written = changes.map(({ field, value }) => ({ field, from: meeting.values[field], to: value }));
  const trace = { at: unit.now, by: person.id, body: rights.body, why };
  await MeetingChangeModel.create([{ _id: randomUUID(), meeting: id, changes: written, ...trace }], {
    session: unit.session,
  });
  unit.note({ fields: changed });
  return { changed };
}

function statesOf({ fields, steps }: MeetingRecord) {
  const first = { version: 0, by: steps[0]?.by ?? '', at: steps[0]!.at };
  return Object.fromEntries(meetingFieldNames.map((field) => [field, fields[field] ?? first])) as Required<
    MeetingRecord['fields']
  >;
}

/** Gives a meeting other values, and tells who was invited what that means for them. @throws Invalid */
export async function replan(
  unit: Unit,
  meeting: MeetingRecord,
  values: MeetingValues,
  { fields = {}, isApart, by }: { fields?: object; isApart: boolean; by: string | null },
): Promise<void> {
  const times = checked(values);
  if (times.endsAt <= unit.now) throw new Invalid({ day: 'meetings.errors.past' });
  const isMoved = moving.some((one) => values[one] !== meeting.values[one]);
  const isCalled = meeting.state === 'called';
  const sequence = meeting.sequence + (isCalled ? 1 : 0);
  const set = { ...fields, ...times, values, isApart, sequence, changedAt: unit.now };
  await MeetingModel.updateOne({ _id: meeting._id }, { $set: set }, { session: unit.session });
  if (!isCalled) return;
  if (isMoved) await releaseAnswers(unit, meeting._id, by);
  await tellInvitees(unit, { ...meeting, sequence }, 'REQUEST');
}

/** Takes a step of a meeting. @throws Conflict where it cannot be taken from where it stands */
async function step(
  unit: Unit,
  { meeting, rights }: SeenMeeting,
  name: MeetingStepName,
  { person, why = '', sequence = meeting.sequence }: { person: Writer; why?: string; sequence?: number },
): Promise<MeetingRecord> {
  const state = afterStep(meeting.state, name);
  if (state === null) throw new Conflict(`meetings.errors.state.${meeting.state}`);
  const taken = { state, at: unit.now, by: person.id, body: rights.body, why };
  const set = { state, sequence, changedAt: unit.now };
  await MeetingModel.updateOne(
    { _id: meeting._id },
    { $set: set, $push: { steps: taken } },
    { session: unit.session },
  );
  unit.note({ state });
  return { ...meeting, ...set };
}

/**
 * Calls a meeting: who sits in the body now is invited, who does not any more is not, and everybody with an address is
 * written to.
 * @throws NotFound, Forbidden, Conflict, and Invalid for one that is over or has nobody to invite
 */
export async function callMeeting(unit: Unit, person: Writer, id: string): Promise<{ invited: number }> {
  const seen = await requirePlanned(unit, person, id);
  if (seen.meeting.endsAt <= unit.now) throw new Invalid({ call: 'meetings.errors.past' });
  const invited = await inviteSeats(unit, seen.meeting, person.id);
  if (invited === 0) throw new Invalid({ call: 'meetings.errors.nobody' });
  const called = await step(unit, seen, 'call', { person });
  await tellInvitees(unit, called, 'REQUEST');
  unit.note({ invited });
  return { invited };
}

/** Cancels a meeting, with why; who was invited to a called one is told. @throws NotFound, Forbidden, Conflict */
export async function cancelMeeting(
  unit: Unit,
  person: Writer,
  id: string,
  { why }: { why: string },
): Promise<{ state: MeetingState }> {
  const seen = await requirePlanned(unit, person, id);
  const wasCalled = seen.meeting.state === 'called';
  const sequence = seen.meeting.sequence + (wasCalled ? 1 : 0);
  const cancelled = await step(unit, seen, 'cancel', { person, why, sequence });
  if (wasCalled) await tellInvitees(unit, cancelled, 'CANCEL');
  return { state: cancelled.state };
}

/** A step of the meeting itself, for its room: it joins what the caller writes. */
const taken =
  (name: MeetingStepName) =>
  async (unit: Unit, person: Writer, id: string, why = ''): Promise<{ state: MeetingState }> => {
    const seen = await requireMeeting(person, id, unit.now, unit.session);
    if (!seen.rights.keep) throw new Forbidden();
    const { state } = await step(unit, seen, name, { person, why });
    return { state };
  };

/** Begins a called meeting, or one that nobody called. @throws NotFound, Forbidden, Conflict */
export const openMeeting = taken('open');

/** Ends it: the minutes go round. @throws NotFound, Forbidden, Conflict */
export const closeMeeting = taken('close');

/**
 * Says in the meeting itself that there is a remark on its minutes. Approving writes the same record, so that of a remark and
 * an approval at the same moment one comes second and looks again: no remark stays open in minutes that are locked.
 */
export const noteAmendment = async ({ session, now }: Unit, id: string): Promise<void> => {
  await MeetingModel.updateOne({ _id: id }, { $set: { amendedAt: now } }, { session });
};

/** Approves its minutes: they are locked. @throws NotFound, Forbidden, Conflict */
export const approveMinutes = taken('approve');

/** Opens approved minutes again, with why. @throws NotFound, Forbidden, Conflict */
export const reopenMinutes = taken('reopen');
