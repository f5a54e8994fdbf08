import { DateTime, isDoc, ObjectId, Timestamp, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Compile, Evaluate, Operator } from './expressions.ts';
import { namedArguments, typeError } from './operands.ts';
import { isNullish } from './truth.ts';

function instant(name: string, value: Value): number {
  if (value instanceof DateTime) return value.ms;
  if (value instanceof ObjectId) return value.bytes.readUInt32BE(0) * 1000;
  if (value instanceof Timestamp) return Number(value.value >> 32n) * 1000;
  throw typeError(name, 'a date');
}

/** Milliseconds by which a zone is ahead of UTC at an instant; an Olson name or an offset such as +02:00. */
function zoneOffset(zone: string, ms: number): number {
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * 60_000;
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const parts = new Map(
    formatter(zone)
      .formatToParts(ms)
      .map((part) => [part.type, Number(part.value)]),
  );
  const local = Date.UTC(
    parts.get('year')!,
    parts.get('month')! - 1,
    parts.get('day')!,
    parts.get('hour')!,
    parts.get('minute')!,
    parts.get('second')!,
  );
  return local - Math.floor(ms / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let known = formatters.get(zone);
  if (!known) {
    try {
      known = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new StoreError('BadValue', `unrecognized time zone identifier: "${zone}"`);
    }
    formatters.set(zone, known);
  }
  return known;
}

/** Local wall time as if it were UTC, so that the UTC getters read it. */
function local(ms: number, zone: Value | undefined): Date {
  return new Date(ms + (typeof zone === 'string' ? zoneOffset(zone, ms) : 0));
}

function dateArguments(name: string, operand: Value, compile: Compile): { date: Evaluate; zone: Evaluate } {
  if (isDoc(operand) && operand.has('date')) {
    const parts = namedArguments(name, operand, compile, ['date'], ['timezone']);
    return { date: parts.date!, zone: parts.timezone! };
  }
  const single = Array.isArray(operand) && operand.length === 1 ? operand[0]! : operand;
  return { date: compile(single), zone: () => undefined };
}

function part(name: string, read: (date: Date) => number): Operator {
  return (operand, compile) => {
    const { date, zone } = dateArguments(name, operand, compile);
    return (scope) => {
      const value = date(scope);
      return isNullish(value) ? null : read(local(instant(name, value), zone(scope)));
    };
  };
}

const DAY = 86_400_000;

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;
}

function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

const FORMATS: Record<string, (date: Date, offset: number) => string> = {
  Y: (date) => padded(date.getUTCFullYear(), 4),
  m: (date) => padded(date.getUTCMonth() + 1, 2),
  d: (date) => padded(date.getUTCDate(), 2),
  H: (date) => padded(date.getUTCHours(), 2),
  M: (date) => padded(date.getUTCMinutes(), 2),
  S: (date) => padded(date.getUTCSeconds(), 2),
  L: (date) => padded(date.getUTCMilliseconds(), 3),
  j: (date) => padded(dayOfYear(date), 3),
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay() + 1),
  G: (date) => padded(isoWeek(date).year, 4),
  V: (date) => padded(isoWeek(date).week, 2),
  U: (date) => padded(Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7), 2),
  z: (_date, offset) => {
    const minutes = Math.abs(offset) / 60_000;
    return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${padded(minutes % 60, 2)}`;
  },
  Z: (_date, offset) => String(offset / 60_000),
  '%': () => '%',
};

const dateToString: Operator = (operand, compile) => {
  const parts = namedArguments('$dateToString', operand, compile, ['date'], ['format', 'timezone', 'onNull']);
  return (scope) => {
    const value = parts.date!(scope);
    if (isNullish(value)) return parts.onNull!(scope) ?? null;
    const ms = instant('$dateToString', value);
    const date = local(ms, parts.timezone!(scope));
    const zone = parts.timezone!(scope) ?? 'UTC';
    const utc = ['UTC', 'GMT', 'Z'].includes(String(zone));
    const format = parts.format!(scope) ?? `%Y-%m-%dT%H:%M:%S.%L${utc ? 'Z' : ''}`;
    if (typeof format !== 'string') throw typeError('$dateToString', 'a format string');
    return format.replace(/%(.)/g, (_whole, letter: string) => {
      const write = Object.hasOwn(FORMATS, letter) ? FORMATS[letter] : undefined;
      if (!write) throw new StoreError('BadValue', `Invalid format character '%${letter}' in format string`);
      return write(date, date.getTime() - ms);
    });
  };
};

const ISO_DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))? ?(Z|[+-]\d{2}:?\d{2})?$/i;

/** The milliseconds of an ISO date, read as UTC when it names no zone; NaN for anything else. */
export function parseDate(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = ISO_DATE.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const offset = zone.toUpperCase() === 'Z' ? 0 : zoneOffset(zone, 0);
  return Date.parse(`${day}T${time}Z`) - offset;
}

export const DATES: Record<string, Operator> = {
  $year: part('$year', (date) => date.getUTCFullYear()),
  $month: part('$month', (date) => date.getUTCMonth() + 1),
  $dayOfMonth: part('$dayOfMonth', (date) => date.getUTCDate()),
  $hour: part('$hour', (date) => date.getUTCHours()),
  $minute: part('$minute', (date) => date.getUTCMinutes()),
  $second: part('$second', (date) => date.getUTCSeconds()),
  $millisecond: part('$millisecond', (date) => date.getUTCMilliseconds()),
  $dayOfWeek: part('$dayOfWeek', (date) => date.getUTCDay() + 1),
  $isoDayOfWeek: part('$isoDayOfWeek', (date) => date.getUTCDay() || 7),
  $dayOfYear: part('$dayOfYear', dayOfYear),
  $isoWeek: part('$isoWeek', (date) => isoWeek(date).week),
  $isoWeekYear: part('$isoWeekYear', (date) => isoWeek(date).year),
  $dateToString: dateToString,
};
