import { model, Schema } from 'mongoose';
import { type AnswerWay, answerWays, type Response, responses } from './meetingState.ts';

/** What somebody answered, and how it came. */
export interface InviteeAnswer {
  response: Response;
  /** For who prepares the meeting: comes later, joins online. */
  note: string;
  /** Who comes in their place. */
  substitute: string;
  at: Date;
  /** Id of who entered it; null by link. */
  by: string | null;
  way: AnswerWay;
}

/** Somebody who is invited to a meeting, with the answer that counts now. Taken off, they stay with the reason. */
export interface InviteeRecord {
  _id: string;
  meeting: string;
  /** Id of the seat they are invited for; null for a guest. */
  seat: string | null;
  /** Id of who has an account. */
  person: string | null;
  organisation: string | null;
  actorType: string;
  name: string;
  /** Where who has no account is invited; '' when not known. */
  email: string;
  mandate: string;
  response: Response;
  note: string;
  substitute: string;
  /** Every answer, also those to a time that does not hold any more; the oldest first. */
  answers: InviteeAnswer[];
  added: { at: Date; by: string | null };
  /** A removed one is not invited, and no link of theirs works. */
  removed: { at: Date; by: string; why: string } | null;
}

const part = (definition: object): Schema => new Schema(definition, { _id: false });
const texts = {
  note: { type: String, default: '', maxlength: 300 },
  substitute: { type: String, default: '', maxlength: 120 },
};
const response = { type: String, enum: responses, default: '' };
const by = { type: String, default: null };

const schema = new Schema(
  {
    _id: { type: String, required: true },
    meeting: { type: String, required: true },
    seat: by,
    person: by,
    organisation: by,
    actorType: { type: String, default: '' },
    name: { type: String, default: '', maxlength: 120 },
    email: { type: String, default: '', maxlength: 200 },
    mandate: { type: String, default: '' },
    ...{ response, ...texts },
    answers: [part({ response, ...texts, at: Date, by, way: { type: String, enum: answerWays } })],
    added: { type: part({ at: Date, by }), required: true },
    removed: { type: part({ at: Date, by, why: { type: String, maxlength: 500 } }), default: null },
  },
  { collection: 'invitees', autoIndex: false, versionKey: false },
);
schema.index({ meeting: 1 });
schema.index({ person: 1 });

export const InviteeModel = model<InviteeRecord>('Invitee', schema);
