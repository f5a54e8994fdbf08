import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { View } from './engine/view.ts';

/** The directory does not hold a whole store of this format: nothing has been changed in it. */
export class StoreUnreadable extends Error {
  readonly expected = true;
}

/** Rewrites the data of one format into that of the next; `view` is the whole key space, in one commit. */
export type Upgrade = (view: View) => void;

/**
 * The step from format 1 to 2 first, and so on; none so far. Each is one commit together with the number it leads
 * to (engine/storage.ts), and so is done once and as a whole, wherever a crash comes between. FORMAT is raised before
 * the first step: from then on an older program refuses the directory.
 */
export const UPGRADES: readonly Upgrade[] = [];

const DATA_FILE = 'data.mdb';
/** What may lie in a directory that is still to become a store. */
const HARMLESS = /^(lock(\..*)?|store\.sock|FORMAT\.new)$/;

/**
 * Checks that a directory holds a store of our format or an older one, or makes an empty one into it.
 * @returns true when it is new
 * @throws StoreUnreadable for a foreign directory, a newer version, or a missing or truncated file
 */
export function checkFormat(directory: string, upgrades = UPGRADES): boolean {
  const current = upgrades.length + 1;
  const path = join(directory, 'FORMAT');
  if (!existsSync(path)) {
    const strange = readdirSync(directory).find((name) => !HARMLESS.test(name));
    if (strange !== undefined)
      throw new StoreUnreadable(
        `${directory} is not an embedded store: it holds ${strange} but no FORMAT file`,
      );
    writeDurably(path, `schakel-store ${current}\n`);
    return true;
  }
  const found = /^schakel-store (\d+)\n$/.exec(readFileSync(path, 'utf8'));
  if (!found) throw new StoreUnreadable(`${path} is not the FORMAT file of an embedded store`);
  const version = Number(found[1]);
  if (version < 1 || version > current)
    throw new StoreUnreadable(
      `${directory} has format ${version}; this version of Schakel reads formats up to ${current}`,
    );
  const data = join(directory, DATA_FILE);
  if (existsSync(data)) checkDataFile(data);
  if (version < current) writeDurably(path, `schakel-store ${current}\n`);
  return false;
}

/** Whatever comes between, the file has its old content or the new one. */
function writeDurably(path: string, text: string): void {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, text);
  sync(unfinished);
  renameSync(unfinished, path);
  sync(join(path, '..'));
}

/** Takes away what a first start made that did not succeed: nothing was ever stored in it. */
export function clearNew(directory: string): void {
  for (const name of ['FORMAT', 'FORMAT.new', DATA_FILE, 'lock.mdb'])
    rmSync(join(directory, name), { force: true });
}

/** Of a directory: the names of the files in it, which are not on the disk because the files are. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

/** More than LMDB's table of readers takes (engine/storage.ts), in bytes. */
const LOCK_FILE_BYTES = 512 * 1024;

/**
 * LMDB writes its table of readers through memory: on a full disk, a page of it that the file does not have yet would
 * end the process with a bus error. So the file gets all its pages before, or the start fails here. To be called
 * while nobody has the store open; what the table held is of processes that are gone.
 */
export function allotLockFile(directory: string): void {
  const path = join(directory, 'lock.mdb');
  const { size = 0, blocks = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size >= LOCK_FILE_BYTES && blocks * 512 >= LOCK_FILE_BYTES) return;
  writeFileSync(path, Buffer.alloc(LOCK_FILE_BYTES), { mode: 0o600 });
}

const MAGIC = 0xbeefc0de;
/** LMDB's pages are as large as the system's, or as it was told. */
const PAGE_SIZES = [4096, 8192, 16384, 32768, 65536];

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
    const first = readMeta(file, 0, path);
    const second = readMeta(file, first.pageSize, path);
    const { pages } = first.transaction > second.transaction ? first : second;
    const promised = pages * first.pageSize;
    if (size < promised)
      throw new StoreUnreadable(
        `${path} is truncated: it has ${size} bytes of ${promised}; restore a backup`,
      );
  } finally {
    closeSync(file);
  }
}

/** Layout of LMDB's meta pages: the magic number at 24, page size 48, last page 144, transaction 152. */
function readMeta(
  file: number,
  at: number,
  path: string,
): { pageSize: number; pages: number; transaction: bigint } {
  const page = Buffer.alloc(160);
  if (readSync(file, page, 0, page.length, at) < page.length)
    throw new StoreUnreadable(
      `${path} is truncated: it ends at ${fstatSync(file).size} bytes; restore a backup`,
    );
  const pageSize = page.readUInt32LE(48);
  if (page.readUInt32LE(24) !== MAGIC || !PAGE_SIZES.includes(pageSize))
    throw new StoreUnreadable(`${path} is not an LMDB file`);
  return {
    pageSize,
    pages: Number(page.readBigUInt64LE(144)) + 1,
    transaction: page.readBigUInt64LE(152),
  };
}
