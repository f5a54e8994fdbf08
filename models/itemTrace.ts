import type { SchemaDefinitionProperty } from 'mongoose';
import { Schema } from 'mongoose';
import type { GapTrace } from './Gap.ts';

/** Who did something, for which organisation or platform; nobody when it was carried over from a document. */
export type ItemTrace = GapTrace;

/** A state an item or an outcome came into, and why. */
export interface ItemStep<State extends string> extends ItemTrace {
  state: State;
  why: string;
}

const trace = {
  at: { type: Date, required: true },
  by: { type: String, default: null },
  body: { type: String, default: '' },
};

export const itemTrace: SchemaDefinitionProperty = {
  type: new Schema(trace, { _id: false }),
  required: true,
};

/** @param more fields a step has besides */
export const itemStep = (states: readonly string[], more: Record<string, SchemaDefinitionProperty> = {}) =>
  new Schema(
    {
      state: { type: String, enum: states, required: true },
      why: { type: String, default: '', maxlength: 1000 },
      ...more,
      ...trace,
    },
    { _id: false },
  );
