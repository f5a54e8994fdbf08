import { Conflict, Forbidden } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import type { Guest } from '../guests.ts';
import { addWalkIn } from '../inviteeActions.ts';
import { sayInRoom } from './actions.ts';
import { leads, type RoomAccess } from './policy.ts';
import { type Room, requireRoom } from './queries.ts';

/** Whether this person writes down who came in: who leads, while the meeting goes on. */
export const mayAddWalkIn = (access: RoomAccess, { state }: Pick<Room, 'state'>): boolean =>
  state.phase === 'open' && (access.takesPart || access.keeps) && leads(access, state);

/**
 * Somebody came in without being invited: from now on they are one of the invited, and there since this moment.
 * @throws NotFound, Forbidden for who does not lead, Conflict where the meeting is not open, Invalid
 */
export async function walkIn(
  unit: Unit,
  person: Pick<Person, 'id' | 'affiliations'>,
  meetingId: string,
  somebody: Guest,
): Promise<{ invitee: string; sequence: number }> {
  const room = await requireRoom(person, meetingId, unit.now, unit.session);
  const { state, access } = room;
  if (!(access.takesPart || access.keeps) || !leads(access, state)) throw new Forbidden();
  if (state.phase !== 'open')
    throw new Conflict(state.phase === 'ahead' ? 'room.errors.ahead' : 'room.errors.closed');
  const invitee = await addWalkIn(unit, person, room, somebody);
  const { sequence } = await sayInRoom(unit, person, meetingId, { kind: 'arrived', invitee });
  return { invitee, sequence };
}
