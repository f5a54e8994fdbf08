import { DateTime } from 'luxon';
import type { ClockHour } from '../../../models/meetingFields.ts';
import { Invalid } from '../../core/errors.ts';
import { formats, type Language } from '../../core/i18n.ts';

export const brussels = 'Europe/Brussels';

/** A day and a clock time in Brussels as the instants they can mean: none in the night the clock goes on, two when it goes back. */
export function instantsOf(day: string, time: string): Date[] {
  const [year, month, date] = day.split('-').map(Number);
  const [hour, minute] = time.split(':').map(Number);
  const asked = { year: year!, month: month!, day: date!, hour: hour!, minute: minute! };
  const found = DateTime.fromObject(asked, { zone: brussels });
  if (!found.isValid || found.hour !== hour || found.minute !== minute) return [];
  const all = found.getPossibleOffsets().map((one) => one.toJSDate());
  return all.sort((a, b) => a.getTime() - b.getTime());
}

export const isClockTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

interface Times {
  day: string;
  from: string;
  until: string;
  clock: ClockHour | '';
}

function instantOf(field: 'from' | 'until', { day, clock, ...times }: Times): Date {
  const time = times[field];
  if (!isClockTime(time)) throw new Invalid({ [field]: 'meetings.errors.time' });
  const found = instantsOf(day, time);
  if (found.length === 0)
    throw new Invalid({ [field]: { key: 'meetings.errors.noSuchTime', values: { day } } });
  if (found.length === 1) return found[0]!;
  if (clock === '') throw new Invalid({ clock: 'meetings.errors.twice' });
  return found[clock === 'summer' ? 0 : 1]!;
}

/**
 * When a meeting begins and ends.
 * @throws Invalid for a time that is not there that night, one that is there twice and does not say which, and an end
 * that does not come after the beginning: what goes on after midnight is two meetings
 */
export function instantsOfMeeting(times: Times): { startsAt: Date; endsAt: Date } {
  const startsAt = instantOf('from', times);
  const endsAt = instantOf('until', times);
  if (endsAt <= startsAt) throw new Invalid({ until: 'meetings.errors.untilFirst' });
  return { startsAt, endsAt };
}

/** Whether a clock in Brussels shows this time twice that day. */
export const isTwice = (day: string, time: string): boolean =>
  isClockTime(time) && instantsOf(day, time).length > 1;

const weekdays = new Map<Language, Intl.DateTimeFormat>();

/** The day of the week and the day, as people write them: dinsdag 12 januari 2027. */
export function dayInWords(day: string, language: Language): string {
  const format =
    weekdays.get(language) ?? new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  weekdays.set(language, format);
  const noon = new Date(`${day}T12:00:00Z`);
  const date = formats(language).day(noon);
  const weekday = format.format(noon);
  return language === 'de' || language === 'en' ? `${weekday}, ${date}` : `${weekday} ${date}`;
}

/** HH:MM as people write it: 14.30 in Dutch, as `formats` does. */
export const timeInWords = (time: string, language: Language): string =>
  language === 'nl' ? time.replace(':', '.') : time;

/** When something begins and ends, as people write it. */
export const hoursInWords = (
  { from, until }: { from: string; until: string },
  language: Language,
): { from: string; until: string } => ({
  from: timeInWords(from, language),
  until: timeInWords(until, language),
});

/** A moment as a clock in Brussels shows it, HH:MM. @param at milliseconds since 1970 */
export const clockTime = (at: number): string =>
  DateTime.fromMillis(at, { zone: brussels }).toFormat('HH:mm');
