import { model, Schema } from 'mongoose';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import type { GapTrace } from './Gap.ts';
import {
  type InventoryAnswerField,
  type InventoryAnswerValues,
  type InventoryQuestion,
  inventoryAnswerFields,
  inventoryQuestions,
} from './yearPlanFields.ts';

/** What a platform answers to one of the eight inventory questions in a year. */
export interface InventoryAnswerRecord {
  _id: string;
  platform: string;
  year: number;
  question: InventoryQuestion;
  values: InventoryAnswerValues;
  /** Only of fields that were changed since it was written first. */
  fields: Partial<Record<InventoryAnswerField, FieldState>>;
  added: GapTrace;
  /** Who wrote it last, and how many times it was written. */
  written: GapTrace;
  version: number;
  /** Id of the answer of an earlier year that was taken over; null for one that was written anew. */
  from: string | null;
}

const trace = new Schema(
  { at: { type: Date, required: true }, by: { type: String, default: null }, body: String },
  { _id: false },
);

const schema = new Schema<InventoryAnswerRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    year: { type: Number, required: true },
    question: { type: Number, enum: inventoryQuestions, required: true },
    ...versionedFields(inventoryAnswerFields),
    added: trace,
    written: trace,
    version: { type: Number, required: true },
    from: { type: String, default: null },
  },
  { collection: 'inventoryanswers', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ platform: 1, year: 1, question: 1 }, { unique: true });

export const InventoryAnswerModel = model<InventoryAnswerRecord>('InventoryAnswer', schema);
