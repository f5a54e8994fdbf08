import type { Catalogue } from './fieldRule.ts';

/** What the group is asked to do with an item. */
export const itemPurposes = ['inform', 'discuss', 'decide', 'approve_minutes', 'follow_up'] as const;
export type ItemPurpose = (typeof itemPurposes)[number];

/** What an item can be about; each is named as `kind:id` in its field. */
export const aboutKinds = ['gap', 'workPoint', 'circuit', 'signal', 'activity'] as const;
export type AboutKind = (typeof aboutKinds)[number];

/** Everything of an agenda item that people change. */
export interface AgendaItemValues {
  title: string;
  /** What is asked of the group. */
  question: string;
  purpose: ItemPurpose;
  /** Planned duration; null when nobody said. */
  minutes: number | null;
  /** Id of the seat that brings it; '' when nobody does. */
  owner: string;
  /** `kind:id` of what it is about. */
  about: string[];
  /**
   * Ids of the organisations it concerns. When there are any, only their people and the keepers of the body are told
   * what it is; the others see that time is taken for it.
   */
  organisations: string[];
}
export type AgendaItemField = keyof AgendaItemValues;

export const agendaItemFields: Catalogue<AgendaItemField> = {
  title: { kind: 'line', maximum: 150, isRequired: true },
  question: { kind: 'lines', maximum: 2000 },
  purpose: { kind: 'choice', allowed: itemPurposes, isRequired: true },
  minutes: { kind: 'number', maximum: 480 },
  owner: { kind: 'choice' },
  about: { kind: 'list' },
  organisations: { kind: 'list' },
};

/** Everything of a decision or an action that people change. */
export interface OutcomeValues {
  text: string;
  /** Who does it: `seat:id`, `person:id` or `organisation:id`; '' for nobody, or somebody who is only named. */
  who: string;
  /** Name of somebody without account or seat. */
  whoName: string;
  /** Calendar day, YYYY-MM-DD; '' when none was agreed. */
  due: string;
}
export type OutcomeField = keyof OutcomeValues;

export const outcomeFields: Catalogue<OutcomeField> = {
  text: { kind: 'lines', maximum: 2000, isRequired: true },
  who: { kind: 'choice' },
  whoName: { kind: 'line', maximum: 120 },
  due: { kind: 'day' },
};
