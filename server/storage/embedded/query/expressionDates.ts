import { isNumeric, toNumber } from '../bson/numbers.ts';
import { DateTime, doc, isDoc, ObjectId, Timestamp, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
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

function fromLocal(localMs: number, zone: Value | undefined): number {
  if (typeof zone !== 'string') return localMs;
  const first = localMs - zoneOffset(zone, localMs);
  return localMs - zoneOffset(zone, first);
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

const UNITS: Record<string, number> = {
  week: 7 * DAY,
  day: DAY,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
const MONTHS: Record<string, number> = { year: 12, quarter: 3, month: 1 };

function unitOf(name: string, value: Value | undefined): string {
  if (typeof value === 'string' && (Object.hasOwn(UNITS, value) || Object.hasOwn(MONTHS, value)))
    return value;
  throw new StoreError('FailedToParse', `${name} got an unknown time unit`);
}

/** The last day of a shorter month stands for a day it does not have. */
function plusMonths(date: Date, months: number): number {
  const target = new Date(date);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + months);
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  return target.setUTCDate(Math.min(date.getUTCDate(), last));
}

function shifted(name: string, direction: 1 | -1): Operator {
  return (operand, compile) => {
    const parts = namedArguments(name, operand, compile, ['startDate', 'unit', 'amount'], ['timezone']);
    return (scope) => {
      const [start, amount, zone] = [parts.startDate!(scope), parts.amount!(scope), parts.timezone!(scope)];
      if (isNullish(start) || isNullish(amount)) return null;
      if (!isNumeric(amount)) throw typeError(name, 'an integer amount');
      const unit = unitOf(name, parts.unit!(scope));
      const count = toNumber(amount) * direction;
      const ms = instant(name, start);
      if (unit !== 'week' && unit !== 'day' && Object.hasOwn(UNITS, unit))
        return new DateTime(ms + count * UNITS[unit]!);
      const date = local(ms, zone);
      const moved = Object.hasOwn(MONTHS, unit)
        ? plusMonths(date, count * MONTHS[unit]!)
        : date.getTime() + count * UNITS[unit]!;
      return new DateTime(fromLocal(moved, zone));
    };
  };
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Number of the unit since 1970 (weeks since their start day); bins of `$dateTrunc` count from 2000. */
function ordinal(date: Date, unit: string, startOfWeek: Value | undefined): number {
  if (Object.hasOwn(MONTHS, unit))
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / MONTHS[unit]!);
  if (unit !== 'week') return Math.floor(date.getTime() / UNITS[unit]!);
  const first = WEEKDAYS.indexOf(
    typeof startOfWeek === 'string' ? startOfWeek.slice(0, 3).toLowerCase() : 'sun',
  );
  // 1970 began on a Thursday, weekday 4.
  return Math.floor((date.getTime() / DAY + 4 - first) / 7);
}

const dateDiff: Operator = (operand, compile) => {
  const parts = namedArguments(
    '$dateDiff',
    operand,
    compile,
    ['startDate', 'endDate', 'unit'],
    ['timezone', 'startOfWeek'],
  );
  return (scope) => {
    const [start, end, zone] = [parts.startDate!(scope), parts.endDate!(scope), parts.timezone!(scope)];
    if (isNullish(start) || isNullish(end)) return null;
    const unit = unitOf('$dateDiff', parts.unit!(scope));
    const week = parts.startOfWeek!(scope);
    const [from, to] = [start, end].map((value) =>
      ordinal(local(instant('$dateDiff', value), zone), unit, week),
    ) as [number, number];
    return BigInt(to - from);
  };
};

const dateTrunc: Operator = (operand, compile) => {
  const parts = namedArguments(
    '$dateTrunc',
    operand,
    compile,
    ['date', 'unit'],
    ['timezone', 'startOfWeek', 'binSize'],
  );
  return (scope) => {
    const [value, zone, size] = [parts.date!(scope), parts.timezone!(scope), parts.binSize!(scope) ?? 1];
    if (isNullish(value)) return null;
    if (size !== 1) throw notOffered('The binSize of $dateTrunc');
    const unit = unitOf('$dateTrunc', parts.unit!(scope));
    const date = local(instant('$dateTrunc', value), zone);
    const count = ordinal(date, unit, parts.startOfWeek!(scope));
    if (Object.hasOwn(MONTHS, unit)) return new DateTime(fromLocal(monthStart(count * MONTHS[unit]!), zone));
    if (unit !== 'week') return new DateTime(fromLocal(count * UNITS[unit]!, zone));
    const first = ordinal(new Date(0), 'week', parts.startOfWeek!(scope));
    const offset = weekStart(parts.startOfWeek!(scope));
    return new DateTime(fromLocal((count - first) * UNITS.week! + offset, zone));
  };
};

function monthStart(months: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(months / 12), months % 12, 1);
  return date.getTime();
}

/** Start of the week that holds 1 January 1970, in milliseconds. */
function weekStart(startOfWeek: Value | undefined): number {
  const first = WEEKDAYS.indexOf(
    typeof startOfWeek === 'string' ? startOfWeek.slice(0, 3).toLowerCase() : 'sun',
  );
  return -((4 - first + 7) % 7) * DAY;
}

const dateToParts: Operator = (operand, compile) => {
  const parts = namedArguments('$dateToParts', operand, compile, ['date'], ['timezone']);
  return (scope) => {
    const value = parts.date!(scope);
    if (isNullish(value)) return null;
    const date = local(instant('$dateToParts', value), parts.timezone!(scope));
    return doc({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      millisecond: date.getUTCMilliseconds(),
    });
  };
};

const FROM_PARTS = ['month', 'day', 'hour', 'minute', 'second', 'millisecond'];

const dateFromParts: Operator = (operand, compile) => {
  const parts = namedArguments('$dateFromParts', operand, compile, ['year'], [...FROM_PARTS, 'timezone']);
  return (scope) => {
    const values = ['year', ...FROM_PARTS].map((key, index) => parts[key]!(scope) ?? (index < 3 ? 1 : 0));
    if (!values.every(isNumeric)) return null;
    const [year, month, ...rest] = values.map((value) => toNumber(value as number)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return new DateTime(fromLocal(Date.UTC(year, month - 1, ...rest), parts.timezone!(scope)));
  };
};

const ISO_DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))? ?(Z|[+-]\d{2}:?\d{2})?$/i;

/** An ISO date, read as UTC when it names no zone; NaN for anything else. */
export function parseDate(text: string): { ms: number; zoned: boolean } {
  const [, day, time = '00:00', zone = 'Z'] = ISO_DATE.exec(text) ?? [];
  if (day === undefined) return { ms: Number.NaN, zoned: false };
  const offset = zone.toUpperCase() === 'Z' ? 0 : zoneOffset(zone, 0);
  return { ms: Date.parse(`${day}T${time}Z`) - offset, zoned: ISO_DATE.exec(text)![3] !== undefined };
}

const dateFromString: Operator = (operand, compile) => {
  const parts = namedArguments(
    '$dateFromString',
    operand,
    compile,
    ['dateString'],
    ['timezone', 'onError', 'onNull'],
  );
  return (scope) => {
    const text = parts.dateString!(scope);
    if (isNullish(text)) return parts.onNull!(scope) ?? null;
    const { ms, zoned } = typeof text === 'string' ? parseDate(text) : { ms: Number.NaN, zoned: false };
    if (!Number.isNaN(ms)) return new DateTime(zoned ? ms : fromLocal(ms, parts.timezone!(scope)));
    const instead = parts.onError!(scope);
    if (instead === undefined) throw new StoreError('BadValue', 'Error parsing date string');
    return instead;
  };
};

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
  $dateAdd: shifted('$dateAdd', 1),
  $dateSubtract: shifted('$dateSubtract', -1),
  $dateDiff: dateDiff,
  $dateTrunc: dateTrunc,
  $dateToParts: dateToParts,
  $dateFromParts: dateFromParts,
  $dateFromString: dateFromString,
};
