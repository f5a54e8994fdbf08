import type { LocalisedText } from '../server/core/i18n.ts';
import { ageGroups, targetGroups } from './CareModule.ts';
import type { Catalogue } from './fieldRule.ts';

/** What a body says of itself, or is said of it: that it has a task, or what it means by a word. */
export const statementKinds = ['task', 'meaning'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** Tasks around the care offer, most of them of the coordinators of 2010 (report of the NRZV); any other in words. */
export const tasks = [
  'consultation',
  'inventory',
  'circuits',
  'gaps',
  'agreements',
  'case_consultation',
  'case_management',
  'signal_files',
  'orientation',
  'information',
  'training',
  'registration',
  'other',
] as const;

/** Words of which people ask each other what they mean by them; any other as it is written. */
export const listedWords = [
  'care_circuit',
  'care_network',
  'care_pathway',
  'care_programme',
  'case_management',
  'case_consultation',
  'outreach',
  'assertive_care',
  'early_intervention',
  'harm_reduction',
  'aftercare',
  'recovery',
  'dual_diagnosis',
  'other',
] as const;

/** Whom it is of, where that is written and how long it holds: the same for both kinds. */
interface StatementValues {
  /** Id of an organisation or platform; '' for a body that is not in Schakel. */
  body: string;
  /** A working group of that body; or the name of a body that is not in Schakel. */
  bodyWords: string;
  source: string;
  /** Address of the source. */
  link: string;
  /** Calendar days, YYYY-MM-DD: from the first to the last on which it holds. */
  from: string;
  until: string;
  /** Ids of the platforms it is kept for; never empty. */
  platforms: string[];
}

export interface TaskValues extends StatementValues {
  task: string;
  /** The task in words, where it is not on the list. */
  taskWords: string;
  /** NIS codes; none is the whole territory of its platforms. */
  areas: string[];
  /** For whom; none is for all. */
  ages: string[];
  targetGroups: string[];
  /** What the body does in this task, in its own words. */
  note: LocalisedText;
  basis: string;
}

export interface MeaningValues extends StatementValues {
  word: string;
  wordWords: string;
  /** In its own words; empty where nobody wrote it down. */
  meaning: LocalisedText;
  /** Id of another body's statement on the same word, of which it says: so do we. */
  sameAs: string;
}

const ofBody = {
  body: { kind: 'choice' },
  bodyWords: { kind: 'line', maximum: 150 },
} as const;

const standing = {
  source: { kind: 'line', maximum: 300 },
  link: { kind: 'line', maximum: 500 },
  from: { kind: 'day' },
  until: { kind: 'day' },
  platforms: { kind: 'list', isRequired: true },
} as const;

export const taskFields: Catalogue<keyof TaskValues> = {
  task: { kind: 'choice', allowed: tasks, isRequired: true },
  taskWords: { kind: 'line', maximum: 120 },
  ...ofBody,
  areas: { kind: 'list' },
  ages: { kind: 'list', allowed: ageGroups },
  targetGroups: { kind: 'list', allowed: targetGroups },
  note: { kind: 'texts', maximum: 1000 },
  basis: { kind: 'choice', allowed: ['decree', 'project', 'agreement', 'own'] },
  ...standing,
};

export const meaningFields: Catalogue<keyof MeaningValues> = {
  word: { kind: 'choice', allowed: listedWords, isRequired: true },
  wordWords: { kind: 'line', maximum: 80 },
  ...ofBody,
  meaning: { kind: 'texts', maximum: 1500 },
  sameAs: { kind: 'choice' },
  ...standing,
};
