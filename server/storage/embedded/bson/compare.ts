import { compareNumbers, isNumeric, type Numeric } from './numbers.ts';
import {
  Binary,
  DateTime,
  type Doc,
  isDoc,
  ObjectId,
  Other,
  Regex,
  rankOf,
  Timestamp,
  TYPE,
  type Value,
} from './values.ts';

function sign(difference: number): number {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/** Order of the UTF-8 bytes, which differs from UTF-16 order only around surrogates. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return sign(byUtf8(left) - byUtf8(right));
  }
  return sign(a.length - b.length);
}

function byUtf8(unit: number): number {
  return unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareDocs(a: Doc, b: Doc): number {
  const right = b.entries();
  for (const [name, value] of a) {
    const other = right.next();
    if (other.done) return 1;
    const [otherName, otherValue] = other.value;
    const order =
      sign(rankOf(value) - rankOf(otherValue)) ||
      compareStrings(name, otherName) ||
      compareValues(value, otherValue);
    if (order !== 0) return order;
  }
  return right.next().done ? 0 : -1;
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const order = compareValues(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return sign(a.length - b.length);
}

function stringOf(value: Value): string {
  return typeof value === 'string'
    ? value
    : (value as Other).bytes.toString('utf8', 4, (value as Other).bytes.length - 1);
}

function compareObjects(a: Value, b: Value): number {
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.bytes, b.bytes);
  if (a instanceof DateTime && b instanceof DateTime) return sign(a.ms - b.ms);
  if (isDoc(a) && isDoc(b)) return compareDocs(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (a instanceof Binary && b instanceof Binary)
    return (
      sign(a.bytes.length - b.bytes.length) || sign(a.subtype - b.subtype) || Buffer.compare(a.bytes, b.bytes)
    );
  if (a instanceof Timestamp && b instanceof Timestamp)
    return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (a instanceof Regex && b instanceof Regex)
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.flags, b.flags);
  if (a instanceof Other && b instanceof Other && a.type !== TYPE.symbol)
    return Buffer.compare(a.bytes, b.bytes);
  return compareStrings(stringOf(a), stringOf(b));
}

/** MongoDB's total order over all values: first by type, then by value; -1, 0 or 1. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a as Numeric, b as Numeric);
  const order = rankOf(a) - rankOf(b);
  if (order !== 0) return sign(order);
  if (a === null) return 0;
  if (typeof a === 'boolean') return sign(Number(a) - Number(b));
  return compareObjects(a, b);
}

export function equalValues(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}
