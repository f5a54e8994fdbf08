import type { Answer } from '../../core/answers.ts';
import { NotFound } from '../../core/errors.ts';
import { translator } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import {
  inBatches,
  type PublicOffer,
  publicOffer,
  publicServices,
  taxonomiesOf,
  unitsFound,
} from '../../features/offer/programs/queries.ts';
import { readerOf } from '../../features/offer/programs/shown.ts';
import { paths } from '../../paths.ts';
import { openApiDocument } from './openapi.ts';
import { type Asked, BadRequest, type Resource, readParameters } from './parameters.ts';
import { pageOf, type Question, recordOf } from './resources.ts';
import { service } from './serviceMapping.ts';
import type { Context } from './taxonomyMapping.ts';

const profile = 'https://github.com/openreferral/specification/tree/3.1-dev';

const baseOf = ({ house }: Visit): string => house.publicUrl + paths.hsds();

/** What the mapping needs to speak a language. Nothing of it comes from who asks: an address means one answer. */
export function contextFor(visit: Visit, offer: PublicOffer, language: Asked['language']): Context {
  const reader = readerOf({ language, t: translator(language), now: visit.now });
  const taxonomies = taxonomiesOf(offer.moduleTypes);
  return { reader, base: baseOf(visit), taxonomies, moduleTypes: offer.moduleTypes };
}

/** Kept by whoever likes, and asked about each time: the answer is 304 as long as it is the same. */
const cached = (since: Date) => ({
  'Cache-Control': 'public, no-cache',
  'Last-Modified': since.toUTCString(),
});

async function question(visit: Visit, resource: Resource, isSingle: boolean): Promise<Question> {
  const asked = readParameters(resource, isSingle, visit.request.query as Record<string, unknown>);
  const offer = await publicOffer(visit.house, visit.now);
  const context = contextFor(visit, offer, asked.language);
  const { search, language } = asked;
  const isAsked = search !== undefined && (resource === 'services' || resource === 'service_at_locations');
  const found = isAsked ? await unitsFound(visit.house, search, language, context.reader.today) : null;
  return { offer, asked, context, found, now: visit.now };
}

/** What cannot be answered is said in JSON, whatever the program would accept. */
async function orRefusal(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof BadRequest) {
      const { parameter, message } = error;
      return { kind: 'json', status: 400, body: { error: 'bad_request', parameter, message } };
    }
    if (error instanceof NotFound)
      return { kind: 'json', status: 404, body: { error: 'not_found', message: 'There is nothing here.' } };
    throw error;
  }
}

export const list =
  (resource: Resource) =>
  (visit: Visit): Promise<Answer> =>
    orRefusal(async () => {
      const asked = await question(visit, resource, false);
      const page = await pageOf(resource, asked);
      const headers = cached(asked.offer.since);
      if (asked.asked.format === 'json') return { kind: 'json', body: page, headers };
      const lines = page.contents.map((one) => `${JSON.stringify(one)}\n`);
      return { kind: 'data', type: 'application/x-ndjson', chunks: lines, headers };
    });

export const single =
  (resource: Resource) =>
  (visit: Visit): Promise<Answer> =>
    orRefusal(async () => {
      const asked = await question(visit, resource, true);
      const body = await recordOf(resource, asked, visit.params.id ?? '');
      return { kind: 'json', body, headers: cached(asked.offer.since) };
    });

/** Raised when the same records are given otherwise, so that nobody takes the old form for the new. */
const form = 1;

async function* everyService({ offer, context, now }: Question): AsyncGenerator<string> {
  const about = { version: '3.1', profile, license: 'CC0-1.0', date: context.reader.today };
  yield `${JSON.stringify({ ...about, language: context.reader.language }).slice(0, -1)},"services":[`;
  let before = '\n';
  for (const lines of inBatches(offer.services)) {
    for (const one of await publicServices(lines, now, context.reader.today)) {
      yield before + JSON.stringify(service(one, context, 'full'));
      before = ',\n';
    }
  }
  yield '\n]}\n';
}

/** Every service with all that is known of it, as one file of open data. */
export const download = (visit: Visit): Promise<Answer> =>
  orRefusal(async () => {
    const asked = await question(visit, 'services', true);
    const { offer, context } = asked;
    const headers = {
      ...cached(offer.since),
      ETag: `W/"${offer.mark}-${context.reader.language}-${form}"`,
    };
    const name = `schakel-services-${context.reader.today}-${context.reader.language}.json`;
    return { kind: 'data', type: 'application/json', name, chunks: everyService(asked), headers };
  });

export const welcome = (visit: Visit): Answer => ({
  kind: 'json',
  body: { version: '3.1', profile, openapi_url: visit.house.publicUrl + paths.hsdsOpenApi() },
  headers: { 'Cache-Control': 'public, no-cache' },
});

export const openApi = (visit: Visit): Answer => ({
  kind: 'json',
  body: openApiDocument(baseOf(visit)),
  headers: { 'Cache-Control': 'public, no-cache' },
});
