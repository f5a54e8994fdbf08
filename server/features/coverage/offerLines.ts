import type { CareModuleRecord } from '../../../models/CareModule.ts';
import type { CareUnitRecord, OfferStatus } from '../../../models/CareUnit.ts';
import type { SiteKind, SiteRecord } from '../../../models/Site.ts';

/** Where care is given: the NIS code of the narrowest area that is known, or null. */
export interface Place {
  area: string | null;
  kind: SiteKind;
}

/**
 * What coverage needs of one module, and nothing that is shown. Null is "not known", never "no". An empty list of
 * ages or problems is "none in particular"; of target groups "nobody in particular"; of types or settings "none".
 * How to get somewhere is prose, from which no verdict is drawn: travel is weighed by distance.
 */
export interface OfferLine {
  /** Id of the module. */
  id: string;
  unit: string;
  organisation: string | null;
  /** False when its unit asked not to be in the public directory. */
  listed: boolean;
  types: readonly string[] | null;
  settings: readonly string[] | null;
  ages: readonly string[] | null;
  targetGroups: readonly string[] | null;
  problems: readonly string[] | null;
  /** Target groups that are turned away; an empty list when none is. */
  excluded: readonly string[] | null;
  /** The less far of module and unit; `from` and `until` are its first and last day. */
  status: OfferStatus;
  from: Date | null;
  until: Date | null;
  /** Antennas, each once. */
  places: readonly Place[];
  /** NIS codes of where people may come from; an empty list is everywhere. */
  catchment: readonly string[] | null;
  crossesProvinces: boolean | null;
  /** `countedOn`: YYYY-MM-DD. */
  waiting: { weeks: number | null; persons: number | null; countedOn: string | null } | null;
  /** Beds or places; null when not counted, or counted in staff. */
  placeCount: number | null;
  /** The day (YYYY-MM-DD) of the newest word on it: confirmed, changed, or that of its source. */
  asOf: string | null;
}

/** Records that belong together, in any order. Modules of a unit that is not there are left out. */
export interface Inventory {
  sites: readonly SiteRecord[];
  careUnits: readonly CareUnitRecord[];
  careModules: readonly CareModuleRecord[];
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

function newest(...instants: (Date | null | undefined)[]): string | null {
  const known = instants.filter((one) => one !== null && one !== undefined).map(dayOf);
  return known.sort().at(-1) ?? null;
}

function statusOf(module: OfferStatus, unit: OfferStatus): OfferStatus {
  if (module === 'stopped' || unit === 'stopped') return 'stopped';
  return module === 'planned' || unit === 'planned' ? 'planned' : 'active';
}

/** A site of unknown area lies somewhere in the province of the unit's seat, as far as anybody said. */
function placesOf(module: CareModuleRecord, unit: CareUnitRecord, sites: Map<string, SiteRecord>): Place[] {
  const ids = module.siteIds.length > 0 ? module.siteIds : unit.siteIds;
  const known = ids.map((id) => sites.get(id)).filter((site) => site !== undefined);
  if (known.length === 0) return [{ area: unit.seat, kind: 'building' }];
  const places = known.map(({ area, kind }) => ({ area: area ?? unit.seat, kind }));
  return places.filter(
    (one, at) => places.findIndex((other) => other.area === one.area && other.kind === one.kind) === at,
  );
}

function lineOf(module: CareModuleRecord, unit: CareUnitRecord, sites: Map<string, SiteRecord>): OfferLine {
  const { waitingList, capacity } = module;
  const catchment = module.catchment ?? unit.catchment;
  return {
    id: module._id,
    unit: unit._id,
    organisation: unit.organisationId,
    listed: unit.listed !== false,
    types: module.types,
    settings: module.settings,
    ages: module.ages,
    targetGroups: module.targetGroups,
    problems: module.problems,
    excluded: module.exclusion?.groups ?? null,
    status: statusOf(module.status, unit.status),
    from: module.from,
    until: module.until,
    places: placesOf(module, unit, sites),
    catchment: catchment?.areas ?? null,
    crossesProvinces: catchment?.crossesProvinces ?? null,
    waiting: waitingList && {
      weeks: waitingList.weeks,
      persons: waitingList.persons,
      countedOn: waitingList.countedOn && dayOf(waitingList.countedOn),
    },
    placeCount: capacity && capacity.unit !== 'fte' ? capacity.maximum : null,
    asOf: newest(module.verified?.at, module.changedAt, module.provenance?.on),
  };
}

/** One line for each module, in the order of the modules. */
export function offerLines({ sites, careUnits, careModules }: Inventory): OfferLine[] {
  const sitesById = new Map(sites.map((one) => [one._id, one]));
  const unitsById = new Map(careUnits.map((one) => [one._id, one]));
  return careModules.flatMap((module) => {
    const unit = unitsById.get(module.careUnitId);
    return unit ? [lineOf(module, unit, sitesById)] : [];
  });
}
