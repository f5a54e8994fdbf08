import { type Connection, type Model, Schema } from 'mongoose';

/** One person's part of a commit, in the order of the frames inside it. */
export interface LiveEntry {
  /** The id the page gave the update. */
  id: string;
  personId: string;
  organisationId: string;
  /** Yjs client ids it wrote under; from then on they are this person's. */
  clients: number[];
  /**
   * For an update that puts deleted words back: which characters they were, in the order of its own. So the history
   * knows whose words they are without asking the text.
   */
  restored?: { client: number; clock: number; length: number }[];
  /** For the commit that redacted: the characters that are no longer in any commit. */
  redacted?: RedactedStretch[];
}

/**
 * Characters that were redacted, and which ones of the words they were: equal words that stood in several places keep
 * being told as equal, as by who moved them about.
 */
export interface RedactedStretch {
  client: number;
  clock: number;
  length: number;
  offset: number;
}

/**
 * One commit of a live document. Never removed by the engine, and changed only to redact: it is the history, with the
 * text that was deleted since, and it says who wrote and who deleted.
 */
export interface LiveUpdateRecord {
  /** `document/sequence`: no two commits can take the same number, on however many servers. */
  _id: string;
  document: string;
  sequence: number;
  at: Date;
  entries: LiveEntry[];
  /** The framed updates, under the document's key with `document:sequence` as context. */
  sealed: Buffer;
}

const stretch = new Schema(
  {
    client: { type: Number, required: true },
    clock: { type: Number, required: true },
    length: { type: Number, required: true },
  },
  { _id: false },
);

export const redactedStretch = new Schema<RedactedStretch>(
  {
    client: { type: Number, required: true },
    clock: { type: Number, required: true },
    length: { type: Number, required: true },
    offset: { type: Number, required: true },
  },
  { _id: false },
);

const entry = new Schema<LiveEntry>(
  {
    id: { type: String, required: true },
    personId: { type: String, required: true },
    organisationId: { type: String, required: true },
    clients: { type: [Number], required: true },
    restored: { type: [stretch], default: undefined },
    redacted: { type: [redactedStretch], default: undefined },
  },
  { _id: false },
);

const schema = new Schema<LiveUpdateRecord>(
  {
    _id: { type: String, required: true },
    document: { type: String, required: true },
    sequence: { type: Number, required: true, min: 1 },
    at: { type: Date, required: true },
    entries: { type: [entry], required: true },
    sealed: { type: Buffer, required: true },
  },
  { versionKey: false, collection: 'liveUpdates' },
);
schema.index({ document: 1, sequence: 1 }, { unique: true });
// An update sent again after a lost acknowledgement is stored once.
schema.index({ document: 1, 'entries.id': 1 }, { unique: true });

export const liveUpdatesOf = (connection: Connection): Model<LiveUpdateRecord> =>
  (connection.models.LiveUpdate ??
    connection.model('LiveUpdate', schema)) as unknown as Model<LiveUpdateRecord>;
