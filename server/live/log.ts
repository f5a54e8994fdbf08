import type { Connection } from 'mongoose';
import { type LiveCheckpointRecord, liveCheckpointsOf } from '../../models/LiveCheckpoint.ts';
import { type LiveEntry, type LiveUpdateRecord, liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import type { Cipher } from '../core/keys.ts';
import { createPen, isDuplicate } from './pen.ts';

/** The stored document cannot be put together: a part is missing, or does not open or decode. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

export interface Commit {
  sequence: number;
  at: Date;
  entries: LiveEntry[];
  /** Framed; as many updates as entries. */
  updates: Uint8Array;
}

export interface Checkpoint {
  sequence: number;
  owners: { client: number; personId: string }[];
  update: Uint8Array;
}

export interface Stored {
  checkpoint: Checkpoint | null;
  commits: Commit[];
}

/** What is kept of live documents. Every write is on disk before it resolves; bytes are sealed, who and when is not. */
export interface Log {
  /** @throws Unreadable */
  load(document: string, cipher: Cipher): Promise<Stored>;
  /** The commits with a higher number. @throws Unreadable */
  after(document: string, sequence: number, cipher: Cipher): Promise<Commit[]>;
  /** @throws Taken */
  append(document: string, commit: Commit, cipher: Cipher): Promise<void>;
  /** Which of these updates are stored, by id, with their sequence number. */
  find(document: string, ids: string[]): Promise<Map<string, number>>;
  checkpoint(document: string, checkpoint: Checkpoint, at: Date, cipher: Cipher): Promise<void>;
}

const durably = { writeConcern: { w: 'majority', journal: true } } as const;
const bytesOf = (stored: Buffer | { buffer: Uint8Array }): Uint8Array =>
  Buffer.isBuffer(stored) ? stored : (stored.buffer as Uint8Array);

function open(cipher: Cipher, sealed: Buffer | { buffer: Uint8Array }, context: string): Uint8Array {
  try {
    return cipher.open(bytesOf(sealed), context);
  } catch {
    throw new Unreadable('does not open');
  }
}

function commitOf(record: LiveUpdateRecord, document: string, cipher: Cipher): Commit {
  const { sequence, at, entries } = record;
  const updates = open(cipher, record.sealed, `${document}:${sequence}`);
  if (unframe(updates).length !== entries.length) throw new Unreadable('authors and updates do not match');
  return { sequence, at, entries, updates };
}

function requireOrder(commits: Commit[], from: number): Commit[] {
  const complete = commits.every((commit, index) => commit.sequence === from + index + 1);
  if (!complete) throw new Unreadable('a commit is missing');
  return commits;
}

export function createLog(connection: Connection): Log {
  const updates = liveUpdatesOf(connection);
  const checkpoints = liveCheckpointsOf(connection);
  const pen = createPen(updates.collection as never, durably);
  let indexed: Promise<unknown> | undefined;
  const prepare = (): Promise<unknown> => {
    indexed ??= Promise.all([updates.createIndexes(), checkpoints.createIndexes()]).catch((error) => {
      indexed = undefined;
      throw error;
    });
    return indexed;
  };

  // The driver's collections: a commit is built here and nowhere else, so Mongoose's casting would only cost time.
  const after: Log['after'] = async (document, sequence, cipher) => {
    const query = { document, sequence: { $gt: sequence } };
    const records = await updates.collection
      .find<LiveUpdateRecord>(query, { sort: { sequence: 1 }, promoteBuffers: true })
      .toArray();
    return requireOrder(
      records.map((record) => commitOf(record, document, cipher)),
      sequence,
    );
  };

  return {
    after,
    async load(document, cipher) {
      await prepare();
      const record = await checkpoints.collection.findOne<LiveCheckpointRecord>(
        { document },
        { sort: { sequence: -1 }, promoteBuffers: true },
      );
      const commits = await after(document, record?.sequence ?? 0, cipher);
      if (!record) return { checkpoint: null, commits };
      const { sequence, owners } = record;
      const update = open(cipher, record.sealed, `${document}:checkpoint:${sequence}`);
      return { checkpoint: { sequence, owners, update }, commits };
    },
    async append(document, { sequence, at, entries, updates: plain }, cipher) {
      const sealed = cipher.seal(plain, `${document}:${sequence}`);
      const record = {
        _id: `${document}/${sequence}`,
        document,
        sequence,
        at,
        entries,
        sealed,
      };
      await pen.write(record);
    },
    async find(document, ids) {
      const found = await updates.collection
        .find<LiveUpdateRecord>(
          { document, 'entries.id': { $in: ids } },
          { projection: { sequence: 1, entries: 1 } },
        )
        .toArray();
      return new Map(found.flatMap(({ sequence, entries }) => entries.map(({ id }) => [id, sequence])));
    },
    async checkpoint(document, { sequence, owners, update }, at, cipher) {
      const sealed = cipher.seal(update, `${document}:checkpoint:${sequence}`);
      const record = { _id: `${document}/${sequence}`, document, sequence, at, owners, sealed };
      const earlier = await checkpoints.findOne({ document }, { sequence: 1 }, { sort: { sequence: -1 } });
      if (earlier && earlier.sequence >= sequence) return;
      try {
        await checkpoints.collection.insertOne(record as never, durably);
      } catch (error) {
        if (!isDuplicate(error)) throw error; // another server made the same one
      }
      if (earlier) await checkpoints.deleteMany({ document, sequence: { $lt: earlier.sequence } });
    },
  };
}
