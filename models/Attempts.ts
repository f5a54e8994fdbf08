import { model, Schema } from 'mongoose';

/**
 * Failed attempts at a secret, counted under a mark of where they were made on what (see accounts/lockout.ts).
 * In the database, so that a restart or another node does not forget them; a day of quiet removes them.
 */
export interface AttemptsRecord {
  /** Kind of count and a hash of what it counts: neither an address nor a name can be read from it. */
  _id: string;
  count: number;
  lastAt: Date;
}

const schema = new Schema<AttemptsRecord>(
  {
    _id: { type: String, required: true },
    count: { type: Number, required: true },
    lastAt: { type: Date, required: true },
  },
  { collection: 'attempts', versionKey: false, autoIndex: false },
);
schema.index({ lastAt: 1 }, { expireAfterSeconds: 24 * 60 * 60 });

export const AttemptsModel = model<AttemptsRecord>('Attempts', schema);
