import { model, Schema } from 'mongoose';
import { type Language, type LocalisedText, languages } from '../server/core/i18n.ts';
import { localisedText } from './localisedText.ts';

/** A consultation platform for mental health care. It treats nobody: it brings the facilities of a territory together. */
export interface PlatformRecord {
  /** Code of the territory, such as `BE-VAN`: ISO 3166-2 where there is one. */
  _id: string;
  names: LocalisedText;
  languages: Language[];
  /** NIS codes of the province, region or municipalities it works for, five digits with the leading zero. */
  territory: string[];
  /** NIS codes within the territory that belong to another platform. */
  territoryWithout: string[];
  /** False where the exact border is not known: the two platforms that share Hainaut. */
  territoryExact: boolean;
  /** Place in lists: the order of the source, never of size. */
  order: number;
  /** The platform shows its recognised gaps to everyone, in plain language. */
  publishesGaps?: boolean;
}

const nis = { type: String, match: /^\d{5}$/ };

const schema = new Schema<PlatformRecord>(
  {
    _id: { type: String, required: true, match: /^[A-Z]{2}(-[A-Z]{3}(-\d)?)?$/ },
    names: { type: localisedText, required: true },
    languages: [{ type: String, enum: languages, required: true }],
    territory: [nis],
    territoryWithout: [nis],
    territoryExact: { type: Boolean, default: true },
    order: { type: Number, required: true },
    publishesGaps: Boolean,
  },
  { collection: 'platforms', autoIndex: false, versionKey: false },
);

export const PlatformModel = model<PlatformRecord>('Platform', schema);
