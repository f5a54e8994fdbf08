import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Unavailable } from './errors.ts';

/** Seals and opens bytes under one data key with AES-256-GCM. */
export interface Cipher {
  /** `context` names the place (collection, record, field): a sealed value moved elsewhere does not open. */
  seal(plain: Uint8Array, context: string): Buffer;
  /** @throws KeyUnavailable when the key is not the one it was sealed with, or the bytes were changed. */
  open(sealed: Uint8Array, context: string): Buffer;
}

/** The key that is needed is missing, unreadable or another one. Nothing was changed. */
export class KeyUnavailable extends Unavailable {
  override name = 'KeyUnavailable';
  constructor() {
    super('errors.keyUnavailable');
  }
}

export interface KeyRing {
  /** Says whether the master key is the one the data was sealed with. */
  state: 'ready' | 'missing' | 'wrong';
  /** Makes a new data key; on disk when this resolves. */
  create(id: string): Promise<Cipher>;
  /** @throws KeyUnavailable */
  cipher(id: string): Promise<Cipher>;
  /** Removes a data key: everything sealed with it is gone for good. */
  destroy(id: string): Promise<void>;
}

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

function cipherOf(key: Buffer): Cipher {
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== format) throw new KeyUnavailable();
      const nonce = bytes.subarray(1, 1 + nonceBytes);
      const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
      } catch {
        throw new KeyUnavailable();
      }
    },
  };
}

const idPattern = /^[a-z0-9-]{1,64}$/;

/**
 * Makes a file so that after a crash it is there whole or not at all, readable by this user only. One that is there
 * already stays: of two who make the same key at once, both use the first one's.
 * @returns what stands in the file.
 */
export async function makeDurably(file: string, bytes: Buffer): Promise<Buffer> {
  const there = await readIfThere(file);
  if (there) return there;
  const draft = `${file}.${randomBytes(4).toString('hex')}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(file));
  return readFile(file);
}

/** What was made in a directory is there after a crash too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A short name for a master key that tells nothing about it. */
const fingerprintOf = (master: Buffer): string =>
  createHash('sha256').update('schakel master key\n').update(master).digest('hex').slice(0, 32);

async function readMaster(keyDir: string, expected: string | null): Promise<Buffer | null> {
  const file = join(keyDir, 'master.key');
  let text = await readIfThere(file);
  // Making a new key beside data that was sealed with another one would hide that the first is lost.
  if (!text && expected !== null) return null;
  text ??= await makeDurably(file, Buffer.from(`${randomBytes(32).toString('base64')}\n`));
  const key = Buffer.from(text.toString('utf8').trim(), 'base64');
  return key.length === 32 ? key : null;
}

/**
 * Opens the keys. `remembered` is the fingerprint kept with the data (null for new data); `remember` keeps it.
 * The ring is returned also when the master key is missing or wrong: then it gives no cipher, and says so.
 */
export async function openKeyRing(
  keyDir: string,
  remembered: string | null,
  remember: (fingerprint: string) => Promise<void>,
): Promise<KeyRing> {
  const made = await mkdir(join(keyDir, 'data'), { recursive: true, mode: 0o700 });
  if (made) await syncDirectory(dirname(made));
  await access(keyDir, constants.R_OK | constants.W_OK);
  const master = await readMaster(keyDir, remembered);
  if (!master) return lockedRing('missing');
  const fingerprint = fingerprintOf(master);
  if (remembered !== null && remembered !== fingerprint) return lockedRing('wrong');
  if (remembered === null) await remember(fingerprint);
  return readyRing(join(keyDir, 'data'), cipherOf(master));
}

function lockedRing(state: 'missing' | 'wrong'): KeyRing {
  const refuse = (): Promise<never> => Promise.reject(new KeyUnavailable());
  return { state, create: refuse, cipher: refuse, destroy: refuse };
}

function readyRing(directory: string, master: Cipher): KeyRing {
  const opened = new Map<string, Promise<Cipher>>();
  const fileOf = (id: string): string => {
    if (!idPattern.test(id)) throw new KeyUnavailable();
    return join(directory, `${id}.key`);
  };
  const load = async (id: string): Promise<Cipher> => {
    const wrapped = await readIfThere(fileOf(id));
    if (!wrapped) throw new KeyUnavailable();
    return cipherOf(master.open(wrapped, `data key ${id}`));
  };
  return {
    state: 'ready',
    async create(id) {
      const wrapped = await makeDurably(fileOf(id), master.seal(randomBytes(32), `data key ${id}`));
      return cipherOf(master.open(wrapped, `data key ${id}`));
    },
    cipher(id) {
      let cipher = opened.get(id);
      if (!cipher) {
        cipher = load(id);
        opened.set(id, cipher);
        cipher.catch(() => opened.delete(id)); // a key put back later is found again
      }
      return cipher;
    },
    async destroy(id) {
      opened.delete(id);
      await rm(fileOf(id), { force: true });
    },
  };
}
