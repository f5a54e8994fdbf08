import { DateTime } from 'luxon';
import type { SeriesRule } from '../../../models/MeetingSeries.ts';

/** No series goes further than this many days from where it is looked from: a year ahead. */
export const daysAhead = 366;

const at = (day: string): DateTime => DateTime.fromISO(day, { zone: 'utc' });
const dayOf = (moment: DateTime): string => moment.toFormat('yyyy-MM-dd');

export const dayAfter = (day: string, days: number): string => dayOf(at(day).plus({ days }));

/** The n-th weekday of a month, or its last for -1; null where the month has no such day. */
function weekdayOf(month: DateTime, { nth, weekday }: SeriesRule): DateTime | null {
  const first = month.startOf('month');
  const offset = (weekday - first.weekday + 7) % 7;
  const found = first.plus({ days: offset + 7 * ((nth === -1 ? 5 : nth) - 1) });
  if (found.month === first.month) return found;
  return nth === -1 ? found.minus({ weeks: 1 }) : null;
}

function monthDayOf(month: DateTime, { monthDay }: SeriesRule): DateTime | null {
  const found = month.startOf('month').plus({ days: monthDay - 1 });
  return found.month === month.month ? found : null;
}

/**
 * The days a series meets on, as calendar days in order: a time of day is not asked here, so that 10:00 stays 10:00
 * whatever the clock does.
 * @param first the first day the rule holds for, from which months and weeks are counted
 * @param last no day after this one
 */
export function daysOf(rule: SeriesRule, first: string, last: string): string[] {
  const found: string[] = [];
  const add = (moment: DateTime | null): void => {
    const day = moment && dayOf(moment);
    if (day && day >= first && day <= last) found.push(day);
  };
  if (rule.kind === 'days')
    return [...new Set(rule.days)].filter((day) => day >= first && day <= last).sort();
  if (rule.kind === 'weeks') {
    const start = at(first);
    const begin = start.plus({ days: (rule.weekday - start.weekday + 7) % 7 });
    for (let day = begin; dayOf(day) <= last; day = day.plus({ weeks: rule.every })) add(day);
    return found;
  }
  const start = firstMonth(rule, first);
  for (let month = start; dayOf(month) <= last; month = month.plus({ months: rule.every }))
    add(rule.kind === 'weekday' ? weekdayOf(month, rule) : monthDayOf(month, rule));
  return found;
}

/** Months are counted from the first that still has its day: begun on the 20th, "the first Tuesday" begins next month. */
function firstMonth(rule: SeriesRule, first: string): DateTime {
  const month = at(first).startOf('month');
  const own = rule.kind === 'weekday' ? weekdayOf(month, rule) : monthDayOf(month, rule);
  return own && dayOf(own) < first ? month.plus({ months: 1 }) : month;
}

export interface Pairing {
  /** Meetings that go to another day, or stay on theirs. */
  kept: { from: string; to: string }[];
  /** Days that no meeting has yet. */
  added: string[];
  /** Days of meetings that have no place in the new plan. */
  dropped: string[];
}

/**
 * Which meeting of a series takes which day when its plan changes: the one of the same day, else of the same week, else
 * of the same month, so that an invitation moves as little as it can.
 */
export function paired(old: readonly string[], fresh: readonly string[]): Pairing {
  const nearness: ((day: string) => string)[] = [
    (day) => day,
    (day) => at(day).toFormat('kkkk-WW'),
    (day) => day.slice(0, 7),
  ];
  const kept: Pairing['kept'] = [];
  let [left, open] = [[...old], [...fresh]];
  for (const near of nearness) {
    for (const from of left) {
      const to = open.find((day) => near(day) === near(from));
      if (to === undefined) continue;
      kept.push({ from, to });
      open = open.filter((day) => day !== to);
    }
    left = left.filter((day) => !kept.some((one) => one.from === day));
  }
  return { kept, added: open, dropped: left };
}
