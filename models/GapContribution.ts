import { model, Schema } from 'mongoose';

/** What somebody says in the discussion of a gap. */
export interface GapContributionRecord {
  _id: string;
  gap: string;
  words: string;
  at: Date;
  by: string;
  /** The body they speak for. */
  body: string;
}

const schema = new Schema<GapContributionRecord>(
  {
    _id: { type: String, required: true },
    gap: { type: String, required: true },
    words: { type: String, required: true, maxlength: 2000 },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
  },
  { collection: 'gapcontributions', autoIndex: false, versionKey: false },
);
schema.index({ gap: 1, at: 1 });

export const GapContributionModel = model<GapContributionRecord>('GapContribution', schema);
