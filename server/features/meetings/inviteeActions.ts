import { randomUUID } from 'node:crypto';
import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { PersonModel, type PersonRecord } from '../../../models/Person.ts';
import { Conflict, Invalid, NotFound } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { isHeld, type SeatView, seatsOf, seatViews } from '../network/bodies/queries.ts';
import { everyInviteeOf } from './inviteeQueries.ts';
import { tellInvitee } from './mails/outbox.ts';
import { requirePlanned, type Writer } from './queries.ts';

/** Who can be invited to one meeting: a plenary of a province fits in. */
const most = 300;

type Somebody = Pick<
  InviteeRecord,
  'seat' | 'person' | 'organisation' | 'actorType' | 'name' | 'email' | 'mandate'
>;

const ofSeat = (seat: SeatView): Somebody => ({
  seat: seat.id,
  person: seat.person,
  organisation: seat.organisation ?? seat.platform,
  actorType: seat.actorType ?? '',
  name: seat.name,
  email: seat.person ? '' : seat.email.toLowerCase(),
  mandate: seat.mandate,
});

/** Somebody who sits for two organisations, or is asked a second time, is one of the invited. */
export const isSame = (a: Pick<InviteeRecord, 'seat' | 'person' | 'email'>, b: typeof a): boolean =>
  (a.seat !== null && a.seat === b.seat) ||
  (a.person !== null && a.person === b.person) ||
  (a.email !== '' && a.email === b.email);

const newInvitee = (meeting: string, one: Somebody, added: InviteeRecord['added']): InviteeRecord => ({
  ...{ _id: randomUUID(), meeting, ...one, added, removed: null },
  ...{ response: '', note: '', substitute: '', answers: [] },
});

/** The seats of a body that are held on the day of a meeting and have somebody to invite. */
export async function seatsToInvite(
  { body, values }: Pick<MeetingRecord, 'body' | 'values'>,
  session: Unit['session'] | null = null,
): Promise<SeatView[]> {
  const held = (await seatsOf([body], session)).filter((one) => isHeld(one, values.day));
  return (await seatViews(held)).filter((one) => one.name !== '');
}

/**
 * Invites who sits in the body on the day of the meeting and is not invited yet, and takes off whose seat ended; who was
 * taken off by hand stays off. Answers how many are invited then.
 */
export async function inviteSeats(unit: Unit, meeting: MeetingRecord, by: string | null): Promise<number> {
  const { session, now } = unit;
  const [seats, there] = [await seatsToInvite(meeting, session), await everyInviteeOf(meeting._id, session)];
  const held = new Set(seats.map((one) => one.id));
  const gone = there.filter((one) => one.removed === null && one.seat !== null && !held.has(one.seat));
  await InviteeModel.deleteMany({ _id: { $in: gone.map((one) => one._id) } }, { session });
  const stay = there.filter((one) => !gone.includes(one));
  const fresh: InviteeRecord[] = [];
  for (const seat of seats.map(ofSeat))
    if (![...stay, ...fresh].some((one) => isSame(one, seat)))
      fresh.push(newInvitee(meeting._id, seat, { at: now, by }));
  if (fresh.length > 0) await InviteeModel.insertMany(fresh, { session });
  return stay.filter((one) => one.removed === null).length + fresh.length;
}

/** Adds somebody: a seat that was not invited, or a guest by name and address. @throws NotFound, Forbidden, Conflict, Invalid */
export async function addInvitee(
  unit: Unit,
  person: Writer,
  meetingId: string,
  asked: { seat: string } | { name: string; email: string },
): Promise<{ invitee: string }> {
  const { session, now } = unit;
  const { meeting } = await requirePlanned(unit, person, meetingId);
  const there = await everyInviteeOf(meetingId, session);
  if (there.length >= most) throw new Conflict('meetings.errors.tooMany');
  const somebody = 'seat' in asked ? await seatAsked(unit, meeting, asked.seat) : await guest(unit, asked);
  const field = 'seat' in asked ? 'seat' : 'email';
  if (there.some((one) => one.removed === null && isSame(one, somebody)))
    throw new Invalid({ [field]: 'meetings.errors.invitedAlready' });
  const invitee = newInvitee(meetingId, somebody, { at: now, by: person.id });
  await InviteeModel.create([invitee], { session });
  await touch(unit, meetingId);
  if (meeting.state === 'called') await tellInvitee(unit, meeting, invitee, 'REQUEST');
  unit.note({ invitee: invitee._id });
  return { invitee: invitee._id };
}

async function seatAsked(unit: Unit, meeting: MeetingRecord, id: string): Promise<Somebody> {
  const seat = (await seatsToInvite(meeting, unit.session)).find((one) => one.id === id);
  if (!seat) throw new Invalid({ seat: 'forms.invalid' });
  return ofSeat(seat);
}

/**
 * Somebody who came to a meeting that goes on, as one of its invited: nobody is written to, as they are there. Who holds a
 * seat of the body has it, whoever else is a guest, for an organisation or for none.
 * @returns the id of their place
 * @throws Conflict when the meeting is full, Invalid for somebody who is one of the invited
 */
export async function addWalkIn(
  unit: Unit,
  by: Writer,
  meeting: MeetingRecord,
  asked: { name: string; email: string; organisation: string },
): Promise<string> {
  const there = await everyInviteeOf(meeting._id, unit.session);
  if (there.length >= most) throw new Conflict('meetings.errors.tooMany');
  const known = await guest(unit, asked);
  const seats = known.person === null ? [] : await seatsToInvite(meeting, unit.session);
  const seat = seats.find((one) => one.person === known.person);
  const somebody = seat ? ofSeat(seat) : { ...known, organisation: asked.organisation || null };
  const same = there.filter((one) => isSame(one, somebody));
  if (same.some((one) => one.removed === null)) throw new Invalid({ email: 'room.errors.onList' });
  const invitee = newInvitee(meeting._id, somebody, { at: unit.now, by: by.id });
  await InviteeModel.create([invitee], { session: unit.session });
  await touch(unit, meeting._id);
  unit.note({ invitee: invitee._id });
  return invitee._id;
}

/** Who has an account under that address finds the meeting there too. */
async function guest(unit: Unit, { name, email }: { name: string; email: string }): Promise<Somebody> {
  const known = email
    ? await PersonModel.findOne({ email }).session(unit.session).lean<PersonRecord | null>()
    : null;
  const rest = { seat: null, organisation: null, actorType: '', mandate: '' };
  return { ...rest, name, person: known?._id ?? null, email: known ? '' : email };
}

/** Invited or not changes what the feed of somebody shows. */
export const touch = async (unit: Unit, meeting: string): Promise<void> => {
  await MeetingModel.updateOne(
    { _id: meeting },
    { $set: { changedAt: unit.now } },
    { session: unit.session },
  );
};

/** An invitee of a meeting this person plans. @throws NotFound, Forbidden, Conflict */
export async function requireInvitee(
  unit: Pick<Unit, 'now'> & { session: Unit['session'] | null },
  person: Writer,
  meetingId: string,
  id: string,
) {
  const seen = await requirePlanned(unit, person, meetingId);
  const invitee = await InviteeModel.findOne({ _id: id, meeting: meetingId, removed: null })
    .session(unit.session)
    .lean<InviteeRecord | null>();
  if (!invitee) throw new NotFound();
  return { ...seen, invitee };
}

/** Takes somebody off, with why: no link of theirs works any more, and who was written to is told. @throws NotFound, Forbidden, Conflict */
export async function removeInvitee(
  unit: Unit,
  person: Writer,
  about: { meeting: string; invitee: string; why: string },
): Promise<null> {
  const { session, now } = unit;
  const { meeting, invitee } = await requireInvitee(unit, person, about.meeting, about.invitee);
  const removed = { at: now, by: person.id, why: about.why };
  await InviteeModel.updateOne({ _id: invitee._id }, { $set: { removed } }, { session });
  await touch(unit, meeting._id);
  if (meeting.state === 'called') await tellInvitee(unit, meeting, invitee, 'CANCEL');
  unit.note({ invitee: invitee._id });
  return null;
}

/** Invites again who was taken off by mistake. @throws NotFound, Forbidden, Conflict */
export async function restoreInvitee(
  unit: Unit,
  person: Writer,
  about: { meeting: string; invitee: string },
): Promise<null> {
  const { session } = unit;
  const { meeting } = await requirePlanned(unit, person, about.meeting);
  const there = await everyInviteeOf(meeting._id, session);
  const invitee = there.find((one) => one._id === about.invitee && one.removed !== null);
  if (!invitee) throw new NotFound();
  if (there.some((one) => one.removed === null && isSame(one, invitee)))
    throw new Conflict('meetings.errors.invitedAlready');
  await InviteeModel.updateOne({ _id: invitee._id }, { $set: { removed: null } }, { session });
  // A calendar that was told it is off takes it on again only under a higher number.
  const sequence = meeting.sequence + (meeting.state === 'called' ? 1 : 0);
  await MeetingModel.updateOne(
    { _id: meeting._id },
    { $set: { sequence, changedAt: unit.now } },
    { session },
  );
  if (meeting.state === 'called') await tellInvitee(unit, { ...meeting, sequence }, invitee, 'REQUEST');
  unit.note({ invitee: invitee._id });
  return null;
}

/** The answers to a time that does not hold any more: they stay in the record, and everybody is asked again. */
export async function releaseAnswers(unit: Unit, meeting: string, by: string | null): Promise<void> {
  const released = { response: '', note: '', substitute: '', at: unit.now, by, way: 'told' };
  await InviteeModel.updateMany(
    { meeting, removed: null, response: { $ne: '' } },
    { $set: { response: '', note: '', substitute: '' }, $push: { answers: released } },
    { session: unit.session },
  );
}
