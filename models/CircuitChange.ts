import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

export const circuitChangeWays = ['added', 'changed', 'moved', 'removed', 'restored'] as const;

/** One change in a circuit: never changed, never removed. Values are text, as forms compare them. */
export interface CircuitChangeRecord {
  _id: string;
  circuit: string;
  kind: 'circuit' | 'part' | 'share' | 'transition';
  /** Id of the record of that kind. */
  item: string;
  way: (typeof circuitChangeWays)[number];
  at: Date;
  by: string;
  /** The body they did it for. */
  body: string;
  /** Only where fields changed. */
  changes: FieldChange[];
}

const schema = new Schema<CircuitChangeRecord>(
  {
    _id: { type: String, required: true },
    circuit: { type: String, required: true },
    kind: { type: String, enum: ['circuit', 'part', 'share', 'transition'], required: true },
    item: { type: String, required: true },
    way: { type: String, enum: circuitChangeWays, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'circuitchanges', autoIndex: false, versionKey: false },
);
schema.index({ circuit: 1, at: 1 });

export const CircuitChangeModel = model<CircuitChangeRecord>('CircuitChange', schema);
