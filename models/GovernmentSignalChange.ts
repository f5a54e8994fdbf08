import { model, Schema } from 'mongoose';
import { fieldChange } from './fieldChange.ts';
import type { SignalField } from './signalFields.ts';

/** One change of the words of a draft: never changed, never removed. Values are text, as forms compare them. */
export interface GovernmentSignalChangeRecord {
  _id: string;
  signal: string;
  /** The revision it made. */
  revision: number;
  at: Date;
  by: string;
  /** The platform they did it for. */
  body: string;
  changes: { field: SignalField; from: string; to: string }[];
}

const schema = new Schema<GovernmentSignalChangeRecord>(
  {
    _id: { type: String, required: true },
    signal: { type: String, required: true },
    revision: { type: Number, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'governmentsignalchanges', autoIndex: false, versionKey: false },
);
schema.index({ signal: 1, revision: 1 });

export const GovernmentSignalChangeModel = model<GovernmentSignalChangeRecord>(
  'GovernmentSignalChange',
  schema,
);
