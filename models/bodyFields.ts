import type { LocalisedText } from '../server/core/i18n.ts';
import { ageGroups, problems, targetGroups } from './CareModule.ts';
import type { Catalogue } from './fieldRule.ts';
import { actorTypes } from './Organisation.ts';

/** Where people of several organisations consult, or an external body a platform takes part in. */
export const bodyKinds = [
  'sub_area',
  'permanent_bureau',
  'steering_group',
  'working_group',
  'network',
  'external',
] as const;
export type BodyKindOf = (typeof bodyKinds)[number];

/** Members are named; an open one anybody signed in joins; inside is of one organisation and seen by its people alone. */
export const opennesses = ['members', 'open', 'inside'] as const;
export type Openness = (typeof opennesses)[number];

export const rhythmUnits = ['times_a_year', 'every_weeks', 'every_months'] as const;
export type RhythmUnit = (typeof rhythmUnits)[number];

export interface BodyValues {
  kind: BodyKindOf;
  name: LocalisedText;
  purpose: LocalisedText;
  /** Of an external body: what the platform takes part in it for. */
  participation: LocalisedText;
  theme: LocalisedText;
  ages: string[];
  targetGroups: string[];
  problems: string[];
  /** NIS codes; none is the whole territory of its platforms. */
  areas: string[];
  /** Ids of zones a platform put together. */
  zones: string[];
  /** Id of the body it is part of; '' for none. */
  parent: string;
  openness: Openness;
  /** The language its meetings are held in; '' when not known. */
  language: string;
  rhythmUnit: RhythmUnit | '';
  /** How many times a year, or every how many weeks or months. */
  rhythmNumber: number | null;
  /** As it is printed, where that says it otherwise. */
  rhythmWords: string;
  /** How many actors it has as its source prints it, where they are not named one by one. */
  actors: number | null;
  actorsWords: string;
  /** What it rests on: an agreement, a decree. */
  basis: LocalisedText;
  /** Of a network: ids of what is kept as the meaning of "care circuit" and of "care network". */
  circuitMeaning: string;
  networkMeaning: string;
  source: string;
  /** Calendar day, YYYY-MM-DD. */
  from: string;
  /** Ids of the platforms that keep it; none only where it is inside one organisation. */
  platforms: string[];
}

export const bodyFields: Catalogue<keyof BodyValues> = {
  kind: { kind: 'choice', allowed: bodyKinds, isRequired: true },
  name: { kind: 'texts', maximum: 150, isRequired: true },
  purpose: { kind: 'texts', maximum: 2000 },
  participation: { kind: 'texts', maximum: 1000 },
  theme: { kind: 'texts', maximum: 150 },
  ages: { kind: 'list', allowed: ageGroups },
  targetGroups: { kind: 'list', allowed: targetGroups },
  problems: { kind: 'list', allowed: problems },
  areas: { kind: 'list' },
  zones: { kind: 'list' },
  parent: { kind: 'choice' },
  openness: { kind: 'choice', allowed: opennesses, isRequired: true },
  language: { kind: 'choice', allowed: ['nl', 'fr', 'de', 'en'] },
  rhythmUnit: { kind: 'choice', allowed: rhythmUnits },
  rhythmNumber: { kind: 'number', maximum: 60 },
  rhythmWords: { kind: 'line', maximum: 200 },
  actors: { kind: 'number', maximum: 1000 },
  actorsWords: { kind: 'line', maximum: 200 },
  basis: { kind: 'texts', maximum: 500 },
  circuitMeaning: { kind: 'choice' },
  networkMeaning: { kind: 'choice' },
  source: { kind: 'line', maximum: 300 },
  from: { kind: 'day' },
  platforms: { kind: 'list' },
};

export const mandates = ['chair', 'secretary', 'member', 'substitute', 'observer'] as const;
export const seatLevels = ['governance', 'field'] as const;
export const voices = ['client', 'family'] as const;
/** Who often stands alone: a platform wants to know whether they are reached. */
export const isolatedProfessions = ['general_practitioner', 'psychiatrist'] as const;

/** One place at the table of a body. */
export interface SeatValues {
  /** Id of an organisation, or of a platform for its own people; '' for somebody of neither. */
  organisation: string;
  /** The organisation in words, where it is not in Schakel, and which kind of actor it is. */
  organisationWords: string;
  actorType: string;
  /** Id of who has an account. */
  person: string;
  /** Of somebody without an account. */
  name: string;
  /** Where they are invited. */
  email: string;
  profession: string;
  mandate: string;
  level: string;
  /** Id of the seat or antenna they speak for. */
  site: string;
  voice: string;
  /** Calendar days, YYYY-MM-DD: the first and the last on which they sit there; '' when open. */
  from: string;
  until: string;
}

export const seatFields: Catalogue<keyof SeatValues> = {
  organisation: { kind: 'choice' },
  organisationWords: { kind: 'line', maximum: 150 },
  actorType: { kind: 'choice', allowed: actorTypes },
  person: { kind: 'choice' },
  name: { kind: 'line', maximum: 120 },
  email: { kind: 'line', maximum: 200 },
  mandate: { kind: 'choice', allowed: mandates, isRequired: true },
  level: { kind: 'choice', allowed: seatLevels },
  site: { kind: 'choice' },
  voice: { kind: 'choice', allowed: voices },
  profession: { kind: 'choice', allowed: isolatedProfessions },
  from: { kind: 'day' },
  until: { kind: 'day' },
};

export const functionShares = ['whole', 'content', 'administration', 'coordination', 'area'] as const;

/** Who has the coordinating function of a platform, or a share of it. */
export interface FunctionValues {
  share: (typeof functionShares)[number];
  /** NIS code, where it is shared out by arrondissement. */
  area: string;
  person: string;
  name: string;
  /** As it is printed or agreed, never a number derived from money. */
  workingTime: string;
  source: string;
  from: string;
  until: string;
}

export const functionFields: Catalogue<keyof FunctionValues> = {
  share: { kind: 'choice', allowed: functionShares, isRequired: true },
  area: { kind: 'choice' },
  person: { kind: 'choice' },
  name: { kind: 'line', maximum: 120 },
  workingTime: { kind: 'line', maximum: 300 },
  source: { kind: 'line', maximum: 300 },
  from: { kind: 'day' },
  until: { kind: 'day' },
};
