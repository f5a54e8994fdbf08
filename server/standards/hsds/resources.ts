import { NotFound } from '../../core/errors.ts';
import {
  holds,
  type OrganisationLine,
  type PlaceLine,
  type PublicOffer,
  publicOrganisations,
  publicServices,
  type ServiceLine,
} from '../../features/offer/programs/queries.ts';
import { kilometresBetween } from '../../geography/distance.ts';
import { fold } from '../../geography/fold.ts';
import { municipalitiesOfPostcode, whereabouts } from '../../geography/geography.ts';
import type { Given } from './known.ts';
import { organization } from './organizationMapping.ts';
import type { Asked, Resource } from './parameters.ts';
import { type Depth, service, serviceAtLocation } from './serviceMapping.ts';
import { type Context, taxonomy, taxonomyId, term, termId } from './taxonomyMapping.ts';

export interface Question {
  offer: PublicOffer;
  asked: Asked;
  context: Context;
  /** Units in which the words are found, by id, with their place; null where none were asked for. */
  found: ReadonlyMap<string, number> | null;
  now: Date;
}

/** One kind of record: which there are, and how they are given. */
interface Source<Line> {
  lines(question: Question): Line[];
  find(question: Question, id: string): Line | undefined;
  give(lines: Line[], question: Question, depth: Depth): Promise<Given[]>;
}

/** The terms asked for: null where none was, nothing where there is no such term or taxonomy. */
function termsAsked({ asked, context }: Question): ((terms: Iterable<string>) => boolean) | null {
  const { taxonomy_term_id: termAsked, taxonomy_id: listAsked } = asked;
  if (termAsked === undefined && listAsked === undefined) return null;
  const idsOf = (key: string): [string, string] => {
    const [list = '', code = ''] = key.split(':');
    return [termId(list, code), taxonomyId(list)];
  };
  const fits = new Set(
    context.taxonomies
      .flatMap((list) => list.terms.map((one) => `${list.code}:${one.code}`))
      .filter((key) => {
        const [ofTerm, ofList] = idsOf(key);
        return (
          (termAsked === undefined || ofTerm === termAsked) &&
          (listAsked === undefined || ofList === listAsked)
        );
      }),
  );
  return (terms) => [...terms].some((one) => fits.has(one));
}

const isLater = (at: number | null, asked: Asked): boolean =>
  asked.modified_after === undefined || (at !== null && at > asked.modified_after.getTime());

function wantedServices(question: Question): (line: ServiceLine) => boolean {
  const { asked, found } = question;
  const carries = termsAsked(question);
  return (line) =>
    (found === null || found.has(line.unitId)) &&
    (asked.organization_id === undefined || line.organisation?.id === asked.organization_id) &&
    (carries === null || carries(line.terms)) &&
    isLater(line.modifiedAt, asked);
}

/** Where words were asked for, what fits them best comes first; what is alike keeps its order. */
const bestFirst = ({ found }: Question, lines: ServiceLine[]): ServiceLine[] =>
  found === null ? lines : lines.sort((a, b) => found.get(a.unitId)! - found.get(b.unitId)!);

const services: Source<ServiceLine> = {
  lines: (question) => bestFirst(question, question.offer.services.filter(wantedServices(question))),
  find: ({ offer }, id) => offer.services.find((line) => line.id === id),
  give: async (lines, { context, now }, depth) =>
    (await publicServices(lines, now, context.reader.today)).map((one) => service(one, context, depth)),
};

const organizations: Source<OrganisationLine> = {
  lines: (question) => {
    const { asked, offer } = question;
    const carries = termsAsked(question);
    return offer.organisations.filter(
      (line) =>
        (asked.search === undefined || holds(line.text, asked.search)) &&
        (carries === null || carries(line.terms)) &&
        isLater(line.modifiedAt, asked),
    );
  },
  find: ({ offer }, id) => offer.organisations.find((line) => line.id === id),
  give: async (lines, { context, now }, depth) => {
    const byRecord = new Map(lines.map((line) => [line.recordId, line]));
    const found = await publicOrganisations([...byRecord.keys()], now);
    return found.map((one) => organization(one, context, depth, byRecord.get(one.record._id)));
  },
};

/** Kilometres from the postcode to a place; null when it is not known where the place is. */
function distanceFrom(postcode: string): (area: string | null) => number | null {
  const from = municipalitiesOfPostcode(postcode);
  return (area) => {
    const municipality = area === null ? null : whereabouts(area).municipality;
    if (municipality === null) return null;
    if (from.includes(municipality)) return 0;
    const all = from.map((one) => kilometresBetween(one, municipality)).filter((one) => one !== null);
    return all.length > 0 ? Math.min(...all) : null;
  };
}

const places: Source<PlaceLine> = {
  lines: (question) => {
    const { asked, offer } = question;
    const wanted = wantedServices(question);
    const fitting = offer.places.filter((one) => wanted(one.service));
    if (asked.postcode === undefined) return fitting;
    const distance = distanceFrom(asked.postcode);
    const near = fitting.flatMap((one) => {
      const kilometres = distance(one.site.area);
      return kilometres !== null && kilometres <= (asked.proximity ?? 0) ? [{ one, kilometres }] : [];
    });
    return near.sort((a, b) => a.kilometres - b.kilometres).map(({ one }) => one);
  },
  find: ({ offer }, id) => offer.places.find((one) => one.id === id),
  give: async (lines, { context, now }, depth) => {
    const found = await publicServices(
      [...new Set(lines.map((one) => one.service))],
      now,
      context.reader.today,
    );
    const byLine = new Map(found.map((one) => [one.line, one]));
    return lines.flatMap((one) => {
      const of = byLine.get(one.service);
      const site = of?.sites.find((other) => other._id === one.site.recordId);
      return of && site ? [serviceAtLocation(of, site, context, depth)] : [];
    });
  },
};

const isFound = (given: Given, { asked }: Question): boolean =>
  asked.search === undefined || holds(` ${foldedOf(given)}`, asked.search);

const foldedOf = ({ name, description }: Given): string => fold(`${String(name)} ${String(description)}`);

const taxonomies: Source<Given> = {
  lines: (question) =>
    question.context.taxonomies
      .map((one) => taxonomy(one, question.context))
      .filter((one) => isFound(one, question)),
  find: (question, id) => taxonomies.lines(question).find((one) => one.id === id),
  give: async (lines) => lines,
};

const terms: Source<Given> = {
  lines: (question) =>
    question.context.taxonomies
      .flatMap((list) => list.terms.map((one) => term(list, one, question.context)))
      .filter(
        (one) =>
          (question.asked.taxonomy_id === undefined || one.taxonomy_id === question.asked.taxonomy_id) &&
          isFound(one, question),
      ),
  find: (question, id) => terms.lines(question).find((one) => one.id === id),
  give: async (lines) => lines,
};

const sources = {
  services,
  organizations,
  service_at_locations: places,
  taxonomies,
  taxonomy_terms: terms,
} as unknown as Record<Resource, Source<unknown>>;

const depthOf = ({ minimal, full }: Asked): Depth => (minimal ? 'minimal' : full ? 'full' : 'own');

/** One page of a list, as the standard wants it. */
export async function pageOf(resource: Resource, question: Question): Promise<Given & { contents: Given[] }> {
  const { page, per_page: size } = question.asked;
  const all = sources[resource].lines(question);
  const pages = Math.max(1, Math.ceil(all.length / size));
  const shown = all.slice((page - 1) * size, page * size);
  const contents = await sources[resource].give(shown, question, depthOf(question.asked));
  return {
    total_items: all.length,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= pages,
    empty: contents.length === 0,
    contents,
  };
}

/** One record with everything around it. @throws NotFound */
export async function recordOf(resource: Resource, question: Question, id: string): Promise<Given> {
  const line = sources[resource].find(question, id.toLowerCase());
  const [given] = line === undefined ? [] : await sources[resource].give([line], question, 'full');
  if (!given) throw new NotFound();
  return given;
}
