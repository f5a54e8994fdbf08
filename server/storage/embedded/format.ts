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
export class StoreUnreadable extends Error {}

export const FORMAT_VERSION = 1;
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
  for (const one of [path, join(path, '..')]) {
    const file = openSync(one, 'r');
    fsyncSync(file);
    closeSync(file);
  }
}

const MAGIC = 0xbeefc0de;
const HEADER_BYTES = 4096 * 2;

/**
 * LMDB maps its file into memory: reading beyond a truncated end would end the process with a bus error. So the
 * length that the newest of the two meta pages promises is compared with the file's before it is opened.
 */
function checkDataFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(HEADER_BYTES);
    const read = readSync(file, head, 0, HEADER_BYTES, 0);
    if (read < HEADER_BYTES) throw new StoreUnreadable(`${path} is truncated: ${size} bytes`);
    const promised = Math.max(...[0, 4096].map((at) => promisedBytes(head, at, path)));
    if (size < promised)
      throw new StoreUnreadable(`${path} is truncated: ${size} bytes of at least ${promised}`);
  } finally {
    closeSync(file);
  }
}

function promisedBytes(_head: Buffer, _at: number, _path: string): number {
  return 0;
}
void MAGIC;
