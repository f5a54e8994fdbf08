import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../models/CareUnit.ts';
import type { OrganisationRecord } from '../../../models/Organisation.ts';
import type { SiteRecord } from '../../../models/Site.ts';
import { areasOf, currentModules, type RowValues, valuesOf } from './rows.ts';

/** A care unit with everything around it: what a visitor finds as one result. */
export interface Entry {
  unit: CareUnitRecord;
  organisation: OrganisationRecord | null;
  /** In the order in which the unit names them. */
  sites: SiteRecord[];
  /** In their own order. */
  modules: CareModuleRecord[];
}

/** Records of which each is needed by at least one unit, in any order. */
export interface OfferRecords {
  careUnits: CareUnitRecord[];
  organisations: OrganisationRecord[];
  sites: SiteRecord[];
  careModules: CareModuleRecord[];
}

/** What the filters see of an entry on a day (YYYY-MM-DD): one row for each module that counts, at least one. */
export function rowsOf({ unit, modules, sites }: Entry, today: string): RowValues[] {
  const counted = currentModules(modules, today);
  const rows: (CareModuleRecord | null)[] = counted.length > 0 ? counted : [null];
  return rows.map((module) => valuesOf(module, unit, areasOf(module, unit, sites)));
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

/** What stands first in a list: the order of the source, and where that says nothing, always the same. */
export function inOrder<T extends { _id: string; order: number }>(a: T, b: T): number {
  return a.order - b.order || (a._id < b._id ? -1 : 1);
}

/** Joins records to entries, in the order of the source. Units that are not listed are left out. */
export function entriesOf(records: OfferRecords): Entry[] {
  const organisations = new Map(records.organisations.map((one) => [one._id, one]));
  const sites = new Map(records.sites.map((one) => [one._id, one]));
  const modules = grouped(records.careModules, (one) => one.careUnitId);
  return records.careUnits
    .filter((unit) => unit.listed)
    .sort(inOrder)
    .map((unit) => ({
      unit,
      organisation: organisations.get(unit.organisationId ?? '') ?? null,
      sites: unit.siteIds.map((id) => sites.get(id)).filter((site) => site !== undefined),
      modules: (modules.get(unit._id) ?? []).sort(inOrder),
    }));
}
