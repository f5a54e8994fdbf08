import { type Connection, type Model, Schema } from 'mongoose';
import { type RedactedStretch, redactedStretch } from './LiveUpdate.ts';

/** A remark that said redacted words, and which of its texts did. */
export interface BlottedRemark {
  id: string;
  /** `before`, `quote`, `after`, `words`, `proposal`, `answer:<id>`, `reason:<id>`; of minutes `text`, `answer`. */
  texts: string[];
}

/** That words of a live document were redacted: by whom, when, why, and where they stood. Never what they were. */
export interface LiveRedactionRecord {
  /** The id of the act. */
  _id: string;
  document: string;
  /** The commit it made; 0 when none of the characters was there to redact. */
  sequence: number;
  at: Date;
  personId: string;
  organisationId: string;
  /** Under the document's key, with `liveRedactions:id:reason` as context. */
  reason: Buffer;
  stretches: RedactedStretch[];
  /** What said them too; absent where nothing but the text itself was redacted. */
  remarks?: BlottedRemark[];
  /** Its words came back with a backup and are to be redacted again before anybody reads them. */
  isWaiting?: boolean;
}

const schema = new Schema<LiveRedactionRecord>(
  {
    _id: { type: String, required: true },
    document: { type: String, required: true },
    sequence: { type: Number, required: true, min: 0 },
    at: { type: Date, required: true },
    personId: { type: String, required: true },
    organisationId: { type: String, required: true },
    reason: { type: Buffer, required: true },
    stretches: { type: [redactedStretch], required: true },
    remarks: {
      type: [new Schema<BlottedRemark>({ id: String, texts: [String] }, { _id: false })],
      default: undefined,
    },
    isWaiting: Boolean,
  },
  { versionKey: false, collection: 'liveRedactions' },
);
schema.index({ document: 1, at: 1 });

export const liveRedactionsOf = (connection: Connection): Model<LiveRedactionRecord> =>
  (connection.models.LiveRedaction ??
    connection.model('LiveRedaction', schema)) as unknown as Model<LiveRedactionRecord>;
