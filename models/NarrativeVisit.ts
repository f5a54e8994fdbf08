import { model, Schema } from 'mongoose';

/** How far somebody has seen a plan's shared text: numbers and a time, no content. */
export interface NarrativeVisitRecord {
  /** `case/person`. */
  _id: string;
  case: string;
  person: string;
  /** The last commit that was there when they last had it open. */
  sequence: number;
  /** The same when this visit began: what came since is news to them until it ends. */
  from: number;
  /** When the visit before this one ended; null in the first. */
  before: Date | null;
  at: Date;
}

const schema = new Schema<NarrativeVisitRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    person: { type: String, required: true },
    sequence: { type: Number, required: true, min: 0 },
    from: { type: Number, required: true, min: 0 },
    before: { type: Date, default: null },
    at: { type: Date, required: true },
  },
  { collection: 'narrativevisits', versionKey: false },
);
schema.index({ case: 1 });

export const NarrativeVisitModel = model<NarrativeVisitRecord>('NarrativeVisit', schema);
