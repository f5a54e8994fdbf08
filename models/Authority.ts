import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { localisedText } from './localisedText.ts';

/** A reviewing authority. Configurable, as the roles of 2010 moved with the sixth state reform. */
export interface AuthorityRecord {
  _id: string;
  names: LocalisedText;
}

const schema = new Schema<AuthorityRecord>(
  {
    _id: { type: String, required: true },
    names: { type: localisedText, required: true },
  },
  { collection: 'authorities', versionKey: false, autoIndex: false },
);

export const AuthorityModel = model<AuthorityRecord>('Authority', schema);
