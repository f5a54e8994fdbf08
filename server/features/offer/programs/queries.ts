import { CareModuleModel, type CareModuleRecord, statusOn } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord, type OfferStatus } from '../../../../models/CareUnit.ts';
import { nameOn, OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { Verification } from '../../../../models/provenance.ts';
import { SiteModel, type SiteRecord } from '../../../../models/Site.ts';
import type { House } from '../../../core/house.ts';
import type { Language } from '../../../core/i18n.ts';
import { noChoices } from '../facets.ts';
import type { ServiceLine } from './lines.ts';

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

/**
 * Units in which every word is found, as the directory finds them: beginnings, other forms and parts of words, but no
 * guesses at what was meant; by id, with their place, the best first.
 */
export async function unitsFound(
  { offerSearch }: House,
  text: string,
  language: Language,
  today: string,
): Promise<ReadonlyMap<string, number>> {
  const query = {
    text,
    language,
    today,
    exactly: true,
    choices: noChoices(),
    places: [],
    sort: 'best' as const,
  };
  return new Map((await offerSearch.ids(query)).map((id, at) => [id, at]));
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
