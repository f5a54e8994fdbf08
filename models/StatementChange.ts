import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

/** One change of a task or a meaning: never changed, never removed. Values are text, as forms compare them. */
export interface StatementChangeRecord {
  _id: string;
  /** Id of the task or meaning. */
  statement: string;
  at: Date;
  by: string;
  /** The body they did it for. */
  body: string;
  changes: FieldChange[];
}

const schema = new Schema<StatementChangeRecord>(
  {
    _id: { type: String, required: true },
    statement: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    changes: [fieldChange],
  },
  { collection: 'statementchanges', autoIndex: false, versionKey: false },
);
schema.index({ statement: 1, at: 1 });

export const StatementChangeModel = model<StatementChangeRecord>('StatementChange', schema);
