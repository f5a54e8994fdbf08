import { model, Schema } from 'mongoose';
import { type Language, type LocalisedText, languages } from '../server/core/i18n.ts';
import { type FieldState, fieldState } from './fieldState.ts';
import { localisedText } from './localisedText.ts';

/** The fields of a zone, in the order of its form. */
export const zoneFields = ['names', 'parts', 'source'] as const;
export type ZoneField = (typeof zoneFields)[number];

export interface ZoneValues {
  names: LocalisedText;
  /** NIS codes of the municipalities, arrondissements or provinces it is put together from. */
  parts: string[];
  /** Who drew it so, and where that is written. */
  source: string;
}

/** A part of the country a platform looks at that is none of Belgium's areas, such as those of the Walloon decree. */
export interface ZoneRecord {
  _id: string;
  /** Code of the platform whose coordinators keep it. */
  platform: string;
  values: ZoneValues;
  /** The language its source is written in. */
  language: Language;
  /** Only of fields that were changed since it was added. */
  fields: Partial<Record<ZoneField, FieldState>>;
  madeAt: Date;
  /** Nobody when it was carried over from a document. */
  madeBy: string | null;
  /** No longer looked at; still there for old links. Null while in use. */
  endedAt: Date | null;
}

const values = new Schema(
  {
    names: { type: localisedText, required: true },
    parts: [{ type: String, match: /^\d{5}$/, required: true }],
    source: { type: String, required: true, maxlength: 1000 },
  },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    values: { type: values, required: true },
    language: { type: String, enum: languages, required: true },
    fields: Object.fromEntries(zoneFields.map((name) => [name, fieldState])),
    madeAt: { type: Date, required: true },
    madeBy: { type: String, default: null },
    endedAt: { type: Date, default: null },
  },
  { collection: 'zones', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ platform: 1 });

export const ZoneModel = model<ZoneRecord>('Zone', schema);
