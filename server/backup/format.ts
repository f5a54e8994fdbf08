import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BSON, type Document } from 'mongodb';
import { CommandFailed } from './failure.ts';

/*
 * A backup is one gzip stream of
 *   the line "schakel-backup 1"
 *   the header, a BSON document
 *   for each collection: its description, its documents as the database holds them, four zero bytes
 *   four zero bytes
 *   the counts, a BSON document
 *   SHA-256 of all of this, 32 bytes
 * A BSON document begins with its length, so nothing else has to be said about where one ends.
 */

const version = 1;
const magic = 'schakel-backup ';
const nothingMore = Buffer.alloc(4);
const digestBytes = 32;
/** A document has 16 MiB; what a database adds for itself goes on top. */
const largestDocument = 16 * 1024 * 1024 + 16 * 1024;

export interface Header {
  /** A UUID: the same in every copy of this backup. */
  backup: string;
  /** The moment that is in it. */
  at: Date;
  /** Version of the Schakel that wrote it. */
  schakel: string;
  database: string;
  store: 'embedded' | 'mongodb';
}

/** A collection as it is made again: options of `create`, and indexes as listIndexes gives them. */
export interface Described {
  name: string;
  options: Document;
  indexes: Document[];
}

export interface Summary {
  header: Header;
  /** Documents by collection. */
  counts: Map<string, number>;
  /** SHA-256 of the contents, in hex. */
  digest: string;
}

export const documentsIn = (counts: Map<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

/** What a backup is made of: each collection with its documents, which are read when it is their turn. */
export interface Source {
  header: Header;
  collections: { described: Described; documents: AsyncIterable<Uint8Array> }[];
}

/** The bytes of a backup before they are compressed. `done` is told what was written. */
export async function* framesOf(
  source: Source,
  done: (summary: Summary) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const counts = new Map<string, number>();
  const hashed = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  yield hashed(Buffer.from(`${magic}${version}\n`));
  yield hashed(BSON.serialize(source.header));
  for (const { described, documents } of source.collections) {
    yield hashed(BSON.serialize(described));
    let count = 0;
    for await (const bytes of documents) {
      yield hashed(bytes);
      count += 1;
    }
    counts.set(described.name, count);
    yield hashed(nothingMore);
  }
  yield hashed(nothingMore);
  yield hashed(BSON.serialize({ counts: [...counts].map(([name, documents]) => ({ name, documents })) }));
  const digest = hash.digest();
  yield digest;
  done({ header: source.header, counts, digest: digest.toString('hex') });
}

/** Is told what a backup holds, in order, while it is read. What it is told may still prove damaged. */
export interface Taker {
  collection(described: Described): Promise<void> | void;
  document(bytes: Buffer): Promise<void> | void;
}

/**
 * Reads a whole backup, in constant memory, and holds it against its own counts and checksum.
 * @throws CommandFailed when it is not a backup, of a newer Schakel, damaged or cut short
 */
export async function readBackup(file: string, taker: Taker): Promise<Summary> {
  const { size } = await stat(file);
  if (!(await isCompressed(file))) throw new CommandFailed(`${file} is not a backup of Schakel.`);
  const gunzip = createGunzip();
  pipeline(createReadStream(file), gunzip, () => {}); // an error reaches whoever reads from the end of it
  const bytes = new Bytes(gunzip);
  try {
    const header = await readHeader(bytes, file);
    const counts = await readCollections(bytes, taker);
    const said = BSON.deserialize((await bytes.document()) ?? bytes.broken('its counts are missing'));
    const digest = bytes.digest();
    if (!digest.equals(await bytes.take(digestBytes))) bytes.broken('its checksum is another');
    await bytes.end();
    // Behind the end of the compressed stream anything may follow without a fault.
    if (gunzip.bytesWritten !== size) bytes.broken('something follows it');
    const written = JSON.stringify([...counts].map(([name, documents]) => ({ name, documents })));
    if (JSON.stringify(said.counts) !== written) bytes.broken('it does not hold what it says');
    return { header, counts, digest: digest.toString('hex') };
  } catch (error) {
    throw explained(error, file);
  } finally {
    gunzip.destroy();
  }
}

/** What begins otherwise never was a backup; what is shorter may have been one. */
async function isCompressed(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead).equals(Buffer.of(0x1f, 0x8b).subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function readHeader(bytes: Bytes, file: string): Promise<Header> {
  const line = await bytes.line(32);
  const found = /^schakel-backup (\d+)$/.exec(line)?.[1];
  if (!found) throw new CommandFailed(`${file} is not a backup of Schakel.`);
  if (Number(found) !== version) {
    throw new CommandFailed(
      `${file} was made by a newer Schakel (format ${found}); this one reads format ${version}.`,
    );
  }
  return BSON.deserialize((await bytes.document()) ?? bytes.broken('its header is missing')) as Header;
}

async function readCollections(bytes: Bytes, taker: Taker): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let next = await bytes.document(); next; next = await bytes.document()) {
    const described = BSON.deserialize(next) as Described;
    await taker.collection(described);
    let count = 0;
    for (let document = await bytes.document(); document; document = await bytes.document()) {
      await taker.document(document);
      count += 1;
    }
    counts.set(described.name, count);
  }
  return counts;
}

class Broken extends Error {}

function explained(error: unknown, file: string): unknown {
  const { code } = error as { code?: string };
  if (code === 'Z_BUF_ERROR') return new CommandFailed(`${file} is damaged: it is cut short.`);
  if (code?.startsWith('Z_')) return new CommandFailed(`${file} is damaged: it cannot be unpacked.`);
  if (error instanceof Broken || error instanceof BSON.BSONError)
    return new CommandFailed(`${file} is damaged: ${error.message}.`);
  return error;
}

/** Bytes of a stream, taken as many at a time as somebody needs. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #hash: Hash = createHash('sha256');
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  broken(why: string): never {
    throw new Broken(why);
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (!done) this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return !done;
  }

  async take(length: number): Promise<Buffer> {
    if (this.#held.length < length) await this.#gather(length);
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  /** One copy for a large document, however many pieces it comes in. */
  async #gather(length: number): Promise<void> {
    const pieces = [this.#held];
    let size = this.#held.length;
    while (size < length) {
      const { value, done } = await this.#chunks.next();
      if (done) this.broken('it is cut short');
      pieces.push(value);
      size += value.length;
    }
    this.#held = Buffer.concat(pieces);
  }

  /** Undefined where four zero bytes say that there is no more. */
  async document(): Promise<Buffer | undefined> {
    if (this.#held.length < 4) await this.#gather(4);
    const length = this.#held.readInt32LE(0);
    if (length === 0) {
      await this.take(4);
      return undefined;
    }
    if (length < 5 || length > largestDocument) this.broken('a document has an impossible length');
    return this.take(length);
  }

  /** A first line of at most so many bytes, without its end; what it was not may be longer. */
  async line(most: number): Promise<string> {
    while (this.#held.length < most && !this.#held.includes(10)) if (!(await this.#more())) break;
    const end = this.#held.subarray(0, most).indexOf(10);
    return end < 0 ? '' : (await this.take(end + 1)).toString('latin1', 0, end);
  }

  /** Of everything taken so far. */
  digest(): Buffer {
    return this.#hash.copy().digest();
  }

  async end(): Promise<void> {
    if (this.#held.length > 0 || (await this.#more())) this.broken('something follows it');
  }
}
