import { createHash } from 'node:crypto';
import { nameOn, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SeatRecord } from '../../../../models/Seat.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import { isPlatform } from '../bodies/queries.ts';
import type { Participant } from './network.ts';

/** Of whom a seat is. What stands there in words may be any, so its address holds a digest. */
export function sender({ values }: SeatRecord): Pick<Participant, 'id' | 'kind'> {
  const { organisation, organisationWords } = values;
  if (isPlatform(organisation)) return { id: organisation, kind: 'platform' };
  if (organisation !== '') return { id: organisation, kind: 'organisation' };
  if (organisationWords === '') return { id: 'alone', kind: 'alone' };
  const digest = createHash('sha256').update(organisationWords).digest('hex').slice(0, 12);
  return { id: `words-${digest}`, kind: 'words' };
}

/** An organisation as it is called on a day (YYYY-MM-DD). */
export function participantOf(
  one: OrganisationRecord,
  { sites, partners, day }: { sites: readonly SiteRecord[]; partners: ReadonlySet<string>; day: string },
): Participant {
  const own = sites.filter(({ organisationId, kind }) => organisationId === one._id && kind !== 'visits');
  return {
    ...{ id: one._id, kind: 'organisation', type: one.actorType ?? '' },
    name: nameOn(one, new Date(`${day}T12:00:00Z`)),
    areas: [...new Set(own.flatMap(({ area }) => area ?? []))],
    isPartner: partners.has(one._id),
    isFictional: one.fictional === true,
  };
}

/** Who sits somewhere and is no organisation of Schakel: platforms, organisations in words, people by themselves. */
export function othersIn(seats: readonly SeatRecord[], names: ReadonlyMap<string, string>): Participant[] {
  const others = seats.flatMap((seat): Participant[] => {
    const { id, kind } = sender(seat);
    if (kind === 'organisation') return [];
    const { organisationWords, actorType } = seat.values;
    const type = kind === 'words' ? (actorType as Participant['type']) : '';
    const name = kind === 'platform' ? (names.get(id) ?? id) : organisationWords;
    return [{ id, kind, type, name, areas: [], isPartner: false, isFictional: false }];
  });
  // A kind of actor that is known wins from one that is not.
  others.sort((a, b) => Number(a.type !== '') - Number(b.type !== ''));
  return [...new Map(others.map((one) => [one.id, one])).values()];
}
