import { model, Schema } from 'mongoose';
import { type ActivityTrace, activityTrace } from './Activity.ts';
import { type FieldChange, fieldChange } from './fieldChange.ts';

/** What happens to an activity besides a change of its fields. */
export const activityWays = ['changed', 'confirmed', 'cancelled', 'aside', 'taken_up', 'calendar'] as const;
export type ActivityWay = (typeof activityWays)[number];

/** One change of an activity: never changed, never removed. */
export interface ActivityChangeRecord extends ActivityTrace {
  _id: string;
  activity: string;
  way: ActivityWay;
  why: string;
  changes: FieldChange[];
}

const schema = new Schema<ActivityChangeRecord>(
  {
    _id: { type: String, required: true },
    activity: { type: String, required: true },
    way: { type: String, enum: activityWays, required: true },
    why: { type: String, default: '', maxlength: 1000 },
    changes: [fieldChange],
    ...activityTrace,
  },
  { collection: 'activitychanges', autoIndex: false, versionKey: false },
);
schema.index({ activity: 1, at: -1 });

export const ActivityChangeModel = model<ActivityChangeRecord>('ActivityChange', schema);
