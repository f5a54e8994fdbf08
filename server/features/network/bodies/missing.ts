import { type Beginning, newPartnersIn } from './newPartners.ts';
import { seldomThere, withoutSeat } from './seldomThere.ts';
import { isSeatOf, type Missing, ofSeat, type Table } from './tableSeats.ts';

/** One side has this many times the other before it is said. */
const lopsided = 4;

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

const professions = ({ seats }: Table): Missing[] =>
  (['general_practitioner', 'psychiatrist'] as const)
    .filter((profession) => !seats.some(isSeatOf[profession]))
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
