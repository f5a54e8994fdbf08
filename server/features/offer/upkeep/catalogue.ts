import { ageGroups, problems, settings, stages, targetGroups } from '../../../../models/CareModule.ts';
import { centreTypes, offerStatuses, unitKinds } from '../../../../models/CareUnit.ts';
import { capacityUnits } from '../../../../models/moduleNumbers.ts';
import type { OfferKind } from '../../../../models/OfferChange.ts';
import { actorTypes } from '../../../../models/Organisation.ts';
import { siteKinds } from '../../../../models/Site.ts';
import * as kind from './kinds.ts';

/** The parts of a form, each under its own heading. */
export const sections = [
  'names',
  'what',
  'forWhom',
  'numbers',
  'waiting',
  'comingIn',
  'where',
  'contact',
  'running',
  'place',
] as const;
export type Section = (typeof sections)[number];

/** One field of a record of the care offer: its name is the way to it in the record. */
export interface OfferField {
  name: string;
  kind: kind.ValueKind;
  section: Section;
  /** The label alone does not say enough: there is a hint. */
  isHinted?: true;
  /** Changed by what happens to something else: in the history, in no form. */
  isFollowing?: true;
  /** What somebody from outside can know to be wrong: asked for by the form of the public sheet. */
  isPublic?: true;
}

const field = (name: string, section: Section, valueKind: kind.ValueKind): OfferField => ({
  name,
  section,
  kind: valueKind,
});

const hinted = (name: string, section: Section, valueKind: kind.ValueKind): OfferField => ({
  ...field(name, section, valueKind),
  isHinted: true,
});

const known = (one: OfferField): OfferField => ({ ...one, isPublic: true });

/** Spoken at a desk in Belgium, sign languages included; BCP 47. */
export const spokenLanguages = [
  ...['nl', 'fr', 'de', 'en', 'ar', 'ber', 'tr', 'es', 'pt', 'it', 'pl', 'ro', 'bg', 'ru', 'uk', 'sq'],
  ...['fa', 'ps', 'so', 'ti', 'vgt', 'sfb'],
] as const;

const contact: OfferField[] = [
  known(field('contact.phone', 'contact', kind.phone())),
  known(field('contact.email', 'contact', kind.email())),
  known(field('contact.website', 'contact', kind.website())),
];

const catchment: OfferField[] = [
  hinted('catchment.areas', 'where', kind.areas()),
  field('catchment.crossesProvinces', 'where', kind.yesOrNo()),
  field('catchment.note', 'where', kind.localised(1000)),
];

const organisation: OfferField[] = [
  hinted('names', 'names', kind.datedNames()),
  field('actorType', 'what', kind.one(actorTypes, 'accounts.actorTypes.')),
  field('description', 'what', kind.localised(2000)),
  hinted('enterpriseNumber', 'what', kind.enterpriseNumber()),
  field('recognitionNumber', 'what', kind.line(40)),
];

const site: OfferField[] = [
  field('name', 'names', kind.localised(200)),
  hinted('kind', 'names', kind.one(siteKinds, 'upkeep.siteKind.', { needed: true })),
  known(field('street', 'where', kind.line(200))),
  known(field('postcode', 'where', kind.postcode())),
  hinted('area', 'where', kind.area()),
  field('areaText', 'where', kind.localised(200)),
  known(field('travel', 'where', kind.localised(1000))),
  known(field('accessibility', 'where', kind.localised(1000))),
  ...contact,
  { ...field('organisationId', 'place', kind.reference()), isFollowing: true },
];

const unit: OfferField[] = [
  field('name', 'names', kind.neededLine(200)),
  hinted('kind', 'what', kind.one(unitKinds, 'offer.kind.', { needed: true })),
  hinted('centreType', 'what', kind.one(centreTypes, 'offer.centre.')),
  field('description', 'what', kind.localised(3000)),
  hinted('siteIds', 'where', kind.references()),
  hinted('seat', 'where', kind.province()),
  ...catchment,
  ...contact,
  known(field('status', 'running', kind.one(offerStatuses, 'upkeep.unitStatus.', { needed: true }))),
  field('statusNote', 'running', kind.localised(500)),
  hinted('listed', 'running', kind.yesOrNo({ needed: true })),
  hinted('organisationId', 'place', kind.reference()),
];

const careModule: OfferField[] = [
  field('name', 'what', kind.localised(200)),
  // Which types there are is for the taxonomy in the database to say.
  hinted('types', 'what', kind.maybeReferences()),
  field('description', 'what', kind.localised(3000)),
  field('settings', 'what', kind.several(settings, 'offer.setting.')),
  field('ages', 'forWhom', kind.several(ageGroups, 'offer.age.')),
  hinted('targetGroups', 'forWhom', kind.several(targetGroups, 'offer.target.', { mayBeNone: true })),
  field('problems', 'forWhom', kind.several(problems, 'offer.problem.')),
  field('stages', 'forWhom', kind.several(stages, 'upkeep.stage.')),
  field('inclusion', 'forWhom', kind.localised(1500)),
  hinted('exclusion.groups', 'forWhom', kind.several(targetGroups, 'offer.target.', { mayBeNone: true })),
  field('exclusion.text', 'forWhom', kind.localised(1500)),
  hinted('capacity.available', 'numbers', kind.amount()),
  field('capacity.maximum', 'numbers', kind.amount()),
  field('capacity.funded', 'numbers', kind.amount()),
  field('capacity.unit', 'numbers', kind.one(capacityUnits, 'upkeep.capacityUnit.')),
  hinted('capacity.updated', 'numbers', kind.day()),
  known(field('waitingList.persons', 'waiting', kind.count())),
  known(field('waitingList.weeks', 'waiting', kind.count())),
  hinted('waitingList.countedOn', 'waiting', kind.day()),
  field('waitingList.note', 'waiting', kind.localised(500)),
  known(field('referral', 'comingIn', kind.localised(1500))),
  field('admission', 'comingIn', kind.localised(1500)),
  known(field('cost', 'comingIn', kind.localised(1500))),
  known(field('hours', 'comingIn', kind.localised(1500))),
  known(field('languages', 'comingIn', kind.several(spokenLanguages, 'upkeep.spoken.'))),
  hinted('siteIds', 'where', kind.references()),
  ...catchment,
  known(hinted('status', 'running', kind.one(offerStatuses, 'upkeep.moduleStatus.', { needed: true }))),
  field('statusNote', 'running', kind.localised(500)),
  hinted('from', 'running', kind.day()),
  field('until', 'running', kind.day()),
  hinted('careUnitId', 'place', kind.reference({ needed: true })),
];

/** Every field people can change, in the order in which forms show them. */
export const catalogue: Readonly<Record<OfferKind, readonly OfferField[]>> = {
  organisation,
  site,
  unit,
  module: careModule,
};

/** What changes week by week: enough for a phone between two appointments. */
export const numberFields: readonly OfferField[] = careModule.filter(
  ({ section }) => section === 'numbers' || section === 'waiting',
);

export const fieldOf = (offerKind: OfferKind, name: string): OfferField | undefined =>
  catalogue[offerKind].find((one) => one.name === name);
