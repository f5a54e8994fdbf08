import { StoreError } from '../errors.ts';
import { TYPE } from './values.ts';

function invalid(what: string): StoreError {
  return new StoreError('FailedToParse', `Invalid BSON: ${what}`);
}

/**
 * Checks a document that came from outside, all the way down: documents are stored as they came, and one that cannot
 * be read would make every scan fail that meets it.
 * @param depth levels that may still be below this one
 * @returns where it ends
 * @throws StoreError FailedToParse, or BadValue when it nests too deeply
 */
export function checkDocument(bytes: Buffer, start: number, limit: number, depth: number): number {
  if (start + 5 > limit) throw invalid('a document is cut short');
  const end = start + bytes.readInt32LE(start);
  if (end < start + 5 || end > limit || bytes[end - 1] !== 0) throw invalid('the length of a document');
  let at = start + 4;
  while (at < end - 1) {
    const type = bytes[at]!;
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd < 0 || nameEnd >= end - 1) throw invalid('a name without an end');
    if (type === TYPE.object || type === TYPE.array) {
      if (depth === 0) throw new StoreError('BadValue', 'A document nests too many levels');
      at = checkDocument(bytes, nameEnd + 1, end - 1, depth - 1);
    } else at = checkValue(bytes, type, nameEnd + 1, end - 1);
  }
  if (at !== end - 1) throw invalid('an element goes beyond its document');
  return end;
}

/** Where the value ends. */
function checkValue(bytes: Buffer, type: number, at: number, limit: number): number {
  switch (type) {
    case TYPE.string:
    case TYPE.javascript:
    case TYPE.symbol:
      return checkString(bytes, at, limit);
    case TYPE.objectId:
      return checkEnd(at + 12, limit);
    case TYPE.int:
      return checkEnd(at + 4, limit);
    case TYPE.double:
    case TYPE.date:
    case TYPE.timestamp:
    case TYPE.long:
      return checkEnd(at + 8, limit);
    case TYPE.bool:
      return checkEnd(at + 1, limit);
    case TYPE.decimal:
      return checkEnd(at + 16, limit);
    case TYPE.binData: {
      const size = checkEnd(at + 5, limit) && bytes.readInt32LE(at);
      if (size < 0) throw invalid('the length of binary data');
      return checkEnd(at + 5 + size, limit);
    }
    case TYPE.regex: {
      const middle = bytes.indexOf(0, at);
      const last = middle < 0 ? -1 : bytes.indexOf(0, middle + 1);
      if (last < 0) throw invalid('a regular expression without an end');
      return checkEnd(last + 1, limit);
    }
    case TYPE.javascriptWithScope: {
      const size = checkEnd(at + 4, limit) && bytes.readInt32LE(at);
      if (size < 14) throw invalid('the length of code');
      return checkEnd(at + size, limit);
    }
    case TYPE.dbPointer:
      return checkEnd(checkString(bytes, at, limit) + 12, limit);
    case TYPE.null:
    case TYPE.undefined:
    case TYPE.minKey:
    case TYPE.maxKey:
      return at;
    default:
      throw invalid(`unknown type ${type}`);
  }
}

function checkEnd(end: number, limit: number): number {
  if (end > limit) throw invalid('an element goes beyond its document');
  return end;
}

function checkString(bytes: Buffer, at: number, limit: number): number {
  const size = checkEnd(at + 4, limit) && bytes.readInt32LE(at);
  const end = at + 4 + size;
  if (size < 1 || end > limit || bytes[end - 1] !== 0) throw invalid('the length of a string');
  return end;
}
