import { CareModuleModel, type CareModuleRecord, statusOn } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord, type OfferStatus } from '../../../../models/CareUnit.ts';
import { ModuleTypeModel, type ModuleTypeRecord } from '../../../../models/ModuleType.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { Verification } from '../../../../models/provenance.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import { organisationLine, publicId, type ServiceLine, serviceLine, siteLine } from './lines.ts';

export { idOf } from '../ids.ts';
export type { OrganisationLine, PlaceLine, ServiceLine } from './lines.ts';
export { holds, placeId, publicId } from './lines.ts';
export { type PublicOffer, publicOffer } from './publicOffer.ts';
export { inBatches } from './records.ts';
export { type Taxonomy, taxonomiesOf, termKey } from './taxonomies.ts';
export type { CareModuleRecord, CareUnitRecord, OfferStatus, OrganisationRecord, SiteRecord };

/** One service with its records: what a program is told about. */
export interface PublicService {
  line: ServiceLine;
  unit: CareUnitRecord;
  module: CareModuleRecord | null;
  organisation: PublicOrganisation | null;
  /** Of the module, else of the unit; those where carers visit people too. */
  sites: SiteRecord[];
  status: OfferStatus;
  verified: Verification | null;
}

export interface PublicOrganisation {
  record: OrganisationRecord;
  /** As it is called today. */
  name: string;
}

const byId = <T extends { _id: string }>(records: T[]): Map<string, T> =>
  new Map(records.map((one) => [one._id, one]));

function statusOf(unit: CareUnitRecord, module: CareModuleRecord | null, today: string): OfferStatus {
  if (module === null || unit.status === 'stopped') return unit.status;
  const own = statusOn(module, today);
  return own === 'active' ? unit.status : own;
}

/** Organisations with these ids, in the order of the ids. */
export async function publicOrganisations(ids: string[], now: Date): Promise<PublicOrganisation[]> {
  const found = byId(await OrganisationModel.find({ _id: { $in: ids } }).lean<OrganisationRecord[]>());
  return ids.flatMap((id) => {
    const record = found.get(id);
    return record ? [{ record, name: nameOn(record, now) }] : [];
  });
}

/**
 * The records of these lines, in their order. What went meanwhile is left out.
 * @param today YYYY-MM-DD
 */
export async function publicServices(
  lines: readonly ServiceLine[],
  now: Date,
  today: string,
): Promise<PublicService[]> {
  const unitIds = [...new Set(lines.map((line) => line.unitId))];
  const moduleIds = lines.flatMap((line) => line.moduleId ?? []);
  const organisationIds = [...new Set(lines.flatMap((line) => line.organisation?.recordId ?? []))];
  const [units, modules, organisations] = await Promise.all([
    CareUnitModel.find({ _id: { $in: unitIds }, listed: true })
      .lean<CareUnitRecord[]>()
      .then(byId),
    CareModuleModel.find({ _id: { $in: moduleIds } })
      .lean<CareModuleRecord[]>()
      .then(byId),
    publicOrganisations(organisationIds, now),
  ]);
  const siteIds = [...new Set([...units.values(), ...modules.values()].flatMap((one) => one.siteIds))];
  const sites = byId(await SiteModel.find({ _id: { $in: siteIds } }).lean<SiteRecord[]>());
  return lines.flatMap((line) => {
    const unit = units.get(line.unitId);
    const module = line.moduleId === null ? null : modules.get(line.moduleId);
    if (!unit || module === undefined) return [];
    const own = (module?.siteIds ?? unit.siteIds)
      .map((id) => sites.get(id))
      .filter((site) => site !== undefined);
    const of = organisations.find(({ record }) => record._id === line.organisation?.recordId) ?? null;
    const status = statusOf(unit, module, today);
    return [
      { line, unit, module, organisation: of, sites: own, status, verified: (module ?? unit).verified },
    ];
  });
}

/** What is known of services somebody names, as it would be given out now. */
export interface NamedServices {
  services: PublicService[];
  moduleTypes: ModuleTypeRecord[];
  /** Ids of services that are not in the public directory. */
  hidden: ReadonlySet<string>;
}

/**
 * The services with these ids, which are those of modules, or of units without a module.
 * @param today YYYY-MM-DD
 */
export async function servicesNamed(ids: string[], now: Date, today: string): Promise<NamedServices> {
  const modules = await CareModuleModel.find({ _id: { $in: ids } }).lean<CareModuleRecord[]>();
  const unitIds = [...ids, ...modules.map((one) => one.careUnitId)];
  const units = await CareUnitModel.find({ _id: { $in: unitIds } }).lean<CareUnitRecord[]>();
  const unitOf = byId(units);
  const [organisations, sites, moduleTypes] = await Promise.all([
    OrganisationModel.find({ _id: { $in: units.map((one) => one.organisationId) } }).lean<
      OrganisationRecord[]
    >(),
    SiteModel.find({ _id: { $in: units.flatMap((one) => one.siteIds) } }).lean<SiteRecord[]>(),
    ModuleTypeModel.find().sort({ order: 1 }).lean<ModuleTypeRecord[]>(),
  ]);
  const around = {
    organisations: new Map(organisations.map((one) => [one._id, organisationLine(one)])),
    sites: new Map(sites.map((one) => [one._id, siteLine(one)])),
    types: new Map(moduleTypes.map((one) => [one._id, one])),
  };
  const ofModules = modules.map((one) => ({ id: one._id, unit: unitOf.get(one.careUnitId)!, module: one }));
  const asked = new Set(ids);
  const alone = units
    .filter((one) => asked.has(one._id))
    .map((one) => ({ id: one._id, unit: one, module: null }));
  const all = [...ofModules, ...alone];
  const lines = all
    .filter(({ unit }) => unit.listed)
    .map(({ unit, module }) => serviceLine(unit, module, around));
  const hidden = all.filter(({ unit }) => !unit.listed).map(({ id }) => id);
  return { services: await publicServices(lines, now, today), moduleTypes, hidden: new Set(hidden) };
}

/** Our ids of organisations and sites, by what programs know them by. */
export async function placesNamed(siteIds: string[]) {
  const organisations = await OrganisationModel.find({}, { _id: 1 }).lean<{ _id: string }[]>();
  const sites = await SiteModel.find({ _id: { $in: siteIds } }, { _id: 1 }).lean<{ _id: string }[]>();
  return {
    organisations: new Map(organisations.map(({ _id }) => [publicId('organisation', _id), _id])),
    sites: new Set(sites.map(({ _id }) => _id)),
  };
}
