import { publicId } from '../../features/offer/programs/queries.ts';
import { municipalitiesOfPostcode } from '../../geography/geography.ts';
import type { Incoming, KnownService } from './incoming.ts';
import { IncomingRow } from './incomingRow.ts';
import type { IncomingLocation, IncomingService } from './incomingShapes.ts';
import { type Given, saysTheSame } from './known.ts';

/** The locations of a service: the first in its own row, each further one in a row behind it. */
export function locationRows(
  row: IncomingRow,
  said: IncomingService,
  known: KnownService | null,
  incoming: Incoming,
): IncomingRow[] {
  const places = said.service_at_locations ?? [];
  const ours = new Map((known?.public.sites ?? []).map((site) => [publicId('site', site._id), site._id]));
  const idOf = (id: string): string => ours.get(id) ?? (incoming.sites.has(id) ? id : `new:${id}`);
  const rows: IncomingRow[] = [];
  const ids: string[] = [];
  for (const [index, place] of places.entries()) {
    const id = place.location?.id ?? place.location_id;
    const at = `.service_at_locations[${index}].location`;
    if (!id || (!place.location && idOf(id).startsWith('new:'))) {
      row.refuse(at, 'exchange.hsds.locationMissing');
      continue;
    }
    ids.push(id);
    if (!place.location) continue;
    const target = index === 0 ? row : new IncomingRow(row.path);
    target.ids.site = idOf(id);
    putLocation(target, place.location, at, givenOf(known, id), incoming);
    if (target === row) continue;
    Object.assign(target.ids, { organisation: row.ids.organisation, unit: row.ids.unit });
    if (target.cells.size > 0) rows.push(target);
  }
  putSiteIds(row, ids, ours, known, idOf);
  return rows;
}

/** What we give of a location of a service we know. */
function givenOf(known: KnownService | null, id: string): Given | null {
  const places = (known?.given.service_at_locations ?? []) as { location: Given }[];
  return places.map((one) => one.location).find((one) => one.id === id) ?? null;
}

/** At which sites: only where it is at others than before. Where carers visit people is no location, and stays. */
function putSiteIds(
  row: IncomingRow,
  said: string[],
  ours: ReadonlyMap<string, string>,
  known: KnownService | null,
  idOf: (id: string) => string,
): void {
  if (said.length === 0) return;
  const at = '.service_at_locations';
  const wanted = said.map(idOf);
  if (!known) {
    row.put('unit.siteIds', wanted.join('|'), at);
    row.put('module.siteIds', wanted.join('|'), at);
    return;
  }
  const { unit, module, sites } = known.public;
  const visits = sites.filter((site) => site.kind === 'visits').map((site) => site._id);
  const before = [...ours.values()].filter((id) => !visits.includes(id));
  if (wanted.toSorted().join() === before.toSorted().join()) return;
  if (module) row.put('module.siteIds', [...visits, ...wanted].join('|'), at);
  const kept = module ? unit.siteIds : visits;
  row.put('unit.siteIds', [...new Set([...kept, ...wanted])].join('|'), at);
}

/** The narrowest place it names: a NIS code, else the municipality of its postcode where there is only one. */
function areaOf(said: IncomingLocation): string | null {
  if (said.external_identifier_type === 'NIS') return said.external_identifier ?? null;
  const found = municipalitiesOfPostcode(said.addresses?.[0]?.postal_code ?? '');
  return found.length === 1 ? found[0]! : (said.addresses?.[0]?.city ?? null);
}

function putLocation(
  row: IncomingRow,
  said: IncomingLocation,
  at: string,
  given: Given | null,
  { language }: Incoming,
): void {
  const isNew = row.ids.site!.startsWith('new:');
  // A site we know that is given at another service, too: what it says is said there.
  if (!isNew && given === null) return;
  const differs = (name: keyof IncomingLocation): boolean => !saysTheSame(said[name], given?.[name]);
  const cell = (column: string, text: string, path: string): void =>
    row.put(`site.${column}`, text, at + path);
  const put = (
    name: keyof IncomingLocation,
    column: string,
    text: string | null | undefined,
    inner = '',
  ): void => {
    if (text && differs(name)) cell(column, text, `.${name}${inner}`);
  };
  if (said.location_type === 'postal') row.refuse(`${at}.location_type`, 'exchange.hsds.postal');
  if (isNew || differs('location_type'))
    cell('kind', said.location_type === 'virtual' ? 'online' : 'building', '.location_type');
  const [address] = said.addresses ?? [];
  const area = areaOf(said);
  put('name', `name.${language}`, said.name);
  put(
    'addresses',
    'street',
    [address?.address_1, address?.address_2].filter(Boolean).join(', '),
    '[0].address_1',
  );
  put('addresses', 'postcode', address?.postal_code, '[0].postal_code');
  if (area && (isNew || differs('external_identifier')))
    cell('area', area, `.${said.external_identifier ? 'external_identifier' : 'addresses[0]'}`);
  if (isNew && !area) put('description', `areaText.${language}`, said.description?.slice(0, 200));
  put('transportation', `travel.${language}`, said.transportation);
  put('accessibility', `accessibility.${language}`, said.accessibility?.[0]?.description, '[0].description');
  put('url', 'contact.website', said.url);
  put('contacts', 'contact.email', said.contacts?.[0]?.email, '[0].email');
  put('phones', 'contact.phone', said.phones?.[0]?.number, '[0].number');
}
