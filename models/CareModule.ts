import { model, Schema } from 'mongoose';
import type { LocalisedText } from '../server/core/i18n.ts';
import { type Catchment, catchment, type OfferStatus, offerStatuses } from './CareUnit.ts';
import { localisedText } from './localisedText.ts';
import { type Capacity, capacity, type WaitingList, waitingList } from './moduleNumbers.ts';
import { type Provenance, provenance, type Verification, verification } from './provenance.ts';
import { type Upkeep, upkeep } from './upkeep.ts';

export const settings = ['ambulatory', 'residential', 'mobile', 'online'] as const;
export const ageGroups = ['children_youth', 'adults', 'elderly'] as const;
export const targetGroups = [
  'dual_diagnosis',
  'intellectual_disability',
  'forensic',
  'homeless',
  'young_users',
  'parents',
  'environment',
] as const;

/** Substances as in the treatment demand register (TDI), then what it does not count. */
export const problems = [
  'alcohol',
  'illegal_drugs',
  'opiates',
  'cocaine',
  'other_stimulants',
  'hypnotics',
  'hallucinogens',
  'volatile_inhalants',
  'cannabis',
  'other_substances',
  'polydrug',
  'medicines',
  'new_psychoactive_substances',
  'tobacco',
  'gambling',
  'gaming',
  'internet',
  'other_addictions',
  'mental_health',
] as const;
export const stages = ['experimental', 'acute', 'misuse', 'dependence', 'chronic'] as const;

/** Who cannot come: groups to filter and analyse by, and the words of the organisation. */
export interface Exclusion {
  /** Null when not known; an empty list when nobody is turned away. */
  groups: string[] | null;
  text: LocalisedText | null;
}

/**
 * What a care unit offers. A list that is null is not known; an empty list is none. Capacity and waiting list are
 * null as long as nobody counted.
 */
export interface CareModuleRecord extends Upkeep {
  _id: string;
  careUnitId: string;
  /** A part of the unit's sites. */
  siteIds: string[];
  name: LocalisedText | null;
  description: LocalisedText | null;
  /** Codes of the module-type taxonomy; one module may be of several types. */
  types: string[] | null;
  settings: string[] | null;
  ages: string[] | null;
  targetGroups: string[] | null;
  problems: string[] | null;
  stages: string[] | null;
  capacity: Capacity | null;
  waitingList: WaitingList | null;
  inclusion: LocalisedText | null;
  exclusion: Exclusion | null;
  admission: LocalisedText | null;
  cost: LocalisedText | null;
  referral: LocalisedText | null;
  /** Null when it is that of the unit. */
  catchment: Catchment | null;
  /** BCP 47 codes of the languages spoken. */
  languages: string[] | null;
  hours: LocalisedText | null;
  status: OfferStatus;
  statusNote: LocalisedText | null;
  /** First and last day; null when not known or still open. */
  from: Date | null;
  until: Date | null;
  order: number;
  provenance: Provenance | null;
  verified: Verification | null;
}

const text = { type: localisedText, default: null };
const someOf = (values: readonly string[]) => ({ type: [{ type: String, enum: values }], default: null });

const exclusion = new Schema<Exclusion>(
  { groups: { type: [{ type: String, enum: targetGroups }], default: null }, text },
  { _id: false },
);

const schema = new Schema<CareModuleRecord>(
  {
    _id: { type: String, required: true },
    careUnitId: { type: String, required: true },
    siteIds: { type: [String], required: true },
    name: text,
    description: text,
    types: { type: [String], default: null },
    settings: someOf(settings),
    ages: someOf(ageGroups),
    targetGroups: someOf(targetGroups),
    problems: someOf(problems),
    stages: someOf(stages),
    capacity: { type: capacity, default: null },
    waitingList: { type: waitingList, default: null },
    inclusion: text,
    exclusion: { type: exclusion, default: null },
    admission: text,
    cost: text,
    referral: text,
    catchment: { type: catchment, default: null },
    languages: { type: [String], default: null },
    hours: text,
    status: { type: String, enum: offerStatuses, required: true },
    statusNote: text,
    from: { type: Date, default: null },
    until: { type: Date, default: null },
    order: { type: Number, required: true },
    provenance: { type: provenance, default: null },
    verified: { type: verification, default: null },
    ...upkeep,
  },
  { collection: 'caremodules', autoIndex: false, versionKey: false },
);
// With the order: the last place in a unit is found without reading the others.
schema.index({ careUnitId: 1, order: 1 });

// Whatever has the model finds it here; what must not load one (a worker thread) takes it from its own file.
export { statusOn } from './moduleStatus.ts';

export const CareModuleModel = model<CareModuleRecord>('CareModule', schema);
