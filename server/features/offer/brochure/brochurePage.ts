import { unitKinds } from '../../../../models/CareUnit.ts';
import type { PageData } from '../../../core/answers.ts';
import type { Visit } from '../../../core/route.ts';
import { areaName } from '../../../geography/geography.ts';
import { addressOf, readerOf } from '../directoryPage.ts';
import { type Entry, inOrder } from '../entries.ts';
import { provinceName, provincesOf } from '../entryPage.ts';
import { facets } from '../facets.ts';
import { labelOf, provinceOrder } from '../facetViews.ts';
import { sheetOf } from '../sheet.ts';
import { sourceWithId } from '../sources.ts';
import type { Confirmers } from '../trust.ts';
import { type Catalogue, type Reader, shownText } from '../wording.ts';
import { type Gathered, mostSheets } from './queries.ts';

/** The brochure: contents, then a sheet for each entry, by province and within it by kind. */
export function brochurePage(
  catalogue: Catalogue,
  gathered: Gathered,
  confirmers: Confirmers,
  visit: Visit,
): PageData {
  const reader = readerOf(visit);
  const { t, number } = reader;
  const { entries, leftOut, gone } = gathered;
  const groups = groupsOf(catalogue, entries, confirmers, reader);
  return {
    title: t('brochure.title'),
    publicPage: true,
    styles: ['/styles/offer.css', '/styles/brochure.css'],
    isEmpty: entries.length === 0,
    made: t('brochure.made', { day: reader.day(visit.now), address: visit.house.publicUrl }),
    about: aboutOf(catalogue, gathered, reader),
    count: t('brochure.count', { count: entries.length, number: number(entries.length) }),
    leftOut:
      leftOut > 0
        ? t('brochure.leftOut', { most: mostSheets, count: leftOut, number: number(leftOut) })
        : null,
    gone: gone > 0 ? t('brochure.gone', { count: gone, number: number(gone) }) : null,
    back: addressOf(gathered)(),
    groups,
    sources: sourcesOf(entries, reader),
  };
}

/** What was asked, in words: a reader of the paper sees why these and no others. */
function aboutOf(catalogue: Catalogue, { of, query, typedPlace, place }: Gathered, reader: Reader): string {
  const { t, language } = reader;
  if (of === 'picks') return t('brochure.about.picks');
  const where = place?.kind === 'found' ? place.areas.map((nis) => areaName(nis, language)) : [];
  const asked = [
    ...(query.text === '' ? [] : [t('brochure.about.text', { text: query.text })]),
    ...(typedPlace === '' || where.length === 0
      ? []
      : [t('brochure.about.near', { place: where.join(', ') })]),
    ...facets.flatMap((facet) => {
      const labels = query.choices[facet].map((value) => labelOf(facet, value, catalogue, reader));
      return labels.length > 0 ? [`${t(`offer.facet.${facet}`)}: ${labels.join(', ')}`] : [];
    }),
  ];
  return asked.length === 0
    ? t('brochure.about.all')
    : t('brochure.about.search', { asked: asked.join('; ') });
}

/** A group by where it is: one province, several of them, everywhere, or not known. */
function groupOf(entry: Entry, today: string): string {
  const [only, ...others] = provincesOf(entry, today);
  if (only === undefined) return 'unknown';
  return others.length > 0 ? 'several' : only;
}

function groupsOf(catalogue: Catalogue, entries: Entry[], confirmers: Confirmers, reader: Reader) {
  const order = [...provinceOrder.slice(0, -1), 'several', ...provinceOrder.slice(-1), 'unknown'];
  const byKind = (a: Entry, b: Entry): number =>
    unitKinds.indexOf(a.unit.kind) - unitKinds.indexOf(b.unit.kind) || inOrder(a.unit, b.unit);
  let sheets = 0;
  const groups = order.map((code) => ({
    name: groupName(code, reader),
    sheets: entries
      .filter((entry) => groupOf(entry, reader.today) === code)
      .sort(byKind)
      .map((entry) => ({ ...sheetOf(catalogue, entry, confirmers, reader), number: ++sheets })),
  }));
  return groups.filter((group) => group.sheets.length > 0);
}

const groupName = (code: string, reader: Reader): string =>
  code === 'several' || code === 'unknown' ? reader.t(`brochure.group.${code}`) : provinceName(code, reader);

/** The documents that entries were taken from, each once. */
function sourcesOf(entries: Entry[], reader: Reader): string[] {
  const ids = new Set(entries.flatMap(({ unit }) => (unit.provenance ? [unit.provenance.sourceId] : [])));
  return [...ids].flatMap((id) => {
    const source = sourceWithId(id);
    return source ? [shownText(source.title, reader).text] : [];
  });
}
