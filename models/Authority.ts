import { model, Schema } from 'mongoose';

/**
 * A reviewing authority. Configurable, as the roles of 2010 moved with the sixth state reform.
 */
export interface AuthorityRecord {
  _id: string;
  names: { nl?: string; fr?: string; de?: string; en?: string };
}

const schema = new Schema<AuthorityRecord>(
  {
    _id: { type: String, required: true },
    names: { nl: String, fr: String, de: String, en: String },
  },
  { collection: 'authorities', versionKey: false },
);

export const AuthorityModel = model<AuthorityRecord>('Authority', schema);
