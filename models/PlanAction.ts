import { model, Schema } from 'mongoose';
import { type FieldState, fieldState } from './fieldState.ts';

export const actionStatuses = ['agreed', 'ongoing', 'done', 'stopped'] as const;

/** People around the client are named by their role, never by their name. */
export const environmentRoles = [
  'partner',
  'parent',
  'child',
  'sibling',
  'family',
  'friend',
  'neighbour',
  'colleague',
  'peer',
  'trustedPerson',
] as const;

export const actionFields = ['what', 'who', 'due', 'whenWords', 'status'] as const;
export type ActionField = (typeof actionFields)[number];

/**
 * Who does what, when. Who of the caregivers, until when and how far are clear: they are searched ("who does what
 * this week"); what and the client's side are sealed.
 */
export interface PlanActionRecord {
  _id: string;
  case: string;
  goal: string;
  what: Buffer;
  /** `caregiver:<person id>`, `client`, or `environment:<role>`; the latter two are sealed, so this is absent. */
  assignee?: string;
  who: Buffer;
  /** Calendar day, YYYY-MM-DD. */
  due?: string;
  /** When, in words: every Wednesday at six. */
  whenWords: Buffer;
  status: (typeof actionStatuses)[number];
  fields: Record<ActionField, FieldState>;
  createdAt: Date;
  createdBy: string;
  removedAt?: Date;
  removedBy?: string;
}

const schema = new Schema<PlanActionRecord>(
  {
    _id: { type: String, required: true },
    case: { type: String, required: true },
    goal: { type: String, required: true },
    what: { type: Buffer, required: true },
    assignee: String,
    who: { type: Buffer, required: true },
    due: String,
    whenWords: { type: Buffer, required: true },
    status: { type: String, required: true },
    fields: Object.fromEntries(actionFields.map((field) => [field, { type: fieldState, required: true }])),
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    removedAt: Date,
    removedBy: String,
  },
  { collection: 'planactions', versionKey: false },
);
schema.index({ case: 1, createdAt: 1 });
schema.index({ assignee: 1, due: 1 }, { sparse: true });

export const PlanActionModel = model<PlanActionRecord>('PlanAction', schema);
