import { StoreError } from '../errors.ts';
import {
  Binary,
  DateTime,
  Decimal,
  type Doc,
  Double,
  isInt32,
  ObjectId,
  RawDoc,
  Regex,
  Timestamp,
  TYPE,
  type Value,
} from './values.ts';

/** What a reply may hold: values, and documents still encoded. */
export type Encodable = Value | RawDoc | Encodable[] | Map<string, Encodable>;

const MAX_DEPTH = 180;

let buffer = Buffer.allocUnsafe(64 * 1024);
let at = 0;

function room(size: number): void {
  if (at + size <= buffer.length) return;
  const grown = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + size));
  buffer.copy(grown, 0, 0, at);
  buffer = grown;
}

function writeText(value: string): void {
  const { length } = value;
  room(length * 3 + 1);
  if (length < 24) {
    let index = 0;
    for (; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 127) break;
      buffer[at + index] = code;
    }
    if (index === length) {
      at += length;
      return;
    }
  }
  at += buffer.write(value, at, 'utf8');
}

function writeName(name: string): void {
  if (name.includes('\0')) throw new StoreError('BadValue', 'A field name cannot hold a NUL');
  writeText(name);
  room(9);
  buffer[at++] = 0;
}

function writeString(value: string): void {
  room(4);
  const start = at;
  at += 4;
  writeText(value);
  room(1);
  buffer[at++] = 0;
  buffer.writeInt32LE(at - start - 4, start);
}

function writeBytes(bytes: Buffer): void {
  room(bytes.length);
  bytes.copy(buffer, at);
  at += bytes.length;
}

function header(type: number, name: string): void {
  room(1);
  buffer[at++] = type;
  writeName(name);
}

function writeNumber(name: string, value: number, forced = false): void {
  if (!forced && isInt32(value)) {
    header(TYPE.int, name);
    at = buffer.writeInt32LE(value, at);
  } else {
    header(TYPE.double, name);
    at = buffer.writeDoubleLE(value, at);
  }
}

function writeInt64(value: bigint): void {
  at = buffer.writeBigInt64LE(BigInt.asIntN(64, value), at);
}

function writeBinary(name: string, value: Binary): void {
  header(TYPE.binData, name);
  at = buffer.writeInt32LE(value.bytes.length, at);
  buffer[at++] = value.subtype;
  writeBytes(value.bytes);
}

function writeObject(
  name: string,
  value: Exclude<Encodable, string | number | bigint | boolean | null>,
  depth: number,
) {
  if (value instanceof RawDoc) {
    header(TYPE.object, name);
    writeBytes(value.bytes);
  } else if (value instanceof Map) {
    header(TYPE.object, name);
    writeDocument(value, depth + 1);
  } else if (Array.isArray(value)) {
    header(TYPE.array, name);
    writeArray(value, depth + 1);
  } else if (value instanceof ObjectId) {
    header(TYPE.objectId, name);
    writeBytes(value.bytes);
  } else if (value instanceof DateTime) {
    header(TYPE.date, name);
    writeInt64(BigInt(value.ms));
  } else if (value instanceof Double) writeNumber(name, value.value, true);
  else if (value instanceof Binary) writeBinary(name, value);
  else if (value instanceof Decimal) {
    header(TYPE.decimal, name);
    writeBytes(value.bytes);
  } else if (value instanceof Regex) {
    header(TYPE.regex, name);
    writeName(value.pattern);
    writeName(value.flags);
  } else if (value instanceof Timestamp) {
    header(TYPE.timestamp, name);
    at = buffer.writeBigUInt64LE(value.value, at);
  } else {
    header(value.type, name);
    writeBytes(value.bytes);
  }
}

function writeElement(name: string, value: Encodable, depth: number): void {
  if (typeof value === 'string') {
    header(TYPE.string, name);
    writeString(value);
  } else if (typeof value === 'number') writeNumber(name, value);
  else if (typeof value === 'boolean') {
    header(TYPE.bool, name);
    buffer[at++] = value ? 1 : 0;
  } else if (typeof value === 'bigint') {
    header(TYPE.long, name);
    writeInt64(value);
  } else if (value === null) header(TYPE.null, name);
  else writeObject(name, value, depth);
}

function writeBody(depth: number, elements: () => void): void {
  if (depth > MAX_DEPTH) throw new StoreError('BadValue', `A document nests at most ${MAX_DEPTH} levels`);
  room(5);
  const start = at;
  at += 4;
  elements();
  room(1);
  buffer[at++] = 0;
  buffer.writeInt32LE(at - start, start);
}

function writeDocument(document: Map<string, Encodable>, depth: number): void {
  writeBody(depth, () => {
    for (const [name, value] of document) writeElement(name, value, depth);
  });
}

function writeArray(values: Encodable[], depth: number): void {
  writeBody(depth, () => {
    for (let index = 0; index < values.length; index++) writeElement(String(index), values[index]!, depth);
  });
}

/** The BSON bytes of a document, after `before` spare bytes for a message header. */
export function encode(document: Map<string, Encodable> | Doc, before = 0): Buffer {
  at = before;
  room(before);
  writeDocument(document, 0);
  const made = Buffer.allocUnsafe(at);
  buffer.copy(made, 0, 0, at);
  // A single huge reply must not hold its memory for the life of the process.
  if (buffer.length > 4 * 1024 * 1024) buffer = Buffer.allocUnsafe(64 * 1024);
  return made;
}
