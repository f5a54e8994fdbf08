import { model, Schema } from 'mongoose';

/**
 * Help was looked for in a case and none was found. What for, where and why not is sealed with the case's data key, at
 * one length whatever it says.
 */
export interface FailedSearchRecord {
  _id: string;
  case: string;
  said: Buffer;
  saidAt: Date;
  saidBy: string;
  takenBackAt?: Date;
  takenBackBy?: string;
}

const schema = new Schema<FailedSearchRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    said: { type: Buffer, required: true },
    saidAt: { type: Date, required: true },
    saidBy: { type: String, required: true },
    takenBackAt: Date,
    takenBackBy: String,
  },
  { collection: 'failedsearches', versionKey: false },
);
schema.index({ case: 1, saidAt: 1 });

export const FailedSearchModel = model<FailedSearchRecord>('FailedSearch', schema);
