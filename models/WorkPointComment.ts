import { model, Schema } from 'mongoose';
import { type Language, languages } from '../server/core/i18n.ts';

/** Words under a comment, for a body. */
export interface CommentWords {
  words: string;
  language: Language;
  at: Date;
  by: string;
  body: string;
}

/** What a reviewing authority says of a work point, and what the platform answers; it is settled, never removed. */
export interface WorkPointCommentRecord extends CommentWords {
  _id: string;
  point: string;
  plan: string;
  answers: CommentWords[];
  settled: { at: Date; by: string; body: string } | null;
}

const words = {
  words: { type: String, required: true },
  language: { type: String, enum: languages, required: true },
  at: { type: Date, required: true },
  by: { type: String, required: true },
  body: { type: String, required: true },
};

const schema = new Schema<WorkPointCommentRecord>(
  {
    _id: { type: String, required: true },
    point: { type: String, required: true },
    plan: { type: String, required: true },
    ...words,
    answers: [new Schema<CommentWords>(words, { _id: false })],
    settled: {
      type: new Schema({ at: Date, by: String, body: String }, { _id: false }),
      default: null,
    },
  },
  { collection: 'workpointcomments', autoIndex: false, versionKey: false },
);
schema.index({ plan: 1, at: 1 });

export const WorkPointCommentModel = model<WorkPointCommentRecord>('WorkPointComment', schema);
