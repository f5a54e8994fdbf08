import type { CareModuleRecord, PublicService, SiteRecord } from '../../features/offer/programs/queries.ts';
import { placeId, publicId } from '../../features/offer/programs/queries.ts';
import {
  dueOn,
  listed,
  moduleTitle,
  placeOf,
  type Reader,
  waitingOf,
} from '../../features/offer/programs/shown.ts';
import { areaName } from '../../geography/geography.ts';
import { type Given, known, partId, textOf } from './known.ts';
import { location } from './locationMapping.ts';
import { organization } from './organizationMapping.ts';
import { attributes, type Context } from './taxonomyMapping.ts';

/** How much of a record is given: what must be there, its own fields, or everything around it as well. */
export type Depth = 'minimal' | 'own' | 'full';

const statuses = { active: 'active', planned: 'inactive', stopped: 'defunct' } as const;
const day = (at: Date): string => at.toISOString().slice(0, 10);

/** Paragraphs of what is known, or null. */
const joined = (...parts: (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join('\n\n') || null;

/** A module says what it is, and its unit's name where that is another. */
function nameOf({ unit, module }: PublicService, { reader, moduleTypes }: Context): string {
  return module ? `${unit.name}: ${moduleTitle(module, { moduleTypes }, reader).text}` : unit.name;
}

const codes = (values: string[] | null, kind: 'age' | 'target', reader: Reader): string | null =>
  values && values.length > 0
    ? listed(
        values.map((code) => reader.t(`offer.${kind}.${code}`)),
        reader,
      )
    : null;

function eligibility(module: CareModuleRecord | null, reader: Reader): string | null {
  if (!module) return null;
  const { t } = reader;
  const said = (key: string, text: string | null): string | null => (text ? t(key, { text }) : null);
  return joined(
    said('programs.eligibility.ages', codes(module.ages, 'age', reader)),
    said('programs.eligibility.targets', codes(module.targetGroups, 'target', reader)),
    textOf(module.inclusion, reader),
    said('programs.eligibility.excluded', codes(module.exclusion?.groups ?? null, 'target', reader)),
    textOf(module.exclusion?.text, reader),
  );
}

/** What a reader should know first: that it is made up, or how long ago anybody said that it is true. */
function alert({ organisation, verified }: PublicService, reader: Reader): string | null {
  if (organisation?.record.fictional) return reader.t('programs.alert.fictional');
  if (!verified) return reader.t('programs.alert.never');
  return dueOn(verified)! <= reader.today
    ? reader.t('programs.alert.due', { day: reader.day(verified.at) })
    : null;
}

/** Free places need a number and the day it was counted: without either there is none to give. */
function capacities(module: CareModuleRecord | null, id: string, { t }: Reader): Given[] {
  const capacity = module?.capacity;
  if (!capacity || capacity.available === null || capacity.updated === null) return [];
  const { unit, available, maximum, updated } = capacity;
  return [
    known({
      id: partId('capacity', id),
      service_id: id,
      unit: { id: partId('unit', unit), name: t(`upkeep.capacityUnit.${unit}`), identifier: unit },
      available,
      maximum,
      updated: updated.toISOString(),
    }),
  ];
}

function serviceAreas({ unit, module, sites }: PublicService, id: string, reader: Reader): Given[] {
  const catchment = module?.catchment ?? unit.catchment;
  const visited = sites.filter((site) => site.kind === 'visits' && site.area !== null);
  const area = (nis: string): Given => ({
    id: partId('area', id, nis),
    service_id: id,
    name: areaName(nis, reader.language),
    extent: `NIS ${nis}`,
    extent_type: 'text',
  });
  const one = (name: string): Given => ({ id: partId('area', id, 'all'), service_id: id, name });
  const note = textOf(catchment?.note, reader);
  if (catchment?.areas?.length === 0) return [one(reader.t('offer.place.everywhere'))];
  if (catchment?.areas) return catchment.areas.map(area);
  if (note) return [one(note)];
  return visited.map((site) => area(site.area!));
}

const spoken = (codes: string[] | null, id: string, { language }: Reader): Given[] => {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return (codes ?? []).map((code) => ({
    id: partId('language', id, code),
    service_id: id,
    code,
    name: names.of(code) ?? code,
  }));
};

const isPlace = (site: SiteRecord): boolean => site.kind !== 'visits';

function children(one: PublicService, id: string, reader: Reader): Given {
  const { unit, module } = one;
  const hours = textOf(module?.hours, reader);
  const cost = textOf(module?.cost, reader);
  const number = unit.contact?.phone;
  return {
    phones: number ? [{ id: partId('phone', id), service_id: id, number }] : [],
    schedules: hours ? [{ id: partId('schedule', id), service_id: id, description: hours }] : [],
    cost_options: cost ? [{ id: partId('cost', id), service_id: id, amount_description: cost }] : [],
    languages: spoken(module?.languages ?? null, id, reader),
    service_areas: serviceAreas(one, id, reader),
    capacities: capacities(module, id, reader),
  };
}

/** A module, or a unit of which no module is known, as a service. */
export function service(one: PublicService, context: Context, depth: Depth): Given {
  const { line, unit, module, organisation, status, verified, sites } = one;
  const { reader } = context;
  const { id } = line;
  const core = known({
    id,
    organization_id: organisation ? publicId('organisation', organisation.record._id) : null,
    name: nameOf(one, context),
    status: statuses[status],
    last_modified: line.modifiedAt === null ? null : new Date(line.modifiedAt).toISOString(),
  });
  if (depth === 'minimal') return core;
  const waiting = module ? waitingOf(module, reader) : null;
  const own = known({
    ...core,
    description: joined(textOf(module?.description, reader), textOf(unit.description, reader)),
    url: unit.contact?.website,
    email: unit.contact?.email,
    application_process: joined(textOf(module?.referral, reader), textOf(module?.admission, reader)),
    fees_description: textOf(module?.cost, reader),
    wait_time: waiting && !waiting.unknown ? waiting.text : null,
    eligibility_description: eligibility(module, reader),
    assured_date: verified ? day(verified.at) : null,
    alert: alert(one, reader),
  });
  if (depth === 'own') return own;
  return known({
    ...own,
    ...children(one, id, reader),
    organization: organisation ? organization(organisation, context, 'own') : null,
    service_at_locations: sites.filter(isPlace).map((site) => placed(one, site, context)),
    attributes: attributes(line.terms, 'service', id, context),
  });
}

/** The service at one of its places, without the service itself. */
function placed({ line }: PublicService, site: SiteRecord, context: Context): Given {
  const siteId = publicId('site', site._id);
  return {
    id: placeId(line.id, siteId),
    service_id: line.id,
    location_id: siteId,
    location: location(site, context),
  };
}

/** The service at one of its places; `full` with the service and its place. */
export function serviceAtLocation(
  one: PublicService,
  site: SiteRecord,
  context: Context,
  depth: Depth,
): Given {
  const { location: place, ...core } = placed(one, site, context);
  if (depth === 'minimal') return core;
  const described = { ...core, description: `${nameOf(one, context)}, ${placeOf(site, context.reader)}` };
  if (depth === 'own') return { ...described, location: place };
  const { service_at_locations: _, ...whole } = service(one, context, 'full');
  return { ...described, location: place, service: whole };
}
