import { model, Schema } from 'mongoose';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import { type MeetingField, type MeetingValues, meetingFields } from './meetingFields.ts';
import { type MeetingState, meetingStates } from './meetingState.ts';

/** Who brought a meeting to a state, for which platform or organisation; nobody in a demo. */
export interface MeetingStep {
  state: MeetingState;
  at: Date;
  by: string | null;
  body: string;
  /** '' where none was asked. */
  why: string;
}

/** One meeting of a body. It holds no content: agenda and minutes are records of their own. */
export interface MeetingRecord {
  _id: string;
  /** Id of the body. */
  body: string;
  /** Id of the series it belongs to, with the day it had in it; null and '' for a single one. */
  series: string | null;
  seriesDay: string;
  /** It was moved or changed by itself: what changes in its series leaves it alone. */
  isApart: boolean;
  values: MeetingValues;
  /** Only of fields that were changed since it was made. */
  fields: Partial<Record<MeetingField, FieldState>>;
  /** What day and times say, as instants. */
  startsAt: Date;
  endsAt: Date;
  state: MeetingState;
  /** Of iCalendar: rises with what who is invited must be told. */
  sequence: number;
  /** The oldest first; the first is the draft. */
  steps: MeetingStep[];
  /** When it last became something else for calendars. */
  changedAt: Date;
  /** When somebody last said what should be otherwise in its minutes; null for nobody. */
  amendedAt?: Date | null;
  /** Made up, for a demo. */
  fictional?: true;
}

const step = new Schema<MeetingStep>(
  {
    state: { type: String, enum: meetingStates, required: true },
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
    series: { type: String, default: null },
    seriesDay: { type: String, default: '' },
    isApart: { type: Boolean, default: false },
    ...versionedFields(meetingFields),
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    state: { type: String, enum: meetingStates, required: true },
    sequence: { type: Number, required: true },
    steps: [step],
    changedAt: { type: Date, required: true },
    amendedAt: { type: Date, default: null },
    fictional: Boolean,
  },
  { collection: 'meetings', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ body: 1, startsAt: 1 });
schema.index({ startsAt: 1 });
// Two servers that fill a series at once make each meeting once.
schema.index(
  { series: 1, seriesDay: 1 },
  { unique: true, partialFilterExpression: { series: { $type: 'string' } } },
);

export const MeetingModel = model<MeetingRecord>('Meeting', schema);
