import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../models/CareUnit.ts';
import { statusOn } from '../../../models/moduleStatus.ts';
import type { SiteRecord } from '../../../models/Site.ts';
import { areaOf, whereabouts } from '../../geography/geography.ts';
import { everywhere, type Facet, unknown } from './facets.ts';

/**
 * One module as the filters see it. Choices of several facets must meet in one module: who asks for a residential
 * place for young people is not helped by a centre with beds for adults and talks for the young.
 */
export type RowValues = Record<Facet, string[]>;

const orUnknown = (values: readonly string[] | null): string[] =>
  values === null ? [unknown] : [...new Set(values)];

type Areas = (string | null)[];

function provincesOf(areas: Areas): string[] {
  return areas.map((nis) => {
    if (nis === null) return unknown;
    const { province } = whereabouts(nis);
    return province === null ? everywhere : (areaOf(province)?.code ?? unknown);
  });
}

/** What is somewhere in a province, or in an arrondissement, is in an unknown part of it. */
function partsOf(areas: Areas, level: 'arrondissement' | 'municipality'): string[] {
  return areas.flatMap((nis) => {
    if (nis === null) return [unknown];
    const around = whereabouts(nis);
    const part = around[level];
    if (part !== null) return [part];
    return around.province === null ? [] : [unknown];
  });
}

/** The areas of the sites of a module, or of the unit when it has none; null where a site's area is not known. */
export function areasOf(
  module: Pick<CareModuleRecord, 'siteIds'> | null,
  unit: Pick<CareUnitRecord, 'siteIds'>,
  sites: Pick<SiteRecord, '_id' | 'area'>[],
): Areas {
  const ids = module?.siteIds ?? unit.siteIds;
  return [...new Set(sites.filter((site) => ids.includes(site._id)).map((site) => site.area))];
}

export function valuesOf(module: CareModuleRecord | null, unit: CareUnitRecord, areas: Areas): RowValues {
  return {
    province: [...new Set(provincesOf(areas))],
    arrondissement: [...new Set(partsOf(areas, 'arrondissement'))],
    municipality: [...new Set(partsOf(areas, 'municipality'))],
    type: orUnknown(module?.types ?? null),
    setting: orUnknown(module?.settings ?? null),
    age: orUnknown(module?.ages ?? null),
    target: orUnknown(module?.targetGroups ?? null),
    problem: orUnknown(module?.problems ?? null),
    language: orUnknown(module?.languages ?? null),
    status: [unit.status],
  };
}

/**
 * The modules that count on a day (YYYY-MM-DD). What has ended is no longer found by its kind or place, unless the
 * whole unit has: then it says so itself.
 */
export function currentModules(modules: CareModuleRecord[], today: string): CareModuleRecord[] {
  const current = modules.filter((module) => statusOn(module, today) !== 'stopped');
  return current.length > 0 ? current : modules;
}
