import { idOf } from './ids.ts';
import type { CareOfferFile, GivenUnit, ReferenceFiles } from './referenceFiles.ts';

/** A record to be, before its model fills in what is not known. */
export interface Draft extends Record<string, unknown> {
  _id: string;
}

/** Everything there is to load, in the order in which it is loaded: what others point to comes first. */
export interface ReferenceRecords {
  platforms: Draft[];
  moduleTypes: Draft[];
  organisations: Draft[];
  sites: Draft[];
  careUnits: Draft[];
  careModules: Draft[];
}

/** Turns the files into records with their lasting ids. Pure. */
export function referenceRecords(files: ReferenceFiles): ReferenceRecords {
  const { careOffer, moduleTypes, platforms } = files;
  return {
    platforms: platforms.platforms.map(({ code, ...rest }, order) => ({ _id: code, ...rest, order })),
    moduleTypes: moduleTypes.types.map(({ code, ...rest }, order) => ({
      _id: code,
      ...rest,
      since: moduleTypes.version,
      order,
    })),
    organisations: organisationDrafts(careOffer),
    ...unitDrafts(careOffer),
  };
}

const provenanceOf = ({ source }: CareOfferFile) => ({ sourceId: source.id, on: source.on });

function organisationDrafts(file: CareOfferFile): Draft[] {
  const provenance = provenanceOf(file);
  return file.organisations.map(({ key, name, actorType = null }) => ({
    _id: idOf('organisation', key),
    names: [{ name, from: null, until: null }],
    actorType,
    provenance,
  }));
}

function unitDrafts(file: CareOfferFile): Pick<ReferenceRecords, 'sites' | 'careUnits' | 'careModules'> {
  const provenance = provenanceOf(file);
  const sites: Draft[] = [];
  const careUnits: Draft[] = [];
  const careModules: Draft[] = [];
  for (const [order, unit] of file.units.entries()) {
    const { key, organisation, sites: unitSites, modules, ...rest } = unit;
    const _id = idOf('unit', key);
    const organisationId = organisation ? idOf('organisation', organisation) : null;
    const siteIds = unitSites.map((site) => idOf('site', `${key}/${site.key}`));
    careUnits.push({ _id, ...rest, organisationId, siteIds, order, provenance });
    for (const [at, { key: _, ...site }] of unitSites.entries()) {
      sites.push({ _id: siteIds[at]!, ...site, organisationId, provenance });
    }
    careModules.push(...moduleDrafts(unit, provenance));
  }
  return { sites, careUnits, careModules };
}

function moduleDrafts(unit: GivenUnit, provenance: unknown): Draft[] {
  return unit.modules.map(({ key, sites, ...rest }, order) => ({
    _id: idOf('module', `${unit.key}/${key}`),
    careUnitId: idOf('unit', unit.key),
    siteIds: (sites ?? unit.sites.map((site) => site.key)).map((site) => idOf('site', `${unit.key}/${site}`)),
    status: unit.status,
    ...rest,
    order,
    provenance,
  }));
}
