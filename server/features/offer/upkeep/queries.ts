import type { ClientSession } from 'mongodb';
import type { Model } from 'mongoose';
import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OfferChangeModel, type OfferChangeRecord, type OfferKind } from '../../../../models/OfferChange.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import type { Upkeep } from '../../../../models/upkeep.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import { maintainsFor, type Owner } from '../policy.ts';
import type { Stored } from './plain.ts';

export { moduleTypesInUse } from '../moduleTypes.ts';
export { waitingOf } from './counts.ts';

type Session = ClientSession | null;
export type Maintainer = Pick<Person, 'id' | 'affiliations'>;

// biome-ignore lint/suspicious/noExplicitAny: the models differ in their record; the catalogue knows their fields
export const modelOf: Record<OfferKind, Model<any>> = {
  organisation: OrganisationModel,
  site: SiteModel,
  unit: CareUnitModel,
  module: CareModuleModel,
};

/** A record of the care offer, with what it carries for those who keep it current. */
export type KeptRecord = Stored & Upkeep;

/** A record somebody keeps current, whose it is, and for which body this person does it. */
export interface Maintained {
  kind: OfferKind;
  record: KeptRecord;
  /** Null for what belongs to no organisation we know. */
  organisation: OrganisationRecord | null;
  body: string;
}

const ownerOf = (organisation: OrganisationRecord | null): Owner => ({
  organisationId: organisation?._id ?? null,
  admittedBy: (organisation?.admissions ?? []).map((one) => one.platform),
});

/** Where records are looked up: the store, or what a transaction knows of it. */
export interface Shelf {
  record(kind: OfferKind, id: string): Promise<KeptRecord | null>;
}

const storeIn = (session: Session): Shelf => ({
  record: (kind, id) => modelOf[kind].findById(id).session(session).lean<KeptRecord | null>().exec(),
});

/** The organisation a record belongs to, by way of its unit for a module. */
async function organisationOf(
  shelf: Shelf,
  kind: OfferKind,
  record: KeptRecord,
): Promise<OrganisationRecord | null> {
  if (kind === 'organisation') return record as unknown as OrganisationRecord;
  const holder = kind === 'module' ? await shelf.record('unit', String(record.careUnitId)) : record;
  const id = holder?.organisationId as string | null | undefined;
  return id ? ((await shelf.record('organisation', id)) as unknown as OrganisationRecord | null) : null;
}

/** @throws NotFound for what does not exist and for what this person does not keep current, alike. */
export async function requireMaintainedOn(
  shelf: Shelf,
  person: Maintainer,
  kind: OfferKind,
  id: string | undefined,
): Promise<Maintained> {
  const record = await shelf.record(kind, id ?? '');
  if (!record) throw new NotFound();
  const organisation = await organisationOf(shelf, kind, record);
  const body = maintainsFor(person, ownerOf(organisation));
  if (body === null) throw new NotFound();
  return { kind, record, organisation, body };
}

/** The same, asked of the store. @throws NotFound */
export const requireMaintained = (
  person: Maintainer,
  kind: OfferKind,
  id: string | undefined,
  session: Session = null,
): Promise<Maintained> => requireMaintainedOn(storeIn(session), person, kind, id);

/** The organisations of this person, by name of role: their own, or their platform's. */
function maintainedFilter(person: Maintainer): object {
  const bodies = (roles: string[]): string[] =>
    person.affiliations.filter((one) => roles.includes(one.role)).map((one) => one.bodyId);
  const own = bodies(['organisationAdministrator', 'contributor']);
  const platforms = bodies(['coordinator']);
  return { $or: [{ _id: { $in: own } }, { 'admissions.platform': { $in: platforms } }] };
}

/** The organisations this person keeps the entries of. */
export const organisationsMaintainedBy = (person: Maintainer): Promise<OrganisationRecord[]> =>
  OrganisationModel.find(maintainedFilter(person)).lean<OrganisationRecord[]>().exec();

/** Which of some organisations those are, by id. */
export async function maintainedAmong(person: Maintainer, ids: string[]): Promise<ReadonlySet<string>> {
  const among = { _id: { $in: ids }, ...maintainedFilter(person) };
  const found = await OrganisationModel.find(among, { _id: 1 }).lean<{ _id: string }[]>();
  return new Set(found.map((one) => one._id));
}

/** What belongs to these organisations, in the order of lists. */
export interface OwnOffer {
  sites: SiteRecord[];
  units: CareUnitRecord[];
  modules: CareModuleRecord[];
}

export async function offerOf(organisationIds: string[], session: Session = null): Promise<OwnOffer> {
  const theirs = { organisationId: { $in: organisationIds } };
  const [sites, units] = await Promise.all([
    SiteModel.find(theirs).session(session).lean<SiteRecord[]>(),
    CareUnitModel.find(theirs).sort({ order: 1 }).session(session).lean<CareUnitRecord[]>(),
  ]);
  const modules = await modulesOf(
    units.map((one) => one._id),
    session,
  );
  return { sites, units, modules };
}

export const modulesOf = (unitIds: string[], session: Session = null): Promise<CareModuleRecord[]> =>
  CareModuleModel.find({ careUnitId: { $in: unitIds } })
    .sort({ order: 1 })
    .session(session)
    .lean<CareModuleRecord[]>()
    .exec();

export const sitesWith = (ids: string[]): Promise<SiteRecord[]> =>
  SiteModel.find({ _id: { $in: ids } })
    .lean<SiteRecord[]>()
    .exec();

/** Entries of no organisation we know, for coordinators. */
export const unitsOfNobody = (): Promise<CareUnitRecord[]> =>
  CareUnitModel.find({ organisationId: null }).sort({ order: 1 }).lean<CareUnitRecord[]>().exec();

/** How many there are. */
export const countUnitsOfNobody = (): Promise<number> =>
  CareUnitModel.countDocuments({ organisationId: null }).exec();

/** One step in the life of a record. */
export const stepOf = (
  recordId: string,
  id: string,
  session: Session = null,
): Promise<OfferChangeRecord | null> =>
  OfferChangeModel.findOne({ _id: id, recordId }).session(session).lean<OfferChangeRecord | null>().exec();

/** The life of a record, newest first. */
export const changesOf = (recordId: string, session: Session = null): Promise<OfferChangeRecord[]> =>
  OfferChangeModel.find({ recordId }).sort({ step: -1 }).session(session).lean<OfferChangeRecord[]>().exec();

/** The newest step in the life of each of these records, by their ids; absent where there is none. */
export async function lastStepsOf(
  records: readonly { _id: string; steps?: number }[],
): Promise<Map<string, OfferChangeRecord>> {
  const last = records.flatMap(({ _id, steps }) => (steps ? [{ recordId: _id, step: steps }] : []));
  if (last.length === 0) return new Map();
  const found = await OfferChangeModel.find({ $or: last }).lean<OfferChangeRecord[]>();
  return new Map(found.map((one) => [one.recordId, one]));
}
