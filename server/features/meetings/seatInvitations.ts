import { randomUUID } from 'node:crypto';
import { InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import type { MeetingRecord } from '../../../models/Meeting.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { isHeld, type SeatView, seatsOf, seatViews } from '../network/bodies/queries.ts';
import { everyInviteeOf } from './inviteeQueries.ts';

/** Who is invited, or may be. */
export type Somebody = Pick<
  InviteeRecord,
  'seat' | 'person' | 'organisation' | 'actorType' | 'name' | 'email' | 'mandate'
>;

export const ofSeat = (seat: SeatView): Somebody => ({
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

export const newInvitee = (meeting: string, one: Somebody, added: InviteeRecord['added']): InviteeRecord => ({
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
