import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { localisedText } from './localisedText.ts';

/**
 * A kind of help in the taxonomy Schakel keeps; there is no official machine-readable list. Codes stay for ever:
 * a type that goes gets the version in which it went, so that older entries and reports keep their meaning.
 */
export interface ModuleTypeRecord {
  /** The code, such as `harm_reduction`. */
  _id: string;
  /** Version of the taxonomy in which it came. */
  since: number;
  /** Version of the taxonomy in which it went; null while in use. */
  until: number | null;
  order: number;
  names: LocalisedText;
  descriptions: LocalisedText;
  /** Other words people type when they look for it. */
  searchWords: LocalisedText;
  /** Only pointed to, not part of the care offer: prevention. */
  linkOnly: boolean;
}

const schema = new Schema<ModuleTypeRecord>(
  {
    _id: { type: String, required: true, match: /^[a-z][a-z_]+$/ },
    since: { type: Number, required: true, min: 1 },
    until: { type: Number, default: null },
    order: { type: Number, required: true },
    names: { type: localisedText, required: true },
    descriptions: { type: localisedText, required: true },
    searchWords: { type: localisedText, required: true },
    linkOnly: { type: Boolean, default: false },
  },
  { collection: 'moduletypes', autoIndex: false, versionKey: false },
);

export const ModuleTypeModel = model<ModuleTypeRecord>('ModuleType', schema);
