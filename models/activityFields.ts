import { languages } from '../server/core/i18n.ts';
import type { Catalogue } from './fieldRule.ts';
import { actorTypes } from './Organisation.ts';

/** What platforms report as activities; each is counted apart. */
export const activityTypes = [
  'meeting',
  'training',
  'intervision',
  'supervision',
  'work_visit',
  'shadowing',
  'personnel_exchange',
  'study_day',
  'meeting_day',
  'round_table',
  'bilateral_visit',
  'publication',
  'other_body',
  'research',
] as const;
export type ActivityType = (typeof activityTypes)[number];

/** Who comes: kinds of organisation, and people who come for none. */
export const attendeeKinds = [...actorTypes, 'psychiatrist', 'expert_by_experience', 'family'] as const;
export type AttendeeKind = (typeof attendeeKinds)[number];

export const attendeeLevels = ['', 'governance', 'field'] as const;
export type AttendeeLevel = (typeof attendeeLevels)[number];

/** What an activity says. A text is '' and a number null when not known; that is never 0. */
export interface ActivityValues {
  type: ActivityType;
  title: string;
  /** Calendar days, YYYY-MM-DD. */
  day: string;
  until: string;
  /** The year it counts in; of an activity with a day, the year of that day. */
  year: number | null;
  /** How many of these the entry stands for: 1, or what a source says of several; null where it gives no number. */
  times: number | null;
  /** Id of the platform whose activity it is. */
  platform: string;
  /** Sub-areas it was for, as NIS codes; none is the whole territory. */
  areas: string[];
  place: string;
  /** The language it was held in. */
  language: string;
  /** Id of the body it is of or takes part in, or its name where it is not in Schakel. */
  body: string;
  bodyWords: string;
  /** With which service; id of an organisation, or its name. */
  service: string;
  serviceWords: string;
  /** Who led or spoke. */
  led: string;
  themes: string;
  synthesis: string;
  outcome: string;
  /** Days of a placement, people exchanged. */
  days: number | null;
  people: number | null;
  edition: string;
  /** What happened, for those who read it. */
  summary: string;
  /** Id of the earlier activity it follows from. */
  follows: string;
  link: string;
  /** Where this is written, for what was carried over from a document. */
  source: string;
}
export type ActivityField = keyof ActivityValues;

/** The catalogue: forms, checks, history and the review of two values follow from it. */
export const activityFields: Catalogue<ActivityField> = {
  type: { kind: 'choice', allowed: activityTypes, isRequired: true },
  title: { kind: 'line', maximum: 150, isRequired: true },
  day: { kind: 'day' },
  until: { kind: 'day' },
  year: { kind: 'number', maximum: 2100 },
  times: { kind: 'number', maximum: 1000 },
  platform: { kind: 'choice', isRequired: true },
  areas: { kind: 'list' },
  place: { kind: 'line', maximum: 150 },
  language: { kind: 'choice', allowed: languages },
  body: { kind: 'choice' },
  bodyWords: { kind: 'line', maximum: 150 },
  service: { kind: 'choice' },
  serviceWords: { kind: 'line', maximum: 150 },
  led: { kind: 'line', maximum: 150 },
  themes: { kind: 'lines', maximum: 2000 },
  synthesis: { kind: 'lines', maximum: 8000 },
  outcome: { kind: 'lines', maximum: 4000 },
  days: { kind: 'number', maximum: 10_000 },
  people: { kind: 'number', maximum: 10_000 },
  edition: { kind: 'line', maximum: 100 },
  summary: { kind: 'lines', maximum: 8000 },
  follows: { kind: 'choice' },
  link: { kind: 'line', maximum: 500 },
  source: { kind: 'line', maximum: 300 },
};

/** Those who came, of one kind of actor: as numbers, never by name. Null where nobody counted. */
export interface AttendanceRow {
  kind: AttendeeKind;
  level: AttendeeLevel;
  /** Ids of an organisation and of its seat or antenna, where that is said; '' where not. */
  organisation: string;
  site: string;
  invited: number | null;
  present: number | null;
  excused: number | null;
}
