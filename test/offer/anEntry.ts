import type { CareModuleRecord } from '../../models/CareModule.ts';
import type { CareUnitRecord } from '../../models/CareUnit.ts';
import type { SiteRecord } from '../../models/Site.ts';
import type { Entry } from '../../server/features/offer/entries.ts';

interface Given extends Partial<Omit<CareUnitRecord, 'siteIds'>> {
  name: string;
  /** Fields of its only module. */
  module?: Partial<CareModuleRecord>;
  /** NIS codes of its sites. */
  areas?: string[];
}

/** A unit whose id is its name, of which nothing is known but what is given. */
export function anEntry({ name, module = {}, areas = [], ...rest }: Given): Entry {
  const sites = areas.map(
    (area, at) => ({ _id: `${name} site ${at}`, kind: 'building', area }) as SiteRecord,
  );
  const siteIds = sites.map((site) => site._id);
  const nothing = {
    description: null,
    statusNote: null,
    status: 'active' as const,
    order: 0,
    verified: null,
  };
  const unit = {
    ...{ ...nothing, _id: name, name, organisationId: null, siteIds, seat: null, centreType: null },
    ...{ kind: 'other', listed: true, catchment: null, contact: null, provenance: null },
    ...rest,
  } as CareUnitRecord;
  const only = {
    ...{ ...nothing, _id: `${name} module`, careUnitId: name, siteIds, name: null, inclusion: null },
    ...{ types: null, settings: null, ages: null, targetGroups: null, problems: null, languages: null },
    ...{ from: null, until: null },
    ...module,
  } as CareModuleRecord;
  return { unit, organisation: null, sites, modules: [only] };
}
