import type { InviteeRecord } from '../../../../models/Invitee.ts';
import type { AttendancePlace } from '../../../../models/MeetingAttendance.ts';
import { type RoomState, whereIs } from '../../../../public/scripts/room/state.ts';

/** Who comes within this many milliseconds is marked while people still sit down. */
const margin = 15 * 60_000;

type Invited = Pick<
  InviteeRecord,
  '_id' | 'seat' | 'organisation' | 'actorType' | 'response' | 'added' | 'removed'
>;

function placeOf(state: RoomState, one: Invited, begins: number): AttendancePlace {
  const { _id, seat, organisation, actorType } = one;
  const where = whereIs(state, _id);
  const isThere = where === 'there' || where === 'left';
  // Who let know beforehand that they would not come is excused, whether or not somebody marked it in the room.
  const isExcused = where === 'excused' || one.response === 'no';
  const came = state.stays[_id]?.[0]?.from ?? 0;
  return {
    ...{ seat, organisation, actorType },
    standing: isThere ? 'attending' : isExcused ? 'excused' : 'absent',
    isLate: isThere && came > begins + margin,
    isInvited: seat !== null || state.openedAt === null || one.added.at.getTime() < state.openedAt,
  };
}

/**
 * Who was there, excused or absent at a meeting, of what happened in its room (0035) and who was invited.
 * @param startsAt when it was planned to begin: who is there before then is not late, however early the room was opened
 * @returns null where nobody was marked as there: then it is not known who came, and nobody was absent
 */
export function placesAt(
  state: RoomState,
  invitees: readonly Invited[],
  startsAt: Date,
): AttendancePlace[] | null {
  const begins = Math.max(state.openedAt ?? 0, startsAt.getTime());
  const places = invitees
    .filter((one) => one.removed === null)
    .map((one) => placeOf(state, one, begins))
    // Somebody who was added by mistake while the meeting was held, and never came, was neither asked nor there.
    .filter((one) => one.isInvited || one.standing === 'attending');
  return places.some((one) => one.standing === 'attending') ? places : null;
}
