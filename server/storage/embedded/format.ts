import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** The directory does not hold a whole store of this format: nothing has been changed in it. */
export class StoreUnreadable extends Error {
  readonly expected = true;
}

const FORMAT_VERSION = 1;
const DATA_FILE = 'data.mdb';
/** What may lie in a directory that is still to become a store. */
const HARMLESS = /^(lock(\..*)?|store\.sock)$/;

/**
 * Checks that a directory holds a store of our format, or makes an empty one into it.
 * @throws StoreUnreadable for a foreign directory, another version, or a missing or truncated file
 */
export function checkFormat(directory: string): void {
  const path = join(directory, 'FORMAT');
  if (!existsSync(path)) {
    const strange = readdirSync(directory).find((name) => !HARMLESS.test(name));
    if (strange !== undefined)
      throw new StoreUnreadable(
        `${directory} is not an embedded store: it holds ${strange} but no FORMAT file`,
      );
    writeDurably(path, `schakel-store ${FORMAT_VERSION}\n`);
    return;
  }
  const found = /^schakel-store (\d+)\n$/.exec(readFileSync(path, 'utf8'));
  if (!found) throw new StoreUnreadable(`${path} is not the FORMAT file of an embedded store`);
  const version = Number(found[1]);
  if (version !== FORMAT_VERSION)
    throw new StoreUnreadable(
      `${directory} has format ${version}; this version of Schakel reads format ${FORMAT_VERSION}`,
    );
  const data = join(directory, DATA_FILE);
  if (existsSync(data)) checkDataFile(data);
}

function writeDurably(path: string, text: string): void {
  writeFileSync(path, text);
  sync(path);
  sync(join(path, '..'));
}

/** Of a directory: the names of the files in it, which are not on the disk because the files are. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

const META_PAGES = [0, 4096];
const MAGIC = 0xbeefc0de;

/**
 * LMDB maps its file into memory: reading beyond a truncated end would end the process with a bus error. So the
 * length that the newer of the two meta pages promises is compared with the file's before anything opens it.
 */
function checkDataFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    // Nothing was ever committed: the first start did not get this far.
    if (size === 0) return;
    const head = Buffer.alloc(4096 * META_PAGES.length);
    if (readSync(file, head, 0, head.length, 0) < head.length)
      throw new StoreUnreadable(`${path} is truncated: it has ${size} bytes`);
    const promised = promisedBytes(head, path);
    if (size < promised)
      throw new StoreUnreadable(
        `${path} is truncated: it has ${size} bytes of ${promised}; restore a backup`,
      );
  } finally {
    closeSync(file);
  }
}

/** Layout of LMDB's meta pages: the magic number at 24, page size 48, last page 144, transaction 152. */
function promisedBytes(head: Buffer, path: string): number {
  const metas = META_PAGES.map((at) => {
    if (head.readUInt32LE(at + 24) !== MAGIC) throw new StoreUnreadable(`${path} is not an LMDB file`);
    return {
      transaction: head.readBigUInt64LE(at + 152),
      bytes: (Number(head.readBigUInt64LE(at + 144)) + 1) * head.readUInt32LE(at + 48),
    };
  });
  const [first, second] = metas as [(typeof metas)[0], (typeof metas)[0]];
  return first.transaction > second.transaction ? first.bytes : second.bytes;
}
