import { inflateRawSync } from 'node:zlib';
import { Broken } from './broken.ts';
import { limits } from './limits.ts';

const ends = 0x06054b50;
const central = 0x02014b50;

/**
 * Unpacks every part of a zip file once, counting: what it says of itself may be wrong, and a small file may unpack
 * to more than memory holds.
 * @throws Broken
 */
export function measureZip(file: Uint8Array): void {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  let left: number = limits.unpacked;
  for (const { method, from, size } of entriesOf(bytes)) {
    const packed = bytes.subarray(from, from + size);
    left -= method === 0 ? size : lengthOf(packed, left);
    if (left < 0) throw new Broken('exchange.broken.tooMuchInside');
  }
}

function lengthOf(packed: Buffer, most: number): number {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(most, 1) }).byteLength;
  } catch (error) {
    const isTooLong = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Broken(isTooLong ? 'exchange.broken.tooMuchInside' : 'exchange.broken.xlsx');
  }
}

interface Part {
  method: number;
  from: number;
  size: number;
}

/** What the list at the end of a zip file names. @throws Broken */
function* entriesOf(bytes: Buffer): Generator<Part> {
  try {
    let end = bytes.length - 22;
    while (end >= 0 && bytes.readUInt32LE(end) !== ends) end -= 1;
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    for (let n = 0; n < count; n += 1) {
      if (bytes.readUInt32LE(at) !== central) throw new Broken('exchange.broken.xlsx');
      const local = bytes.readUInt32LE(at + 42);
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      yield { method: bytes.readUInt16LE(at + 10), from, size: bytes.readUInt32LE(at + 20) };
      at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof Broken) throw error;
    throw new Broken('exchange.broken.xlsx');
  }
}
