import type { PageData } from '../../core/answers.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Visit } from '../../core/route.ts';
import { areaName, provinceWithCode } from '../../geography/geography.ts';
import { paths } from '../../paths.ts';
import { readerOf } from './directoryPage.ts';
import { type Entry, rowsOf } from './entries.ts';
import { everywhere, unknown } from './facets.ts';
import { instrumentLinks } from './instruments/links.ts';
import { settingsOf } from './resultView.ts';
import { sheetOf } from './sheet.ts';
import type { Confirmers } from './trust.ts';
import type { Catalogue, Reader } from './wording.ts';

/** Everything the page of one entry shows, worked out: the view only loops over it. */
export function entryPage(
  catalogue: Catalogue,
  { entry, confirmers, nearby }: { entry: Entry; confirmers: Confirmers; nearby: Entry[] },
  visit: Visit,
): PageData {
  const reader = readerOf(visit);
  const { t } = reader;
  const { unit } = entry;
  const provinces = provincesOf(entry, reader.today);
  const [only, ...others] = provinces;
  return {
    title: unit.name,
    reportHref: paths.offerReport({ id: unit._id }),
    publicPage: true,
    styles: ['/styles/offer.css'],
    ...sheetOf(catalogue, entry, confirmers, reader),
    crumb:
      only && others.length === 0
        ? { text: provinceName(only, reader), href: paths.offer({ province: [only] }) }
        : null,
    instruments: instrumentsBeside(entry, reader),
    nearby: nearby.map((other) => ({
      href: paths.offerEntry({ id: other.unit._id }),
      name: other.unit.name,
      setting: settingsOf(other, reader).text,
    })),
    nearbyTitle: t(provinces.includes(everywhere) ? 'offer.nearby.everywhere' : 'offer.nearby.province'),
  };
}

/** For the problems and ages its modules say they are for. */
function instrumentsBeside(entry: Entry, reader: Reader) {
  const rows = rowsOf(entry, reader.today);
  const all = (facet: 'problem' | 'age'): string[] => [...new Set(rows.flatMap((row) => row[facet]))];
  return instrumentLinks({ problems: all('problem'), ages: all('age'), place: '' }, reader);
}

/** Provinces, by code, in which an entry is; `everywhere` for what is online or in a whole region. */
export function provincesOf(entry: Entry, today: string): string[] {
  const codes = rowsOf(entry, today).flatMap((row) => row.province);
  return [...new Set(codes)].filter((code) => code !== unknown);
}

/** Where other help is looked for: in the same provinces, nearest to the one municipality that is known. */
export function surroundingsOf(entry: Entry, now: Date) {
  const today = brusselsDay(now);
  const municipalities = rowsOf(entry, today).flatMap((row) => row.municipality);
  const known = municipalities.find((nis) => nis !== unknown) ?? null;
  const provinces = provincesOf(entry, today);
  return { provinces, municipality: provinces.includes(everywhere) ? null : known };
}

export const provinceName = (code: string, reader: Reader): string =>
  code === everywhere
    ? reader.t('offer.place.everywhere')
    : areaName(provinceWithCode(code)?.nis ?? code, reader.language);
