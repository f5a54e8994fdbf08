import { model, Schema } from 'mongoose';

export const mailStates = ['waiting', 'sending', 'sent', 'failed', 'handed'] as const;
export type MailState = (typeof mailStates)[number];

/**
 * A mail about a meeting to one invitee, written with what it tells of, so that neither is there without the other. Who
 * takes it sends it. Its id is the mail's Message-ID: where it is not known whether a server took it, it is sent again
 * under the same, and with the same UID and SEQUENCE.
 */
export interface MeetingMailRecord {
  _id: string;
  meeting: string;
  invitee: string;
  /** Of iCalendar. */
  method: 'REQUEST' | 'CANCEL';
  sequence: number;
  /** Handed is a link its maker passes on, without a mail. */
  state: MailState;
  /** How often it was tried. */
  tries: number;
  /** Not before then; while it is sent, until then nobody else takes it. */
  dueAt: Date;
  /** SHA-256 of the token in its link, in hex; '' where it has none. */
  tokenHash: string;
  madeAt: Date;
}

const schema = new Schema<MeetingMailRecord>(
  {
    _id: { type: String, required: true },
    meeting: { type: String, required: true },
    invitee: { type: String, required: true },
    method: { type: String, enum: ['REQUEST', 'CANCEL'], required: true },
    sequence: { type: Number, required: true },
    state: { type: String, enum: mailStates, required: true },
    tries: { type: Number, required: true },
    dueAt: { type: Date, required: true },
    tokenHash: { type: String, default: '' },
    madeAt: { type: Date, required: true },
  },
  { collection: 'meetingmails', autoIndex: false, versionKey: false },
);
schema.index({ meeting: 1 });
schema.index({ state: 1, dueAt: 1 });
schema.index({ tokenHash: 1 });

export const MeetingMailModel = model<MeetingMailRecord>('MeetingMail', schema);
