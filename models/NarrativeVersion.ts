import { model, Schema } from 'mongoose';
import { type FieldState, fieldState } from './fieldState.ts';

/** A moment of a plan's shared text that people want to find again. Its name is sealed with the case's data key. */
export interface NarrativeVersionRecord {
  _id: string;
  case: string;
  name: Buffer;
  /** The commit after which the text stood so. */
  sequence: number;
  fields: Record<'name', FieldState>;
  createdAt: Date;
  createdBy: string;
  /** Put aside, not erased: it can be put back. */
  removedAt?: Date;
  removedBy?: string;
  /** A backup brought its name back, which may say words that were redacted. */
  isWaiting?: boolean;
  /** Words of that moment were redacted since: the text is no longer what it was when it got its name. */
  tombstone?: {
    /** SHA-256, in hex, over everything of it as it was kept, sealed: tells an old copy apart, and no words. */
    hash: string;
    at: Date;
    /** The redaction that came first. */
    redaction: string;
  };
}

const schema = new Schema<NarrativeVersionRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    name: { type: Buffer, required: true },
    sequence: { type: Number, required: true, min: 1 },
    fields: { name: { type: fieldState, required: true } },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    removedAt: Date,
    removedBy: String,
    isWaiting: Boolean,
    tombstone: {
      type: new Schema<NonNullable<NarrativeVersionRecord['tombstone']>>(
        {
          hash: { type: String, required: true },
          at: { type: Date, required: true },
          redaction: { type: String, required: true },
        },
        { _id: false },
      ),
      default: undefined,
    },
  },
  { collection: 'narrativeversions', versionKey: false },
);
schema.index({ case: 1, sequence: 1 });

export const NarrativeVersionModel = model<NarrativeVersionRecord>('NarrativeVersion', schema);
