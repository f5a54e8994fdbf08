import { model, Schema } from 'mongoose';

export const amendmentStates = ['open', 'accepted', 'declined'] as const;
export type AmendmentState = (typeof amendmentStates)[number];

/** What somebody would have otherwise in minutes that go round, and what became of it. Never removed. */
export interface AmendmentRecord {
  _id: string;
  meeting: string;
  /** Id of the agenda item whose minutes it is about. */
  item: string;
  text: string;
  at: Date;
  by: string;
  /** Id of the organisation or platform it was said for; '' for none. */
  body: string;
  state: AmendmentState;
  /** Why it was declined, or what was done; '' while it is open. */
  answer: string;
  decidedAt: Date | null;
  decidedBy: string | null;
}

const schema = new Schema<AmendmentRecord>(
  {
    _id: { type: String, required: true },
    meeting: { type: String, required: true },
    item: { type: String, required: true },
    text: { type: String, required: true, maxlength: 2000 },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, default: '' },
    state: { type: String, enum: amendmentStates, required: true },
    answer: { type: String, default: '', maxlength: 1000 },
    decidedAt: { type: Date, default: null },
    decidedBy: { type: String, default: null },
  },
  { collection: 'amendments', autoIndex: false, versionKey: false },
);
schema.index({ meeting: 1, at: 1 });

export const AmendmentModel = model<AmendmentRecord>('Amendment', schema);
