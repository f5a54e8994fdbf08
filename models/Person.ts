import { model, Schema } from 'mongoose';

export interface SecondFactor {
  /** The shared secret, sealed with the data key `accounts`. */
  sealedSecret: Buffer;
  confirmedAt: Date;
  /** The last time step that was accepted: a code works once. */
  lastStep: number;
  /** SHA-256 of the recovery codes that are left, in hex. */
  recoveryCodes: string[];
}

export interface PersonRecord {
  _id: string;
  name: string;
  /** Lower case; how a person signs in. */
  email: string;
  /** Argon2id, with its own salt and costs. */
  passwordHash: string;
  language: 'nl' | 'fr' | 'de' | 'en';
  secondFactor?: SecondFactor;
  /** Rises when all sessions must end: sign-out everywhere, a new password. */
  sessionEpoch: number;
  createdAt: Date;
}

const secondFactor = new Schema<SecondFactor>(
  {
    sealedSecret: { type: Buffer, required: true },
    confirmedAt: { type: Date, required: true },
    lastStep: { type: Number, required: true },
    recoveryCodes: { type: [String], required: true },
  },
  { _id: false },
);

const schema = new Schema<PersonRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    email: { type: String, required: true, lowercase: true },
    passwordHash: { type: String, required: true },
    language: { type: String, required: true, enum: ['nl', 'fr', 'de', 'en'] },
    secondFactor,
    sessionEpoch: { type: Number, required: true, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { collection: 'people', versionKey: false, autoIndex: false },
);
schema.index({ email: 1 }, { unique: true });

export const PersonModel = model<PersonRecord>('Person', schema);
