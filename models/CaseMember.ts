import { model, Schema } from 'mongoose';

/** A person of a case: who opened it, a caregiver who was invited, or a coordinator who facilitates. */
export interface CaseMemberRecord {
  _id: string;
  case: string;
  person: string;
  role: 'owner' | 'caregiver' | 'facilitator';
  /** The organisation or platform this person takes part for; its consent carries the access. */
  body: string;
  invitedBy: string;
  since: Date;
  /** Present until the membership ends: an index can only ask for what is there. */
  current?: true;
  endedAt?: Date;
}

const schema = new Schema<CaseMemberRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    person: { type: String, required: true },
    role: { type: String, required: true },
    body: { type: String, required: true },
    invitedBy: { type: String, required: true },
    since: { type: Date, required: true },
    current: Boolean,
    endedAt: Date,
  },
  { collection: 'casemembers', versionKey: false },
);
schema.index({ person: 1, case: 1 });
schema.index(
  { case: 1, person: 1 },
  { unique: true, partialFilterExpression: { current: true }, name: 'one_current' },
);

export const CaseMemberModel = model<CaseMemberRecord>('CaseMember', schema);
