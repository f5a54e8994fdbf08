import { model, Schema } from 'mongoose';

/** Provisional: replaced by the meetings branch. */
export interface MeetingRecord {
  _id: string;
  body: string;
  title: string;
  day: string;
  from: string;
  until: string;
  startsAt: Date;
  endsAt: Date;
  state: 'draft' | 'called' | 'open' | 'closed' | 'approved' | 'cancelled';
}

const schema = new Schema<MeetingRecord>(
  {
    _id: String,
    body: String,
    title: String,
    day: String,
    from: String,
    until: String,
    startsAt: Date,
    endsAt: Date,
    state: String,
  },
  { collection: 'meetings', autoIndex: false, versionKey: false },
);
export const MeetingModel = model<MeetingRecord>('Meeting', schema);
