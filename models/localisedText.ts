import { Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';

/** A text in the languages it exists in; a field of this kind that is null says the text is not known. */
export const localisedText = new Schema<LocalisedText>(
  { nl: String, fr: String, de: String, en: String },
  { _id: false },
);
