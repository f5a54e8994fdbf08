import type { AttendeeKind } from '../../../../models/activityFields.ts';
import type { Standing } from '../../../../models/meetingState.ts';
import { type Sector, sectorOf, sectors } from '../activities/figures.ts';

/** One place at one meeting, with what its seat says of it. */
export interface Presence {
  meeting: string;
  /** Id of the body. */
  body: string;
  /** Calendar day, YYYY-MM-DD. */
  day: string;
  /** Id of an organisation or platform; where it is in neither, its name in words, or ''. */
  organisation: string;
  kind: ActorKind;
  level: 'governance' | 'field' | 'unsaid';
  /** Id of the seat or antenna that is spoken for; 'unsaid' where nobody said. */
  site: string;
  voice: string;
  profession: string;
  standing: Standing;
  isLate: boolean;
  isInvited: boolean;
}

/** Kinds of actor, and a platform's own people; 'unsaid' where it is not known. */
export type ActorKind = AttendeeKind | 'platform' | 'unsaid';

/** What some places come to. Numbers of places, but for `meetings`. */
export interface Tally {
  /** Meetings to which somebody of them was invited or came. */
  meetings: number;
  invited: number;
  /** Of who was invited. */
  attending: number;
  excused: number;
  absent: number;
  /** Of who was there, who came well after it began. */
  late: number;
  /** Who came without being invited: not among the others. */
  besides: number;
}

export const nothing: Tally = {
  ...{ meetings: 0, invited: 0, attending: 0, excused: 0, absent: 0, late: 0, besides: 0 },
};

/** How many of a hundred who were invited came, whole; null where nobody was. */
export const shareOf = ({ invited, attending }: Tally): number | null =>
  invited === 0 ? null : Math.round((attending / invited) * 100);

export function tallyOf(all: readonly Presence[]): Tally {
  const invited = all.filter((one) => one.isInvited);
  const of = (standing: Standing): number => invited.filter((one) => one.standing === standing).length;
  return {
    meetings: new Set(all.map((one) => one.meeting)).size,
    invited: invited.length,
    ...{ attending: of('attending'), excused: of('excused'), absent: of('absent') },
    late: all.filter((one) => one.isLate).length,
    besides: all.length - invited.length,
  };
}

export const dimensions = ['kind', 'sector', 'level', 'antenna', 'organisation'] as const;
export type Dimension = (typeof dimensions)[number];

/** What a place counts for, along one dimension. */
export const keyOf: Readonly<Record<Dimension, (one: Presence) => string>> = {
  kind: ({ kind }) => kind,
  sector: ({ kind }) => sectorOfKind(kind),
  level: ({ level }) => level,
  antenna: ({ organisation, site }) => (site === 'unsaid' ? 'unsaid' : `${organisation} ${site}`),
  organisation: ({ organisation }) => organisation,
};

export type ActorSector = Sector | 'platform' | 'unsaid';

const sectorOfKind = (kind: ActorKind): ActorSector =>
  kind === 'platform' || kind === 'unsaid' ? kind : sectorOf[kind];

/** In the order in which lists show them. */
export const sectorOrder: readonly ActorSector[] = [...sectors, 'platform', 'unsaid'];

export interface Row {
  key: string;
  tally: Tally;
}

/** The places by what they count for. The order is that in which they were met: the caller's lists have their own. */
export function rowsOf(all: readonly Presence[], key: (one: Presence) => string): Row[] {
  const groups = new Map<string, Presence[]>();
  for (const one of all) {
    const there = groups.get(key(one));
    if (there) there.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups].map(([name, some]) => ({ key: name, tally: tallyOf(some) }));
}

/** Who often stands alone, and whose voice a platform wants to hear (domain guide, 9). */
export const seldomHeard = ['general_practitioner', 'psychiatrist', 'client', 'family'] as const;
export type SeldomHeard = (typeof seldomHeard)[number];

const isOf: Readonly<Record<SeldomHeard, (one: Presence) => boolean>> = {
  general_practitioner: ({ profession, kind }) =>
    profession === 'general_practitioner' || kind === 'general_practice',
  psychiatrist: ({ profession, kind }) => profession === 'psychiatrist' || kind === 'psychiatrist',
  client: ({ voice, kind }) => voice === 'client' || kind === 'expert_by_experience',
  family: ({ voice, kind }) => voice === 'family' || kind === 'family',
};

/** Each of them, also those who were never invited. */
export const seldomHeardIn = (all: readonly Presence[]): { key: SeldomHeard; tally: Tally }[] =>
  seldomHeard.map((key) => ({ key, tally: tallyOf(all.filter(isOf[key])) }));

/** How many different organisations, and how many antennas of them, were there at least once; platforms apart. */
export function reachOf(all: readonly Presence[]): { organisations: number; antennas: number } {
  const there = all.filter(
    (one) => one.standing === 'attending' && one.organisation !== '' && one.kind !== 'platform',
  );
  return {
    organisations: new Set(there.map((one) => one.organisation)).size,
    antennas: new Set(there.filter((one) => one.site !== 'unsaid').map((one) => one.site)).size,
  };
}
