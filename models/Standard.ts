import { model, Schema } from 'mongoose';

/** A standard a platform looks at the care offer by; what it says is in its versions (`StandardVersion.ts`). */
export interface StandardRecord {
  _id: string;
  /** Code of the platform whose coordinators write it. */
  platform: string;
  /** Number of the newest version, from 1. */
  version: number;
  /** Its platform looks by this one as long as nobody chooses another; one of a platform at most. */
  isDefault: boolean;
  /** No longer to be chosen, but still there for what was looked at by it; null while in use. */
  retiredAt: Date | null;
  madeAt: Date;
}

const schema = new Schema<StandardRecord>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    version: { type: Number, required: true, min: 1 },
    isDefault: { type: Boolean, default: false },
    retiredAt: { type: Date, default: null },
    madeAt: { type: Date, required: true },
  },
  { collection: 'standards', autoIndex: false, versionKey: false },
);
schema.index({ platform: 1 });

export const StandardModel = model<StandardRecord>('Standard', schema);
