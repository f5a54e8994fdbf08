import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { brusselsZone } from './timezone.ts';

const zone = 'Europe/Brussels';

// The library counts the space a folded line begins with to none: with 75, lines of 76 octets come out.
ICAL.foldLength = 74;

/** One event as a calendar is told of it; what is '' is left out. */
export interface CalendarEvent {
  /** The same as long as it is the same meeting. */
  uid: string;
  /** Rises with every change that who is invited must be told. */
  sequence: number;
  /** When it last became something else. */
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
  summary: string;
  description?: string;
  location?: string;
  url?: string;
  isCancelled: boolean;
  /** Of an invitation: the addresses it comes from and goes to. */
  organizer?: string;
  attendee?: string;
}

export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL';

type Property = [name: string, parameters: Record<string, string>, type: string, value: string | number];

const utc = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

/**
 * A time as a clock in Brussels shows it. The second of two equal ones, in the night in which the clock goes back, is
 * written in UTC: a local time would mean the first (RFC 5545, 3.3.5).
 */
function timeProperty(name: string, instant: Date): Property {
  const local = DateTime.fromJSDate(instant, { zone });
  const [first] = local.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
  if (first && first.toMillis() !== local.toMillis()) return [name, {}, 'date-time', utc(instant)];
  return [name, { tzid: zone }, 'date-time', local.toFormat("yyyy-MM-dd'T'HH:mm:ss")];
}

const text = (name: string, value: string | undefined): Property[] =>
  value ? [[name, {}, 'text', value]] : [];

function eventOf(event: CalendarEvent): unknown[] {
  const attendee: Record<string, string> = {
    ...{ role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION' },
    // Answers of calendars arrive nowhere: the address only sends.
    rsvp: 'FALSE',
  };
  const properties: Property[] = [
    ['uid', {}, 'text', event.uid],
    ['sequence', {}, 'integer', event.sequence],
    ['dtstamp', {}, 'date-time', utc(event.changedAt)],
    ['last-modified', {}, 'date-time', utc(event.changedAt)],
    timeProperty('dtstart', event.startsAt),
    timeProperty('dtend', event.endsAt),
    ['summary', {}, 'text', event.summary],
    ...text('description', event.description),
    ...text('location', event.location),
    ...(event.url ? [['url', {}, 'uri', event.url] as Property] : []),
    ['status', {}, 'text', event.isCancelled ? 'CANCELLED' : 'CONFIRMED'],
    ...(event.organizer
      ? [['organizer', { cn: 'Schakel' }, 'cal-address', `mailto:${event.organizer}`] as Property]
      : []),
    ...(event.attendee
      ? [['attendee', attendee, 'cal-address', `mailto:${event.attendee}`] as Property]
      : []),
  ];
  return ['vevent', properties, []];
}

/**
 * A calendar as text (RFC 5545): CRLF, lines folded at 75 octets, with the zone its times are in.
 * @param name how the calendar is called, for a feed
 */
export function calendarText(
  events: readonly CalendarEvent[],
  { method, name = '' }: { method: CalendarMethod; name?: string },
): string {
  const properties: Property[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Schakel//Meetings//NL'],
    ['calscale', {}, 'text', 'GREGORIAN'],
    ['method', {}, 'text', method],
    ...(name
      ? [
          ['x-wr-calname', {}, 'text', name] as Property,
          ['x-wr-timezone', {}, 'text', zone] as Property,
          ['refresh-interval', {}, 'duration', 'PT1H'] as Property,
        ]
      : []),
  ];
  const calendar = ['vcalendar', properties, [brusselsZone, ...events.map(eventOf)]];
  return ICAL.stringify(calendar);
}
