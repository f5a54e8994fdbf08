import { model, Schema } from 'mongoose';
import { type ActivityTrace, activityTrace } from './Activity.ts';

/** The questions everybody answers with 1 to 5, in their order. */
export const evaluationQuestions = ['useful', 'clear', 'organised', 'met', 'use'] as const;
export type EvaluationQuestion = (typeof evaluationQuestions)[number];

/** The questions everybody may answer in their own words. */
export const openQuestions = ['good', 'better'] as const;
export type OpenQuestion = (typeof openQuestions)[number];

/** Where somebody works, as they say it themselves; '' where they do not. */
export const evaluationSectors = ['', 'addiction', 'mental_health', 'welfare', 'other'] as const;
export type EvaluationSector = (typeof evaluationSectors)[number];

/**
 * What somebody answered, and nothing of who: no day, no language, no id. Null and '' where a question was left open.
 * Each is put at a place drawn by chance, so that the order tells nothing either.
 */
export interface EvaluationAnswer extends Record<EvaluationQuestion, number | null> {
  good: string;
  better: string;
  sector: EvaluationSector;
}

/** The anonymous form of one activity, behind a secret address. */
export interface EvaluationRecord {
  /** The id of the activity: each has one form. */
  _id: string;
  /** The secret part of the address, which is printed again and again; it opens an empty form and nothing else. */
  token: string;
  /** First and last day on which the form is open, YYYY-MM-DD. */
  opensOn: string;
  closesOn: string;
  added: ActivityTrace;
  answers: EvaluationAnswer[];
}

const score = { type: Number, min: 1, max: 5, default: null };
const words = { type: String, default: '', maxlength: 1000 };

const answer = new Schema(
  {
    ...Object.fromEntries(evaluationQuestions.map((one) => [one, score])),
    ...Object.fromEntries(openQuestions.map((one) => [one, words])),
    sector: { type: String, enum: evaluationSectors, default: '' },
  },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    token: { type: String, required: true },
    opensOn: { type: String, required: true },
    closesOn: { type: String, required: true },
    added: new Schema(activityTrace, { _id: false }),
    answers: [answer],
  },
  { collection: 'evaluations', autoIndex: false, versionKey: false },
);
schema.index({ token: 1 }, { unique: true });

export const EvaluationModel = model<EvaluationRecord>('Evaluation', schema);
