import type { LocalisedText } from '../server/core/i18n.ts';
import { ageGroups, problems, settings, targetGroups } from './CareModule.ts';

/** What is wrong: nothing, too little, no way from A to B, there but out of reach, or twice. */
export const gapKinds = ['missing', 'insufficient', 'transition', 'access', 'overlap'] as const;
export type GapKind = (typeof gapKinds)[number];

/** How the platform came to know. */
export const gapOrigins = [
  'inventory',
  'signal_file',
  'case_meeting',
  'actor_report',
  'tdi',
  'study',
] as const;
export const gapPriorities = ['high', 'middle', 'low'] as const;

/** Everything a gap or an overlap says that people can change. A text is '' and a number null when not known. */
export interface GapValues {
  kind: GapKind;
  title: LocalisedText;
  /** In plain words, for the public list; without it the gap is not on that list. */
  plain: LocalisedText;
  description: LocalisedText;
  /** Codes of the module-type taxonomy. */
  functions: string[];
  /** Of a transition: from which module type or age group, to which. */
  from: string;
  to: string;
  ages: string[];
  targetGroups: string[];
  problems: string[];
  settings: string[];
  /** NIS codes. */
  areas: string[];
  sizeQuantity: number | null;
  /** What is counted: persons a year, beds, kilometres. */
  sizeUnit: string;
  sizeBy: string;
  sizeBasis: string;
  /** Percentage of the people registered in one province who come from another. */
  flowShare: number | null;
  /** NIS codes of provinces. */
  flowFrom: string;
  flowTo: string;
  flowSource: string;
  origin: string;
  /** Id of a platform or organisation: people come and go. */
  owner: string;
  workingGroup: string;
  priority: string;
  priorityGrounds: string;
  /** Calendar days, YYYY-MM-DD. */
  since: string;
  reviewOn: string;
  /** Ids of organisations and of care units that have to do with it. */
  organisations: string[];
  units: string[];
  /** Ids of the platforms that share it; never empty. */
  platforms: string[];
}
export type GapField = keyof GapValues;

export type GapFieldKind = 'choice' | 'list' | 'texts' | 'line' | 'number' | 'day';

export interface GapFieldRule {
  kind: GapFieldKind;
  /** The part of the form it stands in. */
  section: 'what' | 'where' | 'size' | 'flow' | 'care' | 'links';
  /** Longest text in characters, or highest number. */
  maximum?: number;
  /** Allowed values, where the list is fixed; the others are asked of the store. */
  allowed?: readonly string[];
  isRequired?: true;
}

/** The catalogue: forms, checks, history and the review of two values follow from it. */
export const gapFields: Readonly<Record<GapField, GapFieldRule>> = {
  kind: { kind: 'choice', section: 'what', allowed: gapKinds, isRequired: true },
  title: { kind: 'texts', section: 'what', maximum: 150, isRequired: true },
  plain: { kind: 'texts', section: 'what', maximum: 600 },
  description: { kind: 'texts', section: 'what', maximum: 4000 },
  functions: { kind: 'list', section: 'where' },
  from: { kind: 'choice', section: 'where' },
  to: { kind: 'choice', section: 'where' },
  ages: { kind: 'list', section: 'where', allowed: ageGroups },
  targetGroups: { kind: 'list', section: 'where', allowed: targetGroups },
  problems: { kind: 'list', section: 'where', allowed: problems },
  settings: { kind: 'list', section: 'where', allowed: settings },
  areas: { kind: 'list', section: 'where' },
  sizeQuantity: { kind: 'number', section: 'size', maximum: 10_000_000 },
  sizeUnit: { kind: 'line', section: 'size', maximum: 80 },
  sizeBy: { kind: 'line', section: 'size', maximum: 150 },
  sizeBasis: { kind: 'line', section: 'size', maximum: 300 },
  flowShare: { kind: 'number', section: 'flow', maximum: 100 },
  flowFrom: { kind: 'choice', section: 'flow' },
  flowTo: { kind: 'choice', section: 'flow' },
  flowSource: { kind: 'line', section: 'flow', maximum: 300 },
  origin: { kind: 'choice', section: 'care', allowed: gapOrigins },
  owner: { kind: 'choice', section: 'care' },
  workingGroup: { kind: 'line', section: 'care', maximum: 150 },
  priority: { kind: 'choice', section: 'care', allowed: gapPriorities },
  priorityGrounds: { kind: 'line', section: 'care', maximum: 500 },
  since: { kind: 'day', section: 'care' },
  reviewOn: { kind: 'day', section: 'care' },
  organisations: { kind: 'list', section: 'links' },
  units: { kind: 'list', section: 'links' },
  platforms: { kind: 'list', section: 'links', isRequired: true },
};
export const gapFieldNames = Object.keys(gapFields) as GapField[];

export const emptyGap: Omit<GapValues, 'kind' | 'title' | 'platforms'> = {
  plain: {},
  description: {},
  functions: [],
  from: '',
  to: '',
  ages: [],
  targetGroups: [],
  problems: [],
  settings: [],
  areas: [],
  sizeQuantity: null,
  sizeUnit: '',
  sizeBy: '',
  sizeBasis: '',
  flowShare: null,
  flowFrom: '',
  flowTo: '',
  flowSource: '',
  origin: '',
  owner: '',
  workingGroup: '',
  priority: '',
  priorityGrounds: '',
  since: '',
  reviewOn: '',
  organisations: [],
  units: [],
};
