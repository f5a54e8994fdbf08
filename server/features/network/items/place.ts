import type { ClientSession } from 'mongodb';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import { InviteeModel } from '../../../../models/Invitee.ts';
import { NotFound } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { admissionsOf } from '../../coverage/register/queries.ts';
import { bodyRights } from '../bodies/policy.ts';
import { factsOf, isHeld, type SeatView, seatsOf, seatViews } from '../bodies/queries.ts';
import { type MeetingSeen, meetingById } from './meetings.ts';
import { type ItemRights, takesPart as isTaking, itemRights } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

/** A body with who sits there today, and what this person may do with what it talks about. */
export interface Place {
  body: BodyRecord;
  seats: SeatView[];
  rights: ItemRights;
}

/** The same for a person who may read nothing of it: null for a body that is not there. */
export async function placeFor(
  person: Asking,
  bodyId: string,
  now: Date,
  session: Session = null,
): Promise<Place | null> {
  const [body, all, admissions] = await Promise.all([
    BodyModel.findById(bodyId).session(session).lean<BodyRecord | null>(),
    seatsOf([bodyId], session),
    admissionsOf(person, session),
  ]);
  if (!body) return null;
  const day = brusselsDay(now);
  const seats = await seatViews(all.filter((one) => isHeld(one, day)));
  const isSeated = seats.some((one) => one.person === person.id);
  const facts = factsOf(body);
  const mayRead = bodyRights(person, facts, { admissions, isSeated }).read;
  return { body, seats, rights: itemRights(person, facts, seats, mayRead) };
}

/** @throws NotFound for a body whose agendas this person may not read, whether there is one or not */
export async function requirePlace(
  person: Asking,
  bodyId: string,
  now: Date,
  session: Session = null,
): Promise<Place> {
  const place = await placeFor(person, bodyId, now, session);
  if (!place?.rights.read) throw new NotFound();
  return place;
}

export interface MeetingPlace extends Place {
  meeting: MeetingSeen;
  /** Reads what the body talks about; a guest reads what this meeting does, and is not told which body it is of. */
  readsBody: boolean;
}

/**
 * A meeting, its body and what this person may do with its agenda.
 * @throws NotFound for one they may not read, whether there is one or not; a draft is read by who sits there
 */
export async function requireMeetingPlace(
  person: Asking,
  meetingId: string,
  now: Date,
  session: Session = null,
): Promise<MeetingPlace> {
  const meeting = await meetingById(meetingId, session);
  if (!meeting) throw new NotFound();
  const [place, own] = await Promise.all([
    placeFor(person, meeting.body, now, session),
    InviteeModel.exists({ meeting: meetingId, person: person.id, removed: null }).session(session),
  ]);
  if (!place) throw new NotFound();
  const { rights } = place;
  // Who is invited as a guest reads what it will be about.
  const isGuest = own !== null && isTaking(person) && meeting.state !== 'draft';
  if (!rights.read && !isGuest) throw new NotFound();
  if (meeting.state === 'draft' && !rights.propose) throw new NotFound();
  return { ...place, rights: { ...rights, read: true }, meeting, readsBody: rights.read };
}
