import type { BodyKindOf } from '../../../../models/bodyFields.ts';
import type { ActorType } from '../../../../models/Organisation.ts';
import type { LocalisedText } from '../../../core/i18n.ts';

/** What organisations meet in: a kind of body, or a care circuit. */
export type GroupKind = BodyKindOf | 'circuit';

export interface Group {
  id: string;
  kind: GroupKind;
  name: LocalisedText;
  /** Id of the body it is part of; '' for none. */
  parent: string;
  /** How many actors its source prints, where they are not named one by one; null when it prints none. */
  printed: number | null;
  isFictional: boolean;
}

export interface Participant {
  id: string;
  /** By id, in words where it is not in Schakel, or people who sit somewhere for no organisation. */
  kind: 'platform' | 'organisation' | 'words' | 'alone';
  name: string;
  /** Kind of actor; '' when not known. */
  type: ActorType | '';
  /** NIS codes of its sites; none when no place is known. */
  areas: string[];
  /** The platform admitted it: it shows without a seat too. */
  isPartner: boolean;
  isFictional: boolean;
}

/** How a participant is bound to a group. What binds organisations to each other gets a kind of its own. */
export type TieKind = 'seat' | 'circuit';

/** One place of a participant in a group. */
export interface Sitting {
  kind: TieKind;
  participant: string;
  group: string;
  /** NIS code of the site it speaks for; null for the whole organisation, or where no place is known. */
  area: string | null;
  mandate: string;
  /** governance, field, or '' when not known. */
  level: string;
  isNamed: boolean;
}

/** Everything one reader may see of a platform on a day. */
export interface Network {
  groups: Group[];
  participants: Participant[];
  sittings: Sitting[];
}

/** All places of one participant in one group. */
export interface Tie {
  kind: TieKind;
  participant: string;
  group: string;
  count: number;
  toBeNamed: number;
  /** How many by mandate, in the order of mandates. */
  mandates: [mandate: string, count: number][];
  /** How many by level: governance, field, then '' for not known. */
  levels: [level: string, count: number][];
}

/** The ties of one participant or group, in their order. */
export function tiesBy<T extends Tie>(ties: readonly T[], of: 'participant' | 'group'): (id: string) => T[] {
  const found = new Map<string, T[]>();
  for (const one of ties) {
    const own = found.get(one[of]);
    if (own) own.push(one);
    else found.set(one[of], [one]);
  }
  return (id) => found.get(id) ?? [];
}
