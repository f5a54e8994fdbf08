import type { LocalisedText } from '../server/core/i18n.ts';
import { targetGroups } from './CareModule.ts';
import type { Catalogue } from './fieldRule.ts';
import { evidenceKinds } from './Gap.ts';

/** As the plan of Antwerp of 2010 groups them: A provincial, B regional, C other consultation; '' where a plan has no groups. */
export const workPointGroups = ['provincial', 'regional', 'other'] as const;

export const workPointStates = ['planned', 'busy', 'done', 'postponed', 'dropped'] as const;
export type WorkPointState = (typeof workPointStates)[number];

/** Objectives of the vision text on addiction care (2015), by id: their order differs between its body and its summary. */
export const objectives = [
  'adapted_care',
  'low_threshold',
  'early_detection',
  'environment',
  'local_and_regional',
  'emancipation',
  'image',
] as const;

/** Everything of a work point that people change. A text is '' and a list empty when nothing is known. */
export interface WorkPointValues {
  group: string;
  title: LocalisedText;
  goal: LocalisedText;
  /** When, in words: every month, after the summer. */
  timing: string;
  /** Calendar days, YYYY-MM-DD. */
  from: string;
  until: string;
  /** Id of the platform or of an organisation it admitted. */
  owner: string;
  /** The function that does it there, such as the coordinator of Mechelen. */
  ownerWords: string;
  /** Ids of organisations. */
  partners: string[];
  /** By what one will see that it worked. */
  indicators: LocalisedText;
  /** Ids of gaps of the register. */
  gaps: string[];
  /** Ids of the bodies in which it is worked on. */
  bodies: string[];
  objectives: string[];
  state: WorkPointState;
  result: LocalisedText;
  /** What else it is about, each as `kind:id`. */
  links: string[];
}
export type WorkPointField = keyof WorkPointValues;

export const workPointFields: Catalogue<WorkPointField> = {
  title: { kind: 'texts', maximum: 300, isRequired: true },
  group: { kind: 'choice', allowed: workPointGroups },
  goal: { kind: 'texts', maximum: 3000 },
  timing: { kind: 'line', maximum: 150 },
  from: { kind: 'day' },
  until: { kind: 'day' },
  owner: { kind: 'choice' },
  ownerWords: { kind: 'line', maximum: 150 },
  partners: { kind: 'list' },
  indicators: { kind: 'texts', maximum: 2000 },
  gaps: { kind: 'list' },
  bodies: { kind: 'list' },
  objectives: { kind: 'list', allowed: objectives },
  state: { kind: 'choice', allowed: workPointStates, isRequired: true },
  result: { kind: 'texts', maximum: 4000 },
  links: { kind: 'list' },
};

/** How far it is: written while the plan is carried out, also by who owns the point. */
export const progressFields: readonly WorkPointField[] = ['state', 'result'];

/** The eight questions the coordinators were given (report of the NRZV, 2010); their wording is in `inventory/questions.ts`. */
export const inventoryQuestions = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type InventoryQuestion = (typeof inventoryQuestions)[number];

export interface InventoryAnswerValues {
  answer: LocalisedText;
  /** Sources of knowledge it stands on, and where they say so. */
  evidence: string[];
  source: string;
  /** Of the first question alone: what would be needed more, of what, for whom, by whose estimate and on what basis. */
  quantity: number | null;
  unit: string;
  subGroup: string;
  estimatedBy: string;
  basis: string;
}
export type InventoryAnswerField = keyof InventoryAnswerValues;

export const inventoryAnswerFields: Catalogue<InventoryAnswerField> = {
  answer: { kind: 'texts', maximum: 6000 },
  evidence: { kind: 'list', allowed: evidenceKinds },
  source: { kind: 'line', maximum: 300 },
  quantity: { kind: 'number', maximum: 1_000_000 },
  unit: { kind: 'line', maximum: 80 },
  subGroup: { kind: 'choice', allowed: targetGroups },
  estimatedBy: { kind: 'line', maximum: 150 },
  basis: { kind: 'line', maximum: 300 },
};

/** The fields that only the first question asks. */
export const quantityFields: readonly InventoryAnswerField[] = [
  'quantity',
  'unit',
  'subGroup',
  'estimatedBy',
  'basis',
];

/** A further sub-group for which a platform means to take up its consultation function. */
export interface RoadmapItemValues {
  subGroup: string;
  /** In own words: what is not on the list, or more exactly whom. */
  name: LocalisedText;
  /** When, in words, and the first year of it. */
  timing: string;
  year: number | null;
  /** Ids of organisations, and who is in no list. */
  partners: string[];
  partnerWords: string;
  why: LocalisedText;
  source: string;
}
export type RoadmapItemField = keyof RoadmapItemValues;

export const roadmapItemFields: Catalogue<RoadmapItemField> = {
  name: { kind: 'texts', maximum: 200, isRequired: true },
  subGroup: { kind: 'choice', allowed: targetGroups },
  timing: { kind: 'line', maximum: 150 },
  year: { kind: 'number', maximum: 2200 },
  partners: { kind: 'list' },
  partnerWords: { kind: 'line', maximum: 300 },
  why: { kind: 'texts', maximum: 2000 },
  source: { kind: 'line', maximum: 300 },
};
