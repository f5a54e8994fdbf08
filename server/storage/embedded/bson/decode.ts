import { StoreError } from '../errors.ts';
import {
  Binary,
  DateTime,
  Decimal,
  type Doc,
  double,
  ObjectId,
  Other,
  Regex,
  Timestamp,
  TYPE,
  type Value,
} from './values.ts';

function corrupt(what: string): StoreError {
  return new StoreError('FailedToParse', `Invalid BSON: ${what}`);
}

/** Length in bytes of the value of `type` at `at`. */
function sizeAt(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case TYPE.double:
    case TYPE.date:
    case TYPE.timestamp:
    case TYPE.long:
      return 8;
    case TYPE.string:
    case TYPE.javascript:
    case TYPE.symbol:
      return 4 + bytes.readInt32LE(at);
    case TYPE.object:
    case TYPE.array:
    case TYPE.javascriptWithScope:
      return bytes.readInt32LE(at);
    case TYPE.binData:
      return 5 + bytes.readInt32LE(at);
    case TYPE.objectId:
      return 12;
    case TYPE.bool:
      return 1;
    case TYPE.int:
      return 4;
    case TYPE.decimal:
      return 16;
    case TYPE.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at;
    case TYPE.dbPointer:
      return 16 + bytes.readInt32LE(at);
    case TYPE.null:
    case TYPE.undefined:
    case TYPE.minKey:
    case TYPE.maxKey:
      return 0;
    default:
      throw corrupt(`unknown type ${type}`);
  }
}

function text(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end);
}

function int64(bytes: Buffer, at: number): number {
  return bytes.readInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at);
}

function valueAt(bytes: Buffer, type: number, at: number, size: number): Value {
  switch (type) {
    case TYPE.double:
      return double(bytes.readDoubleLE(at));
    case TYPE.string:
      return text(bytes, at + 4, at + size - 1);
    case TYPE.object:
      return decode(bytes, at);
    case TYPE.array:
      return decodeArray(bytes, at);
    case TYPE.binData:
      return new Binary(bytes[at + 4]!, bytes.subarray(at + 5, at + size));
    case TYPE.objectId:
      return new ObjectId(bytes.subarray(at, at + 12));
    case TYPE.bool:
      return bytes[at] === 1;
    case TYPE.date:
      return new DateTime(int64(bytes, at));
    case TYPE.null:
      return null;
    case TYPE.int:
      return bytes.readInt32LE(at);
    case TYPE.long:
      return bytes.readBigInt64LE(at);
    case TYPE.decimal:
      return new Decimal(bytes.subarray(at, at + 16));
    case TYPE.timestamp:
      return new Timestamp(bytes.readBigUInt64LE(at));
    case TYPE.regex: {
      const middle = bytes.indexOf(0, at);
      return new Regex(text(bytes, at, middle), text(bytes, middle + 1, at + size - 1));
    }
    default:
      return new Other(type, bytes.subarray(at, at + size));
  }
}

const NAMES = 4096;
/** Field names met before, by a hash of their bytes: the same few names come over and over. */
const names: (string | undefined)[] = new Array(NAMES);

/** The name whose bytes lie in [start, end). */
function nameAt(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > 32) return bytes.toString('utf8', start, end);
  let hash = length;
  for (let at = start; at < end; at++) hash = (hash * 31 + bytes[at]!) | 0;
  const place = hash & (NAMES - 1);
  const known = names[place];
  if (known?.length === length) {
    let at = 0;
    while (at < length && known.charCodeAt(at) === bytes[start + at]) at += 1;
    if (at === length) return known;
  }
  const made = bytes.toString('utf8', start, end);
  // Only names of plain ASCII compare byte by byte.
  if (made.length === length) names[place] = made;
  return made;
}

/** Where the document at `start` has its final NUL. */
function endOf(bytes: Buffer, start: number): number {
  const end = start + bytes.readInt32LE(start) - 1;
  if (end < start + 4 || end >= bytes.length || bytes[end] !== 0) throw corrupt('length');
  return end;
}

/** The end of the name that starts at `at`, which is where its NUL stands. */
function nameEnd(bytes: Buffer, at: number, end: number): number {
  let found = at;
  while (bytes[found] !== 0) found += 1;
  if (found >= end) throw corrupt('element beyond its document');
  return found;
}

/** The size of an element's value, which has to lie within its document. */
function checkedSize(bytes: Buffer, type: number, at: number, end: number): number {
  const size = sizeAt(bytes, type, at);
  if (size < 0 || at + size > end) throw corrupt('element beyond its document');
  return size;
}

/**
 * Decodes the document that starts at `start`. With `wanted`, only those top-level fields: a scan that filters
 * on two fields need not build the rest.
 */
export function decode(bytes: Buffer, start = 0, wanted?: ReadonlySet<string>): Doc {
  const made: Doc = new Map();
  const end = endOf(bytes, start);
  if (wanted?.size === 0) return made;
  for (let at = start + 4; at < end; ) {
    const type = bytes[at]!;
    const value = nameEnd(bytes, at + 1, end) + 1;
    const size = checkedSize(bytes, type, value, end);
    const name = nameAt(bytes, at + 1, value - 1);
    at = value + size;
    if (wanted && !wanted.has(name)) continue;
    made.set(name, valueAt(bytes, type, value, size));
    if (wanted && made.size === wanted.size) break;
  }
  return made;
}

function decodeArray(bytes: Buffer, start: number): Value[] {
  const made: Value[] = [];
  const end = endOf(bytes, start);
  for (let at = start + 4; at < end; ) {
    const type = bytes[at]!;
    const value = nameEnd(bytes, at + 1, end) + 1;
    const size = checkedSize(bytes, type, value, end);
    made.push(valueAt(bytes, type, value, size));
    at = value + size;
  }
  return made;
}

/** A command, with the array `rawField` left as the encoded documents it holds. */
export function decodeCommand(
  bytes: Buffer,
  start: number,
  rawField: string,
): { command: Doc; raw: Buffer[] } {
  const command: Doc = new Map();
  let raw: Buffer[] = [];
  const end = endOf(bytes, start);
  for (let at = start + 4; at < end; ) {
    const type = bytes[at]!;
    const value = nameEnd(bytes, at + 1, end) + 1;
    const size = checkedSize(bytes, type, value, end);
    const name = nameAt(bytes, at + 1, value - 1);
    if (name === rawField && type === TYPE.array) raw = rawDocuments(bytes, value, rawField);
    else command.set(name, valueAt(bytes, type, value, size));
    at = value + size;
  }
  return { command, raw };
}

function rawDocuments(bytes: Buffer, start: number, field: string): Buffer[] {
  const raw: Buffer[] = [];
  const end = endOf(bytes, start);
  for (let at = start + 4; at < end; ) {
    const type = bytes[at]!;
    if (type !== TYPE.object) throw corrupt(`${field} holds something else than documents`);
    const value = nameEnd(bytes, at + 1, end) + 1;
    const size = checkedSize(bytes, type, value, end);
    raw.push(bytes.subarray(value, value + size));
    at = value + size;
  }
  return raw;
}
