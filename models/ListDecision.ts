import { model, Schema } from 'mongoose';

export const listDecisionStates = ['open', 'same', 'aside'] as const;
export type ListDecisionState = (typeof listDecisionStates)[number];

/** What people decided about a line of an official list: it holds for every newer list of the same name. */
export interface ListDecisionRecord {
  _id: string;
  platform: string;
  /** Folded name of the list. */
  source: string;
  keys: string[];
  /** `open`: only said of some organisations that it is not them. */
  state: ListDecisionState;
  /** The organisation it is; null unless `same`. */
  organisation: string | null;
  /** Organisations it is not: never proposed again. */
  not: string[];
  /** Values of the list that were left, by field: shown again only when the list says something else. */
  left: { field: string; value: string }[];
  /** Why it was set aside. */
  reason: string | null;
  by: string;
  at: Date;
}

const schema = new Schema<ListDecisionRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    source: { type: String, required: true },
    keys: { type: [String], required: true },
    state: { type: String, enum: listDecisionStates, required: true },
    organisation: { type: String, default: null },
    not: { type: [String], default: [] },
    left: [new Schema({ field: String, value: String }, { _id: false })],
    reason: { type: String, default: null, maxlength: 500 },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'listdecisions', autoIndex: false, versionKey: false },
);
schema.index({ platform: 1, source: 1 });
schema.index({ keys: 1 });

export const ListDecisionModel = model<ListDecisionRecord>('ListDecision', schema);
