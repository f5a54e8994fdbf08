import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { localisedText } from './localisedText.ts';
import { type Provenance, provenance } from './provenance.ts';
import { type Upkeep, upkeep } from './upkeep.ts';

/**
 * Kinds of actor around a platform: its members in mental health care first, then the adjoining sectors. An
 * agreement is looked at for how many of these it brings together.
 */
export const actorTypes = [
  'psychiatric_hospital',
  'psychiatric_ward',
  'mental_health_centre',
  'sheltered_living',
  'psychiatric_nursing_home',
  'rehabilitation_centre',
  'general_practice',
  'general_welfare',
  'public_welfare',
  'street_work',
  'home_care',
  'youth_care',
  'disability_care',
  'housing',
  'employment',
  'education',
  'justice',
  'police',
  'insurer',
  'province',
  'municipality',
  'self_help',
  'umbrella',
  'other',
] as const;
export type ActorType = (typeof actorTypes)[number];

/** A name and the time it was used; an open end is null. One organisation may have had three. */
export interface DatedName {
  name: string;
  from: Date | null;
  until: Date | null;
}

/** A platform that works with the organisation. */
export interface Admission {
  /** Id of the platform. */
  platform: string;
  at: Date;
}

export interface OrganisationRecord extends Upkeep {
  _id: string;
  /** At least one; see `nameOn`. */
  names: DatedName[];
  /** Null when not known. */
  actorType: ActorType | null;
  description: LocalisedText | null;
  /** Of the Crossroads Bank for Enterprises (KBO, BCE): ten digits. Absent or null when not known. */
  enterpriseNumber?: string | null;
  /** A number the government that recognised it gave. Absent or null when not known. */
  recognitionNumber?: string | null;
  admissions?: Admission[];
  /** Null for organisations people entered themselves. */
  provenance: Provenance | null;
  /** Only in the demo: such an organisation has no place in the public directory or its counts. */
  fictional?: true;
}

const datedName = new Schema<DatedName>(
  {
    name: { type: String, required: true, trim: true, maxlength: 200 },
    from: { type: Date, default: null },
    until: { type: Date, default: null },
  },
  { _id: false },
);

const admission = new Schema<Admission>(
  { platform: { type: String, required: true }, at: { type: Date, required: true } },
  { _id: false },
);

const schema = new Schema<OrganisationRecord>(
  {
    _id: { type: String, required: true },
    names: {
      type: [datedName],
      validate: {
        validator: (names: DatedName[]) => names.length > 0,
        message: 'an organisation has a name',
      },
    },
    actorType: { type: String, enum: [...actorTypes, null], default: null },
    description: { type: localisedText, default: null },
    enterpriseNumber: { type: String, match: /^\d{10}$/, default: null },
    recognitionNumber: { type: String, maxlength: 40, default: null },
    admissions: [admission],
    provenance: { type: provenance, default: null },
    fictional: Boolean,
    ...upkeep,
  },
  { collection: 'organisations', autoIndex: false, versionKey: false },
);
schema.index({ 'admissions.platform': 1 });

/** The name on a day: the one whose time holds it, else the newest of all. */
export function nameOn(organisation: Pick<OrganisationRecord, 'names'>, day: Date): string {
  const holds = organisation.names.filter(
    ({ from, until }) => (from === null || from <= day) && (until === null || day < until),
  );
  return (holds.at(-1) ?? organisation.names.at(-1))?.name ?? '';
}

export const OrganisationModel = model<OrganisationRecord>('Organisation', schema);
