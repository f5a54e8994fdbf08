import { model, Schema } from 'mongoose';
import type { OfferSuggestionRecord } from './OfferSuggestion.ts';

/** A single-use, expiring link by which a named person without account confirms one entry, or corrects it. */
export interface OfferLinkRecord {
  _id: string;
  /** SHA-256 of the token in the link, in hex: who reads the database cannot use the link. */
  tokenHash: string;
  kind: OfferSuggestionRecord['kind'];
  recordId: string;
  /** For whom it was made, as its maker calls them. */
  name: string;
  /** Id of the person who made it. */
  madeBy: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  withdrawnAt?: Date;
  /** When it was sent by mail; the address is kept nowhere. Absent when its maker passes it on. */
  mailedAt?: Date;
  /** Id of the link that was sent in its place, which withdrew it. */
  replacedBy?: string;
}

const schema = new Schema<OfferLinkRecord>(
  {
    _id: { type: String, required: true },
    tokenHash: { type: String, required: true },
    kind: { type: String, required: true },
    recordId: { type: String, required: true },
    name: { type: String, required: true, maxlength: 100 },
    madeBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    usedAt: Date,
    withdrawnAt: Date,
    mailedAt: Date,
    replacedBy: String,
  },
  { collection: 'offerlinks', autoIndex: false, versionKey: false },
);
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ recordId: 1, createdAt: -1 });

export const OfferLinkModel = model<OfferLinkRecord>('OfferLink', schema);
