import type { BodyRecord } from '../../../../models/Body.ts';
import type { CircuitRecord } from '../../../../models/Circuit.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { PlatformRecord } from '../../../../models/Platform.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Person } from '../../../core/person.ts';
import { circuitReading } from '../../coverage/circuits/policy.ts';
import { circuitsOf, contentsOf } from '../../coverage/circuits/queries.ts';
import { partnersOf, registersVisibleTo } from '../../coverage/register/queries.ts';
import { bodiesSeenBy, isHeld, seatsOf } from '../bodies/queries.ts';
import { holdsOn } from '../bodies/terms.ts';
import { bodyNames } from '../queries.ts';
import type { Group, Network, Sitting } from './network.ts';
import { othersIn, participantOf, sender } from './participants.ts';

/** The platforms whose network somebody may look at, in the order of lists. */
export const networksSeenBy = (person: Person): Promise<PlatformRecord[]> => registersVisibleTo(person);

/** @throws NotFound for one they may not look at, whether there is one or not */
export async function requireNetworkOf(person: Person, id: string): Promise<PlatformRecord> {
  const found = (await networksSeenBy(person)).find((one) => one._id === id);
  if (!found) throw new NotFound();
  return found;
}

/**
 * The bodies of a platform that go on at a day. What is inside one organisation is of no platform, so it is in nobody's
 * picture, its own people's neither: a picture is printed and passed on.
 */
async function bodiesOn(person: Person, platform: string, day: string, now: Date): Promise<BodyRecord[]> {
  return (await bodiesSeenBy(person, now))
    .map((one) => one.body)
    .filter(
      ({ organisation, values, ended }) =>
        organisation === null &&
        values.platforms.includes(platform) &&
        holdsOn({ from: values.from, until: ended?.on ?? '' }, day),
    );
}

/** The circuits of a platform that are in use, and who answers for their parts or brings something to them. */
async function circuitsOn(person: Person, platform: string, day: string) {
  if (!circuitReading.permits(person)) return { circuits: [], sittings: [] };
  const circuits = (await circuitsOf([platform])).filter(
    ({ values }) => values.status === 'in_use' && holdsOn(values, day),
  );
  const contents = await contentsOf(circuits);
  const sittings = circuits.flatMap(({ _id }) => {
    const { parts, shares } = contents.get(_id)!;
    const places = [
      ...parts.map((one) => `${one._id} ${one.values.partner}`),
      ...shares.map((one) => `${one.part} ${one.values.organisation}`),
    ];
    // Who answers for a part and brings something to it too has one place in it.
    return [...new Set(places)].flatMap((place): Sitting[] => {
      const participant = place.slice(place.indexOf(' ') + 1);
      if (participant === '') return [];
      const no = { area: null, mandate: '', level: '', isNamed: true };
      return [{ kind: 'circuit', participant, group: _id, ...no }];
    });
  });
  return { circuits, sittings };
}

const groupOfBody = ({ _id, values, fictional }: BodyRecord): Group => ({
  ...{ id: _id, kind: values.kind, name: values.name, parent: values.parent, printed: values.actors },
  isFictional: fictional === true,
});

const groupOfCircuit = ({ _id, values, fictional }: CircuitRecord): Group => ({
  ...{ id: _id, kind: 'circuit', name: values.name, parent: '', printed: null },
  isFictional: fictional === true,
});

/**
 * What somebody may see of the network of a platform on a day (YYYY-MM-DD): the bodies and seats of that day with the
 * partners and circuits of now. No person is named in it.
 */
export async function networkOf(
  { house, person, language, now }: { house: House; person: Person; language: Language; now: Date },
  platform: string,
  day: string,
): Promise<Network> {
  const [bodies, { circuits, sittings }, partners] = await Promise.all([
    bodiesOn(person, platform, day, now),
    circuitsOn(person, platform, day),
    partnersOf([platform]),
  ]);
  const seats = (await seatsOf(bodies.map((one) => one._id))).filter((one) => isHeld(one, day));
  const named = new Set([
    ...seats.map((one) => one.values.organisation),
    ...sittings.map((one) => one.participant),
  ]);
  for (const one of partners) named.delete(one._id);
  const others = await OrganisationModel.find({ _id: { $in: [...named] } }).lean<OrganisationRecord[]>();
  const organisations = [...partners, ...others];
  const [sites, names] = await Promise.all([
    SiteModel.find({ organisationId: { $in: organisations.map((one) => one._id) } }).lean<SiteRecord[]>(),
    bodyNames(house, [...named], language),
  ]);
  const areaOfSite = new Map(sites.map((one) => [one._id, one.area]));
  const around = { sites, partners: new Set(partners.map((one) => one._id)), day };
  return {
    groups: [...bodies.map(groupOfBody), ...circuits.map(groupOfCircuit)],
    participants: [...organisations.map((one) => participantOf(one, around)), ...othersIn(seats, names)],
    sittings: [
      ...seats.map((seat): Sitting => {
        const { mandate, level, site, person: who, name } = seat.values;
        const isNamed = who !== '' || name !== '';
        const area = areaOfSite.get(site) ?? null;
        return {
          kind: 'seat',
          participant: sender(seat).id,
          group: seat.body,
          area,
          mandate,
          level,
          isNamed,
        };
      }),
      ...sittings,
    ],
  };
}
