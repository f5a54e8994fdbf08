import { publicId, type SiteRecord } from '../../features/offer/programs/queries.ts';
import { placeOf, type Reader } from '../../features/offer/programs/shown.ts';
import { areaName, areaOf, whereabouts } from '../../geography/geography.ts';
import { type Given, known, partId, textOf } from './known.ts';
import type { Context } from './taxonomyMapping.ts';

/** An address has a street, a town and a postcode: of less there is none, and the location says in words where it is. */
function addresses(site: SiteRecord, locationId: string, { language }: Reader): Given[] {
  const { area, street, postcode } = site;
  const around = area === null ? null : whereabouts(area);
  if (!street || !postcode || !around?.municipality) return [];
  return [
    {
      id: partId('address', locationId),
      location_id: locationId,
      address_1: street,
      city: areaName(around.municipality, language),
      state_province: areaName(around.province ?? around.region ?? around.municipality, language),
      postal_code: postcode,
      country: 'BE',
      address_type: 'physical',
    },
  ];
}

const contactParts = (site: SiteRecord, id: string): Given => ({
  url: site.contact?.website,
  contacts: site.contact?.email
    ? [{ id: partId('contact', id), location_id: id, email: site.contact.email }]
    : [],
  phones: site.contact?.phone
    ? [{ id: partId('phone', id), location_id: id, number: site.contact.phone }]
    : [],
});

/** A building or a place on the internet. Where carers visit people is an area and no location. */
export function location(site: SiteRecord, { reader }: Context): Given {
  const id = publicId('site', site._id);
  const accessibility = textOf(site.accessibility, reader);
  const isPlace = site.area !== null && areaOf(site.area) !== undefined;
  return known({
    id,
    location_type: site.kind === 'online' ? 'virtual' : 'physical',
    organization_id: site.organisationId ? publicId('organisation', site.organisationId) : null,
    name: textOf(site.name, reader),
    description: isPlace || site.areaText || site.kind === 'online' ? placeOf(site, reader) : null,
    transportation: textOf(site.travel, reader),
    external_identifier: isPlace ? site.area : null,
    external_identifier_type: isPlace ? 'NIS' : null,
    addresses: addresses(site, id, reader),
    accessibility: accessibility
      ? [{ id: partId('accessibility', id), location_id: id, description: accessibility }]
      : [],
    ...contactParts(site, id),
  });
}
