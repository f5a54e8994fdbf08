import type { ClientSession } from 'mongodb';
import type { AgendaItemValues, OutcomeValues } from '../../../../models/agendaFields.ts';
import { aboutKinds } from '../../../../models/agendaFields.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { Invalid } from '../../../core/errors.ts';
import { isAboutReadable } from './about.ts';
import type { Place } from './place.ts';
import type { Writer } from './writing.ts';

/** The organisations that can be concerned, or promise something: those that sit there, and those around its platforms. */
export async function organisationsAround(
  { body, seats }: Pick<Place, 'body'> & { seats: readonly { organisation: string | null }[] },
  session: ClientSession | null = null,
): Promise<OrganisationRecord[]> {
  const seated = seats.flatMap((one) => one.organisation ?? []);
  const own = body.organisation === null ? [] : [body.organisation];
  return OrganisationModel.find({
    $or: [
      { _id: { $in: [...seated, ...own] } },
      { 'admissions.platform': { $in: body.organisation === null ? body.values.platforms : [] } },
    ],
  })
    .session(session)
    .lean<OrganisationRecord[]>()
    .exec();
}

/** @throws Invalid beside each field that names what is not there, or is not this person's to name */
export async function checkItem(
  person: Writer,
  place: Place,
  values: AgendaItemValues,
  changed: readonly string[],
  session: ClientSession,
): Promise<void> {
  const { owner, organisations, about } = values;
  if (changed.includes('owner') && owner !== '' && !place.seats.some((one) => one.id === owner))
    throw new Invalid({ owner: 'agenda.errors.owner' });
  if (changed.includes('organisations') && organisations.length > 0) {
    const around = (await organisationsAround(place, session)).map((one) => one._id);
    if (organisations.some((one) => !around.includes(one)))
      throw new Invalid({ organisations: 'agenda.errors.organisations' });
    // Who shuts themselves out could not mend it.
    const { rights } = place;
    if (!rights.keep && !organisations.some((one) => rights.organisations.includes(one)))
      throw new Invalid({ organisations: 'agenda.errors.ownOrganisation' });
  }
  if (!changed.includes('about')) return;
  if (about.length > 10) throw new Invalid({ about: 'agenda.errors.about' });
  for (const one of about)
    if (
      !aboutKinds.some((kind) => one.startsWith(`${kind}:`)) ||
      !(await isAboutReadable(person, one, session))
    )
      throw new Invalid({ about: 'agenda.errors.about' });
}

/** @throws Invalid beside who does it, for somebody who is not there; a name says it of anybody else */
export async function checkOutcome(
  place: Place,
  values: OutcomeValues,
  changed: readonly string[],
  session: ClientSession,
): Promise<void> {
  if (!changed.includes('who') && !changed.includes('whoName')) return;
  const { who, whoName } = values;
  if (who !== '' && whoName !== '') throw new Invalid({ whoName: 'agenda.errors.oneWho' });
  if (who === '') return;
  const [kind, id] = [who.slice(0, who.indexOf(':')), who.slice(who.indexOf(':') + 1)];
  const isThere =
    kind === 'seat'
      ? place.seats.some((one) => one.id === id)
      : kind === 'person'
        ? place.seats.some((one) => one.person === id)
        : kind === 'organisation' &&
          (await organisationsAround(place, session)).some((one) => one._id === id);
  if (!isThere) throw new Invalid({ who: 'agenda.errors.who' });
}
