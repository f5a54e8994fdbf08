import { model, Schema } from 'mongoose';

/** The secret address at which the calendar program of one person reads when they meet. */
export interface CalendarFeedRecord {
  _id: string;
  person: string;
  /** SHA-256 of the secret in the address, in hex: who reads the database cannot read the calendar. */
  secretHash: string;
  madeAt: Date;
  endedAt: Date | null;
}

const schema = new Schema<CalendarFeedRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    secretHash: { type: String, required: true },
    madeAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  { collection: 'calendarfeeds', autoIndex: false, versionKey: false },
);
schema.index({ secretHash: 1 }, { unique: true });
schema.index({ person: 1 });

export const CalendarFeedModel = model<CalendarFeedRecord>('CalendarFeed', schema);
