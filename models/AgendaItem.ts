import { model, Schema } from 'mongoose';
import { type AgendaItemField, type AgendaItemValues, agendaItemFields } from './agendaFields.ts';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import { type ItemStep, type ItemTrace, itemStep, itemTrace } from './itemTrace.ts';

/** `standing` is an item of the body's template: it stands in no meeting and is made anew for each. */
export const itemStates = ['standing', 'proposed', 'planned', 'done', 'postponed', 'withdrawn'] as const;
export type ItemState = (typeof itemStates)[number];

export interface AgendaItemStep extends ItemStep<ItemState> {
  /** Id of the meeting it was planned in, postponed from or dealt with; null for none. */
  meeting: string | null;
}

/** What a body talks about: in a meeting, or waiting for one. */
export interface AgendaItemRecord {
  _id: string;
  /** Id of the body (models/Body.ts). */
  body: string;
  /** Id of the meeting; null while it waits in the backlog or stands in the template. */
  meeting: string | null;
  /** Place in its meeting, backlog or template, from 1. */
  order: number;
  values: AgendaItemValues;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<AgendaItemField, FieldState>>;
  state: ItemState;
  /** The oldest first. */
  steps: AgendaItemStep[];
  added: ItemTrace;
  /** Id of the standing item it was made of; '' for any other. */
  standing: string;
}

const schema = new Schema<AgendaItemRecord>(
  {
    _id: { type: String, required: true },
    body: { type: String, required: true },
    meeting: { type: String, default: null },
    order: { type: Number, required: true },
    ...versionedFields(agendaItemFields),
    state: { type: String, enum: itemStates, required: true },
    steps: [itemStep(itemStates, { meeting: { type: String, default: null } })],
    added: itemTrace,
    standing: { type: String, default: '' },
  },
  { collection: 'agendaitems', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ meeting: 1, order: 1 });
schema.index({ body: 1, state: 1, order: 1 });
schema.index({ 'values.about': 1 });

export const AgendaItemModel = model<AgendaItemRecord>('AgendaItem', schema);
