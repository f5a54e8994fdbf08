import { z } from 'zod';
import { parametersOf, type Resource } from './parameters.ts';
import { pageOf, refusal, shapes, welcome } from './shapes.ts';

const resources: Record<Resource, string> = {
  services: 'Services: each a module of the care offer, or a unit of which no module is known.',
  organizations: 'Organizations with at least one service.',
  service_at_locations: 'Services at each of their places.',
  taxonomies: 'The lists of words services and organizations are described with.',
  taxonomy_terms: 'The words of these lists.',
};

const jsonOf = (schema: object) => ({ 'application/json': { schema } });
const refer = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const refused = (about: string) => ({ description: about, content: jsonOf(refer('refusal')) });

const answers = {
  '304': { description: 'Not changed since the ETag or the moment the question came with.' },
  '429': refused('Too many questions from one address in a minute; Retry-After says how long to wait.'),
};

const bad = { '400': refused('A parameter that cannot be; the message says which and why.') };
const missing = { '404': refused('It does not exist, or is no longer in the public offer.') };

function parametersFor(resource: Resource, isSingle: boolean) {
  return parametersOf(resource, isSingle).map(([name, { about, schema }]) => ({
    name,
    in: 'query',
    description: about,
    schema,
  }));
}

const listOf = (resource: Resource) => ({
  get: {
    operationId: `list_${resource}`,
    summary: resources[resource],
    parameters: parametersFor(resource, false),
    responses: {
      '200': {
        description: 'One page.',
        content: {
          ...jsonOf(refer(`${resource}_page`)),
          'application/x-ndjson': { schema: refer(resource) },
        },
      },
      ...bad,
      ...answers,
    },
  },
});

const singleOf = (resource: Resource) => ({
  get: {
    operationId: `get_${resource}`,
    summary: `One of: ${resources[resource]}`,
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      ...parametersFor(resource, true),
    ],
    responses: {
      '200': { description: 'With all that is known of it.', content: jsonOf(refer(resource)) },
      ...bad,
      ...missing,
      ...answers,
    },
  },
});

const schemaOf = (shape: z.ZodType): object => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12' });
  return schema;
};

/** The interface as an OpenAPI 3.1 document, made of the table of parameters and the shapes. */
export function openApiDocument(base: string): Record<string, unknown> {
  const names = Object.keys(resources) as Resource[];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Schakel: care offer',
      version: '3.1',
      description:
        'The public care offer in the Human Services Data Specification (Open Referral HSDS 3.1). Open, without a key, ' +
        'from any origin. What is not known is absent; nothing is estimated. The data are CC0 1.0. assurer_email is ' +
        'never given: whoever confirmed a record is a person, and their address is not ours to publish.',
      license: { name: 'CC0 1.0', identifier: 'CC0-1.0' },
    },
    servers: [{ url: base }],
    paths: {
      '/': {
        get: {
          operationId: 'welcome',
          summary: 'Version, profile, and where this document is.',
          responses: { '200': { description: 'This interface.', content: jsonOf(refer('welcome')) } },
        },
      },
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`/${name}`, listOf(name)],
          [`/${name}/{id}`, singleOf(name)],
        ]),
      ),
    },
    components: {
      schemas: Object.fromEntries([
        ['welcome', schemaOf(welcome)],
        ['refusal', schemaOf(refusal)],
        ...names.flatMap((name) => [
          [name, schemaOf(shapes[name])],
          [`${name}_page`, schemaOf(pageOf(shapes[name]))],
        ]),
      ]),
    },
  };
}
