import { Schema, type SchemaDefinitionProperty } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { fieldState } from './fieldState.ts';
import { localisedText } from './localisedText.ts';

/** `lines` is a text of several lines in one language, `texts` one in each. */
export type FieldKind = 'choice' | 'list' | 'texts' | 'line' | 'lines' | 'number' | 'day';

/** What a field that people change may hold. A text is '' and a number null when not known. */
export interface FieldRule {
  kind: FieldKind;
  /** Longest text in characters, or highest number. */
  maximum?: number;
  /** Allowed values, where the list is fixed; the others are asked of the store. */
  allowed?: readonly string[];
  isRequired?: true;
}

export type FieldValue = string | number | null | string[] | LocalisedText;
export type FieldValues = Record<string, FieldValue>;

/** The fields of a kind of record, in the order of its form. */
export type Catalogue<Field extends string = string> = Readonly<Record<Field, FieldRule>>;

const typeOf: Record<FieldKind, SchemaDefinitionProperty> = {
  choice: { type: String, default: '' },
  line: { type: String, default: '' },
  lines: { type: String, default: '' },
  day: { type: String, default: '' },
  number: { type: Number, default: null },
  list: [String],
  texts: { type: localisedText, required: true, minimize: false },
};

const withFields = (catalogue: Catalogue, of: (rule: FieldRule) => SchemaDefinitionProperty): Schema =>
  // A schema of its own, in which a field may be called `type`.
  new Schema(Object.fromEntries(Object.entries(catalogue).map(([name, rule]) => [name, of(rule)])), {
    _id: false,
    minimize: false,
  });

/** Values with a version each, as a record stores them; `fields` holds only those that were changed since. */
export const versionedFields = (catalogue: Catalogue) => ({
  values: { type: withFields(catalogue, ({ kind }) => typeOf[kind]), required: true },
  fields: { type: withFields(catalogue, () => fieldState), required: true },
});
