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

/** Short strings are mostly ASCII, where reading them by hand beats the call into the runtime. */
function text(bytes: Buffer, start: number, end: number): string {
  if (end - start > 16) return bytes.toString('utf8', start, end);
  let made = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 127) return bytes.toString('utf8', start, end);
    made += String.fromCharCode(byte);
  }
  return made;
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

/** Calls `visit` for every element; it returns true to stop. */
function eachElement(
  bytes: Buffer,
  start: number,
  visit: (name: string, type: number, at: number, size: number) => boolean | undefined,
): void {
  const end = start + bytes.readInt32LE(start) - 1;
  if (end < start + 4 || end >= bytes.length || bytes[end] !== 0) throw corrupt('length');
  let at = start + 4;
  while (at < end) {
    const type = bytes[at]!;
    const nameEnd = bytes.indexOf(0, at + 1);
    const value = nameEnd + 1;
    const size = sizeAt(bytes, type, value);
    if (nameEnd < 0 || size < 0 || value + size > end) throw corrupt('element beyond its document');
    if (visit(text(bytes, at + 1, nameEnd), type, value, size)) return;
    at = value + size;
  }
}

/**
 * Decodes the document that starts at `start`. With `wanted`, only those top-level fields: a scan that filters
 * on two fields need not build the rest.
 */
export function decode(bytes: Buffer, start = 0, wanted?: ReadonlySet<string>): Doc {
  const made: Doc = new Map();
  let left = wanted ? wanted.size : -1;
  eachElement(bytes, start, (name, type, at, size) => {
    if (wanted && !wanted.has(name)) return false;
    made.set(name, valueAt(bytes, type, at, size));
    left -= 1;
    return left === 0;
  });
  return made;
}

function decodeArray(bytes: Buffer, start: number): Value[] {
  const made: Value[] = [];
  eachElement(bytes, start, (_name, type, at, size) => {
    made.push(valueAt(bytes, type, at, size));
    return false;
  });
  return made;
}

/** A command, with the array `rawField` left as the encoded documents it holds. */
export function decodeCommand(
  bytes: Buffer,
  start: number,
  rawField: string,
): { command: Doc; raw: Buffer[] } {
  const command: Doc = new Map();
  const raw: Buffer[] = [];
  eachElement(bytes, start, (name, type, at, size) => {
    if (name === rawField && type === TYPE.array) {
      eachElement(bytes, at, (_index, elementType, elementAt, elementSize) => {
        if (elementType !== TYPE.object) throw corrupt(`${rawField} holds something else than documents`);
        raw.push(bytes.subarray(elementAt, elementAt + elementSize));
        return false;
      });
    } else command.set(name, valueAt(bytes, type, at, size));
    return false;
  });
  return { command, raw };
}
