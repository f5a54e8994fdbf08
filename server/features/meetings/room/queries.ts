import type { ClientSession } from 'mongodb';
import { AgendaItemModel, type AgendaItemRecord } from '../../../../models/AgendaItem.ts';
import { BodyModel, type BodyRecord } from '../../../../models/Body.ts';
import type { InviteeRecord } from '../../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import { RoomEventModel, type RoomEventRecord } from '../../../../models/RoomEvent.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import { type RoomState, roomAfter } from '../../../../public/scripts/room/state.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { factsOf, isHeld, seatsOf } from '../../network/bodies/queries.ts';
import { itemRights } from '../../network/items/policy.ts';
import { inviteesOf } from '../inviteeQueries.ts';
import { isPublished } from '../states.ts';
import type { RoomAccess } from './policy.ts';

type Session = ClientSession | null;
type Asking = Pick<Person, 'id' | 'affiliations'>;

/** All that decides who may do what in the room of a meeting, for everybody who asks. */
export interface Room {
  meeting: MeetingRecord;
  body: BodyRecord;
  /** Those that are held today. */
  seats: SeatRecord[];
  invitees: InviteeRecord[];
  state: RoomState;
}

export const eventsOf = (meeting: string, session: Session = null): Promise<RoomEventRecord[]> =>
  RoomEventModel.find({ meeting }).sort({ sequence: 1 }).session(session).lean<RoomEventRecord[]>().exec();

/** The room of a meeting, with nobody's rights looked at; null where there is none. */
export async function roomOf(meetingId: string, now: Date, session: Session = null): Promise<Room | null> {
  const meeting = await MeetingModel.findById(meetingId).session(session).lean<MeetingRecord | null>();
  if (!meeting) return null;
  // One after the other: a transaction takes one question at a time.
  const body = await BodyModel.findById(meeting.body).session(session).lean<BodyRecord | null>();
  if (!body) return null;
  const today = brusselsDay(now);
  const seats = (await seatsOf([body._id], session)).filter((one) => isHeld(one, today));
  const invitees = await inviteesOf(meetingId, session);
  const state = roomAfter(await eventsOf(meetingId, session));
  return { meeting, body, seats, invitees, state };
}

/** How a person stands to a room; null for one they may not come into. */
export function accessIn({ meeting, body, seats, invitees }: Room, person: Asking): RoomAccess | null {
  const held = seats.map(({ _id, values }) => ({
    id: _id,
    organisation: values.organisation || null,
    person: values.person || null,
    name: values.name,
    mandate: values.mandate,
  }));
  const facts = factsOf(body);
  const rights = itemRights(person, facts, held, facts.openness === 'open');
  const own = invitees.find((one) => one.person === person.id) ?? null;
  const takesPart = rights.propose || own !== null;
  if (!rights.keep && !(isPublished(meeting.state) && (takesPart || rights.read))) return null;
  return {
    personId: person.id,
    keeps: rights.keep,
    takesPart,
    readsBody: rights.read,
    invitee: own?._id ?? null,
    organisations: rights.organisations,
    body: rights.body || (own?.organisation ?? ''),
  };
}

export interface SeenRoom extends Room {
  access: RoomAccess;
}

/** @throws NotFound for a room this person may not come into, whether there is one or not */
export async function requireRoom(
  person: Asking,
  meetingId: string,
  now: Date,
  session: Session = null,
): Promise<SeenRoom> {
  const room = await roomOf(meetingId, now, session);
  const access = room && accessIn(room, person);
  if (!room || !access) throw new NotFound();
  return { ...room, access };
}

/** The agenda of a meeting in its order, whoever asks. */
export const agendaOf = (meeting: string, session: Session = null): Promise<AgendaItemRecord[]> =>
  AgendaItemModel.find({ meeting })
    .sort({ order: 1, _id: 1 })
    .session(session)
    .lean<AgendaItemRecord[]>()
    .exec();

/** What a page is told of a room; null for who may not come into it. */
export async function roomStateFor(person: Asking, meetingId: string, now: Date): Promise<RoomState | null> {
  const room = await roomOf(meetingId, now);
  return room && accessIn(room, person) ? room.state : null;
}

/** Whether somebody may be told what happens in the room of a meeting. */
export const mayWatchRoom = async (house: House, person: Person, id: string): Promise<boolean> =>
  (await roomStateFor(person, id, house.clock.now())) !== null;
