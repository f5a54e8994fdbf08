import { model, Schema } from 'mongoose';

/** A browser somebody said is theirs alone: it may keep an encrypted copy of what they write. */
export interface OwnDeviceRecord {
  _id: string;
  person: string;
  /** The browser, as its sealed cookie names it. */
  browser: string;
  /** Browser and system in a word each. */
  name: string;
  since: Date;
  lastContact: Date;
  /** The lease its copy stands on now; null while there is none, as after signing out. */
  lease: string | null;
  /** The person's session epoch when the lease was given: a newer one ends it. */
  epoch: number;
  /** The second key of what was not sent, sealed with the data key `accounts`. */
  sealedSecret: Buffer;
}

const schema = new Schema<OwnDeviceRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    browser: { type: String, required: true },
    name: { type: String, default: '' },
    since: { type: Date, required: true },
    lastContact: { type: Date, required: true },
    lease: { type: String, default: null },
    epoch: { type: Number, required: true },
    sealedSecret: { type: Buffer, required: true },
  },
  { collection: 'owndevices', versionKey: false, autoIndex: false },
);
schema.index({ person: 1, browser: 1 }, { unique: true });

export const OwnDeviceModel = model<OwnDeviceRecord>('OwnDevice', schema);
