import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { type Contact, contact } from './contact.ts';
import { localisedText } from './localisedText.ts';
import { type Provenance, provenance, type Verification, verification } from './provenance.ts';
import { type Upkeep, upkeep } from './upkeep.ts';

export const unitKinds = [
  'addiction_centre',
  'online_help',
  'help_line',
  'guidance_project',
  'other',
] as const;
export type UnitKind = (typeof unitKinds)[number];

/** Kinds of centre as the treatment demand register (TDI) tells them apart. */
export const centreTypes = [
  'msoc',
  'day_centre',
  'mental_health_centre',
  'detox',
  'therapeutic_community',
] as const;
export type CentreType = (typeof centreTypes)[number];

export const offerStatuses = ['active', 'planned', 'stopped'] as const;
export type OfferStatus = (typeof offerStatuses)[number];

/** Whom something works for, by where they live. A null list says that it is not known. */
export interface Catchment {
  /** NIS codes; an empty list is everywhere. */
  areas: string[] | null;
  /** Works for people of more than one province. */
  crossesProvinces: boolean | null;
  note: LocalisedText | null;
}

/**
 * What a visitor of the directory finds: one team or programme of an organisation, on one or more sites, with its
 * modules. In every field null says "not known", which is never the same as none or zero.
 */
export interface CareUnitRecord extends Upkeep {
  _id: string;
  organisationId: string | null;
  kind: UnitKind;
  centreType: CentreType | null;
  /** A name is not translated. */
  name: string;
  description: LocalisedText | null;
  /** NIS code of the province under which the source lists it: its seat, not always where the care is given. */
  seat: string | null;
  siteIds: string[];
  status: OfferStatus;
  /** When it opens or why it stopped, in the words of the source. */
  statusNote: LocalisedText | null;
  catchment: Catchment | null;
  contact: Contact | null;
  /** False for who asked not to be in the directory; imports respect it. */
  listed: boolean;
  /** Place in lists: the order of the source, never of size. */
  order: number;
  provenance: Provenance | null;
  verified: Verification | null;
}

export const catchment = new Schema<Catchment>(
  {
    areas: { type: [{ type: String, match: /^\d{5}$/ }], default: null },
    crossesProvinces: { type: Boolean, default: null },
    note: { type: localisedText, default: null },
  },
  { _id: false },
);

const schema = new Schema<CareUnitRecord>(
  {
    _id: { type: String, required: true },
    organisationId: { type: String, default: null },
    kind: { type: String, enum: unitKinds, required: true },
    centreType: { type: String, enum: [...centreTypes, null], default: null },
    name: { type: String, required: true, trim: true, maxlength: 200 },
    description: { type: localisedText, default: null },
    seat: { type: String, match: /^\d{5}$/, default: null },
    siteIds: { type: [String], required: true },
    status: { type: String, enum: offerStatuses, required: true },
    statusNote: { type: localisedText, default: null },
    catchment: { type: catchment, default: null },
    contact: { type: contact, default: null },
    listed: { type: Boolean, default: true },
    order: { type: Number, required: true },
    provenance: { type: provenance, default: null },
    verified: { type: verification, default: null },
    ...upkeep,
  },
  { collection: 'careunits', autoIndex: false, versionKey: false },
);
schema.index({ organisationId: 1 });
schema.index({ siteIds: 1 });
schema.index({ order: 1 });

export const CareUnitModel = model<CareUnitRecord>('CareUnit', schema);
