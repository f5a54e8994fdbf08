import type { ClientSession } from 'mongodb';
import type { BodyRecord } from '../../../models/Body.ts';
import { PersonModel, type PersonRecord } from '../../../models/Person.ts';
import { Invalid } from '../../core/errors.ts';
import { brusselsDay, type Language } from '../../core/i18n.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { isHeld, seatsOf } from '../network/bodies/queries.ts';
import { organisationsNear } from '../network/items/queries.ts';
import type { Somebody } from './seatInvitations.ts';

/** Somebody without a seat. */
export interface Guest {
  name: string;
  /** Who has an account under it finds the meeting there too; '' when not known. */
  email: string;
  /** Id of the organisation they speak for; '' for somebody of none. */
  organisation: string;
}

/** The organisations a guest can come for, with the kind of actor each is. */
async function organisationsOfGuests(body: BodyRecord, now: Date, session: ClientSession | null = null) {
  const seats = (await seatsOf([body._id], session)).filter((one) => isHeld(one, brusselsDay(now)));
  return organisationsNear(body, seats, now, session);
}

/** The organisations a guest can come for, by name, as a form offers them. */
export const guestOrganisations = async (
  body: BodyRecord,
  now: Date,
  language: Language,
): Promise<{ value: string; text: string }[]> =>
  (await organisationsOfGuests(body, now)).sort((a, b) => a.text.localeCompare(b.text, language));

/** A guest as one of the invited. @throws Invalid for an organisation that is not around this body */
export async function guestOf(
  { session, now }: Pick<Unit, 'session' | 'now'>,
  body: BodyRecord | null,
  { name, email, organisation }: Guest,
): Promise<Somebody> {
  const near = organisation && body ? await organisationsOfGuests(body, now, session) : [];
  const spokenFor = near.find((one) => one.value === organisation);
  if (organisation !== '' && !spokenFor) throw new Invalid({ organisation: 'room.errors.organisation' });
  const known = email
    ? await PersonModel.findOne({ email }).session(session).lean<PersonRecord | null>()
    : null;
  return {
    ...{ seat: null, mandate: '', name, person: known?._id ?? null, email: known ? '' : email },
    ...{ organisation: spokenFor?.value ?? null, actorType: spokenFor?.actorType ?? '' },
  };
}
