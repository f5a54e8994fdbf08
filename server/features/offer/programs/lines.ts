import type { CareModuleRecord } from '../../../../models/CareModule.ts';
import type { CareUnitRecord } from '../../../../models/CareUnit.ts';
import type { OrganisationRecord } from '../../../../models/Organisation.ts';
import type { SiteRecord } from '../../../../models/Site.ts';
import type { LocalisedText } from '../../../core/i18n.ts';
import { fold } from '../../../geography/fold.ts';
import { idOf } from '../ids.ts';
import { termKey, termsOf } from './taxonomies.ts';

/** What is kept of one service to find it by: a module, or a unit of which no module is known. */
export interface ServiceLine {
  /** UUID for programs: the module's own id, or the unit's. */
  id: string;
  unitId: string;
  moduleId: string | null;
  organisation: OrganisationLine | null;
  sites: SiteLine[];
  terms: string[];
  /** Milliseconds; null as long as everything stands as it was loaded. */
  modifiedAt: number | null;
}

export interface OrganisationLine {
  id: string;
  recordId: string;
  terms: Set<string>;
  modifiedAt: number | null;
  /** Folded words with a space before each. */
  text: string;
}

export interface SiteLine {
  id: string;
  recordId: string;
  /** Carers go there, to people at home: nobody else does. */
  isVisited: boolean;
  /** NIS code of the narrowest area that is known. */
  area: string | null;
  modifiedAt: number | null;
}

/** A service where it is given. */
export interface PlaceLine {
  id: string;
  service: ServiceLine;
  site: SiteLine;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The id programs know a record by: its own where that is a UUID, else one made of it that never changes. */
export const publicId = (kind: string, id: string): string =>
  uuid.test(id) ? id : idOf(`public-${kind}`, id);

const words = (...texts: (string | LocalisedText | null | undefined)[]): string => {
  const all = texts.flatMap((text) => (typeof text === 'string' ? [text] : Object.values(text ?? {})));
  return ` ${fold(all.join(' '))}`;
};

type Known = { changedAt: Date | null; verified?: { at: Date } | null };

/** When anything of these last changed or was confirmed; milliseconds. */
export function newestOf(...records: (Known | null | undefined)[]): number | null {
  const times = records.flatMap((one) => [one?.changedAt?.getTime(), one?.verified?.at.getTime()]);
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
}

export const organisationLine = (one: OrganisationRecord): OrganisationLine => ({
  id: publicId('organisation', one._id),
  recordId: one._id,
  terms: new Set(one.actorType ? [termKey('actorType', one.actorType)] : []),
  modifiedAt: newestOf(one),
  text: words(...one.names.map(({ name }) => name), one.description),
});

export const siteLine = (one: SiteRecord): SiteLine => ({
  id: publicId('site', one._id),
  recordId: one._id,
  isVisited: one.kind === 'visits',
  area: one.area,
  modifiedAt: newestOf(one),
});

/** What stands around a module, already read. */
export interface Around {
  organisation: OrganisationLine | null;
  sites: ReadonlyMap<string, SiteLine>;
}

export function serviceLine(
  unit: CareUnitRecord,
  module: CareModuleRecord | null,
  { organisation, sites }: Around,
): ServiceLine {
  const terms = module ? termsOf(module) : [];
  const own = (module?.siteIds ?? unit.siteIds)
    .map((id) => sites.get(id))
    .filter((site) => site !== undefined);
  const times = [newestOf(unit, module), organisation?.modifiedAt, ...own.map((site) => site.modifiedAt)];
  const known = times.filter((time) => typeof time === 'number');
  return {
    id: module ? publicId('module', module._id) : publicId('unit', unit._id),
    unitId: unit._id,
    moduleId: module?._id ?? null,
    organisation,
    sites: own,
    terms,
    modifiedAt: known.length > 0 ? Math.max(...known) : null,
  };
}

/** The id of a service at one of its places. */
export const placeId = (serviceId: string, siteId: string): string =>
  idOf('public-place', `${serviceId}:${siteId}`);

export const placeLine = (service: ServiceLine, site: SiteLine): PlaceLine => ({
  id: placeId(service.id, site.id),
  service,
  site,
});

/** Whether a line holds every typed word, each by its beginning. */
export const holds = (text: string, typed: string): boolean =>
  fold(typed)
    .split(' ')
    .every((word) => text.includes(` ${word}`));
