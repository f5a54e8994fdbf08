import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

export const bodyChangeKinds = ['body', 'seat', 'function'] as const;
export const bodyChangeWays = [
  'added',
  'changed',
  'ended',
  'resumed',
  'replaced',
  'mistaken',
  'joined',
  'left',
] as const;

/** One change of a body, its seats or a coordinating function: never changed, never removed. Values are text. */
export interface BodyChangeRecord {
  _id: string;
  /** Id of the body, or of the platform for a coordinating function. */
  about: string;
  kind: (typeof bodyChangeKinds)[number];
  /** Id of the record of that kind. */
  item: string;
  way: (typeof bodyChangeWays)[number];
  why: string;
  at: Date;
  by: string;
  /** The platform or organisation they did it for. */
  body: string;
  changes: FieldChange[];
}

const schema = new Schema<BodyChangeRecord>(
  {
    _id: { type: String, required: true },
    about: { type: String, required: true },
    kind: { type: String, enum: bodyChangeKinds, required: true },
    item: { type: String, required: true },
    way: { type: String, enum: bodyChangeWays, required: true },
    why: { type: String, default: '' },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'bodychanges', autoIndex: false, versionKey: false },
);
schema.index({ about: 1, at: 1 });

export const BodyChangeModel = model<BodyChangeRecord>('BodyChange', schema);
