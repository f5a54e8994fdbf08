import { model, Schema } from 'mongoose';
import { fieldChange } from './fieldChange.ts';
import type { GapField } from './gapFields.ts';

/** One change of fields of a gap: never changed, never removed. Values are text, as forms compare them. */
export interface GapChangeRecord {
  _id: string;
  gap: string;
  at: Date;
  by: string;
  /** The body they did it for. */
  body: string;
  changes: { field: GapField; from: string; to: string }[];
}

const schema = new Schema<GapChangeRecord>(
  {
    _id: { type: String, required: true },
    gap: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'gapchanges', autoIndex: false, versionKey: false },
);
schema.index({ gap: 1, at: 1 });

export const GapChangeModel = model<GapChangeRecord>('GapChange', schema);
