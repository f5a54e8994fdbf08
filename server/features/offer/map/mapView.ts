import type { Frame } from '../../../geography/drawing.ts';
import { areaName, areaOf, provinceOutlines, whereabouts } from '../../../geography/geography.ts';
import { arrondissementOutlines, middleOf, provinceFrames } from '../../../geography/outlines.ts';
import type { Address } from '../directoryPage.ts';
import type { Found } from '../queries.ts';
import type { OfferAnswer } from '../search/query.ts';
import type { Reader } from '../wording.ts';
import { type Extent, extentOf, frameOf, provinceCodeOf, provincesAsked } from './frame.ts';
import { labelled, type Mark } from './marks.ts';
import { countsByPart, isWhole } from './parts.ts';
import { groupsOf, type Mapped, municipalitiesIn, offTheMap, withoutResults } from './table.ts';
import { isDeep, legendOf, tintOf, tintSteps } from './tints.ts';

/** The results by place: everything the map and the table beside it show. */
export function mapView(found: Found, everyPart: OfferAnswer, address: Address, reader: Reader) {
  const { t } = reader;
  const { query, answer } = found;
  const extent = extentOf(query);
  const frame = frameOf(extent);
  const byPart = countsByPart(everyPart, query);
  const mapped: Mapped = { extent, query, answer, everyPart, byPart, address, reader };
  const counts = [...byPart.values()].filter((count) => count > 0);
  const lowest = Math.min(...counts);
  const steps = counts.length > 0 ? tintSteps(lowest, Math.max(...counts)) : [];
  const areas = areasOf(mapped, frame, steps);
  const marks = marksOf(mapped, frame, steps);
  const isNear = extent.level === 'arrondissement';
  const name = extent.nis === null ? '' : areaName(extent.nis, reader.language);
  return {
    title: t(`map.title.${extent.level}`, { name }),
    ...{ width: frame.width, height: frame.height, transform: frame.transform },
    ...{ areas, marks, isNear, borders: [...provinceOutlines.values()] },
    legend: (isNear ? [] : legendOf(steps, lowest)).map(({ tint, from, to }) => ({
      tint,
      text: from === to ? reader.number(from) : t('map.legend.range', { from, to }),
    })),
    hasWide: marks.some(({ kind }) => kind === 'wide'),
    hasNone: areas.some(({ tint }) => tint === 'none'),
    groups: groupsOf(mapped),
    off: offTheMap(mapped),
    without: withoutResults(mapped),
    up: upFrom(extent, address, reader),
    elsewhere: elsewhereInProvince(mapped),
    note: t(`map.note.${extent.level}`),
    source: t('map.source', { day: reader.day(new Date(reader.today)) }),
  };
}

function areasOf({ extent, query, byPart, address, reader }: Mapped, frame: Frame, steps: number[]) {
  const asked = provincesAsked(query);
  const shown = arrondissementOutlines.filter((one) => frame.shows(one.box));
  const areas = shown.map(({ nis, path }) => {
    const count = byPart.get(nis) ?? 0;
    const province = whereabouts(nis).province ?? '';
    const isOutside =
      extent.level === 'arrondissement'
        ? nis !== extent.nis
        : count === 0 && asked !== null && !asked.has(province);
    const isHere = query.choices.arrondissement.includes(nis);
    const narrower = isWhole(province)
      ? { province: [provinceCodeOf(nis)], arrondissement: [] }
      : { arrondissement: [nis] };
    return {
      path,
      tint: isOutside ? 'out' : extent.level === 'arrondissement' ? 's1' : tintOf(count, steps),
      isHere,
      href: isOutside || isHere || count === 0 ? null : address({ ...narrower, municipality: [] }),
      name: toldOf(nis, count, reader),
    };
  });
  // The chosen one last: its border lies over those of its neighbours.
  return areas.sort((a, b) => Number(a.isHere) - Number(b.isHere));
}

const toldOf = (nis: string, count: number, { t, language, number }: Reader): string =>
  t('map.area', { name: areaName(nis, language), count, number: number(count) });

/** The numbers on the map, and on the map of an arrondissement a dot for each municipality. */
function marksOf(mapped: Mapped, frame: Frame, steps: number[]): Mark[] {
  const { extent, answer, byPart, address, reader } = mapped;
  if (extent.level === 'arrondissement') {
    const dots = municipalitiesIn(answer, extent.nis).map(
      ([nis, count]): Mark => ({
        ...markAt(frame.place(middleOf(nis) ?? { x: 0, y: 0 }), count, reader),
        ...{ kind: 'dot', name: areaName(nis, reader.language), told: toldOf(nis, count, reader) },
        href: address({ municipality: [nis], view: [] }),
      }),
    );
    return labelled(dots, frame.width);
  }
  const parts = arrondissementOutlines.flatMap(({ nis, at, room }): Mark[] => {
    const count = byPart.get(nis) ?? 0;
    const isIn = extent.level === 'country' || whereabouts(nis).province === extent.nis;
    if (count === 0 || !isIn) return [];
    const name = extent.level === 'province' ? areaName(nis, reader.language) : null;
    return [
      {
        ...markAt(frame.place(at), count, reader),
        ...{ name, isTight: room * frame.scale < 18, isOnDeep: isDeep(tintOf(count, steps)) },
      },
    ];
  });
  return [...parts, ...wideMarks(mapped, frame)];
}

const markAt = (at: { x: number; y: number }, count: number, reader: Reader): Mark => ({
  ...{ ...at, kind: 'number', number: reader.number(count), count },
  ...{ name: null, told: null, href: null, isTight: false, isOnDeep: false },
});

/** What is somewhere in a province, in a mark of its own: it belongs to no arrondissement that we know. */
function wideMarks({ extent, everyPart, reader }: Mapped, frame: Frame): Mark[] {
  return [...provinceFrames.values()].flatMap(({ nis, at }): Mark[] => {
    const count = everyPart.somewhere.get(nis) ?? 0;
    const isShown = extent.level === 'country' || extent.nis === nis;
    if (count === 0 || !isShown || isWhole(nis)) return [];
    return [{ ...markAt(frame.place(at), count, reader), kind: 'wide' }];
  });
}

/** One step wider, when something narrower than the country is shown. */
function upFrom(extent: Extent, address: Address, { t, language }: Reader) {
  if (extent.level === 'country') return null;
  if (extent.level === 'province')
    return {
      text: t('map.up.country'),
      href: address({ province: [], arrondissement: [], municipality: [] }),
    };
  const province = areaOf(whereabouts(extent.nis).province ?? '');
  return {
    text: t('map.up.province', { name: province ? areaName(province.nis, language) : '' }),
    href: address({ province: province?.code ? [province.code] : [], arrondissement: [], municipality: [] }),
  };
}

/** Looking at an arrondissement, what is somewhere in its province may be in it as well. */
function elsewhereInProvince({ extent, everyPart, address, reader }: Mapped) {
  if (extent.level !== 'arrondissement') return null;
  const province = whereabouts(extent.nis).province ?? '';
  const count = everyPart.somewhere.get(province) ?? 0;
  if (count === 0) return null;
  const told = { count, number: reader.number(count), name: areaName(province, reader.language) };
  return {
    text: reader.t('map.inProvince', told),
    href: address({
      ...{ province: [provinceCodeOf(extent.nis)], arrondissement: ['unknown'] },
      ...{ municipality: [], view: [] },
    }),
  };
}
