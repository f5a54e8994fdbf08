import { createHash } from 'node:crypto';
import { exactly, isNumeric, type Numeric, toNumber } from './numbers.ts';
import {
  Binary,
  DateTime,
  Decimal,
  type Doc,
  isDoc,
  ObjectId,
  type Other,
  Regex,
  rankOf,
  Timestamp,
  TYPE,
  type Value,
} from './values.ts';

/**
 * Order-preserving bytes of a value: comparing two encodings as bytes is comparing the values. Each encoding ends
 * itself (no encoding is the beginning of another), so encodings can be put behind each other in a compound key.
 */
let bytes = Buffer.allocUnsafe(4096);
let at = 0;

function room(size: number): void {
  if (at + size <= bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, at + size));
  bytes.copy(grown, 0, 0, at);
  bytes = grown;
}

function writeByte(byte: number): void {
  room(1);
  bytes[at++] = byte;
}

/** A NUL inside the text becomes 00 ff, its end 00 01, so that a beginning sorts before what it begins. */
function writeText(value: string): void {
  room(value.length * 3);
  const start = at;
  at += bytes.write(value, at, 'utf8');
  if (bytes.subarray(start, at).includes(0)) {
    const plain = Buffer.from(bytes.subarray(start, at));
    at = start;
    room(plain.length * 2);
    for (const byte of plain) {
      bytes[at++] = byte;
      if (byte === 0) bytes[at++] = 0xff;
    }
  }
  room(2);
  bytes[at++] = 0;
  bytes[at++] = 1;
}

function writeDouble(value: number): void {
  room(8);
  bytes.writeDoubleBE(value === 0 ? 0 : value, at);
  if (bytes[at]! & 0x80) for (let index = 0; index < 8; index++) bytes[at + index]! ^= 0xff;
  else bytes[at]! ^= 0x80;
  at += 8;
}

const EXACT = 1;

/**
 * The nearest double, then 1 when that is the exact value; otherwise 0 (below) or 2 (above) and the exact digits.
 * So an int64 and an equal Decimal128 beyond 2^53 have one key, and neighbours keep their order.
 */
function writeNumber(value: Numeric): void {
  const nearest = toNumber(value);
  if (Number.isNaN(nearest)) {
    room(9);
    bytes.fill(0, at, at + 9);
    at += 9;
    return;
  }
  writeDouble(nearest);
  const exact = typeof value === 'bigint' || value instanceof Decimal ? exactly(value) : undefined;
  if (exact === undefined || exact.special !== undefined) {
    writeByte(EXACT);
    return;
  }
  const side = sideOf(exact.digits, exact.exponent, nearest);
  writeByte(EXACT + side);
  if (side !== 0) writeDigits(exact.digits, exact.exponent);
}

function sideOf(digits: bigint, exponent: number, nearest: number): number {
  if (nearest === Infinity) return -1;
  if (nearest === -Infinity) return 1;
  const double = exactly(nearest);
  const low = Math.min(exponent, double.exponent);
  const left = digits * 10n ** BigInt(exponent - low);
  const right = double.digits * 10n ** BigInt(double.exponent - low);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Exponent of the first digit, then the digits without trailing zeros; inverted for a negative number. */
function writeDigits(digits: bigint, exponent: number): void {
  const start = at;
  const all = (digits < 0n ? -digits : digits).toString();
  const text = all.replace(/0+$/, '');
  room(text.length + 3);
  at = bytes.writeUInt16BE(exponent + all.length + 0x8000, at);
  at += bytes.write(text, at, 'latin1');
  bytes[at++] = 0;
  if (digits < 0n) for (let index = start; index < at; index++) bytes[index]! ^= 0xff;
}

function writeDoc(value: Doc): void {
  for (const [name, field] of value) {
    writeByte(rankOf(field));
    writeText(name);
    writePayload(field);
  }
  writeByte(0);
}

function writeBytes(value: Buffer): void {
  room(value.length);
  value.copy(bytes, at);
  at += value.length;
}

function writeBinary(value: Binary): void {
  room(5);
  at = bytes.writeUInt32BE(value.bytes.length, at);
  bytes[at++] = value.subtype;
  writeBytes(value.bytes);
}

function writeOther(value: Other): void {
  if (value.type === TYPE.symbol) writeText(value.bytes.toString('utf8', 4, value.bytes.length - 1));
  else if (value.bytes.length > 0) writeText(value.bytes.toString('latin1'));
}

function writePayload(value: Value): void {
  if (isNumeric(value)) writeNumber(value);
  else if (typeof value === 'string') writeText(value);
  else if (value === null) return;
  else if (typeof value === 'boolean') writeByte(value ? 1 : 0);
  else if (value instanceof ObjectId) writeBytes(value.bytes);
  else if (value instanceof DateTime) writeDouble(value.ms);
  else if (isDoc(value)) writeDoc(value);
  else if (Array.isArray(value)) {
    for (const element of value) writeValue(element);
    writeByte(0);
  } else if (value instanceof Binary) writeBinary(value);
  else if (value instanceof Timestamp) {
    room(8);
    at = bytes.writeBigUInt64BE(value.value, at);
  } else if (value instanceof Regex) {
    writeText(value.pattern);
    writeText(value.flags);
  } else writeOther(value as Other);
}

function writeValue(value: Value): void {
  writeByte(rankOf(value));
  writePayload(value);
}

/** A compound key must stay within LMDB's limit (1,978 bytes); a longer part is cut and ends in its hash. */
export const PART_LIMIT = 400;
const HASH_LENGTH = 20;

interface KeyPart {
  bytes: Buffer;
  /** Cut: equality still holds, but order among values with the same beginning does not. */
  cut: boolean;
}

export function encodeKeyPart(value: Value, limit = PART_LIMIT): KeyPart {
  at = 0;
  writeValue(value);
  if (at <= limit) return { bytes: Buffer.from(bytes.subarray(0, at)), cut: false };
  const hash = createHash('sha256').update(bytes.subarray(0, at)).digest().subarray(0, HASH_LENGTH);
  const cut = Buffer.concat([bytes.subarray(0, limit), hash]);
  if (bytes.length > 1024 * 1024) bytes = Buffer.allocUnsafe(4096);
  return { bytes: cut, cut: true };
}

/** Equal for equal values and different for others, for use as the key of a Map. */
export function exactKey(value: Value): string {
  return encodeKeyPart(value, Number.MAX_SAFE_INTEGER).bytes.toString('latin1');
}

/** The part for a descending component. */
export function inverted(part: Buffer): Buffer {
  const made = Buffer.allocUnsafe(part.length);
  for (let index = 0; index < part.length; index++) made[index] = part[index]! ^ 0xff;
  return made;
}

/** The first key after all keys that begin with `prefix`. */
export function after(prefix: Buffer): Buffer {
  const made = Buffer.from(prefix);
  let last = made.length - 1;
  while (last >= 0 && made[last] === 0xff) last -= 1;
  if (last < 0) return Buffer.alloc(64, 0xff);
  made[last]! += 1;
  return made.subarray(0, last + 1);
}
