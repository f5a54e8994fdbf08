import { type Connection, type Model, Schema } from 'mongoose';

/**
 * How often, and until when, the stored words of a live document were changed: what belongs to an earlier epoch must
 * not be mixed with what is stored now. A document without one was never redacted.
 */
export interface LiveEpochRecord {
  /** The document's name. */
  _id: string;
  /** The number of the commit that redacted last; 0 for none. */
  epoch: number;
  /** A backup brought words back that were redacted: nobody reads them before they are redacted again. */
  isWaiting?: boolean;
  /**
   * How often something was written that belongs to an epoch: checkpoints, what is said about the text, names of its
   * moments. Whoever writes such a thing and whoever redacts both write here, so that one of them comes second.
   */
  holds?: number;
}

const schema = new Schema<LiveEpochRecord>(
  {
    _id: { type: String, required: true },
    epoch: { type: Number, required: true, min: 0 },
    isWaiting: Boolean,
    holds: Number,
  },
  { versionKey: false, collection: 'liveEpochs' },
);

export const liveEpochsOf = (connection: Connection): Model<LiveEpochRecord> =>
  (connection.models.LiveEpoch ?? connection.model('LiveEpoch', schema)) as unknown as Model<LiveEpochRecord>;
