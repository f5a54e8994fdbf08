import { model, Schema } from 'mongoose';
import { type FieldState, fieldState } from './fieldState.ts';

export const recoveryDimensions = ['clinical', 'functional', 'social', 'personal'] as const;

export const lifeDomains = [
  'health',
  'substanceUse',
  'housing',
  'dayActivity',
  'education',
  'finances',
  'legal',
  'relationships',
  'leisure',
  'meaning',
] as const;

export const goalFields = ['ownWords', 'dimension', 'lifeDomain'] as const;
export type GoalField = (typeof goalFields)[number];

/** A goal of a plan, in the client's own words. All content is sealed with the case's data key. */
export interface GoalRecord {
  _id: string;
  case: string;
  ownWords: Buffer;
  dimension: Buffer;
  lifeDomain: Buffer;
  fields: Record<GoalField, FieldState>;
  createdAt: Date;
  createdBy: string;
  /** Put aside, not erased: it can be put back. */
  removedAt?: Date;
  removedBy?: string;
}

const schema = new Schema<GoalRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    ownWords: { type: Buffer, required: true },
    dimension: { type: Buffer, required: true },
    lifeDomain: { type: Buffer, required: true },
    fields: {
      ownWords: { type: fieldState, required: true },
      dimension: { type: fieldState, required: true },
      lifeDomain: { type: fieldState, required: true },
    },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    removedAt: Date,
    removedBy: String,
  },
  { collection: 'goals', versionKey: false },
);
schema.index({ case: 1, createdAt: 1 });

export const GoalModel = model<GoalRecord>('Goal', schema);
