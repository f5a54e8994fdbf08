import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { type Contact, contact } from './contact.ts';
import { localisedText } from './localisedText.ts';
import { type Provenance, provenance, type Verification, verification } from './provenance.ts';
import { type Upkeep, upkeep } from './upkeep.ts';

/** A building people go to, a place on the internet, or places the carers go to themselves. */
export const siteKinds = ['building', 'online', 'visits'] as const;
export type SiteKind = (typeof siteKinds)[number];

/**
 * A seat or antenna: where care is given. In every field null says "not known"; nothing is assumed.
 */
export interface SiteRecord extends Upkeep {
  _id: string;
  organisationId: string | null;
  name: LocalisedText | null;
  kind: SiteKind;
  /** NIS code of the narrowest area that is known: often a municipality, sometimes only the province. */
  area: string | null;
  /** Whether somebody stated the area or it was read from the name ("MSOC Gent"). */
  areaFrom: 'stated' | 'name';
  /** The area in words, where it is no administrative one ("de Kempen"). */
  areaText: LocalisedText | null;
  street: string | null;
  postcode: string | null;
  contact: Contact | null;
  /** How to get there. */
  travel: LocalisedText | null;
  accessibility: LocalisedText | null;
  provenance: Provenance | null;
  verified: Verification | null;
}

const text = { type: localisedText, default: null };

const schema = new Schema<SiteRecord>(
  {
    _id: { type: String, required: true },
    organisationId: { type: String, default: null },
    name: text,
    kind: { type: String, enum: siteKinds, required: true },
    area: { type: String, match: /^\d{5}$/, default: null },
    areaFrom: { type: String, enum: ['stated', 'name'], default: 'stated' },
    areaText: text,
    street: { type: String, default: null, maxlength: 200 },
    postcode: { type: String, match: /^\d{4}$/, default: null },
    contact: { type: contact, default: null },
    travel: text,
    accessibility: text,
    provenance: { type: provenance, default: null },
    verified: { type: verification, default: null },
    ...upkeep,
  },
  { collection: 'sites', autoIndex: false, versionKey: false },
);
schema.index({ organisationId: 1 });

export const SiteModel = model<SiteRecord>('Site', schema);
