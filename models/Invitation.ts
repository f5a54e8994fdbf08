import { model, Schema } from 'mongoose';
import type { BodyKind, Role } from '../server/core/person.ts';

/** A single-use, expiring link: to set up the first administrator, to take up a membership, to choose a password. */
export interface InvitationRecord {
  _id: string;
  purpose: 'firstAdministrator' | 'membership' | 'passwordReset';
  /** SHA-256 of the token in the link, in hex: who reads the database cannot use the link. */
  tokenHash: string;
  /** To whom, lower case; empty for the first administrator. */
  email: string;
  name: string;
  /** For a password reset: whose. */
  person?: string;
  membership?: { role: Role; kind: BodyKind; body: string };
  invitedBy?: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  withdrawnAt?: Date;
}

export type InvitationState = 'open' | 'used' | 'withdrawn' | 'expired';

/** What can still be done with a link. Used and withdrawn are for good, so they come before expired. */
export function invitationState(
  invitation: Pick<InvitationRecord, 'usedAt' | 'withdrawnAt' | 'expiresAt'>,
  now: Date,
): InvitationState {
  if (invitation.usedAt) return 'used';
  if (invitation.withdrawnAt) return 'withdrawn';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}

const membership = new Schema(
  {
    role: { type: String, required: true },
    kind: { type: String, required: true },
    body: { type: String, required: true },
  },
  { _id: false },
);

const schema = new Schema<InvitationRecord>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, required: true },
    tokenHash: { type: String, required: true },
    email: { type: String, default: '' },
    name: { type: String, default: '' },
    person: String,
    membership,
    invitedBy: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    usedAt: Date,
    withdrawnAt: Date,
  },
  { collection: 'invitations', versionKey: false, autoIndex: false },
);
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ 'membership.body': 1, createdAt: -1 });
schema.index({ person: 1, createdAt: -1 });

export const InvitationModel = model<InvitationRecord>('Invitation', schema);
