import { model, Schema } from 'mongoose';
import type { GapTrace } from './Gap.ts';

/** A plan is written, put before a government, discussed and closed; which state may follow which is in `yearPlan/lifeCycle.ts`. */
export const yearPlanStates = ['draft', 'submitted', 'reviewed', 'closed'] as const;
export type YearPlanState = (typeof yearPlanStates)[number];

export interface YearPlanStep extends GapTrace {
  state: YearPlanState;
  why: string;
}

/** What a platform means to do in a year. */
export interface YearPlanRecord {
  _id: string;
  platform: string;
  year: number;
  state: YearPlanState;
  /** Ids of the authorities it was put before. */
  authorities: string[];
  /** From its beginning on, the oldest first. */
  steps: YearPlanStep[];
  /** Ids of its work points, as they stand on the page; their numbers stay. */
  order: string[];
  /** The document it was carried over from; '' for one that was made here. */
  source: string;
  /** Only in the demo. */
  fictional?: true;
}

const schema = new Schema<YearPlanRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    year: { type: Number, required: true },
    state: { type: String, enum: yearPlanStates, required: true },
    authorities: [String],
    steps: [
      new Schema<YearPlanStep>(
        {
          state: { type: String, enum: yearPlanStates, required: true },
          why: { type: String, default: '' },
          at: { type: Date, required: true },
          by: { type: String, default: null },
          body: { type: String, required: true },
        },
        { _id: false },
      ),
    ],
    order: [String],
    source: { type: String, default: '' },
    fictional: Boolean,
  },
  { collection: 'yearplans', autoIndex: false, versionKey: false },
);
schema.index({ platform: 1, year: 1 }, { unique: true });

export const YearPlanModel = model<YearPlanRecord>('YearPlan', schema);
