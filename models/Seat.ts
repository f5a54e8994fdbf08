import { model, Schema } from 'mongoose';
import { type SeatValues, seatFields } from './bodyFields.ts';
import { type BodyTrace, bodyTrace, type ReasonedTrace, reasonedTrace } from './bodyTrace.ts';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';

/** A place at the table of a body. Whoever takes it over gets a seat of their own; this one then has a last day. */
export interface SeatRecord {
  _id: string;
  /** Id of the body. */
  body: string;
  values: SeatValues;
  fields: Partial<Record<keyof SeatValues, FieldState>>;
  added: BodyTrace;
  /** Id of the seat that was taken over; null for a first one. */
  replaces: string | null;
  /** Why nobody ever sat here, where that was a mistake; what they did stays theirs. */
  mistaken: ReasonedTrace | null;
  fictional?: true;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    body: { type: String, required: true },
    ...versionedFields(seatFields),
    added: bodyTrace,
    replaces: { type: String, default: null },
    mistaken: reasonedTrace,
    fictional: Boolean,
  },
  { collection: 'seats', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ body: 1 });
schema.index({ 'values.person': 1 });
schema.index({ 'values.organisation': 1 });

export const SeatModel = model<SeatRecord>('Seat', schema);
