import type { BodyRecord } from '../../../models/Body.ts';
import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { Conflict, Invalid, NotFound } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { type Guest, guestOf } from './guests.ts';
import { everyInviteeOf } from './inviteeQueries.ts';
import { tellInvitee } from './mails/outbox.ts';
import { requirePlanned, type Writer } from './queries.ts';
import { isSame, newInvitee, ofSeat, type Somebody, seatsToInvite } from './seatInvitations.ts';

/** Who can be invited to one meeting: a plenary of a province fits in. */
const most = 300;

/** Invited or not changes what the feed of somebody shows. */
const touch = async (unit: Unit, meeting: string): Promise<void> => {
  await MeetingModel.updateOne(
    { _id: meeting },
    { $set: { changedAt: unit.now } },
    { session: unit.session },
  );
};

/** Adds somebody: a seat that was not invited, or a guest by name and address. @throws NotFound, Forbidden, Conflict, Invalid */
export async function addInvitee(
  unit: Unit,
  person: Writer,
  meetingId: string,
  asked: { seat: string } | Guest,
): Promise<{ invitee: string }> {
  const { session, now } = unit;
  const { meeting, body } = await requirePlanned(unit, person, meetingId);
  const there = await everyInviteeOf(meetingId, session);
  if (there.length >= most) throw new Conflict('meetings.errors.tooMany');
  const somebody =
    'seat' in asked
      ? await seatAsked(unit, meeting, asked.seat)
      : await guestOf(unit, body?.body ?? null, asked);
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
 * @throws Conflict when the meeting is full, Invalid for somebody who is one of the invited, and an organisation that is not around this body
 */
export async function addWalkIn(
  unit: Unit,
  by: Writer,
  { meeting, body }: { meeting: MeetingRecord; body: BodyRecord },
  asked: Guest,
): Promise<string> {
  const there = await everyInviteeOf(meeting._id, unit.session);
  if (there.length >= most) throw new Conflict('meetings.errors.tooMany');
  const known = await guestOf(unit, body, asked);
  const seats = known.person === null ? [] : await seatsToInvite(meeting, unit.session);
  const seat = seats.find((one) => one.person === known.person);
  const somebody = seat ? ofSeat(seat) : known;
  const same = there.filter((one) => isSame(one, somebody));
  if (same.some((one) => one.removed === null)) throw new Invalid({ email: 'room.errors.onList' });
  const invitee = newInvitee(meeting._id, somebody, { at: unit.now, by: by.id });
  await InviteeModel.create([invitee], { session: unit.session });
  await touch(unit, meeting._id);
  unit.note({ invitee: invitee._id });
  return invitee._id;
}

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
