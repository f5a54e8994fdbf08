import { type Connection, type Model, Schema } from 'mongoose';

/** A document as it stood after a commit: what opening it starts from. Can be made again from the commits. */
export interface LiveCheckpointRecord {
  /** `document/sequence`. */
  _id: string;
  document: string;
  /** The last commit in it. */
  sequence: number;
  at: Date;
  /** Whose each Yjs client id is that wrote up to here. */
  owners: { client: number; personId: string }[];
  /** One Yjs update, under the document's key with `document:checkpoint:sequence` as context. */
  sealed: Buffer;
}

const owner = new Schema(
  { client: { type: Number, required: true }, personId: { type: String, required: true } },
  { _id: false },
);

const schema = new Schema<LiveCheckpointRecord>(
  {
    _id: { type: String, required: true },
    document: { type: String, required: true },
    sequence: { type: Number, required: true, min: 1 },
    at: { type: Date, required: true },
    owners: { type: [owner], required: true },
    sealed: { type: Buffer, required: true },
  },
  { versionKey: false, collection: 'liveCheckpoints' },
);
schema.index({ document: 1, sequence: 1 }, { unique: true });

export const liveCheckpointsOf = (connection: Connection): Model<LiveCheckpointRecord> =>
  (connection.models.LiveCheckpoint ??
    connection.model('LiveCheckpoint', schema)) as unknown as Model<LiveCheckpointRecord>;
