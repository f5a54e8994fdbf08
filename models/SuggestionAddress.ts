import { model, Schema } from 'mongoose';

/**
 * Where somebody wants to hear what became of their suggestion. Kept apart from it, so that it can go: when the
 * suggestion is decided, and by itself at the end of its time.
 */
export interface SuggestionAddressRecord {
  /** Id of the suggestion. */
  _id: string;
  email: string;
  until: Date;
}

const schema = new Schema<SuggestionAddressRecord>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true, maxlength: 254 },
    until: { type: Date, required: true },
  },
  { collection: 'suggestionaddresses', autoIndex: false, versionKey: false },
);
schema.index({ until: 1 }, { expireAfterSeconds: 0 });

export const SuggestionAddressModel = model<SuggestionAddressRecord>('SuggestionAddress', schema);
