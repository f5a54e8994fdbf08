import type { ActorType } from '../../../../models/Organisation.ts';
import type { Beginning } from './newPartners.ts';

/** A seat as far as it counts here: one that is held on the day one looks. */
export interface TableSeat {
  id: string;
  /** Id of the organisation or platform; null for somebody of neither. */
  organisation: string | null;
  /** What it is called where it is not in Schakel; '' else. */
  organisationWords: string;
  actorType: string | null;
  /** Somebody sits there: a person with an account, or a name. */
  isNamed: boolean;
  mandate: string;
  level: string;
  site: string | null;
  voice: string;
  profession: string;
  /** First day, YYYY-MM-DD; '' when not known. */
  from: string;
}

/** An organisation that could sit there: of the platforms and the areas of the body. */
export interface Around {
  id: string;
  actorType: ActorType | null;
  /** Ids of its sites in the areas of the body. */
  sites: readonly string[];
}

/** How often a seat was invited in the past year, and how often somebody of it was there. */
export interface Attendance {
  seat: string;
  invited: number;
  attended: number;
}

/** How often somebody of an organisation came in the past year without being invited. */
export interface CameBesides {
  organisation: string;
  times: number;
}

export interface Table {
  /** Whom it is put together of: an inside one of one organisation, an external one by others. */
  composition: 'platform' | 'inside' | 'external';
  /** The day one looks, YYYY-MM-DD, and the same day a year before. */
  day: string;
  yearBefore: string;
  seats: readonly TableSeat[];
  /** Of seats that ended: a delegate who was replaced makes no new partner. */
  earlier?: readonly Beginning[];
  around: readonly Around[];
  /** None as long as no meeting was held. */
  attendance?: readonly Attendance[];
  besides?: readonly CameBesides[];
}

/** Who often stands alone, and whose voice a table wants to hear. */
export type SeldomHeard = 'client' | 'family' | 'general_practitioner' | 'psychiatrist';

export type OfSeat = { seat: string } & Pick<TableSeat, 'organisation' | 'organisationWords'>;

/** Who is missing, with what the sentence about it names; never a person. */
export type Missing =
  | ({ kind: 'to_be_named' } & OfSeat)
  | { kind: 'actor_type'; actorType: ActorType; organisations: string[] }
  | { kind: 'level'; level: 'governance' | 'field'; governance: number; field: number }
  | { kind: 'antennas'; organisation: string; sites: string[] }
  | { kind: 'voice'; voice: 'client' | 'family' }
  | { kind: 'profession'; profession: 'general_practitioner' | 'psychiatrist' }
  | { kind: 'new_partner'; organisations: string[] }
  | ({ kind: 'never_there'; invited: number } & OfSeat)
  | ({ kind: 'seldom_there'; invited: number; attended: number } & OfSeat)
  | { kind: 'not_reached'; who: SeldomHeard; invited: number }
  | { kind: 'without_seat'; organisation: string; times: number };

/** What a sentence about a seat names. */
export const ofSeat = ({ id, organisation, organisationWords }: TableSeat): OfSeat => ({
  seat: id,
  organisation,
  organisationWords,
});

/** Seats of who is of a profession or has a voice; a general practice is one of general practitioners. */
export const isSeatOf: Readonly<Record<SeldomHeard, (one: TableSeat) => boolean>> = {
  client: ({ voice }) => voice === 'client',
  family: ({ voice }) => voice === 'family',
  general_practitioner: ({ profession, actorType }) =>
    profession === 'general_practitioner' || actorType === 'general_practice',
  psychiatrist: ({ profession }) => profession === 'psychiatrist',
};
