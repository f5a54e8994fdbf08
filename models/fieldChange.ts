import { Schema } from 'mongoose';

/** What one change made of a field. Values are text, as forms compare them. */
export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

export const fieldChange = new Schema<FieldChange>(
  {
    field: { type: String, required: true },
    from: { type: String, default: '' },
    to: { type: String, default: '' },
  },
  { _id: false },
);
