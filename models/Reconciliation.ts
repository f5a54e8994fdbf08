import { model, Schema } from 'mongoose';

/** What a column of an official list can hold. `area` is a municipality, `recognition` a number a government gave. */
export const listFields = [
  'name',
  'enterpriseNumber',
  'recognitionNumber',
  'type',
  'street',
  'postcode',
  'area',
  'phone',
  'email',
  'website',
] as const;
export type ListField = (typeof listFields)[number];

/** One organisation or site as an official list names it; a field it leaves out is absent. */
export type ListValues = Partial<Record<ListField, string>> & { name: string };

/** An official list somebody holds beside the platform's own organisations. */
export interface ReconciliationRecord {
  _id: string;
  /** Id of the platform. */
  platform: string;
  /** Who publishes the list and what it is called: a newer list under the same name goes on where the last one was. */
  source: string;
  /** The day the list is of, YYYY-MM-DD. */
  date: string;
  /** Id of the person who sent it. */
  by: string;
  at: Date;
  /** As the browser said; shown to coordinators of the platform. */
  fileName: string;
  hash: string;
  heads: string[];
  /** The rows as they were sent, compressed JSON; gone once it is known which columns matter. */
  rows: Buffer | null;
  /** Lines that were read; null before the columns are known. */
  lines: number | null;
  /** When it was last laid beside the organisations. */
  matchedAt: Date | null;
}

const schema = new Schema<ReconciliationRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    source: { type: String, required: true, maxlength: 120 },
    date: { type: String, required: true, match: /^\d{4}-\d{2}-\d{2}$/ },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    fileName: { type: String, default: '' },
    hash: { type: String, required: true },
    heads: { type: [String], required: true },
    rows: { type: Buffer, default: null },
    lines: { type: Number, default: null },
    matchedAt: { type: Date, default: null },
  },
  { collection: 'reconciliations', autoIndex: false, versionKey: false },
);
schema.index({ platform: 1, at: -1 });

export const ReconciliationModel = model<ReconciliationRecord>('Reconciliation', schema);
