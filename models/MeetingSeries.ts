import { model, Schema } from 'mongoose';
import type { MeetingStep } from './Meeting.ts';
import { type MeetingForm, meetingForms } from './meetingFields.ts';

export const seriesKinds = ['weekday', 'month_day', 'weeks', 'days'] as const;
export type SeriesKind = (typeof seriesKinds)[number];

/** On which days a series meets. */
export interface SeriesRule {
  kind: SeriesKind;
  /** Every how many months or weeks. */
  every: number;
  /** Of a weekday in a month: 1 to 4, or -1 for the last. */
  nth: number;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** 1 to 31; a month that has no such day is left out. */
  monthDay: number;
  /** Calendar days, where they are named one by one. */
  days: string[];
}

/** What every meeting of a series begins with. */
export interface SeriesPlan {
  title: string;
  from: string;
  until: string;
  form: MeetingForm;
  place: string;
  link: string;
  language: string;
  rule: SeriesRule;
}

/** Meetings of one body that repeat. Each is a record of its own, made up to a year ahead. */
export interface MeetingSeriesRecord {
  _id: string;
  body: string;
  plan: SeriesPlan;
  /** The first day the plan holds for, and the last; '' while it goes on. */
  firstDay: string;
  lastDay: string;
  /** Meetings up to and with this day were made. */
  madeUntil: string;
  /** Grows with every change. */
  revision: number;
  /** Who made, changed and stopped it; the oldest first. */
  steps: (Pick<MeetingStep, 'at' | 'by' | 'body' | 'why'> & { kind: 'made' | 'changed' | 'ended' })[];
  fictional?: true;
}

const rule = new Schema<SeriesRule>(
  {
    kind: { type: String, enum: seriesKinds, required: true },
    every: { type: Number, default: 1 },
    nth: { type: Number, default: 1 },
    weekday: { type: Number, default: 1 },
    monthDay: { type: Number, default: 1 },
    days: [String],
  },
  { _id: false },
);

const plan = new Schema(
  {
    title: { type: String, required: true, maxlength: 150 },
    from: { type: String, required: true },
    until: { type: String, required: true },
    form: { type: String, enum: meetingForms, required: true },
    place: { type: String, default: '', maxlength: 200 },
    link: { type: String, default: '', maxlength: 500 },
    language: { type: String, required: true },
    rule: { type: rule, required: true },
  },
  { _id: false },
);

const step = new Schema(
  {
    kind: { type: String, enum: ['made', 'changed', 'ended'], required: true },
    at: { type: Date, required: true },
    by: { type: String, default: null },
    body: { type: String, default: '' },
    why: { type: String, default: '', maxlength: 500 },
  },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    body: { type: String, required: true },
    plan: { type: plan, required: true },
    firstDay: { type: String, required: true },
    lastDay: { type: String, default: '' },
    madeUntil: { type: String, required: true },
    revision: { type: Number, required: true },
    steps: [step],
    fictional: Boolean,
  },
  { collection: 'meetingseries', autoIndex: false, versionKey: false },
);
schema.index({ body: 1 });

export const MeetingSeriesModel = model<MeetingSeriesRecord>('MeetingSeries', schema);
