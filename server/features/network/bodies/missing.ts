import type { ActorType } from '../../../../models/Organisation.ts';
import { type Beginning, newPartnersIn } from './newPartners.ts';

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
type SeldomHeard = 'client' | 'family' | 'general_practitioner' | 'psychiatrist';

type OfSeat = { seat: string } & Pick<TableSeat, 'organisation' | 'organisationWords'>;

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

/** One side has this many times the other before it is said. */
const lopsided = 4;

/** Invited this often without being there once. */
const oftenInvited = 3;

/** Invited at least so often, and there at most once in so many times. */
const seldom = { invited: 4, oneIn: 3 };

/** Came this often without a seat: once is a visit. */
const oftenBesides = 2;

const ofSeat = ({ id, organisation, organisationWords }: TableSeat): OfSeat => ({
  seat: id,
  organisation,
  organisationWords,
});

const toBeNamed = ({ seats }: Table): Missing[] =>
  seats.filter((one) => !one.isNamed).map((one) => ({ kind: 'to_be_named', ...ofSeat(one) }));

/** Kinds of actor that are around and nowhere at the table. What is of no kind says nothing. */
function actorTypes({ seats, around }: Table): Missing[] {
  const there = new Set(seats.map((one) => one.actorType));
  const types = [...new Set(around.flatMap(({ actorType }) => actorType ?? []))];
  return types
    .filter((type) => type !== 'other' && !there.has(type))
    .map((actorType) => ({
      kind: 'actor_type',
      actorType,
      organisations: around.filter((one) => one.actorType === actorType).map((one) => one.id),
    }));
}

function levels({ seats }: Table): Missing[] {
  const count = (level: string): number => seats.filter((one) => one.level === level).length;
  const [governance, field] = [count('governance'), count('field')];
  if (governance + field < 3) return [];
  const fewest = governance < field ? ('governance' as const) : ('field' as const);
  const [few, many] = [Math.min(governance, field), Math.max(governance, field)];
  return many >= lopsided * few && few !== many ? [{ kind: 'level', level: fewest, governance, field }] : [];
}

/**
 * Organisations of several sites of which some have nobody: where one delegate speaks for all, talks stay abstract. As many
 * delegates as sites, without a word on which is whose, may be all of them.
 */
function antennas({ seats, around }: Table): Missing[] {
  return around.flatMap(({ id, sites }): Missing[] => {
    const own = seats.filter((one) => one.organisation === id);
    if (own.length === 0 || sites.length < 2) return [];
    const absent = sites.filter((site) => !own.some((one) => one.site === site));
    const mayBeAll = own.every((one) => one.site === null) && own.length >= sites.length;
    return absent.length === 0 || mayBeAll ? [] : [{ kind: 'antennas', organisation: id, sites: absent }];
  });
}

const voices = ({ seats }: Table): Missing[] =>
  (['client', 'family'] as const)
    .filter((voice) => !seats.some((one) => one.voice === voice))
    .map((voice) => ({ kind: 'voice', voice }));

/** Seats of who is of a profession or has a voice; a general practice is one of general practitioners. */
const seatsOf: Readonly<Record<SeldomHeard, (one: TableSeat) => boolean>> = {
  client: ({ voice }) => voice === 'client',
  family: ({ voice }) => voice === 'family',
  general_practitioner: ({ profession, actorType }) =>
    profession === 'general_practitioner' || actorType === 'general_practice',
  psychiatrist: ({ profession }) => profession === 'psychiatrist',
};

const professions = ({ seats }: Table): Missing[] =>
  (['general_practitioner', 'psychiatrist'] as const)
    .filter((profession) => !seats.some(seatsOf[profession]))
    .map((profession) => ({ kind: 'profession', profession }));

/** Organisations that sit there since less than a year, with their first day. */
export function newPartners({
  seats,
  earlier = [],
  day,
  yearBefore,
}: Pick<Table, 'seats' | 'earlier' | 'day' | 'yearBefore'>): Beginning[] {
  const now = seats.flatMap(({ organisation, from }) =>
    organisation === null ? [] : { organisation, from },
  );
  const seated = new Set(now.map((one) => one.organisation));
  return newPartnersIn([...now, ...earlier], { after: yearBefore, until: day }).filter((one) =>
    seated.has(one.organisation),
  );
}

/** Nobody new for a year, while there are organisations around that sit nowhere. */
function withoutNewPartner(table: Table): Missing[] {
  const there = new Set(table.seats.map((one) => one.organisation));
  const waiting = table.around.filter((one) => !there.has(one.id)).map((one) => one.id);
  const isOld = table.seats.some(({ from }) => from !== '' && from <= table.yearBefore);
  return isOld && waiting.length > 0 && newPartners(table).length === 0
    ? [{ kind: 'new_partner', organisations: waiting }]
    : [];
}

/** Who stands alone or has a voice is invited, and never came: said of all of them together. */
function notReached({ seats, attendance = [] }: Table) {
  return (['client', 'family', 'general_practitioner', 'psychiatrist'] as const).flatMap((who) => {
    const own = seats.filter(seatsOf[who]).map((one) => one.id);
    const said = attendance.filter((one) => own.includes(one.seat));
    const invited = said.reduce((sum, one) => sum + one.invited, 0);
    const cameOnce = said.some((one) => one.attended > 0);
    return invited >= oftenInvited && !cameOnce ? [{ who, invited, seats: own }] : [];
  });
}

/** Who is invited often and comes seldom or never, as figures. Who stands in for somebody else is not expected each time. */
function seldomThere(table: Table): Missing[] {
  const { seats, attendance = [] } = table;
  const unreached = notReached(table);
  const said = new Set(unreached.flatMap((one) => one.seats));
  const often = attendance.flatMap(({ seat, invited, attended }): Missing[] => {
    const found = seats.find((one) => one.id === seat);
    if (!found?.isNamed || found.mandate === 'substitute' || said.has(seat)) return [];
    if (attended === 0)
      return invited >= oftenInvited ? [{ kind: 'never_there', ...ofSeat(found), invited }] : [];
    const isSeldom = invited >= seldom.invited && attended * seldom.oneIn <= invited;
    return isSeldom ? [{ kind: 'seldom_there', ...ofSeat(found), invited, attended }] : [];
  });
  return [...often, ...unreached.map(({ who, invited }): Missing => ({ kind: 'not_reached', who, invited }))];
}

/** Organisations that come and have no seat. */
const withoutSeat = ({ seats, besides = [] }: Table): Missing[] =>
  besides
    .filter(({ organisation, times }) => {
      const isSeated = seats.some((one) => one.organisation === organisation);
      return times >= oftenBesides && !isSeated;
    })
    .map((one) => ({ kind: 'without_seat', ...one }));

/**
 * Who is missing at a table, each with what a sentence and one step need. An indication, never a judgement: what is
 * asked follows the participation indicators of the annual report (domain guide, 9). A seat that is still to be named
 * counts for its organisation.
 */
export function missingAt(table: Table): Missing[] {
  const { composition } = table;
  const always = [...toBeNamed(table), ...seldomThere(table), ...withoutSeat(table)];
  if (composition === 'external') return always;
  if (composition === 'inside') return [...always, ...levels(table), ...antennas(table)];
  return [
    ...always,
    ...actorTypes(table),
    ...levels(table),
    ...antennas(table),
    ...voices(table),
    ...professions(table),
    ...withoutNewPartner(table),
  ];
}
