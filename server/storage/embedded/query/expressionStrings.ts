import { compareStrings } from '../bson/compare.ts';
import { asDecimal, isNumeric, parseExact, readDecimal, toNumber, writeDecimal } from '../bson/numbers.ts';
import { DateTime, Decimal, doc, double, ObjectId, Regex, typeOf, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { parseDate } from './expressionDates.ts';
import type { Operator } from './expressions.ts';
import { namedArguments, typeError, withArguments } from './operands.ts';
import { compileRegex, regexOf } from './regex.ts';
import { isNullish, truthy } from './truth.ts';
import { typeName } from './types.ts';

/** A value as text, the way `$toString` and `$concat`'s relatives see it. */
function textOf(name: string, value: Value | undefined): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof DateTime) return new Date(value.ms).toISOString();
  if (value instanceof ObjectId) return value.bytes.toString('hex');
  if (value instanceof Decimal) {
    const { digits, exponent, special } = readDecimal(value);
    return special === undefined ? plainDecimal(digits, exponent) : String(special);
  }
  if (isNumeric(value)) return typeof value === 'bigint' ? String(value) : String(toNumber(value));
  if (typeof value === 'boolean') return String(value);
  throw typeError(name, 'a value that has a text');
}

function plainDecimal(digits: bigint, exponent: number): string {
  if (exponent >= 0) return exponent === 0 ? String(digits) : `${digits}E+${exponent}`;
  const text = String(digits < 0n ? -digits : digits).padStart(1 - exponent, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}

function textOnly(name: string, value: Value | undefined): string {
  if (typeof value !== 'string') throw typeError(name, 'a string');
  return value;
}

/** MongoDB changes the case of ASCII letters only. */
function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function onText(name: string, apply: (text: string) => Value): Operator {
  return withArguments(name, 1, 1, (value) => apply(textOf(name, value)));
}

function integer(name: string, value: Value | undefined): number {
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) throw typeError(name, 'integers');
  return toNumber(value);
}

function concat(...values: (Value | undefined)[]): Value {
  if (values.some(isNullish)) return null;
  if (!values.every((value) => typeof value === 'string')) throw typeError('$concat', 'strings only');
  return values.join('');
}

function substring(text: Value | undefined, start: Value | undefined, length: Value | undefined): Value {
  const points = [...textOf('$substrCP', text)];
  const [from, count] = [integer('$substrCP', start), integer('$substrCP', length)];
  if (from < 0 || count < 0)
    throw new StoreError('BadValue', '$substrCP: the starting index and the length must be non-negative');
  return points.slice(from, from + count).join('');
}

function subbytes(text: Value | undefined, start: Value | undefined, length: Value | undefined): Value {
  const bytes = Buffer.from(textOf('$substrBytes', text));
  const [from, count] = [integer('$substrBytes', start), integer('$substrBytes', length)];
  if (from < 0) throw new StoreError('BadValue', '$substrBytes: starting index must be non-negative');
  const to = count < 0 ? bytes.length : Math.min(from + count, bytes.length);
  // 10xxxxxx continues a character.
  if ([from, to].some((at) => ((bytes[at] ?? 0) & 0xc0) === 0x80))
    throw new StoreError('BadValue', '$substrBytes: invalid range, in the middle of a UTF-8 character');
  return bytes.toString('utf8', from, to);
}

function indexOf(
  text: Value | undefined,
  part: Value | undefined,
  start: Value | undefined = 0,
  end: Value | undefined = Number.MAX_SAFE_INTEGER,
): Value {
  if (isNullish(text)) return null;
  const points = [...textOnly('$indexOfCP', text)].slice(0, integer('$indexOfCP', end));
  const from = integer('$indexOfCP', start);
  if (from > points.length) return -1;
  const at = points.slice(from).join('').indexOf(textOnly('$indexOfCP', part));
  return at < 0 ? -1 : from + [...points.slice(from).join('').slice(0, at)].length;
}

function trim(name: string, sides: { start: boolean; end: boolean }): Operator {
  return (operand, compile) => {
    const parts = namedArguments(name, operand, compile, ['input'], ['chars']);
    return (scope) => {
      const input = parts.input!(scope);
      if (isNullish(input)) return null;
      const chars = parts.chars!(scope);
      const points = [...textOf(name, input)];
      const gone = (point: string) =>
        typeof chars === 'string' ? chars.includes(point) : /[\s\0]/.test(point);
      let [from, to] = [0, points.length];
      while (sides.start && from < to && gone(points[from]!)) from += 1;
      while (sides.end && to > from && gone(points[to - 1]!)) to -= 1;
      return points.slice(from, to).join('');
    };
  };
}

function replace(name: string, all: boolean): Operator {
  return (operand, compile) => {
    const parts = namedArguments(name, operand, compile, ['input', 'find', 'replacement']);
    return (scope) => {
      const [input, find, replacement] = ['input', 'find', 'replacement'].map((key) => parts[key]!(scope));
      if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
      if (typeof input !== 'string' || typeof find !== 'string' || typeof replacement !== 'string')
        throw typeError(name, 'strings');
      return all ? input.replaceAll(find, () => replacement) : input.replace(find, () => replacement);
    };
  };
}

function regexOperator(name: string, apply: (regex: RegExp, input: string) => Value): Operator {
  return (operand, compile) => {
    const parts = namedArguments(name, operand, compile, ['input', 'regex'], ['options']);
    return (scope) => {
      const [input, regex] = [parts.input!(scope), parts.regex!(scope)];
      if (isNullish(input) || isNullish(regex))
        return name === '$regexMatch' ? false : name === '$regexFindAll' ? [] : null;
      if (typeof regex !== 'string' && !(regex instanceof Regex))
        throw typeError(name, 'a regular expression');
      return apply(compileRegex(regexOf(regex, parts.options!(scope))), textOf(name, input));
    };
  };
}

function found(match: RegExpExecArray | RegExpMatchArray): Value {
  return doc({
    match: match[0],
    idx: [...match.input!.slice(0, match.index)].length,
    captures: [...match].slice(1).map((capture) => capture ?? null),
  });
}

function toInteger(name: string, value: Value, wide: boolean): Value {
  const whole = wholeOf(value);
  const limit = wide ? 2n ** 63n : 2n ** 31n;
  if (whole === undefined || whole >= limit || whole < -limit)
    throw new StoreError('BadValue', `Failed to convert in ${name} with no onError value`);
  return wide ? whole : Number(whole);
}

function wholeOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) ? BigInt(value.replace('+', '')) : undefined;
  const number = plainNumber(value);
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
}

function plainNumber(value: Value): number {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof DateTime) return value.ms;
  if (typeof value === 'string')
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  return isNumeric(value) ? toNumber(value) : Number.NaN;
}

function toDouble(value: Value): Value {
  const number = plainNumber(value);
  if (Number.isNaN(number) && !isNumeric(value))
    throw new StoreError('BadValue', 'Failed to convert in $toDouble with no onError value');
  return double(number);
}

function toDate(value: Value): Value {
  if (value instanceof DateTime) return value;
  if (value instanceof ObjectId) return new DateTime(value.bytes.readUInt32BE(0) * 1000);
  const ms = typeof value === 'string' ? parseDate(value) : plainNumber(value);
  if (Number.isNaN(ms))
    throw new StoreError('BadValue', 'Failed to convert in $toDate with no onError value');
  return new DateTime(Math.trunc(ms));
}

function toObjectId(value: Value): Value {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string' || !/^[\da-f]{24}$/i.test(value))
    throw new StoreError('BadValue', 'Failed to parse objectId in $convert with no onError value');
  return new ObjectId(Buffer.from(value, 'hex'));
}

function toDecimal(value: Value): Value {
  const exact =
    typeof value === 'string' ? parseExact(value) : asDecimal(isNumeric(value) ? value : plainNumber(value));
  if (exact === undefined || (exact.special !== undefined && !isNumeric(value)))
    throw new StoreError('BadValue', 'Failed to convert in $toDecimal with no onError value');
  return writeDecimal(exact);
}

const CONVERSIONS: Record<string, (value: Value) => Value> = {
  string: (value) => textOf('$toString', value),
  int: (value) => toInteger('$toInt', value, false),
  long: (value) => toInteger('$toLong', value, true),
  double: toDouble,
  decimal: toDecimal,
  date: toDate,
  objectId: toObjectId,
  bool: truthy,
};

const convert: Operator = (operand, compile) => {
  const parts = namedArguments('$convert', operand, compile, ['input', 'to'], ['onError', 'onNull']);
  return (scope) => {
    const input = parts.input!(scope);
    if (isNullish(input)) return parts.onNull!(scope) ?? null;
    const to = parts.to!(scope);
    const target = isNumeric(to) ? typeName(toNumber(to)) : String(to);
    if (!Object.hasOwn(CONVERSIONS, target))
      throw new StoreError('BadValue', `$convert cannot convert to ${target}`);
    try {
      return CONVERSIONS[target]!(input);
    } catch (error) {
      const instead = parts.onError!(scope);
      if (instead === undefined) throw error;
      return instead;
    }
  };
};

function converting(name: string, target: string): Operator {
  return withArguments(name, 1, 1, (value) => (isNullish(value) ? null : CONVERSIONS[target]!(value)));
}

export const STRINGS: Record<string, Operator> = {
  $concat: withArguments('$concat', 0, Infinity, concat),
  $toLower: onText('$toLower', (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  $toUpper: onText('$toUpper', upper),
  $strLenCP: withArguments('$strLenCP', 1, 1, (text) => [...textOnly('$strLenCP', text)].length),
  $strLenBytes: withArguments('$strLenBytes', 1, 1, (text) =>
    Buffer.byteLength(textOnly('$strLenBytes', text)),
  ),
  $substrCP: withArguments('$substrCP', 3, 3, substring),
  $substr: withArguments('$substr', 3, 3, subbytes),
  $substrBytes: withArguments('$substrBytes', 3, 3, subbytes),
  $strcasecmp: withArguments('$strcasecmp', 2, 2, (a, b) =>
    compareStrings(upper(textOf('$strcasecmp', a)), upper(textOf('$strcasecmp', b))),
  ),
  $split: withArguments('$split', 2, 2, (text, separator) => {
    if (isNullish(text) || isNullish(separator)) return null;
    if (typeof separator !== 'string' || separator === '') throw typeError('$split', 'a non-empty separator');
    return textOnly('$split', text).split(separator);
  }),
  $indexOfCP: withArguments('$indexOfCP', 2, 4, indexOf),
  $trim: trim('$trim', { start: true, end: true }),
  $ltrim: trim('$ltrim', { start: true, end: false }),
  $rtrim: trim('$rtrim', { start: false, end: true }),
  $replaceOne: replace('$replaceOne', false),
  $replaceAll: replace('$replaceAll', true),
  $regexMatch: regexOperator('$regexMatch', (regex, input) => regex.test(input)),
  $regexFind: regexOperator('$regexFind', (regex, input) => {
    const match = regex.exec(input);
    return match ? found(match) : null;
  }),
  $regexFindAll: regexOperator('$regexFindAll', (regex, input) =>
    [...input.matchAll(new RegExp(regex.source, `${regex.flags}g`))].map(found),
  ),
  $type: withArguments('$type', 1, 1, (value) => (value === undefined ? 'missing' : typeName(typeOf(value)))),
  $isNumber: withArguments('$isNumber', 1, 1, (value) => isNumeric(value)),
  $convert: convert,
  $toString: converting('$toString', 'string'),
  $toInt: converting('$toInt', 'int'),
  $toLong: converting('$toLong', 'long'),
  $toDouble: converting('$toDouble', 'double'),
  $toDecimal: converting('$toDecimal', 'decimal'),
  $toDate: converting('$toDate', 'date'),
  $toObjectId: converting('$toObjectId', 'objectId'),
  $toBool: converting('$toBool', 'bool'),
};
