import { z } from 'zod';

/** What this interface gives of HSDS 3.1, field by field: the OpenAPI document says these, the tests hold us to them. */
const id = z.uuid();
const text = z.string().min(1);
const day = z.iso.date();
const moment = z.iso.datetime();
const shape = z.strictObject;

const taxonomy = shape({ id, name: text, description: text, uri: z.url() });

const taxonomyTerm = shape({
  id,
  code: text,
  name: text,
  description: text,
  taxonomy: text,
  taxonomy_id: id,
  taxonomy_detail: taxonomy,
  language: z.enum(['nl', 'fr', 'de', 'en']),
  term_uri: z.url(),
});

const attribute = shape({
  id,
  link_id: id,
  link_entity: z.enum(['service', 'organization']),
  link_type: text,
  taxonomy_term_id: id,
  taxonomy_term: taxonomyTerm,
});

const organization = shape({
  id,
  name: text,
  description: z.string().describe('Empty where nobody described it.'),
  alternate_name: text.optional().describe('Former names.'),
  attributes: z.array(attribute).optional(),
});

const address = shape({
  id,
  location_id: id,
  address_1: text,
  city: text,
  state_province: text,
  postal_code: text.regex(/^\d{4}$/),
  country: z.literal('BE'),
  address_type: z.literal('physical'),
});

const location = shape({
  id,
  location_type: z.enum(['physical', 'virtual']),
  organization_id: id.optional(),
  name: text.optional(),
  description: text.optional(),
  url: z.url().optional(),
  transportation: text.optional(),
  external_identifier: text.optional().describe('NIS code of the narrowest area that is known.'),
  external_identifier_type: z.literal('NIS').optional(),
  addresses: z.array(address).optional(),
  accessibility: z.array(shape({ id, location_id: id, description: text })).optional(),
  contacts: z.array(shape({ id, location_id: id, email: z.email() })).optional(),
  phones: z.array(shape({ id, location_id: id, number: text })).optional(),
});

const placed = shape({ id, service_id: id, location_id: id, location });

const capacity = shape({
  id,
  service_id: id,
  unit: shape({ id, name: text, identifier: z.enum(['beds', 'places', 'fte']) }),
  available: z.number().min(0),
  maximum: z.number().min(0).optional(),
  updated: moment,
});

const serviceArea = shape({
  id,
  service_id: id,
  name: text,
  extent: text.regex(/^NIS \d{5}$/).optional(),
  extent_type: z.literal('text').optional(),
});

const service = shape({
  id,
  organization_id: id.optional(),
  name: text,
  status: z.enum(['active', 'inactive', 'defunct']),
  last_modified: moment.optional(),
  description: text.optional(),
  url: z.url().optional(),
  email: z.email().optional(),
  application_process: text.optional(),
  fees_description: text.optional(),
  wait_time: text.optional(),
  eligibility_description: text.optional(),
  assured_date: day.optional().describe('When its organization last confirmed it.'),
  alert: text.optional(),
  phones: z.array(shape({ id, service_id: id, number: text })).optional(),
  schedules: z.array(shape({ id, service_id: id, description: text })).optional(),
  cost_options: z.array(shape({ id, service_id: id, amount_description: text })).optional(),
  languages: z.array(shape({ id, service_id: id, code: text, name: text })).optional(),
  service_areas: z.array(serviceArea).optional(),
  capacities: z.array(capacity).optional(),
  organization: organization.optional(),
  service_at_locations: z.array(placed).optional(),
  attributes: z.array(attribute).optional(),
});

const serviceAtLocation = shape({
  id,
  service_id: id,
  location_id: id,
  description: text.optional(),
  location: location.optional(),
  service: service.optional(),
});

export const shapes = {
  services: service,
  organizations: organization,
  service_at_locations: serviceAtLocation,
  taxonomies: taxonomy,
  taxonomy_terms: taxonomyTerm,
} as const;

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  shape({
    total_items: z.int().min(0),
    total_pages: z.int().min(1),
    page_number: z.int().min(1),
    size: z.int().min(0).max(100),
    first_page: z.boolean(),
    last_page: z.boolean(),
    empty: z.boolean(),
    contents: z.array(item),
  });

export const welcome = shape({ version: z.literal('3.1'), profile: z.url(), openapi_url: z.url() });

export const refusal = shape({
  error: z.enum(['bad_request', 'not_found', 'not_allowed', 'too_many']),
  parameter: z.string().optional(),
  message: text,
});
