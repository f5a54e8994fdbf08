import type { CareModuleRecord } from '../../models/CareModule.ts';
import type { CareUnitRecord, OfferStatus } from '../../models/CareUnit.ts';
import type { SiteKind, SiteRecord } from '../../models/Site.ts';
import { type Inventory, type OfferLine, offerLines } from '../../server/features/coverage/offerLines.ts';

/** An entry as a coordinator would write it down; days are YYYY-MM-DD, what is absent is not known. */
export interface WrittenEntry {
  id: string;
  organisation?: string;
  /** NIS codes, of buildings unless `kind` says otherwise. */
  at?: string[];
  kind?: SiteKind;
  types?: string[];
  settings?: string[];
  ages?: string[];
  targetGroups?: string[];
  problems?: string[];
  excluded?: string[];
  status?: OfferStatus;
  from?: string;
  until?: string;
  catchment?: string[];
  crossesProvinces?: boolean;
  waiting?: { weeks?: number; persons?: number; countedOn?: string };
  places?: number;
  verified?: string;
  /** Asked not to be in the public directory. */
  unlisted?: true;
}

const date = (day: string | undefined): Date | null => (day === undefined ? null : new Date(day));

function siteOf(entry: WrittenEntry, area: string, at: number): SiteRecord {
  return {
    _id: `${entry.id}/${at}`,
    organisationId: entry.organisation ?? null,
    name: null,
    kind: entry.kind ?? 'building',
    area,
    areaFrom: 'stated',
    areaText: null,
    street: null,
    postcode: null,
    contact: null,
    travel: null,
    accessibility: null,
    provenance: null,
    verified: null,
    changedAt: null,
  };
}

function unitOf(entry: WrittenEntry, siteIds: string[]): CareUnitRecord {
  return {
    _id: entry.id,
    organisationId: entry.organisation ?? null,
    kind: 'other',
    centreType: null,
    name: entry.id,
    description: null,
    seat: null,
    siteIds,
    status: 'active',
    statusNote: null,
    catchment:
      entry.catchment === undefined && entry.crossesProvinces === undefined
        ? null
        : { areas: entry.catchment ?? null, crossesProvinces: entry.crossesProvinces ?? null, note: null },
    contact: null,
    listed: !entry.unlisted,
    order: 0,
    provenance: null,
    verified: null,
    changedAt: null,
  };
}

function moduleOf(entry: WrittenEntry, siteIds: string[]): CareModuleRecord {
  const { waiting } = entry;
  const unsaid = {
    inclusion: null,
    admission: null,
    cost: null,
    referral: null,
    hours: null,
    statusNote: null,
  };
  return {
    ...unsaid,
    _id: entry.id,
    careUnitId: entry.id,
    siteIds,
    name: null,
    description: null,
    types: entry.types ?? null,
    settings: entry.settings ?? null,
    ages: entry.ages ?? null,
    targetGroups: entry.targetGroups ?? null,
    problems: entry.problems ?? null,
    stages: null,
    capacity:
      entry.places === undefined
        ? null
        : { unit: 'places', maximum: entry.places, funded: null, available: null, updated: null },
    waitingList: waiting
      ? {
          weeks: waiting.weeks ?? null,
          persons: waiting.persons ?? null,
          countedOn: date(waiting.countedOn),
          note: null,
        }
      : null,
    exclusion: entry.excluded ? { groups: entry.excluded, text: null } : null,
    catchment: null,
    languages: null,
    status: entry.status ?? 'active',
    from: date(entry.from),
    until: date(entry.until),
    order: 0,
    provenance: null,
    verified: entry.verified === undefined ? null : { at: new Date(entry.verified), by: 'somebody' },
    changedAt: null,
  };
}

/** The records of the care offer that say what the entries say: a unit with one module each. */
export function anInventory(entries: readonly WrittenEntry[]): Inventory {
  const inventory = {
    sites: [] as SiteRecord[],
    careUnits: [] as CareUnitRecord[],
    careModules: [] as CareModuleRecord[],
  };
  for (const entry of entries) {
    const sites = (entry.at ?? []).map((area, at) => siteOf(entry, area, at));
    const ids = sites.map((site) => site._id);
    inventory.sites.push(...sites);
    inventory.careUnits.push(unitOf(entry, ids));
    inventory.careModules.push(moduleOf(entry, ids));
  }
  return inventory;
}

export const linesOf = (entries: readonly WrittenEntry[]): OfferLine[] => offerLines(anInventory(entries));
