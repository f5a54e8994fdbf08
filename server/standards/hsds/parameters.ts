import { isLanguage, languages } from '../../core/i18n.ts';

/** What an address asks for that nothing can be given for; the answer is 400 and says it in plain English. */
export class BadRequest extends Error {
  readonly parameter: string;
  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

export type Resource =
  | 'services'
  | 'organizations'
  | 'service_at_locations'
  | 'taxonomies'
  | 'taxonomy_terms';

interface Parameter {
  /** The lists that take it. */
  lists: readonly Resource[];
  /** Whether a single record takes it as well. */
  single?: true;
  about: string;
  /** JSON Schema, for the OpenAPI document. */
  schema: Record<string, unknown>;
  /** @throws string what it must be */
  read(text: string): unknown;
}

const refuse = (what: string): never => {
  throw what;
};

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : refuse(`a whole number from ${least} to ${most}`);
};

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uuid = (text: string): string => (uuidForm.test(text) ? text.toLowerCase() : refuse('a UUID'));

const yesOrNo = (text: string): boolean =>
  text === 'true' ? true : text === 'false' ? false : refuse('true or false');

function moment(text: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const at = form.test(text) ? new Date(text) : new Date(Number.NaN);
  const isDay =
    !Number.isNaN(at.getTime()) && new Date(text.slice(0, 10)).toISOString().startsWith(text.slice(0, 10));
  return isDay ? at : refuse('a date (2026-11-26) or a date with time and zone (2026-11-26T14:30:00Z)');
}

const oneOf = (choices: readonly string[]) => (text: string) =>
  choices.includes(text) ? text : refuse(`one of ${choices.join(', ')}`);

const all: readonly Resource[] = [
  'services',
  'organizations',
  'service_at_locations',
  'taxonomies',
  'taxonomy_terms',
];
const offered: readonly Resource[] = ['services', 'organizations', 'service_at_locations'];
const identifier = { type: 'string', format: 'uuid' };

/** Every parameter of every list: what the handlers read and what the OpenAPI document says are this one table. */
export const parameters = {
  search: {
    lists: all,
    about:
      'Words, found as in the directory: beginnings, other forms and parts of words. Services: all of a unit in which ' +
      'every word is found, the best first. Organizations and taxonomies: each word must begin a word of their names ' +
      'or descriptions.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    read: (text) => (text.trim() !== '' && text.length <= 200 ? text : refuse('1 to 200 characters')),
  },
  page: {
    lists: all,
    about: 'The page, from 1. Behind the last page stands an empty one.',
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    read: wholeNumber(1, 1_000_000),
  },
  per_page: {
    lists: all,
    about: 'Records on a page.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    read: wholeNumber(1, 100),
  },
  format: {
    lists: all,
    about: 'json: a page with its counts. ndjson: the records of the page alone, one a line.',
    schema: { type: 'string', enum: ['json', 'ndjson'], default: 'json' },
    read: oneOf(['json', 'ndjson']),
  },
  language: {
    lists: all,
    single: true,
    about: 'Language of texts that exist in several; what exists in another one only is given in that one.',
    schema: { type: 'string', enum: [...languages], default: 'nl' },
    read: (text) => (isLanguage(text) ? text : refuse(`one of ${languages.join(', ')}`)),
  },
  taxonomy_term_id: {
    lists: offered,
    about: 'Only what carries this term.',
    schema: identifier,
    read: uuid,
  },
  taxonomy_id: {
    lists: [...offered, 'taxonomy_terms'],
    about: 'Only what carries a term of this taxonomy; of terms: only those of this taxonomy.',
    schema: identifier,
    read: uuid,
  },
  organization_id: {
    lists: ['services', 'service_at_locations'],
    about: 'Only what this organization offers.',
    schema: identifier,
    read: uuid,
  },
  modified_after: {
    lists: offered,
    about:
      'Only what changed or was confirmed later than this: the record itself or what it is given with. What stands ' +
      'as it was first loaded has no such moment and is left out. What is withdrawn is answered with 404.',
    schema: { type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] },
    read: moment,
  },
  minimal: {
    lists: offered,
    about: 'true: the fields that must be there, and last_modified.',
    schema: { type: 'boolean', default: false },
    read: yesOrNo,
  },
  full: {
    lists: offered,
    about: 'true: each record as it is given by itself.',
    schema: { type: 'boolean', default: false },
    read: yesOrNo,
  },
  postcode: {
    lists: ['service_at_locations'],
    about: 'A Belgian postcode: only places in its municipalities, or within proximity of them.',
    schema: { type: 'string', pattern: '^[1-9]\\d{3}$' },
    read: (text) => (/^[1-9]\d{3}$/.test(text) ? text : refuse('a Belgian postcode of four digits')),
  },
  proximity: {
    lists: ['service_at_locations'],
    about:
      'Kilometres from the municipality of postcode, between the middles of municipalities as the crow flies; the ' +
      'nearest come first.',
    schema: { type: 'number', minimum: 0, maximum: 300 },
    read: (text) => {
      const kilometres = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
      return kilometres <= 300 ? kilometres : refuse('a number of kilometres from 0 to 300');
    },
  },
} as const satisfies Record<string, Parameter>;

type Name = keyof typeof parameters;
type Value<One extends Name> = Exclude<ReturnType<(typeof parameters)[One]['read']>, never>;

/** What was asked, checked. */
export type Asked = { [One in Name]?: Value<One> } & {
  page: number;
  per_page: number;
  format: string;
  language: (typeof languages)[number];
};

/** The parameters of a list, or of a single record of it. */
export const parametersOf = (resource: Resource, isSingle: boolean): [Name, Parameter][] =>
  (Object.entries(parameters) as [Name, Parameter][]).filter(
    ([, one]) => one.lists.includes(resource) && (!isSingle || one.single === true),
  );

function together(asked: Asked): Asked {
  if (asked.minimal && asked.full) throw new BadRequest('minimal', 'minimal and full cannot both be true.');
  if (asked.proximity !== undefined && asked.postcode === undefined)
    throw new BadRequest('proximity', 'proximity needs a postcode to measure from.');
  return asked;
}

/** @throws BadRequest for a value that cannot be, a parameter given twice, or one that does not exist here. */
export function readParameters(resource: Resource, isSingle: boolean, query: Record<string, unknown>): Asked {
  const known = new Map(parametersOf(resource, isSingle));
  const asked: Record<string, unknown> = { page: 1, per_page: 20, format: 'json', language: 'nl' };
  for (const [name, text] of Object.entries(query)) {
    const parameter = known.get(name as Name);
    if (!parameter) {
      const names = [...known.keys()].join(', ');
      throw new BadRequest(
        name,
        `There is no parameter ${JSON.stringify(name.slice(0, 60))} here. Known: ${names}.`,
      );
    }
    if (typeof text !== 'string') throw new BadRequest(name, `${name} may be given once.`);
    try {
      asked[name] = parameter.read(text);
    } catch (what) {
      if (typeof what !== 'string') throw what;
      throw new BadRequest(name, `${name} must be ${what}; it is ${JSON.stringify(text.slice(0, 60))}.`);
    }
  }
  return together(asked as Asked);
}
