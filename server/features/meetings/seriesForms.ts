import type { z } from 'zod';
import type { SeriesPlan } from '../../../models/MeetingSeries.ts';
import { Invalid } from '../../core/errors.ts';
import { day } from '../../core/forms.ts';
import type { SeriesChangeInput, SeriesInput } from './forms.ts';
import { isClockTime } from './wallClock.ts';

/** Days as people type them, one a line or with commas: 12/1/2027, 12-1-2027 or 2027-01-12. @throws Invalid */
function daysTyped(text: string): string[] {
  const words = text.split(/[\s,;]+/).filter((one) => one !== '');
  return words.map((word) => {
    const [, date = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(word) ?? [];
    const iso = year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : word;
    const read: z.ZodSafeParseResult<string> = day.safeParse(iso);
    if (!read.success) throw new Invalid({ days: { key: 'meetings.errors.days', values: { word } } });
    return read.data;
  });
}

/** "Every six weeks, from Friday the 4th" means Fridays: a series that begins with a day is not asked for its weekday. */
function weekdayOf(input: SeriesInput | SeriesChangeInput): number {
  const begins = input.kind === 'weeks' && 'firstDay' in input;
  return begins ? new Date(`${input.firstDay}T12:00:00Z`).getUTCDay() || 7 : input.weekday;
}

/** @throws Invalid */
export function planOf(input: SeriesInput | SeriesChangeInput): SeriesPlan {
  const { kind, nth, monthDay, title, from, until, form, place, link, language } = input;
  const wrong = (['from', 'until'] as const).filter((one) => !isClockTime(input[one]));
  if (wrong.length > 0)
    throw new Invalid(Object.fromEntries(wrong.map((one) => [one, 'meetings.errors.time'])));
  const days = kind === 'days' ? daysTyped(input.days) : [];
  const every = kind === 'weeks' ? input.everyWeeks : input.everyMonths;
  const rule = { kind, every, nth: nth === 0 ? 1 : nth, weekday: weekdayOf(input), monthDay, days };
  return { title, from, until, form, place, link, language, rule };
}
