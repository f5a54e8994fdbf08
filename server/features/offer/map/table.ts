import { areaName, provinceWithCode, whereabouts } from '../../../geography/geography.ts';
import type { Address } from '../directoryPage.ts';
import { everywhere, unknown } from '../facets.ts';
import { provinceOrder } from '../facetViews.ts';
import type { OfferAnswer, OfferQuery } from '../search/query.ts';
import { listed, type Reader } from '../wording.ts';
import { type Extent, provincesAsked } from './frame.ts';
import { isWhole, partsOfProvinces } from './parts.ts';

/** One area with its number of results, and the search that shows them. */
export interface AreaRow {
  name: string;
  count: number;
  number: string;
  href: string;
}

export interface AreaGroup {
  head: AreaRow | null;
  rows: AreaRow[];
}

/** What map and table are made from. */
export interface Mapped {
  extent: Extent;
  query: OfferQuery;
  answer: OfferAnswer;
  /** The same search in every arrondissement and municipality, and its number in each arrondissement. */
  everyPart: OfferAnswer;
  byPart: ReadonlyMap<string, number>;
  address: Address;
  reader: Reader;
}

const rowMaker =
  ({ address, reader }: Pick<Mapped, 'address' | 'reader'>) =>
  (name: string, count: number, change: Parameters<Address>[0]): AreaRow => ({
    name,
    count,
    number: reader.number(count),
    href: address(change),
  });

/** Provinces in their printed order, each with what is known to be in which part of it. Areas without results are left out. */
export function groupsOf(asked: Mapped): AreaGroup[] {
  return asked.extent.level === 'arrondissement' ? [municipalityGroup(asked)] : provinceGroups(asked);
}

function provinceGroups({ extent, everyPart, byPart, address, reader }: Mapped): AreaGroup[] {
  const { t, language } = reader;
  const row = rowMaker({ address, reader });
  return provinceOrder.flatMap((code) => {
    const nis = provinceWithCode(code)?.nis ?? '';
    const total = everyPart.counts.province.get(code) ?? 0;
    if (nis === '' || total === 0 || (extent.level === 'province' && extent.nis !== nis)) return [];
    const head = row(areaName(nis, language), total, {
      ...{ province: [code], arrondissement: [], municipality: [] },
    });
    if (isWhole(nis)) return [{ head, rows: [] }];
    const parts = (partsOfProvinces.get(nis) ?? []).map((part) =>
      row(areaName(part, language), byPart.get(part) ?? 0, { arrondissement: [part], municipality: [] }),
    );
    const wide = row(t('map.table.somewhere'), everyPart.somewhere.get(nis) ?? 0, {
      ...{ province: [code], arrondissement: [unknown], municipality: [], view: [] },
    });
    return [{ head, rows: [...parts, wide].filter(({ count }) => count > 0) }];
  });
}

function municipalityGroup({ extent, answer, address, reader }: Mapped): AreaGroup {
  const { t, language } = reader;
  const row = rowMaker({ address, reader });
  const rows = municipalitiesIn(answer, extent.nis ?? '').map(([nis, count]) =>
    row(areaName(nis, language), count, { municipality: [nis], view: [] }),
  );
  rows.sort((a, b) => a.name.localeCompare(b.name, language));
  const wide = row(t('map.table.somewhereHere'), answer.somewhere.get(extent.nis ?? '') ?? 0, {
    municipality: [unknown],
    view: [],
  });
  return { head: null, rows: wide.count > 0 ? [...rows, wide] : rows };
}

/** Municipalities of an arrondissement that have results, with their numbers. */
export function municipalitiesIn({ counts }: OfferAnswer, arrondissement: string): [string, number][] {
  return [...counts.municipality].filter(
    ([nis, count]) => count > 0 && whereabouts(nis).arrondissement === arrondissement,
  );
}

/** What stands on no map: online, in a whole region, or where nobody said. */
export function offTheMap({ extent, everyPart, address, reader }: Mapped): AreaRow[] {
  if (extent.level !== 'country') return [];
  const row = rowMaker({ address, reader });
  const { province } = everyPart.counts;
  const anywhere = { arrondissement: [], municipality: [], place: '', view: [] };
  return [
    row(reader.t('offer.place.everywhere'), province.get(everywhere) ?? 0, {
      ...anywhere,
      province: [everywhere],
    }),
    row(reader.t('map.table.unknown'), province.get(unknown) ?? 0, { ...anywhere, province: [unknown] }),
  ].filter(({ count }) => count > 0);
}

/** The areas of which nothing is registered, in a sentence's list; null when there are none. */
export function withoutResults({ extent, query, byPart, reader }: Mapped): string | null {
  if (extent.level === 'arrondissement') return null;
  const asked = provincesAsked(query);
  const names = [...byPart]
    .filter(([nis, count]) => count === 0 && (asked === null || asked.has(whereabouts(nis).province ?? '')))
    .map(([nis]) => areaName(nis, reader.language));
  return names.length > 0 ? listed(names, reader) : null;
}
