import { createHash } from 'node:crypto';
import type { ActivityRecord } from '../../../../../models/Activity.ts';
import type { CarriedRow } from './forms.ts';
import type { CalendarDate } from './reading.ts';

/** What the calendar says of an activity, as fields of it. */
export const calendarFields = ['title', 'day', 'until', 'place', 'summary'] as const;
export type CalendarField = (typeof calendarFields)[number];

export interface ReviewRow {
  kind: 'new' | 'changed' | 'same' | 'cancelled';
  carried: CarriedRow;
  title: string;
  /** Of one that was taken before: the record as it is now. */
  activity: ActivityRecord | null;
  changes: { field: CalendarField; from: string; to: string }[];
}

/** The same for the same date of the same event, on the same platform; nothing can be read from it. */
export const keyOf = (platform: string, { uid, recurrence }: CalendarDate): string =>
  createHash('sha256')
    .update(JSON.stringify([platform, uid, recurrence]))
    .digest('hex');

/**
 * What a file would do: which dates are new, which were taken before and are the same or changed since, which are cancelled.
 * A description that the file was not asked for changes nothing.
 */
export function reviewOf(
  dates: readonly CalendarDate[],
  known: ReadonlyMap<string, ActivityRecord>,
  platform: string,
): ReviewRow[] {
  return dates.map((date) => {
    const key = keyOf(platform, date);
    const activity = known.get(key) ?? null;
    const said: Record<CalendarField, string> = { ...date, summary: date.description };
    const changes = calendarFields.flatMap((field) => {
      const from = activity ? activity.values[field] : '';
      const isSame = !activity || from === said[field] || (said[field] === '' && field !== 'until');
      return isSame ? [] : [{ field, from, to: said[field] }];
    });
    const bases = Object.fromEntries(
      calendarFields.map((field) => [field, activity?.fields[field]?.version ?? 0]),
    );
    const { day, until, place, description: summary } = date;
    const kind = date.isCancelled ? 'cancelled' : !activity ? 'new' : changes.length > 0 ? 'changed' : 'same';
    const carried = { key, id: activity?._id ?? '', bases, day, until, place, summary };
    return { kind, carried, title: date.title, activity, changes };
  });
}
