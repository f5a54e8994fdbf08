import { languages } from '../server/core/i18n.ts';
import type { Catalogue } from './fieldRule.ts';

export const meetingForms = ['in_person', 'online', 'both'] as const;
export type MeetingForm = (typeof meetingForms)[number];

/** Which of the two hours between 2 and 3 is meant in the night in which the clock goes back. */
export const clockHours = ['summer', 'winter'] as const;
export type ClockHour = (typeof clockHours)[number];

export interface MeetingValues {
  title: string;
  /** Calendar day, YYYY-MM-DD, and clock times, HH:MM, as a clock in Brussels shows them. */
  day: string;
  from: string;
  until: string;
  /** '' where each time is there once. */
  clock: ClockHour | '';
  form: MeetingForm;
  place: string;
  /** https address of the online room. */
  link: string;
  /** The language it is held in, and of the mails to who has no account. */
  language: string;
}
export type MeetingField = keyof MeetingValues;

/** The catalogue: forms, checks, history and the review of two values follow from it. */
export const meetingFields: Catalogue<MeetingField> = {
  title: { kind: 'line', maximum: 150, isRequired: true },
  day: { kind: 'day', isRequired: true },
  from: { kind: 'line', maximum: 5, isRequired: true },
  until: { kind: 'line', maximum: 5, isRequired: true },
  clock: { kind: 'choice', allowed: clockHours },
  form: { kind: 'choice', allowed: meetingForms, isRequired: true },
  place: { kind: 'line', maximum: 200 },
  link: { kind: 'line', maximum: 500 },
  language: { kind: 'choice', allowed: languages, isRequired: true },
};
export const meetingFieldNames = Object.keys(meetingFields) as MeetingField[];
