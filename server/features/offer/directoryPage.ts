import type { PageData } from '../../core/answers.ts';
import { brusselsDay, formats } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import { paths } from '../../paths.ts';
import type { Understood } from './choices.ts';
import { everywhere, type Facet, facets, maybeUnknown } from './facets.ts';
import { facetViews } from './facetViews.ts';
import { problemsNamed } from './instruments/instruments.ts';
import { instrumentLinks } from './instruments/links.ts';
import { mapView } from './map/mapView.ts';
import { insteadNote, orderLinks, placeNote } from './notes.ts';
import type { Found } from './queries.ts';
import { resultView } from './resultView.ts';
import type { OfferAnswer } from './search/query.ts';
import { seatPicture } from './seatPicture.ts';
import type { Confirmers } from './trust.ts';
import type { Catalogue, Reader } from './wording.ts';

/** A link of the directory: the present search with some of it changed. */
export type Address = (
  change?: Partial<
    Record<Facet | 'q' | 'place' | 'sort' | 'exact' | 'old' | 'view' | 'pick', string | string[]>
  > & {
    page?: number;
  },
) => string;

export function readerOf({ language, t, now }: Pick<Visit, 'language' | 't' | 'now'>): Reader {
  return { language, t, today: brusselsDay(now), ...formats(language) };
}

/** The address of a search, with some of it changed. */
export function addressOf({ query, typedPlace, withOld, view, picks }: Understood): Address {
  const { text, choices, sort, exactly } = query;
  const order = sort === 'near' ? { sort } : {};
  return (change) =>
    paths.offer({
      ...{ q: text, place: typedPlace },
      ...choices,
      ...order,
      ...(exactly ? { exact: '1' } : {}),
      ...(withOld ? { old: '1' } : {}),
      ...(view === 'map' ? { view } : {}),
      ...(picks.length > 0 ? { pick: picks } : {}),
      ...change,
    });
}

/** The page on which nothing is asked yet, as long as the answer to it is known: most visits begin there. */
const firstPages = new WeakMap<OfferAnswer, PageData>();

/** Everything the directory shows, worked out: the view only loops over it. */
export function directoryPage(
  catalogue: Catalogue,
  found: Found,
  confirmers: Confirmers,
  visit: Visit,
): PageData {
  const { answer, query, typedPlace, refused } = found;
  // A place we do not know is searched for everywhere: the answer is that of the first page, the page is not.
  // Neither is it when it names a body, which may be called otherwise without a change of the offer.
  const isFirst =
    query.page === 1 &&
    !found.withOld &&
    found.view === 'list' &&
    found.picks.length === 0 &&
    typedPlace === '' &&
    refused.length === 0 &&
    confirmers.size === 0 &&
    !isNarrowed(found);
  if (!isFirst) return makePage(catalogue, found, confirmers, visit);
  const made = firstPages.get(answer) ?? makePage(catalogue, found, confirmers, visit);
  firstPages.set(answer, made);
  return made;
}

const choicesIn = ({ query }: Found): number =>
  facets.reduce((sum, facet) => sum + query.choices[facet].length, 0);

const isNarrowed = (found: Found): boolean =>
  choicesIn(found) > 0 || found.query.text !== '' || found.typedPlace !== '';

function makePage(catalogue: Catalogue, found: Found, confirmers: Confirmers, visit: Visit): PageData {
  const reader = readerOf(visit);
  const { t } = reader;
  const { answer, query, typedPlace } = found;
  const address = addressOf(found);
  return {
    title: t('offer.title'),
    publicPage: true,
    styles: ['/styles/offer.css', '/styles/areas.css'],
    q: query.text,
    place: typedPlace,
    ...{ sort: query.sort, exactly: query.exactly, withOld: found.withOld },
    heading:
      answer.total === 0
        ? t('offer.results.none')
        : t('offer.results.count', { count: answer.total, number: reader.number(answer.total) }),
    refused: found.refused.map(({ field, value }) =>
      t(`offer.refused.${field}`, { value: value.slice(0, 60) }),
    ),
    placeNote: placeNote(found, address, reader),
    instead: insteadNote(found, address, reader),
    order: orderLinks(found, address, reader),
    facets: facetViews(catalogue, found, address, reader),
    chosen: choicesIn(found),
    isNarrowed: isNarrowed(found),
    views: (['list', 'map'] as const).map((view) => ({
      text: t(`map.view.${view}`),
      href: address({ view: view === 'list' ? [] : view }),
      icon: view,
      isCurrent: found.view === view,
    })),
    ...gathered(found, reader),
    instruments: instrumentsBeside(found, reader),
    scripts: ['/build/gather.js'],
    map: found.everyPart ? mapView(found, found.everyPart, address, reader) : null,
    results: found.shown.map((one) => resultView(one, query.places, confirmers, reader)),
    ...alsoThere(found, address, reader),
    leftOut: leftOutNote(found, address, visit),
    previous: answer.page > 1 ? address({ page: answer.page - 1 }) : null,
    next: answer.page < answer.pages ? address({ page: answer.page + 1 }) : null,
    pageOf: t('offer.results.page', {
      page: reader.number(answer.page),
      pages: reader.number(answer.pages),
    }),
    seats: seatPicture(found.seats, reader),
  };
}

/** What was gathered for a brochure; what is not on this page goes along with the form unseen. */
function gathered({ picks, shown, answer }: Found, { t, number }: Reader) {
  const ids = new Set(shown.map(({ entry }) => entry.unit._id));
  return {
    picks,
    carriedPicks: picks.filter((id) => !ids.has(id)),
    page: answer.page,
    ofResult: t('brochure.ofResult', { count: answer.total, number: number(answer.total) }),
  };
}

/** Who looks for help with a problem may be a professional who first wants to know whether there is one. */
function instrumentsBeside({ query, typedPlace }: Found, reader: Reader) {
  const named = problemsNamed(query.text, reader.language, reader.t);
  const problems = [...new Set([...query.choices.problem, ...named])];
  return instrumentLinks({ problems, ages: query.choices.age, place: typedPlace }, reader);
}

/** How many were confirmed too long ago to be in the list, and the way to them. */
function leftOutNote({ answer }: Found, address: Address, { t, house }: Visit) {
  if (answer.leftOut === 0) return null;
  const told = { count: answer.leftOut, months: house.directoryMonths };
  return { text: t('verification.public.leftOut', told), href: address({ old: '1' }) };
}

/** What may fit as well but is not in the list, each with the way to it. */
function alsoThere({ answer, query }: Found, address: Address, reader: Reader) {
  const note = (key: string, count: number, href: string) =>
    count > 0 ? { text: reader.t(`offer.${key}`, { count, number: reader.number(count) }), href } : null;
  const narrowed = maybeUnknown.filter((facet) => query.choices[facet].length > 0);
  const widened = Object.fromEntries(
    narrowed.map((facet) => [facet, [...new Set([...query.choices[facet], 'unknown'])]]),
  );
  const online = { place: '', province: [everywhere], arrondissement: [], municipality: [] };
  return {
    notKnown: note('notKnownNote', answer.notKnown, address(widened)),
    silent: note('silentNote', answer.silent, address({ q: '', problem: ['unknown'] })),
    elsewhere: note('elsewhereNote', answer.elsewhere, address(online)),
  };
}
