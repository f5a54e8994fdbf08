import { z } from 'zod';
import { type Language, languages } from '../../core/i18n.ts';

/**
 * What is taken of HSDS 3.1 (openreferral.org): of each field its type, as far as we have a place for it. Others may
 * be there and say nothing to us. Null is taken for absent.
 */
const shape = z.looseObject;
const text = z.string().max(32_767).nullish();
const id = z.string().min(1).max(100);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(1000).nullish();

const term = shape({ id: id.nullish(), code: text, taxonomy: text, taxonomy_id: text, language: text });
const attribute = shape({ link_type: text, taxonomy_term_id: text, taxonomy_term: term.nullish() });

const organization = shape({
  id,
  name: text,
  description: text,
  alternate_name: text,
  attributes: list(attribute),
});

const location = shape({
  id,
  location_type: z.enum(['physical', 'virtual', 'postal']).nullish(),
  name: text,
  description: text,
  transportation: text,
  url: text,
  external_identifier: text,
  external_identifier_type: text,
  addresses: list(shape({ address_1: text, address_2: text, city: text, postal_code: text })),
  accessibility: list(shape({ description: text })),
  contacts: list(shape({ email: text })),
  phones: list(shape({ number: text })),
});

const capacity = shape({
  available: z.number(),
  maximum: z.number().nullish(),
  updated: z.string().max(40),
  unit: shape({ identifier: text, name: text }).nullish(),
});

export const incomingService = shape({
  id,
  name: z.string().min(1).max(1000),
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  organization_id: text,
  description: text,
  url: text,
  email: text,
  application_process: text,
  fees_description: text,
  wait_time: text,
  eligibility_description: text,
  phones: list(shape({ number: text })),
  schedules: list(shape({ description: text })),
  cost_options: list(shape({ amount_description: text })),
  languages: list(shape({ code: z.string().max(20) })),
  service_areas: list(shape({ name: text, extent: text })),
  capacities: list(capacity),
  organization: organization.nullish(),
  service_at_locations: list(shape({ location_id: text, location: location.nullish() })),
  attributes: list(attribute),
});

export type IncomingService = z.infer<typeof incomingService>;
export type IncomingLocation = z.infer<typeof location>;
export type IncomingAttribute = z.infer<typeof attribute>;

/** A file as it was read: its services still to be checked, each with the way to it. */
export interface IncomingFile {
  /** Null when the file does not say in which language its texts are. */
  language: Language | null;
  services: { path: string; value: unknown }[];
}

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** Languages are said by the file as a whole, else by the first word of a list. */
function languageOf(file: unknown, services: IncomingFile['services']): Language | null {
  const own = (file as { language?: unknown }).language;
  if (isLanguage(own)) return own;
  for (const { value } of services) {
    const attributes = incomingService.shape.attributes.safeParse(
      (value as { attributes?: unknown } | null)?.attributes,
    ).data;
    const found = attributes?.map((one) => one.taxonomy_term?.language).find(isLanguage);
    if (found) return found;
  }
  return null;
}

/**
 * The services of a file: the open data (`services`), a page of a list (`contents`), a list, or one service.
 * @returns null when it is none of these.
 */
export function servicesIn(file: unknown): IncomingFile | null {
  if (file === null || typeof file !== 'object') return null;
  const { services, contents, id: own, name } = file as Record<string, unknown>;
  const [at, found] = Array.isArray(file)
    ? ['$', file]
    : Array.isArray(services)
      ? ['$.services', services]
      : Array.isArray(contents)
        ? ['$.contents', contents]
        : ['$', null];
  if (found) {
    const all = found.map((value, index) => ({ path: `${at}[${index}]`, value }));
    return { language: languageOf(file, all), services: all };
  }
  if (typeof own !== 'string' || typeof name !== 'string') return null;
  const one = [{ path: '$', value: file }];
  return { language: languageOf(file, one), services: one };
}
