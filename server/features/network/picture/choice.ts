import { bodyKinds, mandates, seatLevels } from '../../../../models/bodyFields.ts';
import { actorTypes } from '../../../../models/Organisation.ts';
import { inLanguage } from '../../../core/i18n.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { type Sector, sectorOf, sectors } from '../activities/figures.ts';
import type { Group, GroupKind, Network, Participant, Sitting, Tie } from './network.ts';

export const groupKinds = [...bodyKinds, 'circuit'] as const;

/** Under which heading a participant stands: platforms first, who sits somewhere for no organisation last. */
export const headings = ['platform', ...sectors, 'unknown', 'alone'] as const;
export type Heading = 'platform' | Sector | 'unknown' | 'alone';

/** What of the network is shown; '' is everything. */
export interface Asked {
  kind: GroupKind | '';
  sector: Heading | '';
  type: string;
  /** NIS code. */
  area: string;
  /** With a place in one of these groups, or in none. */
  seats: 'some' | 'none' | '';
}

export interface Chosen {
  groups: Group[];
  /** Participants in their order, under their headings. */
  parts: { heading: Heading; participants: Participant[] }[];
  ties: Tie[];
}

// One order for readers of every language: two people who look at a picture together see the same one.
const { compare } = new Intl.Collator('nl');

export const headingOf = ({ kind, type }: Pick<Participant, 'kind' | 'type'>): Heading => {
  if (kind === 'platform' || kind === 'alone') return kind;
  return type === '' ? 'unknown' : sectorOf[type];
};

const orderName = ({ name }: Group): string => inLanguage(name, 'nl').text;

/** Groups by kind and name, each followed by what is part of it. */
export function inOrder(groups: readonly Group[]): Group[] {
  const ids = new Set(groups.map((one) => one.id));
  const sorted = [...groups].sort(
    (a, b) =>
      groupKinds.indexOf(a.kind) - groupKinds.indexOf(b.kind) ||
      compare(orderName(a), orderName(b)) ||
      (a.id < b.id ? -1 : 1),
  );
  const withParts = (one: Group): Group[] => [
    one,
    ...sorted.filter((other) => other.parent === one.id).flatMap(withParts),
  ];
  return sorted.filter((one) => !ids.has(one.parent)).flatMap(withParts);
}

const typeOrder = (type: Participant['type']): number =>
  type === '' ? actorTypes.length : actorTypes.indexOf(type);

const inParts = (participants: readonly Participant[]): Chosen['parts'] =>
  headings.flatMap((heading) => {
    const own = participants
      .filter((one) => headingOf(one) === heading)
      .sort(
        (a, b) => typeOrder(a.type) - typeOrder(b.type) || compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
      );
    return own.length > 0 ? [{ heading, participants: own }] : [];
  });

const liesIn = (nis: string, asked: string): boolean => Object.values(whereabouts(nis)).includes(asked);

const countedBy = (
  some: readonly Sitting[],
  of: (one: Sitting) => string,
  order: readonly string[],
): [string, number][] =>
  order.flatMap((key) => {
    const count = some.filter((one) => of(one) === key).length;
    return count > 0 ? [[key, count] as [string, number]] : [];
  });

function tieOf(some: readonly Sitting[]): Tie {
  const [{ kind, participant, group }] = some as [Sitting];
  return {
    ...{ kind, participant, group, count: some.length },
    toBeNamed: some.filter((one) => !one.isNamed).length,
    mandates: countedBy(some, (one) => one.mandate, mandates),
    levels: kind === 'seat' ? countedBy(some, (one) => one.level, [...seatLevels, '']) : [],
  };
}

function tiesOf(sittings: readonly Sitting[]): Tie[] {
  const together = new Map<string, Sitting[]>();
  for (const one of sittings) {
    const key = `${one.participant} ${one.group}`;
    const found = together.get(key);
    if (found) found.push(one);
    else together.set(key, [one]);
  }
  return [...together.values()].map(tieOf);
}

/**
 * What of a network is asked for, in its order. Who is not a partner stands there for its seats alone; one of which no
 * place is known may be in any area. A seat that speaks for a site elsewhere is not counted in an area.
 */
export function chosenFrom({ groups, participants, sittings }: Network, asked: Asked): Chosen {
  const { kind, sector, type, area, seats } = asked;
  const shown = groups.filter((one) => kind === '' || one.kind === kind);
  const fitting = participants.filter(
    (one) =>
      (sector === '' || headingOf(one) === sector) &&
      (type === '' || one.type === type) &&
      (area === '' || one.areas.length === 0 || one.areas.some((nis) => liesIn(nis, area))),
  );
  const [groupIds, ids] = [shown, fitting].map((some) => new Set(some.map((one) => one.id)));
  const ties = tiesOf(
    sittings.filter(
      (one) =>
        groupIds!.has(one.group) &&
        ids!.has(one.participant) &&
        (area === '' || one.area === null || liesIn(one.area, area)),
    ),
  );
  const seated = new Set(ties.map((one) => one.participant));
  const wanted = (one: Participant): boolean =>
    seated.has(one.id) ? seats !== 'none' : one.isPartner && seats !== 'some';
  const ordered = inOrder(shown);
  const place = new Map(ordered.map((one, at) => [one.id, at]));
  ties.sort((a, b) => place.get(a.group)! - place.get(b.group)! || (a.participant < b.participant ? -1 : 1));
  return {
    groups: ordered,
    parts: inParts(fitting.filter(wanted)),
    ties: seats === 'none' ? [] : ties,
  };
}
