import type { ClientSession } from 'mongodb';
import { brusselsDay } from '../../../../core/i18n.ts';
import type { Role } from '../../../../core/person.ts';
import { partnersOf } from '../../../coverage/register/queries.ts';
import { currentSeats, type SeatView } from '../../bodies/queries.ts';
import { type Addressee, currentMembers } from '../../queries.ts';

/** To whom a summary can go: every organisation of its platform, or who sits in one of its bodies. */
export type To = 'platform' | `body:${string}`;

/** Who reads what is sent there, and who of them is told of it. */
export interface Recipients {
  /** Ids of organisations and platforms, and of people who sit there. */
  readers: string[];
  /** How many organisations and platforms that are. */
  actors: number;
  told: Addressee[];
}

const keepers: readonly Role[] = ['organisationAdministrator', 'contributor'];
const reading: Role[] = ['organisationAdministrator', 'contributor', 'caregiver', 'coordinator', 'official'];

interface Asked {
  platform: string;
  now: Date;
  session?: ClientSession | null;
}

/** Of each of these bodies those who keep it known to others; of one that has nobody for that, whoever works there. */
function speakersOf(bodies: readonly string[], members: Awaited<ReturnType<typeof currentMembers>>) {
  return bodies.flatMap((body) => {
    const own = members.filter((one) => one.body === body);
    const keeping = own.filter(({ role }) => keepers.includes(role));
    return (keeping.length > 0 ? keeping : own).map((one) => one.addressee);
  });
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

const once = (all: readonly Addressee[]): Addressee[] => [
  ...new Map(all.map((one) => [one.id, one])).values(),
];

const actorOf = ({ organisation, platform }: SeatView): string[] => [organisation ?? platform ?? []].flat();

/** Who is told of what is sent to a body: who sits there by name, and for a seat without an account those of its actor. */
async function ofSeats(seats: readonly SeatView[], session: ClientSession | null): Promise<Recipients> {
  const people = unique(seats.flatMap((one) => one.person ?? []));
  const actors = unique(seats.flatMap(actorOf));
  const [named, members] = await Promise.all([
    currentMembers({ people }, reading, session),
    currentMembers({ bodies: actors }, reading, session),
  ]);
  const unnamed = unique(seats.filter((one) => one.person === null).flatMap(actorOf));
  const told = once([...named.map((one) => one.addressee), ...speakersOf(unnamed, members)]);
  return { readers: [...actors, ...people], actors: actors.length, told };
}

/** Who reads what is sent there, as things are now. */
export async function recipientsOf(to: To, { platform, now, session = null }: Asked): Promise<Recipients> {
  if (to !== 'platform') {
    const body = to.slice('body:'.length);
    return ofSeats(await currentSeats(body, brusselsDay(now)), session);
  }
  const actors = (await partnersOf([platform], session)).map((one) => one._id);
  const members = await currentMembers({ bodies: actors }, reading, session);
  return { readers: actors, actors: actors.length, told: once(speakersOf(actors, members)) };
}
