import { model, Schema } from 'mongoose';

/** Somebody of a platform looked at what the computation brought forward and said: not a gap, or not now. */
export interface CandidateDismissalRecord {
  _id: string;
  /** Code of the platform that looked. */
  platform: string;
  /** What was brought forward: the same word for the same question, whatever the answer is. */
  key: string;
  why: string;
  /** The day (YYYY-MM-DD) on which it is brought forward again. */
  until: string;
  /** What it came to when they looked: the verdict of the cell; null where it is about no cell. */
  verdict: string | null;
  /** False once it was taken back, or said anew. */
  isCurrent: boolean;
  at: Date;
  /** Id of the person. */
  by: string;
  /** The body they did it for. */
  body: string;
}

const day = { type: String, match: /^\d{4}-\d{2}-\d{2}$/, required: true };

const schema = new Schema<CandidateDismissalRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    key: { type: String, required: true, maxlength: 300 },
    why: { type: String, required: true, maxlength: 1000 },
    until: day,
    verdict: { type: String, default: null },
    isCurrent: { type: Boolean, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
  },
  { collection: 'candidatedismissals', autoIndex: false, versionKey: false },
);
// Two coordinators who dismiss the same at the same moment: the second is told of the first.
schema.index({ platform: 1, key: 1 }, { unique: true, partialFilterExpression: { isCurrent: true } });

export const CandidateDismissalModel = model<CandidateDismissalRecord>('CandidateDismissal', schema);
