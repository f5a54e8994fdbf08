import { Schema } from 'mongoose';

/** Who did something, for which platform or organisation; nobody when it was carried over from a document. */
export interface BodyTrace {
  at: Date;
  by: string | null;
  body: string;
}

const fields = { at: { type: Date, required: true }, by: { type: String, default: null }, body: String };

export const bodyTrace = { type: new Schema(fields, { _id: false }), required: true };

/** Why something stopped or was wrong, with the day it holds from where it has one (YYYY-MM-DD). */
export interface ReasonedTrace extends BodyTrace {
  why: string;
  on?: string;
}

export const reasonedTrace = {
  type: new Schema({ ...fields, why: { type: String, required: true }, on: String }, { _id: false }),
  default: null,
};
