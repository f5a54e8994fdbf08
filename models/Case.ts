import { model, Schema } from 'mongoose';

/**
 * One client's case: a random pseudonym and nothing that tells who it is. There is no field for a name, a birth
 * date or an INSZ, and there must never be one.
 */
export interface CaseRecord {
  _id: string;
  /** Sealed with the case's own data key, whose id is the case's id. */
  pseudonym: Buffer;
  openedBy: string;
  /** The organisation whose caregiver opened it. */
  organisation: string;
  openedAt: Date;
}

const schema = new Schema<CaseRecord>(
  {
    _id: { type: String, required: true },
    pseudonym: { type: Buffer, required: true },
    openedBy: { type: String, required: true },
    organisation: { type: String, required: true },
    openedAt: { type: Date, required: true },
  },
  { collection: 'cases', versionKey: false },
);

export const CaseModel = model<CaseRecord>('Case', schema);
