import { model, Schema } from 'mongoose';
import { type FunctionValues, functionFields } from './bodyFields.ts';
import { type BodyTrace, bodyTrace } from './bodyTrace.ts';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';

/** A share of the coordinating function of a platform: one person has the whole, or several share it out. */
export interface CoordinatingFunctionRecord {
  _id: string;
  /** Id of the platform. */
  platform: string;
  values: FunctionValues;
  fields: Partial<Record<keyof FunctionValues, FieldState>>;
  added: BodyTrace;
  fictional?: true;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    ...versionedFields(functionFields),
    added: bodyTrace,
    fictional: Boolean,
  },
  { collection: 'coordinatingfunctions', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ platform: 1 });

export const CoordinatingFunctionModel = model<CoordinatingFunctionRecord>('CoordinatingFunction', schema);
