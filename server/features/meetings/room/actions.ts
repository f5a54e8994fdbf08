import { RoomEventModel, type RoomEventRecord } from '../../../../models/RoomEvent.ts';
import { changes, type RoomSaying, refusalOf } from '../../../../public/scripts/room/state.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { dealWithItem, passOverItem } from '../../network/items/actions.ts';
import { keepAttendance } from '../attendance/actions.ts';
import { closeMeeting, openMeeting } from '../stepActions.ts';
import { maySay } from './policy.ts';
import { agendaOf, requireRoom, type SeenRoom } from './queries.ts';

/** The furthest back something can be written down to have happened, in milliseconds: an evening after a long day. */
const mostBack = 24 * 60 * 60_000;

/** @throws Invalid for an item or a person that is not of this meeting */
async function checkOf(unit: Unit, room: SeenRoom, said: RoomSaying): Promise<void> {
  if (said.invitee && !room.invitees.some((one) => one._id === said.invitee))
    throw new Invalid({ invitee: 'room.errors.invitee' });
  if (!said.item) return;
  const items = await agendaOf(room.meeting._id, unit.session);
  if (!items.some((one) => one._id === said.item)) throw new Invalid({ item: 'room.errors.item' });
}

/** @throws Invalid for a time that is still to come, or before what was written down last */
function timeOf(unit: Unit, room: SeenRoom, { kind, invitee = '' }: RoomSaying, at: Date | null): Date {
  if (!at) return unit.now;
  const came = room.state.stays[invitee]?.at(-1)?.from ?? 0;
  if (kind === 'left' && at.getTime() < came) throw new Invalid({ time: 'room.errors.time' });
  const isOdd = at > unit.now || unit.now.getTime() - at.getTime() > mostBack;
  if (isOdd || (room.state.openedAt !== null && at.getTime() < room.state.openedAt))
    throw new Invalid({ time: 'room.errors.time' });
  return at;
}

/**
 * Something happens in the room of a meeting. What is so already is not kept again.
 * @param at when it happened, where that is written down later
 * @returns the number of the last event
 * @throws NotFound, Forbidden, Invalid, Conflict where it cannot happen as the room is
 */
export async function sayInRoom(
  unit: Unit,
  person: Pick<Person, 'id' | 'affiliations'>,
  meetingId: string,
  said: RoomSaying,
  at: Date | null = null,
): Promise<{ sequence: number }> {
  const room = await requireRoom(person, meetingId, unit.now, unit.session);
  const { state, access } = room;
  if (!maySay(access, state, said)) throw new Forbidden();
  const refusal = refusalOf(state, said);
  if (refusal) throw new Conflict(refusal);
  await checkOf(unit, room, said);
  unit.note({ kind: said.kind });
  if (!changes(state, said)) return { sequence: state.sequence };
  const sequence = state.sequence + 1;
  const event: RoomEventRecord = {
    ...{ _id: `${meetingId}/${sequence}`, meeting: meetingId, sequence },
    ...{ at: timeOf(unit, room, said, at), by: person.id, ...said },
  };
  await RoomEventModel.create([event], { session: unit.session });
  if (said.kind === 'opened') await openMeeting(unit, person, meetingId);
  if (said.kind === 'closed') await endMeeting(unit, person, room);
  if (said.kind === 'closed' || state.phase === 'closed') await keepAttendance(unit, meetingId);
  return { sequence };
}

/** What was dealt with is done; what was not taken up waits for the next agenda. */
async function endMeeting(
  unit: Unit,
  person: Pick<Person, 'id' | 'affiliations'>,
  { meeting, state }: SeenRoom,
): Promise<void> {
  for (const { _id, state: was } of await agendaOf(meeting._id, unit.session)) {
    const isDone = state.done.includes(_id) || state.current === _id || state.spent[_id] !== undefined;
    if (was !== 'planned') continue;
    if (isDone) await dealWithItem(unit, person, _id, 'done');
    else await passOverItem(unit, person, _id);
  }
  await closeMeeting(unit, person, meeting._id);
}
