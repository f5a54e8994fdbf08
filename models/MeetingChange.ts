import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

/** One change of a meeting: never changed, never removed. */
export interface MeetingChangeRecord {
  _id: string;
  meeting: string;
  at: Date;
  by: string;
  /** The platform or organisation they did it for. */
  body: string;
  why: string;
  changes: FieldChange[];
}

const schema = new Schema<MeetingChangeRecord>(
  {
    _id: { type: String, required: true },
    meeting: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, default: '' },
    why: { type: String, default: '', maxlength: 500 },
    changes: [fieldChange],
  },
  { collection: 'meetingchanges', autoIndex: false, versionKey: false },
);
schema.index({ meeting: 1, at: 1 });

export const MeetingChangeModel = model<MeetingChangeRecord>('MeetingChange', schema);
