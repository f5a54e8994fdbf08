import { model, Schema } from 'mongoose';

/** A single-use, expiring link: to set up the first administrator, to take up a membership, to choose a password. */
export interface InvitationRecord {
  _id: string;
  purpose: 'firstAdministrator' | 'membership' | 'passwordReset';
  /** SHA-256 of the token in the link, in hex: who reads the database cannot use the link. */
  tokenHash: string;
  /** To whom; empty for the first administrator. */
  email: string;
  name: string;
  /** For a password reset: whose. */
  person?: string;
  membership?: { role: string; kind: string; body: string };
  invitedBy?: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  withdrawnAt?: Date;
}

const schema = new Schema<InvitationRecord>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, required: true },
    tokenHash: { type: String, required: true },
    email: { type: String, default: '' },
    name: { type: String, default: '' },
    person: String,
    membership: { type: { role: String, kind: String, body: String }, _id: false },
    invitedBy: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    usedAt: Date,
    withdrawnAt: Date,
  },
  { collection: 'invitations', versionKey: false },
);
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ 'membership.body': 1, createdAt: -1 });

export const InvitationModel = model<InvitationRecord>('Invitation', schema);
