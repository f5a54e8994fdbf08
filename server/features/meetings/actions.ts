import { randomUUID } from 'node:crypto';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingChangeModel } from '../../../models/MeetingChange.ts';
import { type MeetingField, type MeetingValues, meetingFieldNames } from '../../../models/meetingFields.ts';
import { Conflict, Forbidden, Invalid, type Message } from '../../core/errors.ts';
import { decideFields, type FieldCommand } from '../../core/fieldCommands.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { releaseAnswers } from './inviteeActions.ts';
import { tellInvitees } from './mails/outbox.ts';
import { requirePlanned, requirePlanner, type Writer } from './queries.ts';
import { inviteSeats } from './seatInvitations.ts';
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
