import { Schema } from 'mongoose';
import { type Catalogue, versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';

/** Who did something, for which body; nobody when it was carried over from a document. */
export interface CircuitTrace {
  at: Date;
  by: string | null;
  body: string;
}

export interface Versioned<Values> {
  values: Values;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<keyof Values & string, FieldState>>;
}

/** A part, a share or a transition. What is taken out stays, and can be put back. */
export interface CircuitItem<Values> extends Versioned<Values> {
  _id: string;
  circuit: string;
  added: CircuitTrace;
  removed: CircuitTrace | null;
}

export const circuitTrace = {
  type: new Schema(
    { at: { type: Date, required: true }, by: { type: String, default: null }, body: String },
    { _id: false },
  ),
  default: null,
};

/** @param more fields that never change */
export function circuitItemSchema(collection: string, catalogue: Catalogue, more: object = {}): Schema {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      circuit: { type: String, required: true },
      ...versionedFields(catalogue),
      ...more,
      added: circuitTrace,
      removed: circuitTrace,
    },
    { collection, autoIndex: false, versionKey: false, minimize: false },
  );
  schema.index({ circuit: 1 });
  return schema;
}
