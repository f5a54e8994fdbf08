import { model, Schema } from 'mongoose';

/** That somebody was mentioned in a plan's shared text: by whom and when, never what was written. */
export interface NarrativeMentionRecord {
  /** `case/person`. */
  _id: string;
  case: string;
  /** Who was mentioned. */
  person: string;
  /** The last mention: by whom and when. */
  by: string;
  at: Date;
  /** When they first saw the plan after it; null until then. */
  seenAt: Date | null;
  /** The last mentions there were, so that one that is moved about in the text is told once. */
  mentions: string[];
}

const schema = new Schema<NarrativeMentionRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    person: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    seenAt: { type: Date, default: null },
    mentions: { type: [String], required: true },
  },
  { collection: 'narrativementions', versionKey: false },
);
schema.index({ case: 1 });
schema.index({ person: 1 });

export const NarrativeMentionModel = model<NarrativeMentionRecord>('NarrativeMention', schema);
