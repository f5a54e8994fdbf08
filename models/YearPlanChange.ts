import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

/** One change of a work point, an inventory answer or a step of the roadmap: never changed, never removed. */
export interface YearPlanChangeRecord {
  _id: string;
  /** Id of what was changed. */
  record: string;
  at: Date;
  by: string;
  /** The body they did it for. */
  body: string;
  changes: FieldChange[];
}

const schema = new Schema<YearPlanChangeRecord>(
  {
    _id: { type: String, required: true },
    record: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'yearplanchanges', autoIndex: false, versionKey: false },
);
schema.index({ record: 1, at: 1 });

export const YearPlanChangeModel = model<YearPlanChangeRecord>('YearPlanChange', schema);
