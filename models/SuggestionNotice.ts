import { model, Schema } from 'mongoose';

/**
 * That somebody was told by mail which suggestions came. Its id is `person/day`: whoever writes it sends it, so that
 * nobody gets two in a day, whatever the number of servers.
 */
export interface SuggestionNoticeRecord {
  _id: string;
  person: string;
  at: Date;
  /** Suggestions made until then are told. */
  until: Date;
}

const schema = new Schema<SuggestionNoticeRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    at: { type: Date, required: true },
    until: { type: Date, required: true },
  },
  { collection: 'suggestionnotices', autoIndex: false, versionKey: false },
);
schema.index({ person: 1, at: -1 });

export const SuggestionNoticeModel = model<SuggestionNoticeRecord>('SuggestionNotice', schema);
