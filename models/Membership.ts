import { model, Schema } from 'mongoose';
import type { BodyKind, Role } from '../server/core/person.ts';

/** What a person is for a body, from when until when. Ended, never removed: it explains earlier acts. */
export interface MembershipRecord {
  _id: string;
  person: string;
  role: Role;
  kind: BodyKind;
  /** Id of the platform, organisation or authority; `schakel` for the system itself. */
  body: string;
  since: Date;
  /** Present until the membership ends: an index can only ask for what is there. */
  current?: true;
  endedAt?: Date;
  /** When the colleagues of this role were last counted; see endMembership. */
  countedAt?: Date;
}

const schema = new Schema<MembershipRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    role: { type: String, required: true },
    kind: { type: String, required: true },
    body: { type: String, required: true },
    since: { type: Date, required: true },
    current: Boolean,
    endedAt: Date,
    countedAt: Date,
  },
  { collection: 'memberships', versionKey: false, autoIndex: false },
);
schema.index({ person: 1 });
schema.index({ body: 1, role: 1 });
// Two invitations used at once must not make one person member twice.
schema.index(
  { person: 1, role: 1, body: 1 },
  { unique: true, partialFilterExpression: { current: true }, name: 'one_current' },
);

export const MembershipModel = model<MembershipRecord>('Membership', schema);
