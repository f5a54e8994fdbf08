/** How often something comes again. */
export const rhythms = [
  'weekly',
  'two_weekly',
  'monthly_weekday',
  'monthly_day',
  'two_monthly',
  'quarterly',
] as const;
export type Rhythm = (typeof rhythms)[number];

export const mostRepeats = 24;

const millisecondsADay = 86_400_000;
const instant = (day: string): Date => new Date(`${day}T12:00:00Z`);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const inDays = (day: string, days: number): string =>
  dayOf(new Date(instant(day).getTime() + days * millisecondsADay));

/** The same date so many months later; the last of the month where there is no such date. */
function inMonths(day: string, months: number): string {
  const from = instant(day);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0, 12));
  last.setUTCDate(Math.min(from.getUTCDate(), last.getUTCDate()));
  return dayOf(last);
}

/** The same weekday of the month: the second Tuesday stays the second, the fifth becomes the last. */
function sameWeekday(day: string, months: number): string {
  const from = instant(day);
  const week = Math.ceil(from.getUTCDate() / 7);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1, 12));
  const offset = (from.getUTCDay() - first.getUTCDay() + 7) % 7;
  const found = new Date(first.getTime() + (offset + (week - 1) * 7) * millisecondsADay);
  if (found.getUTCMonth() === first.getUTCMonth()) return dayOf(found);
  return dayOf(new Date(found.getTime() - 7 * millisecondsADay));
}

/** The days on which something comes again after `day` (YYYY-MM-DD), the first next. */
export function daysAfter(day: string, rhythm: Rhythm, count: number): string[] {
  const next: Record<Rhythm, (step: number) => string> = {
    weekly: (step) => inDays(day, 7 * step),
    two_weekly: (step) => inDays(day, 14 * step),
    monthly_weekday: (step) => sameWeekday(day, step),
    monthly_day: (step) => inMonths(day, step),
    two_monthly: (step) => inMonths(day, 2 * step),
    quarterly: (step) => inMonths(day, 3 * step),
  };
  return Array.from({ length: Math.min(count, mostRepeats) }, (_, at) => next[rhythm](at + 1));
}
