import ICAL from 'ical.js';
import { brusselsDay } from '../../../../core/i18n.ts';
import { calendarLimits } from './limits.ts';

/** One date of an event of a calendar file. Who was invited is not read. */
export interface CalendarDate {
  uid: string;
  /** Which of its dates, as the calendar names it; '' for an event with one. */
  recurrence: string;
  title: string;
  day: string;
  /** Its last day where that is another; else ''. */
  until: string;
  place: string;
  description: string;
  isCancelled: boolean;
}

export interface Window {
  from: string;
  until: string;
  withDescriptions: boolean;
}

/** Why a file is not taken, as a key of a text. */
export class UnreadableCalendar extends Error {
  override name = 'UnreadableCalendar';
}

const oneLine = (text: unknown, most: number): string =>
  String(text ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, most);

/** A moment in UTC is on its day in Brussels; one with a zone or without is on the day that is written. */
const dayOf = (time: ICAL.Time): string =>
  !time.isDate && time.zone === ICAL.Timezone.utcTimezone
    ? brusselsDay(time.toJSDate())
    : time.toString().slice(0, 10);

/** Its last day: an event of whole days ends before the day it names, one until midnight on the day before. */
function lastDay(event: ICAL.Event, start: ICAL.Time): string {
  const end = start.clone();
  end.addDuration(event.duration);
  if (end.compare(start) <= 0) return dayOf(start);
  if (end.isDate) end.adjust(-1, 0, 0, 0);
  else end.adjust(0, 0, 0, -1);
  return dayOf(end);
}

function dateOf(
  event: ICAL.Event,
  start: ICAL.Time,
  recurrence: string,
  { withDescriptions }: Window,
): CalendarDate {
  const day = dayOf(start);
  const last = lastDay(event, start);
  return {
    uid: oneLine(event.uid, 500),
    recurrence,
    title: oneLine(event.summary, 150),
    day,
    until: last === day ? '' : last,
    place: oneLine(event.location, 150),
    description: withDescriptions
      ? String(event.description ?? '')
          .replaceAll('\r\n', '\n')
          .replaceAll(/[^\P{Cc}\n]/gu, '')
          .slice(0, 1500)
          .trim()
      : '',
    isCancelled: String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED',
  };
}

const often = ['SECONDLY', 'MINUTELY', 'HOURLY'];

function datesOf(event: ICAL.Event, window: Window): CalendarDate[] {
  if (!event.startDate) return [];
  const isIn = ({ day, until }: CalendarDate): boolean =>
    day <= window.until && (until || day) >= window.from;
  if (!event.isRecurring()) return [dateOf(event, event.startDate, '', window)].filter(isIn);
  const rule = event.component.getFirstPropertyValue('rrule') as ICAL.Recur | null;
  // What comes back within a day is no activity, and can be made to go on for ever.
  if (rule && often.includes(rule.freq)) return [];
  const found: CalendarDate[] = [];
  const iterator = event.iterator();
  for (let next = iterator.next(), steps = 0; next && steps < 20_000; next = iterator.next(), steps++) {
    const { item, startDate, recurrenceId } = event.getOccurrenceDetails(next);
    const date = dateOf(item, startDate, recurrenceId.toString(), window);
    if (isIn(date)) found.push(date);
    if (dayOf(next) > window.until || found.length >= calendarLimits.dates) break;
  }
  return found;
}

/**
 * The dates within some days of a calendar file (RFC 5545), the first of them first.
 * Call it where it can be ended: a file can be written so that its dates never come to an end.
 * @throws UnreadableCalendar with the key of why
 */
export function readCalendar(text: string, window: Window): CalendarDate[] {
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) throw new UnreadableCalendar('activities.errors.noCalendar');
  let events: ICAL.Component[];
  try {
    events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  } catch {
    throw new UnreadableCalendar('activities.errors.noCalendar');
  }
  if (events.length > calendarLimits.events) throw new UnreadableCalendar('activities.errors.manyEvents');
  const uidOf = (one: ICAL.Component): string => String(one.getFirstPropertyValue('uid') ?? '');
  const exceptions = grouped(
    events.filter((one) => one.hasProperty('recurrence-id')),
    uidOf,
  );
  const dates = events
    .filter((one) => !one.hasProperty('recurrence-id'))
    .flatMap((one) => {
      try {
        const event = new ICAL.Event(one, {
          exceptions: exceptions.get(uidOf(one)) ?? [],
          strictExceptions: true,
        });
        return datesOf(event, window);
      } catch {
        // One event that says nothing a calendar can mean keeps the others from nobody.
        return [];
      }
    });
  return dates.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function grouped(
  all: readonly ICAL.Component[],
  of: (one: ICAL.Component) => string,
): Map<string, ICAL.Component[]> {
  const groups = new Map<string, ICAL.Component[]>();
  for (const one of all) groups.set(of(one), [...(groups.get(of(one)) ?? []), one]);
  return groups;
}
