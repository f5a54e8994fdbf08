import type { RhythmUnit } from '../../../../models/bodyFields.ts';

/** Whether a term holds on a day; all are calendar days, YYYY-MM-DD, an open end is ''. */
export const holdsOn = ({ from, until }: { from: string; until: string }, day: string): boolean =>
  (from === '' || from <= day) && (until === '' || day <= until);

/** How often a body meets in a year, as far as its rhythm says; null when it does not. */
export function timesAYear(unit: RhythmUnit | '', number: number | null): number | null {
  if (unit === '' || !number) return null;
  if (unit === 'times_a_year') return number;
  return unit === 'every_months' ? 12 / number : 52 / number;
}

/** The day before or after, so many days on. */
export const dayBeside = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
