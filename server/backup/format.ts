import { createHash } from 'node:crypto';
import { BSON, type Document } from 'mongodb';

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

export const version = 1;
const magic = 'schakel-backup ';
const nothingMore = Buffer.alloc(4);
export const digestBytes = 32;
/** A document has 16 MiB; what a database adds for itself goes on top. */
export const largestDocument = 16 * 1024 * 1024 + 16 * 1024;

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
