import { model, Schema } from 'mongoose';
import { type ActivityTrace, activityTrace } from './Activity.ts';

/** What an activity recommends, on its way to something that is done about it. */
export interface RecommendationRecord {
  _id: string;
  /** Id of the activity it was made in. */
  activity: string;
  text: string;
  added: ActivityTrace;
  /** The later activity that adopted it. */
  adopted: (ActivityTrace & { activity: string }) | null;
  /** Taken back: it stays, and is shown to those who write. */
  withdrawn: ActivityTrace | null;
}

const trace = new Schema(activityTrace, { _id: false });
const adoption = new Schema({ ...activityTrace, activity: String }, { _id: false });

const schema = new Schema<RecommendationRecord>(
  {
    _id: { type: String, required: true },
    activity: { type: String, required: true },
    text: { type: String, required: true, maxlength: 1000 },
    added: trace,
    adopted: { type: adoption, default: null },
    withdrawn: { type: trace, default: null },
  },
  { collection: 'recommendations', autoIndex: false, versionKey: false },
);
schema.index({ activity: 1 });
schema.index({ 'adopted.activity': 1 });

export const RecommendationModel = model<RecommendationRecord>('Recommendation', schema);
