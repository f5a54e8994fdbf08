import { BodyModel } from '../../models/Body.ts';
import {
  type BodyValues,
  bodyFields,
  bodyKinds,
  mandates,
  type SeatValues,
  seatFields,
} from '../../models/bodyFields.ts';
import { actorTypes, OrganisationModel } from '../../models/Organisation.ts';
import { SeatModel } from '../../models/Seat.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { emptyValues } from '../../server/fields/values.ts';

const added = { at: new Date('2024-01-15T12:00:00Z'), by: null, body: 'BE-VAN' };
const words = ['Wilg', 'Linde', 'Beuk', 'Es', 'Iep', 'Els', 'Hazelaar', 'Olm', 'Meidoorn', 'Vlier'];
const houses = ['Centrum', 'Psychiatrisch Ziekenhuis', 'Huis', 'Dienst voor geestelijke gezondheidszorg'];

/** The name of an organisation of a made network. */
export const organisationName = (at: number): string =>
  `${houses[at % houses.length]} ${words[at % words.length]} ${Math.floor(at / words.length) + 1}`;

/**
 * A network without people: organisations that a platform admitted, bodies of every kind, and some five seats for each
 * organisation. The same numbers give the same network.
 */
export async function aNetworkOf(
  platform: string,
  { organisations, bodies }: { organisations: number; bodies: number },
): Promise<void> {
  const organisationId = (at: number): string => `network-${platform}-${at}`;
  const bodyId = (at: number): string => idOf('body', `network-${platform}-${at}`);
  const numbers = (count: number): number[] => [...Array(count).keys()];
  await OrganisationModel.insertMany(
    numbers(organisations).map((at) => ({
      _id: organisationId(at),
      names: [{ name: organisationName(at), from: null, until: null }],
      actorType: actorTypes[(at * 7) % actorTypes.length],
      admissions: [{ platform, at: added.at }],
    })),
  );
  await BodyModel.insertMany(
    numbers(bodies).map((at) => ({
      _id: bodyId(at),
      values: {
        ...(emptyValues(bodyFields) as unknown as BodyValues),
        kind: bodyKinds[at % bodyKinds.length]!,
        name: { nl: `${words[(at * 3) % words.length]}overleg over samenwerking ${at + 1}` },
        parent: at >= 10 && at % 3 === 0 ? bodyId(at - 9) : '',
        openness: 'members',
        platforms: [platform],
      },
      fields: {},
      revision: 0,
      added,
      ended: null,
    })),
  );
  const seats = numbers(organisations).flatMap((at) =>
    numbers(at % 9).map((nth): [number, Partial<SeatValues>] => [
      (at * 5 + nth * nth * 2) % bodies,
      {
        organisation: organisationId(at),
        mandate: at % 11 === 0 && nth === 1 ? 'chair' : mandates[2 + (nth % 3)]!,
        level: ['governance', 'field', ''][nth % 3]!,
        name: nth % 4 === 3 ? '' : 'Iemand',
      },
    ]),
  );
  await SeatModel.insertMany(
    seats.map(([body, said], at) => ({
      _id: idOf('seat', `network-${platform}-${at}`),
      body: bodyId(body),
      values: { ...(emptyValues(seatFields) as unknown as SeatValues), ...said },
      added,
      fields: {},
      replaces: null,
      mistaken: null,
    })),
  );
}
