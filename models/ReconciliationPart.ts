import { model, Schema } from 'mongoose';
import type { ListValues } from './Reconciliation.ts';

/** Why a line may be an organisation: a kind of likeness, the points it gave, and what was alike. */
export interface MatchReason {
  kind: string;
  points: number;
  text: string;
}

/** An organisation a line may be. */
export interface Proposal {
  organisation: string;
  score: number;
  isSure: boolean;
  reasons: MatchReason[];
}

/** A line of an official list. */
export interface ListLine {
  /** As a spreadsheet numbers it: the heading is row 1. */
  row: number;
  /** By what it is known again in a newer list. */
  keys: string[];
  values: ListValues;
  /** The likeliest first. */
  proposals: Proposal[];
}

/** Some lines of a list in one document: thousands of small ones would make a transaction too large. */
export interface ReconciliationPartRecord {
  _id: string;
  reconciliation: string;
  place: number;
  lines: ListLine[];
}

const schema = new Schema<ReconciliationPartRecord>(
  {
    _id: { type: String, required: true },
    reconciliation: { type: String, required: true },
    place: { type: Number, required: true },
    lines: { type: [Schema.Types.Mixed], required: true } as never,
  },
  { collection: 'reconciliationparts', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ reconciliation: 1, place: 1 });

export const ReconciliationPartModel = model<ReconciliationPartRecord>('ReconciliationPart', schema);
