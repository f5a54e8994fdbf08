import type { FieldChange, OfferChangeWay, Plain } from '../../../../models/OfferChange.ts';
import { monthsLater, monthsTrusted } from '../upkeep/standing.ts';

/** What of the history of a module the trend is made of; `day` is YYYY-MM-DD. */
export interface TrendStep {
  day: string;
  way: OfferChangeWay;
  changes: Pick<FieldChange, 'field' | 'from' | 'to'>[];
}

/** A number and the field that says when it was counted. */
export interface Series {
  value: string;
  counted: string;
}

export const freePlaces: Series = { value: 'capacity.available', counted: 'capacity.updated' };
export const peopleWaiting: Series = { value: 'waitingList.persons', counted: 'waitingList.countedOn' };

export interface Point {
  day: string;
  value: number;
}

/** Days without a gap during which the number is known; each point holds until the next, the last until `until`. */
export interface Stretch {
  points: Point[];
  until: string;
}

type Reading = { day: string; value: Plain };

const dayOrNull = (value: Plain): string | null => (typeof value === 'string' ? value : null);

/** What the field was before the first of these steps; what nothing changed is what it is now. */
function before(steps: TrendStep[], field: string, now: Plain): Plain {
  for (const { changes } of steps) {
    const found = changes.find((one) => one.field === field);
    if (found) return found.from ?? null;
  }
  return now;
}

/** Every time somebody said the number, in order: also when it was the same, or all of the entry was confirmed. */
function readingsOf(steps: TrendStep[], series: Series, now: { value: Plain; counted: Plain }): Reading[] {
  let value = before(steps, series.value, now.value);
  let counted = before(steps, series.counted, now.counted);
  const first = dayOrNull(counted);
  const readings: Reading[] = first === null ? [] : [{ day: first, value }];
  for (const { day, way, changes } of steps) {
    const told = changes.filter(({ field }) => field === series.value || field === series.counted);
    if (told.length === 0 && way !== 'confirmed') continue;
    for (const one of told) {
      if (one.field === series.value) value = one.to ?? null;
      else counted = one.to ?? null;
    }
    const said = way === 'confirmed' ? null : dayOrNull(counted);
    const last = readings.at(-1)?.day ?? '';
    const on = said !== null && said <= day && said > last ? said : day;
    readings.push({ day: on < last ? last : on, value });
  }
  return readings;
}

/**
 * The course of a number between two days (YYYY-MM-DD, both counted). A number is known from the day it was counted
 * until the next count, but no longer than an entry is trusted; after that, and where nobody knew it, there is a gap.
 */
export function stretchesOf(
  steps: TrendStep[],
  series: Series,
  now: { value: Plain; counted: Plain },
  window: { from: string; to: string },
): Stretch[] {
  const readings = readingsOf(steps, series, now).filter(({ day }) => day <= window.to);
  const stretches: Stretch[] = [];
  readings.forEach(({ day, value }, at) => {
    const next = readings[at + 1]?.day;
    // Several counts of one day: the last one counts.
    if (next === day || typeof value !== 'number') return;
    const trusted = monthsLater(day, monthsTrusted);
    const end = [next ?? window.to, trusted, window.to].sort()[0]!;
    if (end < window.from) return;
    const start = day < window.from ? window.from : day;
    const open = stretches.at(-1);
    if (open && open.until === start) {
      open.points.push({ day: start, value });
      open.until = end;
    } else stretches.push({ points: [{ day: start, value }], until: end });
  });
  return stretches;
}

/** What a line says in words: where it began and ended, and how far it went. */
export interface TrendFacts {
  first: Point;
  last: Point;
  lowest: Point;
  highest: Point;
}

/** Null where the number was never known. */
export function factsOf(stretches: Stretch[]): TrendFacts | null {
  const points = stretches.flatMap((one) => one.points);
  const [first] = points;
  if (!first) return null;
  const found = (better: (a: number, b: number) => boolean): Point =>
    points.reduce((best, one) => (better(one.value, best.value) ? one : best));
  return {
    first,
    last: points.at(-1)!,
    lowest: found((a, b) => a < b),
    highest: found((a, b) => a > b),
  };
}

const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;

/** The line as an SVG path: level between two counts, nothing in a gap. */
export function pathOf(
  stretches: Stretch[],
  window: { from: string; to: string },
  size: { width: number; height: number },
): string {
  const from = dayNumber(window.from);
  const days = Math.max(1, dayNumber(window.to) - from);
  const most = Math.max(1, ...stretches.flatMap(({ points }) => points.map((one) => one.value)));
  const x = (day: string): number => Math.round(((dayNumber(day) - from) / days) * size.width * 10) / 10;
  const y = (value: number): number => Math.round((1 - value / most) * size.height * 10) / 10;
  return stretches
    .map(({ points, until }) => {
      const [first, ...others] = points;
      const steps = others.map((one) => `H${x(one.day)}V${y(one.value)}`).join('');
      return `M${x(first!.day)} ${y(first!.value)}${steps}H${Math.max(x(until), x(points.at(-1)!.day) + 1)}`;
    })
    .join('');
}
