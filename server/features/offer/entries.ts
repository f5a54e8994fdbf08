import { type CareModuleRecord, statusOn } from '../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../models/CareUnit.ts';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import type { OrganisationRecord } from '../../../models/Organisation.ts';
import type { SiteRecord } from '../../../models/Site.ts';
import { areaOf, whereabouts } from '../../geography/geography.ts';

/** What can be filtered on, in the order in which it is shown; the names are those in the address. */
export const facets = [
  'province',
  'arrondissement',
  'type',
  'setting',
  'age',
  'target',
  'problem',
  'status',
] as const;
export type Facet = (typeof facets)[number];

/** Value of a facet for what the source does not say. */
export const unknown = 'unknown';
/** Value of the province facet for what is online or in the whole of a region. */
export const everywhere = 'everywhere';

/**
 * One current module as the filters see it. Choices of several facets must meet in one module: who asks for a
 * residential place for young people is not helped by a centre with beds for adults and talks for the young.
 */
export interface Row {
  values: Record<Facet, string[]>;
  /** NIS codes of the narrowest known areas of its sites. */
  areas: string[];
}

/** A care unit with everything around it: what a visitor finds as one result. */
export interface Entry {
  unit: CareUnitRecord;
  organisation: OrganisationRecord | null;
  sites: SiteRecord[];
  modules: CareModuleRecord[];
  rows: Row[];
}

export interface OfferRecords {
  careUnits: CareUnitRecord[];
  organisations: OrganisationRecord[];
  sites: SiteRecord[];
  careModules: CareModuleRecord[];
  moduleTypes: ModuleTypeRecord[];
}

const orUnknown = (values: readonly string[] | null): string[] => (values === null ? [unknown] : [...values]);

function provincesOf(areas: (string | null)[]): string[] {
  const values = areas.map((nis) => {
    if (nis === null) return unknown;
    const { province } = whereabouts(nis);
    return province === null ? everywhere : (areaOf(province)?.code ?? unknown);
  });
  return [...new Set(values)];
}

function arrondissementsOf(areas: (string | null)[]): string[] {
  const values = areas.flatMap((nis) => {
    if (nis === null) return [unknown];
    const { arrondissement, province } = whereabouts(nis);
    if (arrondissement !== null) return [arrondissement];
    return province === null ? [] : [unknown]; // somewhere in the province
  });
  return [...new Set(values)];
}

function rowOf(module: CareModuleRecord | null, unit: CareUnitRecord, sites: SiteRecord[]): Row {
  const ids = module?.siteIds ?? unit.siteIds;
  const areas = sites.filter((site) => ids.includes(site._id)).map((site) => site.area);
  return {
    areas: areas.filter((nis) => nis !== null),
    values: {
      province: provincesOf(areas),
      arrondissement: arrondissementsOf(areas),
      type: orUnknown(module?.types ?? null),
      setting: orUnknown(module?.settings ?? null),
      age: orUnknown(module?.ages ?? null),
      target: orUnknown(module?.targetGroups ?? null),
      problem: orUnknown(module?.problems ?? null),
      status: [unit.status],
    },
  };
}

/** What has ended is no longer found by its kind or place, unless the whole unit has: then it says so itself. */
function rowsOf(
  unit: CareUnitRecord,
  modules: CareModuleRecord[],
  sites: SiteRecord[],
  today: string,
): Row[] {
  const current = modules.filter((module) => statusOn(module, today) !== 'stopped');
  const counted = current.length > 0 ? current : modules;
  return counted.length > 0
    ? counted.map((module) => rowOf(module, unit, sites))
    : [rowOf(null, unit, sites)];
}

function grouped<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** Joins the records to entries as they stand on a day (YYYY-MM-DD), in the order of the source. Cost grows with their number. */
export function entriesOf(records: OfferRecords, today: string): Entry[] {
  const organisations = new Map(records.organisations.map((one) => [one._id, one]));
  const sites = new Map(records.sites.map((one) => [one._id, one]));
  const modules = grouped(records.careModules, (one) => one.careUnitId);
  const listed = records.careUnits.filter((unit) => unit.listed).sort((a, b) => a.order - b.order);
  return listed.map((unit) => {
    const own = (modules.get(unit._id) ?? []).sort((a, b) => a.order - b.order);
    const unitSites = unit.siteIds.map((id) => sites.get(id)).filter((site) => site !== undefined);
    return {
      unit,
      organisation: organisations.get(unit.organisationId ?? '') ?? null,
      sites: unitSites,
      modules: own,
      rows: rowsOf(unit, own, unitSites, today),
    };
  });
}
