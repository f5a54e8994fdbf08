import { model, Schema } from 'mongoose';
import type { Message } from '../server/core/errors.ts';

/**
 * The life of an import: the file is read; what it would do waits for a yes; it runs; it is done, or was stopped and
 * left nothing half done; it is taken back. `refused`: the file could not be read.
 */
export const importStates = [
  'reading',
  'refused',
  'waiting',
  'running',
  'done',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof importStates)[number];

/** What comes of a row. Kept back: right by itself, but another row of its organisation is not. */
export const rowOutcomes = ['new', 'changed', 'unchanged', 'conflict', 'refused'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** An organisation in an import: all of its rows go in, or none. */
export const groupStates = ['waiting', 'kept', 'running', 'done', 'failed', 'undone'] as const;
export type GroupState = (typeof groupStates)[number];

export interface ImportGroup {
  /** Id of the organisation; `none` for what belongs to nobody. */
  organisation: string;
  name: string;
  /** Records to write. */
  records: number;
  /** Of those, written. */
  written: number;
  state: GroupState;
  /** Why it failed, and in which row. */
  told: (Message & { row: number }) | null;
}

export interface OfferImportRecord {
  _id: string;
  /** Id of the person, and of the body they do it for. */
  by: string;
  body: string;
  /** The platform new organisations are admitted to; null when there can be none. */
  platform: string | null;
  at: Date;
  /** As the browser said; shown to who sent it. */
  fileName: string;
  /** SHA-256 of the file. */
  hash: string;
  state: ImportState;
  told: Message | null;
  counts: Record<RowOutcome, number>;
  groups: ImportGroup[];
  /** Who is at work on it; another takes over when nothing was heard for a while. */
  worker: string | null;
  heard: Date | null;
  /** Asked to stop after what is being written now. */
  cancelled: boolean;
  /** What was left when it was taken back, because somebody changed it since. */
  left: number;
  finished: Date | null;
}

const told = { type: Schema.Types.Mixed, default: null };

const group = new Schema(
  {
    organisation: { type: String, required: true },
    name: { type: String, default: '' },
    records: { type: Number, required: true },
    written: { type: Number, default: 0 },
    state: { type: String, enum: groupStates, required: true },
    told,
  },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    by: { type: String, required: true },
    body: { type: String, required: true },
    platform: { type: String, default: null },
    at: { type: Date, required: true },
    fileName: { type: String, default: '' },
    hash: { type: String, required: true },
    state: { type: String, enum: importStates, required: true },
    told,
    counts: { type: Schema.Types.Mixed, default: {} },
    groups: [group],
    worker: { type: String, default: null },
    heard: { type: Date, default: null },
    cancelled: { type: Boolean, default: false },
    left: { type: Number, default: 0 },
    finished: { type: Date, default: null },
  },
  { collection: 'offerimports', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ by: 1, at: -1 });

export const OfferImportModel = model<OfferImportRecord>('OfferImport', schema);
