import { areaName, provinceOutlines } from '../../geography/geography.ts';
import type { Seats } from './search/query.ts';
import type { Reader } from './wording.ts';

/** Where each Flemish province's name stands on the plane of the outlines; the order is that of the source. */
const labels = [
  { nis: '10000', x: 450, y: 85 },
  { nis: '70000', x: 596, y: 163 },
  { nis: '40000', x: 263, y: 149 },
  { nis: '20001', x: 462, y: 182 },
  { nis: '30000', x: 105, y: 158 },
];
const brussels = '04000';
const lineHeight = 20;

/** Tint by number: the tint says it, the number says it again. */
const tintOf = (count: number): string => (count >= 5 ? 's4' : count >= 3 ? 's3' : count >= 1 ? 's2' : 's0');

/** "West-Vlaanderen" over two lines; a short name stays on one. */
function linesOf(name: string): string[] {
  if (name.length < 11) return [name];
  const at = name.search(/[- ]/);
  return at < 0 ? [name] : [name.slice(0, at + 1).trim(), name.slice(at + 1)];
}

/** How many centres the source lists under each province: by seat, not by where people go. */
export function seatPicture({ bySeat, byStatus }: Seats, reader: Reader) {
  const { t, language } = reader;
  const total = Object.values(bySeat).reduce((sum, count) => sum + count, 0);
  const provinces = labels.map(({ nis, x, y }) => {
    const count = bySeat[nis] ?? 0;
    const lines = linesOf(areaName(nis, language));
    const tint = tintOf(count);
    return {
      name: areaName(nis, language),
      count,
      tint,
      ink: tint === 's4' ? 'on-dark' : 'on-light',
      path: provinceOutlines.get(nis) ?? '',
      lines: lines.map((text, at) => ({ text, x, dy: at === 0 ? 0 : lineHeight })),
      x,
      y,
      countY: y + 28 + (lines.length - 1) * (lineHeight - 2),
    };
  });
  const list = provinces.map(({ name, count }) => `${name} ${count}`).join(', ');
  return {
    provinces,
    outside: provinceOutlines.get(brussels) ?? '',
    title: t('offer.seats.title'),
    sentence: t('offer.seats.sentence', {
      total,
      active: byStatus.active ?? 0,
      planned: byStatus.planned ?? 0,
    }),
    list: t('offer.seats.list', { list }),
    total,
  };
}
