import { model, Schema } from 'mongoose';
import { type FieldChange, fieldChange } from './fieldChange.ts';

/** One change of fields of an agenda item or an outcome: never changed, never removed. Values are text, as forms compare them. */
export interface ItemChangeRecord {
  _id: string;
  kind: 'agendaItem' | 'outcome';
  /** Id of the record of that kind. */
  item: string;
  at: Date;
  by: string;
  /** The organisation or platform they did it for. */
  body: string;
  changes: FieldChange[];
}

const schema = new Schema<ItemChangeRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['agendaItem', 'outcome'], required: true },
    item: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    body: { type: String, default: '' },
    changes: [fieldChange],
  },
  { collection: 'itemchanges', autoIndex: false, versionKey: false },
);
schema.index({ item: 1, at: 1 });

export const ItemChangeModel = model<ItemChangeRecord>('ItemChange', schema);
