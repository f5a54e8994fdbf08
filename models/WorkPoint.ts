import { model, Schema } from 'mongoose';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import type { GapTrace } from './Gap.ts';
import { type WorkPointField, type WorkPointValues, workPointFields } from './yearPlanFields.ts';

/** A numbered point of a year plan. It is dropped with its state, never removed. */
export interface WorkPointRecord {
  _id: string;
  /** Id of its year plan, and what that is of. */
  plan: string;
  platform: string;
  year: number;
  /** As printed, such as A1 or 9; given once and never again. */
  number: string;
  values: WorkPointValues;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<WorkPointField, FieldState>>;
  added: GapTrace;
  /** Id of the point of an earlier year it goes on from; null for a new one. */
  from: string | null;
  /** Id of the first point of its line: all points with the same one are one point through the years. */
  line: string;
}

const schema = new Schema<WorkPointRecord>(
  {
    _id: { type: String, required: true },
    plan: { type: String, required: true },
    platform: { type: String, required: true },
    year: { type: Number, required: true },
    number: { type: String, required: true },
    ...versionedFields(workPointFields),
    added: new Schema(
      { at: { type: Date, required: true }, by: { type: String, default: null }, body: String },
      { _id: false },
    ),
    from: { type: String, default: null },
    line: { type: String, required: true },
  },
  { collection: 'workpoints', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ plan: 1 });
schema.index({ line: 1 });
schema.index({ 'values.gaps': 1 });

export const WorkPointModel = model<WorkPointRecord>('WorkPoint', schema);
