import { model, Schema } from 'mongoose';
import { type CircuitValues, circuitFields } from './circuitFields.ts';
import { type CircuitTrace, circuitTrace, type Versioned } from './circuitItem.ts';
import { versionedFields } from './fieldRule.ts';

/** A care circuit or programme; its parts, what partners bring and the transitions are records of their own. */
export interface CircuitRecord extends Versioned<CircuitValues> {
  _id: string;
  /** Ids of its parts, in order; also of those that were taken out, so that they come back where they stood. */
  order: string[];
  /** Grows with every write in the circuit, so that two of them are never taken side by side. */
  revision: number;
  added: CircuitTrace;
  /** Only in the demo. */
  fictional?: true;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    ...versionedFields(circuitFields),
    order: [String],
    revision: { type: Number, required: true },
    added: circuitTrace,
    fictional: Boolean,
  },
  { collection: 'circuits', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ 'values.platforms': 1 });

export const CircuitModel = model<CircuitRecord>('Circuit', schema);
