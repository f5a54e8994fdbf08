import { Schema } from 'mongoose';
import { type Catalogue, versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import type { GapTrace } from './Gap.ts';

/** What is said of one body. It is ended with a day, never removed. */
export interface Statement<Values> {
  _id: string;
  values: Values;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<keyof Values & string, FieldState>>;
  added: GapTrace;
}

export function statementSchema(collection: string, catalogue: Catalogue): Schema {
  const added = new Schema(
    { at: { type: Date, required: true }, by: { type: String, default: null }, body: String },
    { _id: false },
  );
  const schema = new Schema(
    { _id: { type: String, required: true }, ...versionedFields(catalogue), added },
    { collection, autoIndex: false, versionKey: false, minimize: false },
  );
  schema.index({ 'values.platforms': 1 });
  return schema;
}
