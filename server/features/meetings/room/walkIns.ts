import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { organisationsNear } from '../../network/items/queries.ts';
import { addWalkIn } from '../inviteeActions.ts';
import { sayInRoom } from './actions.ts';
import { leads, type RoomAccess } from './policy.ts';
import { type Room, requireRoom } from './queries.ts';

/** Who came in without being invited. */
export interface WalkIn {
  name: string;
  /** Who has an account under it comes into the room by it; '' when not known. */
  email: string;
  /** Id of the organisation they speak for; '' for somebody of none. */
  organisation: string;
}

/** Whether this person writes down who came in: who leads, while the meeting goes on. */
export const mayAddWalkIn = (access: RoomAccess, { state }: Pick<Room, 'state'>): boolean =>
  state.phase === 'open' && (access.takesPart || access.keeps) && leads(access, state);

/** The organisations somebody can have come for, by name. */
export const walkInOrganisations = (
  { body, seats }: Pick<Room, 'body' | 'seats'>,
  now: Date,
  language: Language,
): Promise<{ value: string; text: string }[]> =>
  organisationsNear(body, seats, now).then((found) =>
    found.sort((a, b) => a.text.localeCompare(b.text, language)),
  );

/**
 * Somebody came in without being invited: from now on they are one of the invited, and there since this moment.
 * @throws NotFound, Forbidden for who does not lead, Conflict where the meeting is not open, Invalid
 */
export async function walkIn(
  unit: Unit,
  person: Pick<Person, 'id' | 'affiliations'>,
  meetingId: string,
  somebody: WalkIn,
): Promise<{ invitee: string; sequence: number }> {
  const room = await requireRoom(person, meetingId, unit.now, unit.session);
  const { state, access, meeting } = room;
  if (!(access.takesPart || access.keeps) || !leads(access, state)) throw new Forbidden();
  if (state.phase !== 'open')
    throw new Conflict(state.phase === 'ahead' ? 'room.errors.ahead' : 'room.errors.closed');
  const { organisation } = somebody;
  const near = await organisationsNear(room.body, room.seats, unit.now, unit.session);
  if (organisation !== '' && !near.some((one) => one.value === organisation))
    throw new Invalid({ organisation: 'room.errors.organisation' });
  const invitee = await addWalkIn(unit, person, meeting, somebody);
  const { sequence } = await sayInRoom(unit, person, meetingId, { kind: 'arrived', invitee });
  return { invitee, sequence };
}
