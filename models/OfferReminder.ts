import { model, Schema } from 'mongoose';

/**
 * A reminder to confirm entries that was sent for an organisation. Its id is `organisation/round/step`: whoever writes it
 * sends it, so that two servers, or one that was started again, never send the same one twice.
 */
export interface OfferReminderRecord {
  _id: string;
  organisationId: string;
  /** From 1; a round ends when nothing waits any more. */
  round: number;
  /** 0 to 2 go to the organisation, 3 to the coordinators of its platforms. */
  step: number;
  at: Date;
  /** When nothing waited any more; only the last reminder of a round says so. */
  endedAt: Date | null;
}

const schema = new Schema<OfferReminderRecord>(
  {
    _id: { type: String, required: true },
    organisationId: { type: String, required: true },
    round: { type: Number, required: true },
    step: { type: Number, required: true },
    at: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  { collection: 'offerreminders', autoIndex: false, versionKey: false },
);
schema.index({ organisationId: 1, round: -1, step: -1 });

export const OfferReminderModel = model<OfferReminderRecord>('OfferReminder', schema);
