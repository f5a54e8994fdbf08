import { model, Schema } from 'mongoose';
import {
  type ActivityField,
  type ActivityValues,
  type AttendanceRow,
  activityFields,
  attendeeKinds,
  attendeeLevels,
} from './activityFields.ts';
import { versionedFields } from './fieldRule.ts';
import { type FieldState, fieldState } from './fieldState.ts';

/**
 * A draft waits for somebody to say that it took place; only what is confirmed counts. What did not take place and what
 * was put aside stay, with why.
 */
export const activityStates = ['draft', 'confirmed', 'cancelled', 'aside'] as const;
export type ActivityState = (typeof activityStates)[number];

export interface ActivityTrace {
  at: Date;
  /** Id of the person; null where a document says it. */
  by: string | null;
  /** Id of the platform they did it for. */
  body: string;
}

/** What a calendar file said of it, so that the same file sent again is known. */
export interface CalendarOrigin {
  /** Digest of the event's UID, of which of its recurrences, and of the platform. */
  key: string;
}

/** That its summary was sent on: it is then read by these, and no longer only by who reads the activities of its platform. */
export interface SummarySending extends ActivityTrace {
  /** To whom, as it was chosen: `platform` for every organisation it admitted, or `body:id`. */
  to: string;
  /** Ids of the organisations and platforms whose people read it, and of people who sit somewhere in person. */
  readers: string[];
  /** How many were told of it then, and had not been before. */
  told: number;
}

export interface ActivityRecord {
  _id: string;
  values: ActivityValues;
  /** Only of fields that were changed since it was entered. */
  fields: Partial<Record<ActivityField, FieldState>>;
  attendance: AttendanceRow[];
  attendanceState: FieldState | null;
  state: ActivityState;
  /** Why it was put aside or did not take place. */
  why: string;
  /** Id of the activity it was repeated from. */
  repeats: string | null;
  calendar: CalendarOrigin | null;
  /** Not there where it was never sent. */
  sendings?: SummarySending[];
  added: ActivityTrace;
  /** Made up, for a demo: it says so wherever it shows. */
  fictional?: true;
}

export const activityTrace = {
  at: { type: Date, required: true },
  by: { type: String, default: null },
  body: String,
};

const part = (definition: object): Schema => new Schema(definition, { _id: false, minimize: false });
const count = { type: Number, default: null, min: 0 };

const schema = new Schema(
  {
    _id: { type: String, required: true },
    ...versionedFields(activityFields),
    attendance: [
      part({
        kind: { type: String, enum: attendeeKinds, required: true },
        level: { type: String, enum: attendeeLevels, default: '' },
        organisation: { type: String, default: '' },
        site: { type: String, default: '' },
        invited: count,
        present: count,
        excused: count,
      }),
    ],
    attendanceState: { type: fieldState, default: null },
    state: { type: String, enum: activityStates, required: true },
    why: { type: String, default: '', maxlength: 1000 },
    repeats: { type: String, default: null },
    calendar: { type: part({ key: { type: String, required: true } }), default: null },
    sendings: {
      type: [
        part({
          ...activityTrace,
          to: { type: String, required: true },
          readers: [String],
          told: { type: Number, required: true },
        }),
      ],
      default: undefined,
    },
    added: part(activityTrace),
    fictional: Boolean,
  },
  { collection: 'activities', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ 'values.platform': 1, 'values.year': 1 });
schema.index({ 'calendar.key': 1 }, { sparse: true });

export const ActivityModel = model<ActivityRecord>('Activity', schema);
