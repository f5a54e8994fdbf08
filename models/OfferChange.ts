import { model, Schema } from 'mongoose';

/** The kinds of record the care offer consists of. */
export const offerKinds = ['organisation', 'site', 'unit', 'module'] as const;
export type OfferKind = (typeof offerKinds)[number];

export const offerChangeWays = [
  'created',
  'copied',
  'changed',
  'restored',
  'suggested',
  'confirmed',
  'imported',
  'undone',
  'reconciled',
] as const;
export type OfferChangeWay = (typeof offerChangeWays)[number];

/** A value as plain JSON, days as YYYY-MM-DD: what forms, history and files hold. */
export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

export interface FieldChange {
  /** Name of the field in the catalogue, such as `waitingList.persons`. */
  field: string;
  from: Plain;
  to: Plain;
}

/** One step in the life of a record of the care offer: never changed, never removed. */
export interface OfferChangeRecord {
  _id: string;
  kind: OfferKind;
  recordId: string;
  /** Its place in the life of the record, from 1. */
  step: number;
  at: Date;
  /** Id of the person. */
  by: string;
  /** The body they did it for. */
  body: string;
  way: OfferChangeWay;
  changes: FieldChange[];
  /** The record this one was copied from; the suggestion, link, import or official list this step comes from. */
  origin: string | null;
}

// Not typed by its interface: a value within a value has no end, and mongoose's types would follow it.
const change = new Schema(
  {
    field: { type: String, required: true },
    from: { type: Schema.Types.Mixed, default: null },
    to: { type: Schema.Types.Mixed, default: null },
  },
  { _id: false, minimize: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: offerKinds, required: true },
    recordId: { type: String, required: true },
    step: { type: Number, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    way: { type: String, enum: offerChangeWays, required: true },
    changes: [change],
    origin: { type: String, default: null },
  },
  { collection: 'offerchanges', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ recordId: 1, step: 1 }, { unique: true });
// What the offer was on a day is what it is, without the steps since.
schema.index({ at: 1 });
schema.index({ origin: 1, way: 1 }, { partialFilterExpression: { origin: { $type: 'string' } } });

export const OfferChangeModel = model<OfferChangeRecord>('OfferChange', schema);
