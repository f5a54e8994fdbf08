import type { Person, Role } from '../../../core/person.ts';
import { permission } from '../../../core/policy.ts';

type Asking = Pick<Person, 'id' | 'affiliations'>;

/** What is asked of a body (models/Body.ts). */
export interface StandingBody {
  /** Ids of its platforms; none for a group inside one organisation. */
  platforms: readonly string[];
  /** Id of the organisation it is inside of; null for any other. */
  organisation: string | null;
  openness: 'members' | 'open' | 'inside';
}

/** What is asked of a seat that is held today (models/Seat.ts). */
export interface HeldSeat {
  id: string;
  organisation: string | null;
  person: string | null;
  name: string;
  mandate: string;
}

/** What somebody may do with the agendas, decisions and actions of a body, and for whom they do it. */
export interface ItemRights {
  read: boolean;
  /** Puts something in the backlog. */
  propose: boolean;
  /** Plans, changes, orders and restricts items, records what came of them. */
  keep: boolean;
  /** Ids of the organisations whose people this person belongs to. */
  organisations: string[];
  /** Ids of the seats this person holds. */
  seats: string[];
  /** Id of the organisation or platform this person acts for; '' where they belong to none that has a part in it. */
  body: string;
}

const ofOrganisations: readonly Role[] = ['organisationAdministrator', 'contributor', 'caregiver'];
const keeping: readonly string[] = ['chair', 'secretary'];

/** The organisations somebody belongs to; officials and technical administrators belong to none. */
export const organisationsOf = (person: Asking): string[] => [
  ...new Set(
    person.affiliations
      .filter((one) => one.kind === 'organisation' && ofOrganisations.includes(one.role))
      .map((one) => one.bodyId),
  ),
];

/** The platform of the body that somebody coordinates; '' for none. */
const coordinatedOf = (person: Asking, platforms: readonly string[]): string =>
  person.affiliations.find(
    (one) => one.role === 'coordinator' && one.kind === 'platform' && platforms.includes(one.bodyId),
  )?.bodyId ?? '';

/** A seat is held by who is named on it; one without a name by the people of its organisation. */
const holds = (person: Asking, organisations: readonly string[], seat: HeldSeat): boolean =>
  seat.person === null
    ? seat.name === '' && seat.organisation !== null && organisations.includes(seat.organisation)
    : seat.person === person.id;

/** Who takes part in the work of organisations or platforms at all: nobody else is told of agendas. */
export const takesPart = ({ affiliations }: Pick<Person, 'affiliations'>): boolean =>
  affiliations.some((one) => one.role === 'coordinator' || ofOrganisations.includes(one.role));

/**
 * What this person may do with what a body talks about. The coordinators of its platform keep it, and who sits in it as
 * chair or secretary; a group inside one organisation is kept by the people of that organisation and is nobody else's.
 * Who holds a seat reads and proposes. Of a body that is open to anyone, who may read the body reads. Officials and
 * technical administrators read nothing here.
 * @param seats those held today
 * @param mayReadBody what the body itself says of this person
 */
export function itemRights(
  person: Asking,
  body: StandingBody,
  seats: readonly HeldSeat[],
  mayReadBody: boolean,
): ItemRights {
  const organisations = organisationsOf(person);
  const nothing = { read: false, propose: false, keep: false, organisations, seats: [], body: '' };
  if (!takesPart(person)) return nothing;
  if (body.openness === 'inside' || body.organisation !== null) {
    const isOwn = body.organisation !== null && organisations.includes(body.organisation);
    if (!isOwn) return nothing;
    const own = seats.filter((seat) => holds(person, organisations, seat)).map((one) => one.id);
    return { ...nothing, read: true, propose: true, keep: true, seats: own, body: body.organisation! };
  }
  const own = seats.filter((seat) => holds(person, organisations, seat));
  const platform = coordinatedOf(person, body.platforms);
  const keep =
    platform !== '' || own.some((one) => one.person === person.id && keeping.includes(one.mandate));
  const seated = own.length > 0;
  const speaksFor = own.find((one) => one.organisation !== null)?.organisation ?? organisations[0] ?? '';
  return {
    read: keep || seated || (body.openness === 'open' && mayReadBody),
    propose: keep || seated,
    keep,
    organisations,
    seats: own.map((one) => one.id),
    body: platform || speaksFor,
  };
}

/** Whether somebody is told what an item is, and not only that time is taken for it. */
export const seesItem = (
  rights: ItemRights,
  { organisations }: { organisations: readonly string[] },
): boolean =>
  rights.read &&
  (organisations.length === 0 ||
    rights.keep ||
    organisations.some((one) => rights.organisations.includes(one)));

/** Whether an action is this person's own: by name, by their seat, or their organisation's where `orOrganisation`. */
export function isPromisedBy(
  person: Asking,
  rights: Pick<ItemRights, 'seats' | 'organisations'>,
  who: string,
): 'person' | 'organisation' | null {
  const [kind, id = ''] = [who.slice(0, who.indexOf(':')), who.slice(who.indexOf(':') + 1)];
  if (kind === 'person') return id === person.id ? 'person' : null;
  if (kind === 'seat') return rights.seats.includes(id) ? 'person' : null;
  return kind === 'organisation' && rights.organisations.includes(id) ? 'organisation' : null;
}

export const itemReading = permission('itemReading', takesPart);
