import type { MeetingState } from '../../../../models/meetingState.ts';
import {
  isConflicted,
  type RoomEventKind,
  type RoomSaying,
  type RoomState,
} from '../../../../public/scripts/room/state.ts';

/** How somebody stands to the room of a meeting. */
export interface RoomAccess {
  personId: string;
  /** Keeps the agenda of the body: its coordinators, its chair and secretary, a group's own people. */
  keeps: boolean;
  /** Sits in the body or is invited. Others read where the body is open to anyone. */
  takesPart: boolean;
  /** Reads what the body talks about; a guest reads what happens in this meeting. */
  readsBody: boolean;
  /** Id of their own place among the invited; null for who has none. */
  invitee: string | null;
  /** Ids of the organisations whose people they belong to. */
  organisations: readonly string[];
  /** Id of the organisation or platform they act for. */
  body: string;
}

/** Takes up items and gives time: who keeps the agenda, and who took over in the room. */
export const leads = ({ keeps, personId }: RoomAccess, room: RoomState): boolean =>
  keeps || room.leads.includes(personId);

const ofMeeting: readonly RoomEventKind[] = ['opened', 'closed'];
const ofAgenda: readonly RoomEventKind[] = ['turned', 'extended', 'paused', 'resumed'];

/**
 * Who says what in a room: keepers begin and end the meeting, who leads takes up items and marks who is there, and
 * everybody who takes part says it of themselves and takes over when nobody leads any more.
 */
export function maySay(access: RoomAccess, room: RoomState, said: RoomSaying): boolean {
  if (!access.takesPart && !access.keeps) return false;
  if (ofMeeting.includes(said.kind)) return access.keeps;
  if (said.kind === 'led') return room.phase === 'open' && !leads(access, room);
  if (leads(access, room)) return true;
  return !ofAgenda.includes(said.kind) && access.invitee !== null && said.invitee === access.invitee;
}

/** Whether an item is this person's to see, and not only that time is taken for it. */
export const isConcerned = (access: RoomAccess, organisations: readonly string[]): boolean =>
  organisations.length === 0 ||
  access.keeps ||
  organisations.some((one) => access.organisations.includes(one));

/**
 * What somebody may do with the minutes of an item. While the meeting goes on everybody who takes part writes, but for
 * who has an interest of their own in the item; before and after it those who keep them. Approved minutes are locked.
 */
export function minutesRights(
  access: RoomAccess,
  room: RoomState,
  { state, item, organisations }: { state: MeetingState; item: string; organisations: readonly string[] },
): { read: boolean; write: boolean } {
  const read = isConcerned(access, organisations);
  if (!read || state === 'approved' || state === 'cancelled') return { read, write: false };
  const abstains = access.invitee !== null && isConflicted(room, access.invitee, item);
  const write = !abstains && (access.keeps || (state === 'open' && access.takesPart));
  return { read, write };
}
