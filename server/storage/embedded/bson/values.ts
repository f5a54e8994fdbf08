import { randomBytes } from 'node:crypto';

/**
 * BSON values inside the store. A JavaScript number that is an int32 (and not -0) *is* an int32, any other
 * number is a double; a double that looks like an int32 is wrapped in `Double`, a bigint is an int64. Documents
 * are Maps, because plain objects reorder integer-like keys.
 */
export type Doc = Map<string, Value>;
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Double
  | Decimal
  | ObjectId
  | DateTime
  | Binary
  | Regex
  | Timestamp
  | Other
  | Value[]
  | Doc;
/** Bytes of an encoded document, for replies that copy it unread. */
export class RawDoc {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
export class Decimal {
  /** 16 bytes, little-endian, binary integer decimal. */
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
export class ObjectId {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
export class DateTime {
  /** Milliseconds since 1970, UTC. */
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}
export class Binary {
  readonly subtype: number;
  readonly bytes: Buffer;
  constructor(subtype: number, bytes: Buffer) {
    this.subtype = subtype;
    this.bytes = bytes;
  }
}
export class Regex {
  readonly pattern: string;
  readonly flags: string;
  constructor(pattern: string, flags: string) {
    this.pattern = pattern;
    this.flags = flags;
  }
}
export class Timestamp {
  /** Seconds in the upper, ordinal in the lower 32 bits, unsigned. */
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}
/** The rare types: kept as their bytes, compared by their bytes. */
export class Other {
  readonly type: number;
  readonly bytes: Buffer;
  constructor(type: number, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

export const TYPE = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binData: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  javascript: 0x0d,
  symbol: 0x0e,
  javascriptWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

/** A double, wrapped only when the bare number would read as an int32. */
export function double(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

export function typeOf(value: Value): number {
  switch (typeof value) {
    case 'string':
      return TYPE.string;
    case 'number':
      return isInt32(value) ? TYPE.int : TYPE.double;
    case 'bigint':
      return TYPE.long;
    case 'boolean':
      return TYPE.bool;
  }
  if (value === null) return TYPE.null;
  if (value instanceof Map) return TYPE.object;
  if (Array.isArray(value)) return TYPE.array;
  if (value instanceof ObjectId) return TYPE.objectId;
  if (value instanceof DateTime) return TYPE.date;
  if (value instanceof Double) return TYPE.double;
  if (value instanceof Binary) return TYPE.binData;
  if (value instanceof Decimal) return TYPE.decimal;
  if (value instanceof Regex) return TYPE.regex;
  if (value instanceof Timestamp) return TYPE.timestamp;
  return value.type;
}

/** MongoDB's comparison order between types; equal rank means the values are compared with each other. */
const RANKS: Record<number, number> = {
  [TYPE.minKey]: 1,
  [TYPE.undefined]: 2,
  [TYPE.null]: 3,
  [TYPE.double]: 4,
  [TYPE.int]: 4,
  [TYPE.long]: 4,
  [TYPE.decimal]: 4,
  [TYPE.symbol]: 5,
  [TYPE.string]: 5,
  [TYPE.object]: 6,
  [TYPE.array]: 7,
  [TYPE.binData]: 8,
  [TYPE.objectId]: 9,
  [TYPE.bool]: 10,
  [TYPE.date]: 11,
  [TYPE.timestamp]: 12,
  [TYPE.regex]: 13,
  [TYPE.dbPointer]: 14,
  [TYPE.javascript]: 15,
  [TYPE.javascriptWithScope]: 16,
  [TYPE.maxKey]: 127,
};

export function rankOf(value: Value): number {
  return RANKS[typeOf(value)] ?? 2;
}

export function isDoc(value: Value | undefined): value is Doc {
  return value instanceof Map;
}

/** An empty array sorts, and is indexed, below null; BSON's deprecated `undefined` has exactly that place. */
export const UNDEFINED = new Other(TYPE.undefined, Buffer.alloc(0));

const processPart = randomBytes(5);
let counter = randomBytes(3).readUIntBE(0, 3);

export function newObjectId(): ObjectId {
  const bytes = Buffer.allocUnsafe(12);
  bytes.writeUInt32BE(Math.floor(Date.now() / 1000), 0);
  processPart.copy(bytes, 4);
  counter = (counter + 1) & 0xffffff;
  bytes.writeUIntBE(counter, 9, 3);
  return new ObjectId(bytes);
}

/** A document from plain pairs, for replies and for values made by the store itself. */
export function doc(fields: Record<string, Value | undefined>): Doc {
  const made: Doc = new Map();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) made.set(name, value);
  return made;
}
