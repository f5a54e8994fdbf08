import { Invalid } from '../../../core/errors.ts';

/** Calendar days in Brussels, YYYY-MM-DD, both among them; `year` where they are one whole year. */
export interface Period {
  from: string;
  until: string;
  year: number | null;
}

export const wholeYear = (year: number): Period => ({
  from: `${year}-01-01`,
  until: `${year}-12-31`,
  year,
});

/** As many years as one page or file tells of. */
export const mostYears = 10;

/**
 * The period that is asked for: a year, or days of which one may be left open; else this year, or the last in which a
 * meeting was held.
 * @param years in which meetings were held, the newest first
 * @throws Invalid where it ends before it begins, or is longer than ten years
 */
export function periodOf(
  asked: { year: string; from: string; until: string },
  years: readonly number[],
  today: string,
): Period {
  const { year, from, until } = asked;
  if (from !== '' || until !== '') {
    const days = {
      from: from || `${until.slice(0, 4)}-01-01`,
      until: until || (from > today ? `${from.slice(0, 4)}-12-31` : today),
    };
    if (days.until < days.from) throw new Invalid({ until: 'participation.errors.order' });
    if (Number(days.until.slice(0, 4)) - Number(days.from.slice(0, 4)) >= mostYears)
      throw new Invalid({ from: 'participation.errors.long' });
    const whole = wholeYear(Number(days.from.slice(0, 4)));
    return days.from === whole.from && days.until === whole.until ? whole : { ...days, year: null };
  }
  if (/^\d{4}$/.test(year)) return wholeYear(Number(year));
  const thisYear = Number(today.slice(0, 4));
  return wholeYear(years.includes(thisYear) ? thisYear : (years[0] ?? thisYear));
}

export const isWithin = (day: string, { from, until }: Pick<Period, 'from' | 'until'>): boolean =>
  from <= day && day <= until;
