import type { LocalisedText } from '../server/core/i18n.ts';
import { ageGroups, targetGroups } from './CareModule.ts';
import type { Catalogue } from './fieldRule.ts';

export const circuitKinds = ['circuit', 'programme'] as const;
export const circuitStatuses = ['draft', 'in_use', 'ended'] as const;
export type CircuitStatus = (typeof circuitStatuses)[number];

/** How people get from one part to the next, as those who work there say. */
export const passageStates = ['well', 'with_difficulty', 'not', 'unknown'] as const;
export type PassageState = (typeof passageStates)[number];

/** Where a circuit lets go of people, beside its own parts. No id of a part is one of these words. */
export const outsides = ['other_circuit', 'housing', 'work', 'general_practice', 'elsewhere'] as const;

/** A care circuit or care programme for a target group. */
export interface CircuitValues {
  kind: (typeof circuitKinds)[number];
  name: LocalisedText;
  purpose: LocalisedText;
  /** What its platforms mean by the word: the report of 2010 found no consensus on it. */
  definition: LocalisedText;
  ages: string[];
  targetGroups: string[];
  /** NIS codes; none is the whole territory of its platforms. */
  areas: string[];
  status: CircuitStatus;
  /** Calendar days, YYYY-MM-DD. */
  from: string;
  until: string;
  /** Where this is written, for what was carried over from a document. */
  source: string;
  /** Ids of the platforms it is of; never empty. */
  platforms: string[];
}

export const circuitFields: Catalogue<keyof CircuitValues> = {
  kind: { kind: 'choice', allowed: circuitKinds, isRequired: true },
  name: { kind: 'texts', maximum: 150, isRequired: true },
  purpose: { kind: 'texts', maximum: 2000 },
  definition: { kind: 'texts', maximum: 1000 },
  ages: { kind: 'list', allowed: ageGroups },
  targetGroups: { kind: 'list', allowed: targetGroups },
  areas: { kind: 'list' },
  status: { kind: 'choice', allowed: circuitStatuses, isRequired: true },
  from: { kind: 'day' },
  until: { kind: 'day' },
  source: { kind: 'line', maximum: 300 },
  platforms: { kind: 'list', isRequired: true },
};

/** One step of the care: a module of the inventory, or a kind of help that is wanted and not there yet. */
export interface PartValues {
  /** Id of the module; '' for a part that is wanted. */
  module: string;
  /** Code of the module-type taxonomy; needed where there is no module. */
  type: string;
  /** Id of the organisation that answers for it. */
  partner: string;
  /** Of a wanted part: how much, for whom. */
  note: LocalisedText;
}

export const partFields: Catalogue<keyof PartValues> = {
  module: { kind: 'choice' },
  type: { kind: 'choice' },
  partner: { kind: 'choice' },
  note: { kind: 'texts', maximum: 1000 },
};

/** What one partner brings to a part. */
export interface ShareValues {
  organisation: string;
  people: number | null;
  peopleUnit: string;
  /** Rooms, beds, money, hours of a psychiatrist. */
  means: LocalisedText;
  /** The day it was agreed; '' as long as it is proposed. */
  agreedOn: string;
}

export const shareFields: Catalogue<keyof ShareValues> = {
  organisation: { kind: 'choice', isRequired: true },
  people: { kind: 'number', maximum: 10_000 },
  peopleUnit: { kind: 'choice', allowed: ['fte', 'persons'] },
  means: { kind: 'texts', maximum: 1000 },
  agreedOn: { kind: 'day' },
};

/** The way from one part to another, or out of the circuit. */
export interface TransitionValues {
  /** Id of a part. */
  from: string;
  /** Id of a part, or one of `outsides`. */
  to: string;
  /** Which circuit, which house, where that is known. */
  toWords: string;
  /** How people go over. */
  rule: LocalisedText;
  works: PassageState;
  basis: string;
  basisOn: string;
  basisWords: string;
  /** Ids of the organisations that agreed on it. */
  agreedBetween: string[];
  agreement: string;
}

export const transitionFields: Catalogue<keyof TransitionValues> = {
  from: { kind: 'choice', isRequired: true },
  to: { kind: 'choice', isRequired: true },
  toWords: { kind: 'line', maximum: 150 },
  rule: { kind: 'texts', maximum: 2000 },
  works: { kind: 'choice', allowed: passageStates, isRequired: true },
  basis: { kind: 'choice', allowed: ['experience', 'count', 'evaluation'] },
  basisOn: { kind: 'day' },
  basisWords: { kind: 'line', maximum: 300 },
  agreedBetween: { kind: 'list' },
  agreement: { kind: 'line', maximum: 200 },
};
