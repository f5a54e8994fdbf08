import type { PageData } from '../../core/answers.ts';
import { brusselsDay, formats } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import { areaName, areaOf } from '../../geography/geography.ts';
import { paths } from '../../paths.ts';
import { everywhere, type Facet, facets } from './entries.ts';
import { facetViews } from './facetViews.ts';
import type { OfferIndex } from './queries.ts';
import { resultView } from './resultView.ts';
import type { Found } from './search.ts';
import { seatPicture } from './seatPicture.ts';
import type { Confirmers } from './trust.ts';
import type { Reader } from './wording.ts';

/** A link of the directory: the present search with some of it changed. */
export type Address = (
  change?: Partial<Record<Facet | 'q' | 'place', string | string[]>> & { page?: number },
) => string;

export function readerOf({ language, t, now }: Pick<Visit, 'language' | 't' | 'now'>): Reader {
  return { language, t, today: brusselsDay(now), ...formats(language) };
}

/** Everything the directory shows, worked out: the view only loops over it. */
export function directoryPage(
  index: OfferIndex,
  found: Found,
  confirmers: Confirmers,
  visit: Visit,
): PageData {
  const reader = readerOf(visit);
  const { t } = reader;
  const { q, place, choices } = found.asked;
  const address: Address = (change) => paths.offer({ q, place, ...choices, ...change });
  const chosen = facets.reduce((sum, facet) => sum + choices[facet].length, 0);
  return {
    title: t('offer.title'),
    publicPage: true,
    styles: ['/styles/offer.css'],
    q,
    place,
    heading: found.total === 0 ? t('offer.results.none') : t('offer.results.count', { count: found.total }),
    refused: found.refused.map(({ field, value }) =>
      t(`offer.refused.${field}`, { value: value.slice(0, 60) }),
    ),
    placeNote: placeNote(found, address, reader),
    facets: facetViews(index, found, address, reader),
    chosen,
    isNarrowed: chosen > 0 || q !== '' || place !== '',
    results: found.shown.map((match) => resultView(match.entry, confirmers, reader)),
    notKnown:
      found.notKnown > 0
        ? { text: t('offer.notKnownNote', { count: found.notKnown }), href: address(withUnknown(found)) }
        : null,
    silent:
      found.silent > 0
        ? {
            text: t('offer.silentNote', { count: found.silent }),
            href: address({ q: '', problem: ['unknown'] }),
          }
        : null,
    elsewhere:
      found.elsewhere > 0
        ? {
            text: t('offer.elsewhereNote', { count: found.elsewhere }),
            href: address({ place: '', province: [everywhere], arrondissement: [] }),
          }
        : null,
    previous: found.page > 1 ? address({ page: found.page - 1 }) : null,
    next: found.page < found.pages ? address({ page: found.page + 1 }) : null,
    pageOf: t('offer.results.page', { page: found.page, pages: found.pages }),
    seats: seatPicture(index, reader),
  };
}

/** The chosen values with "not known" beside them, for the link that widens the search. */
function withUnknown(found: Found): Partial<Record<Facet, string[]>> {
  const wider: readonly Facet[] = ['type', 'setting', 'age', 'target', 'problem'];
  const narrowed = wider.filter((facet) => found.asked.choices[facet].length > 0);
  return Object.fromEntries(
    narrowed.map((facet) => [facet, [...new Set([...found.asked.choices[facet], 'unknown'])]]),
  );
}

/** What became of the typed place: where is looked, which one is meant, or that we do not know it. */
function placeNote(found: Found, address: Address, reader: Reader) {
  const { place } = found;
  if (place === null) return null;
  const { t, language } = reader;
  const typed = found.asked.place;
  if (place.kind === 'none') return { wrong: true, text: t('offer.placeNote.none', { typed }), links: [] };
  const named = place.areas.map((nis) => ({
    text: areaName(nis, language),
    href: address({ place: nis }),
    nis,
  }));
  if (place.kind === 'several') {
    const links = named.map(({ nis, text, href }) => ({
      href,
      text: `${text} (${t(`offer.level.${areaOf(nis)?.level}`)} ${nis})`,
    }));
    return { wrong: true, text: t('offer.placeNote.several', { typed }), links };
  }
  const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(named.map((one) => one.text));
  const isProvince = place.areas.every((nis) => ['province', 'region'].includes(areaOf(nis)?.level ?? ''));
  return {
    wrong: false,
    text: t(isProvince ? 'offer.placeNote.province' : 'offer.placeNote.found', { names }),
    links: [],
  };
}
