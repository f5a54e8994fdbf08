import { model, Schema } from 'mongoose';
import { type BodyValues, bodyFields } from './bodyFields.ts';
import { type BodyTrace, bodyTrace, type ReasonedTrace, reasonedTrace } from './bodyTrace.ts';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';

/** A body in which organisations consult. It is ended with a reason and taken up again, never removed. */
export interface BodyRecord {
  _id: string;
  values: BodyValues;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<keyof BodyValues, FieldState>>;
  /** Id of the organisation it is inside of; null for one that platforms keep. Never changes. */
  organisation: string | null;
  /** Grows with every write at its table, so that two of them are never taken side by side. */
  revision: number;
  added: BodyTrace;
  ended: ReasonedTrace | null;
  /** Only in the demo. */
  fictional?: true;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    ...versionedFields(bodyFields),
    organisation: { type: String, default: null },
    revision: { type: Number, required: true },
    added: bodyTrace,
    ended: reasonedTrace,
    fictional: Boolean,
  },
  { collection: 'bodies', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ 'values.platforms': 1 });
schema.index({ organisation: 1 });
schema.index({ 'values.parent': 1 });

export const BodyModel = model<BodyRecord>('Body', schema);
