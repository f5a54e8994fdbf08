import { CareModuleModel, type CareModuleRecord } from '../../../../models/CareModule.ts';
import { CareUnitModel, type CareUnitRecord } from '../../../../models/CareUnit.ts';
import { OrganisationModel, type OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import type { Person } from '../../../core/person.ts';
import { maintainsFor } from '../../offer/policy.ts';
import { sitesWith } from '../../offer/upkeep/queries.ts';
import { admissionsOf, allPlatforms } from '../register/queries.ts';
import { mayName } from './policy.ts';
import { servedBy } from './serving.ts';

type Asking = Pick<Person, 'affiliations'>;

/** A module with what it is named and linked by. */
export interface NamedModule {
  module: CareModuleRecord;
  unit: CareUnitRecord;
  organisation: OrganisationRecord | null;
  /** Municipalities or wider areas (NIS codes) of its buildings, as far as known. */
  places: string[];
  /** The body for which this person keeps it current; null when they do not. */
  keptFor: string | null;
}

/** By id; null for what counts and may not be named to this person; what is gone is absent. */
export type Named<T> = ReadonlyMap<string, T | null>;

type Joined = Pick<NamedModule, 'unit' | 'organisation' | 'places'> & { module?: CareModuleRecord };

const ownerOf = ({ unit, organisation }: Joined) => ({
  organisationId: unit.organisationId,
  admittedBy: (organisation?.admissions ?? []).map(({ platform }) => platform),
});

/** Whether each of these may be named. Only where one is not listed does it ask the store anything. */
async function naming(person: Asking, all: readonly Joined[]): Promise<(one: Joined) => boolean> {
  if (all.every(({ unit }) => unit.listed !== false)) return () => true;
  const [admissions, platforms] = await Promise.all([admissionsOf(person), allPlatforms()]);
  return (one) => {
    if (one.unit.listed !== false) return true;
    const serves = servedBy(platforms, [...(one.module ? [one.module] : []), one.unit], one.places);
    return mayName(person, admissions, { ...ownerOf(one), serves });
  };
}

const placesOf = (unit: CareUnitRecord, at: readonly string[], sites: readonly SiteRecord[]): string[] => {
  const buildings = sites.filter((one) => at.includes(one._id) && one.kind === 'building');
  return [...new Set(buildings.flatMap((one) => one.area ?? unit.seat ?? []))];
};

async function beside(units: readonly CareUnitRecord[]) {
  const [organisations, sites] = await Promise.all([
    OrganisationModel.find({ _id: { $in: units.flatMap((one) => one.organisationId ?? []) } }).lean<
      OrganisationRecord[]
    >(),
    sitesWith(units.flatMap((one) => one.siteIds)),
  ]);
  const byId = new Map(organisations.map((one) => [one._id, one]));
  return { sites, organisationOf: (unit: CareUnitRecord) => byId.get(unit.organisationId ?? '') ?? null };
}

/** Modules by their ids, as far as this person may be told which they are. */
export async function modulesNamed(person: Asking, ids: readonly string[]): Promise<Named<NamedModule>> {
  if (ids.length === 0) return new Map();
  const modules = await CareModuleModel.find({ _id: { $in: ids } }).lean<CareModuleRecord[]>();
  const units = await CareUnitModel.find({ _id: { $in: modules.map((one) => one.careUnitId) } }).lean<
    CareUnitRecord[]
  >();
  const unitOf = new Map(units.map((one) => [one._id, one]));
  const { sites, organisationOf } = await beside(units);
  const all = modules.flatMap((module): NamedModule[] => {
    const unit = unitOf.get(module.careUnitId);
    if (!unit) return [];
    const organisation = organisationOf(unit);
    const at = module.siteIds.length > 0 ? module.siteIds : unit.siteIds;
    const joined = { module, unit, organisation, places: placesOf(unit, at, sites) };
    return [{ ...joined, keptFor: maintainsFor(person, ownerOf(joined)) }];
  });
  const isNamed = await naming(person, all);
  return new Map(all.map((one) => [one.module._id, isNamed(one) ? one : null]));
}

/** Names of care units, as far as this person may be told. */
export async function unitsNamed(
  person: Asking,
  ids: readonly string[],
): Promise<Named<Pick<CareUnitRecord, '_id' | 'name' | 'listed'>>> {
  if (ids.length === 0) return new Map();
  const units = await CareUnitModel.find({ _id: { $in: ids } }).lean<CareUnitRecord[]>();
  const { sites, organisationOf } = await beside(units);
  const all = units.map((unit) => ({
    unit,
    organisation: organisationOf(unit),
    places: placesOf(unit, unit.siteIds, sites),
  }));
  const isNamed = await naming(person, all);
  return new Map(all.map((one) => [one.unit._id, isNamed(one) ? one.unit : null]));
}
