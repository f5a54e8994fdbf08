import { model, Schema } from 'mongoose';
import { type OutcomeField, type OutcomeValues, outcomeFields } from './agendaFields.ts';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import { type ItemStep, type ItemTrace, itemStep, itemTrace } from './itemTrace.ts';

export const outcomeKinds = ['decision', 'action'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** A decision is taken or revoked; an action is open, done or dropped. */
export const outcomeStates = ['taken', 'revoked', 'open', 'done', 'dropped'] as const;
export type OutcomeState = (typeof outcomeStates)[number];

/** A decision or an action of a body: one object wherever it shows, never copied. */
export interface OutcomeRecord {
  _id: string;
  /** Id of the body (models/Body.ts). */
  body: string;
  /** Ids of the meeting and the agenda item it came of. */
  meeting: string;
  item: string;
  kind: OutcomeKind;
  values: OutcomeValues;
  /** Only of fields that were changed since it was recorded. */
  fields: Partial<Record<OutcomeField, FieldState>>;
  state: OutcomeState;
  /** Where in the minutes it was made of a line; '' when it was not. */
  line: string;
  /** The oldest first. */
  steps: ItemStep<OutcomeState>[];
  recorded: ItemTrace;
}

const schema = new Schema<OutcomeRecord>(
  {
    _id: { type: String, required: true },
    body: { type: String, required: true },
    meeting: { type: String, required: true },
    item: { type: String, required: true },
    kind: { type: String, enum: outcomeKinds, required: true },
    ...versionedFields(outcomeFields),
    state: { type: String, enum: outcomeStates, required: true },
    line: { type: String, default: '', maxlength: 200 },
    steps: [itemStep(outcomeStates)],
    recorded: itemTrace,
  },
  { collection: 'outcomes', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ body: 1, 'recorded.at': 1 });
schema.index({ meeting: 1, 'recorded.at': 1 });
schema.index({ item: 1 });
schema.index({ 'values.who': 1, state: 1 });

export const OutcomeModel = model<OutcomeRecord>('Outcome', schema);
