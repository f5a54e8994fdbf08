import type { Connection } from 'mongoose';
import { type LiveCheckpointRecord, liveCheckpointsOf } from '../../models/LiveCheckpoint.ts';
import { liveEpochsOf } from '../../models/LiveEpoch.ts';
import { liveRedactionsOf } from '../../models/LiveRedaction.ts';
import { type LiveEntry, type LiveUpdateRecord, liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { unframe } from '../../public/scripts/live/frames.ts';
import { type Guard, guardedInserts, isDuplicate } from '../core/guardedInserts.ts';
import type { Cipher } from '../core/keys.ts';
import type { Fence } from '../core/restorations.ts';
import { createPen } from './pen.ts';
import { createEpochs, Outdated } from './redaction/epochs.ts';
import { Unreadable } from './unreadable.ts';

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
  /** The number of the commit that redacted last; absent or 0 for none. */
  epoch?: number;
  checkpoint: Checkpoint | null;
  commits: Commit[];
}

/**
 * What is kept of live documents. Every write is on disk before it resolves; bytes are sealed, who and when is not.
 * After a restore nothing is written any more: the numbers in memory are those of other commits.
 */
export interface Log {
  /** @throws Unreadable */
  load(document: string, cipher: Cipher): Promise<Stored>;
  /** The commits with a higher number. @throws Unreadable */
  after(document: string, sequence: number, cipher: Cipher): Promise<Commit[]>;
  /** The same, a few at a time, however many there are. @throws Unreadable, Outdated when words were redacted meanwhile */
  each(document: string, sequence: number, cipher: Cipher): AsyncGenerator<Commit[]>;
  /** Who wrote and when, without the updates: nothing is opened for it. */
  entriesAfter(document: string, sequence: number): Promise<Omit<Commit, 'updates'>[]>;
  /** The number of the last commit; 0 for none. */
  lastSequence(document: string): Promise<number>;
  /** Only if the guards hold. @throws Taken, GuardFailed, Restored */
  append(document: string, commit: Commit, cipher: Cipher, guards?: readonly Guard[]): Promise<void>;
  /** Which of these updates are stored, by id, with their sequence number. */
  find(document: string, ids: string[]): Promise<Map<string, number>>;
  /** @throws Restored, Outdated when words were redacted that may be in it */
  checkpoint(
    document: string,
    checkpoint: Checkpoint & Pick<Stored, 'epoch'>,
    at: Date,
    cipher: Cipher,
  ): Promise<void>;
}

/** So few that opening them blocks nobody. */
const pageOfCommits = 250;
export const bytesOf = (stored: Buffer | { buffer: Uint8Array }): Uint8Array =>
  Buffer.isBuffer(stored) ? stored : (stored.buffer as Uint8Array);

function open(cipher: Cipher, sealed: Buffer | { buffer: Uint8Array }, context: string): Uint8Array {
  try {
    return cipher.open(bytesOf(sealed), context);
  } catch {
    throw new Unreadable('does not open');
  }
}

export function commitOf(record: LiveUpdateRecord, document: string, cipher: Cipher): Commit {
  const { sequence, at, entries } = record;
  const updates = open(cipher, record.sealed, `${document}:${sequence}`);
  if (unframe(updates).length !== entries.length) throw new Unreadable('authors and updates do not match');
  return { sequence, at, entries, updates };
}

export const sealCommit = (cipher: Cipher, document: string, { sequence, updates }: Commit): Buffer =>
  cipher.seal(updates, `${document}:${sequence}`);

/** Whether it took words out of the commits before it: what was read of those before is not to be used any more. */
export const isRedaction = ({ entries }: Pick<Commit, 'entries'>): boolean =>
  entries.some(({ redacted }) => redacted !== undefined);

/** Numbers as they stand, those that follow each other together: 1-3 5-9. */
function stretches(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, until]) => (from === until ? `${from}` : `${from}-${until}`)).join(' ');
}

const numbersOf = (commits: readonly Pick<Commit, 'sequence'>[]): string =>
  stretches(commits.map(({ sequence }) => sequence));

export function requireOrder(commits: Commit[], from: number): Commit[] {
  const complete = commits.every((commit, index) => commit.sequence === from + index + 1);
  if (!complete) throw new Unreadable(`a commit is missing: after ${from} come ${numbersOf(commits)}`);
  return commits;
}

/** Without a fence it only reads. */
export function createLog(connection: Connection, fence?: Fence): Log {
  const updates = liveUpdatesOf(connection);
  const checkpoints = liveCheckpointsOf(connection);
  const epochs = createEpochs(connection);
  let indexed: Promise<unknown> | undefined;
  const prepare = (): Promise<unknown> => {
    const models = [updates, checkpoints, liveEpochsOf(connection), liveRedactionsOf(connection)];
    indexed ??= Promise.all(
      models.map((model) => model.createCollection().then(() => model.createIndexes())),
    ).catch((error) => {
      indexed = undefined;
      throw error;
    });
    return indexed;
  };

  /** Who writes has a fence. */
  const need = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('a log without a fence only reads');
    return one;
  };
  const pen = fence && createPen(updates.collection.name, guardedInserts(connection, fence));

  /** Whether a commit is not there, or is and was not found, is what somebody has to know who mends a store. */
  const inOrder = async (document: string, commits: Commit[], from: number): Promise<Commit[]> => {
    try {
      return requireOrder(commits, from);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const lying = await updates.collection
        .find<Pick<Commit, 'sequence'>>({ document }, { hint: { $natural: 1 }, projection: { sequence: 1 } })
        .toArray();
      throw new Unreadable(`${error.message}, and without an index there are ${numbersOf(lying)}`);
    }
  };

  // The driver's collections: a commit is built here and nowhere else, so Mongoose's casting would only cost time.
  const after: Log['after'] = async (document, sequence, cipher) => {
    const query = { document, sequence: { $gt: sequence } };
    const records = await updates.collection
      .find<LiveUpdateRecord>(query, { sort: { sequence: 1 }, promoteBuffers: true })
      .toArray();
    return inOrder(
      document,
      records.map((record) => commitOf(record, document, cipher)),
      sequence,
    );
  };

  async function* each(document: string, sequence: number, cipher: Cipher): AsyncGenerator<Commit[]> {
    const epoch = await epochs.now(document);
    const query = { document, sequence: { $gt: sequence } };
    const options = { sort: { sequence: 1 }, promoteBuffers: true, batchSize: pageOfCommits } as const;
    let last = sequence;
    let page: Commit[] = [];
    for await (const record of updates.collection.find<LiveUpdateRecord>(query, options)) {
      page.push(commitOf(record, document, cipher));
      if (page.length < pageOfCommits) continue;
      yield await inOrder(document, page, last);
      last += page.length;
      page = [];
    }
    if (page.length > 0) yield await inOrder(document, page, last);
    if (epoch !== (await epochs.now(document)))
      throw new Outdated('words were redacted while they were read');
  }

  const newest = async (document: string, cipher: Cipher): Promise<Omit<Stored, 'epoch'>> => {
    const record = await checkpoints.collection.findOne<LiveCheckpointRecord>(
      { document },
      { sort: { sequence: -1 }, promoteBuffers: true },
    );
    const commits = await after(document, record?.sequence ?? 0, cipher);
    if (!record) return { checkpoint: null, commits };
    const { sequence, owners } = record;
    const update = open(cipher, record.sealed, `${document}:checkpoint:${sequence}`);
    return { checkpoint: { sequence, owners, update }, commits };
  };

  return {
    after,
    each,
    entriesAfter: (document, sequence) =>
      updates.collection
        .find<Omit<Commit, 'updates'>>(
          { document, sequence: { $gt: sequence } },
          { sort: { sequence: 1 }, projection: { _id: 0, sequence: 1, at: 1, entries: 1 } },
        )
        .toArray(),
    async lastSequence(document) {
      const last = await updates.collection.findOne<LiveUpdateRecord>(
        { document },
        { sort: { sequence: -1 }, projection: { sequence: 1 } },
      );
      return last?.sequence ?? 0;
    },
    async load(document, cipher) {
      await prepare();
      return epochs.within(document, async (epoch) => ({ epoch, ...(await newest(document, cipher)) }));
    },
    async append(document, commit, cipher, guards) {
      const { sequence, at, entries } = commit;
      const sealed = sealCommit(cipher, document, commit);
      const record = {
        _id: `${document}/${sequence}`,
        document,
        sequence,
        at,
        entries,
        sealed,
      };
      await need(pen).write(record, guards);
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
    async checkpoint(document, { epoch = 0, sequence, owners, update }, at, cipher) {
      const sealed = cipher.seal(update, `${document}:checkpoint:${sequence}`);
      const record = { _id: `${document}/${sequence}`, document, sequence, at, owners, sealed };
      const earlier = await checkpoints.findOne({ document }, { sequence: 1 }, { sort: { sequence: -1 } });
      if (earlier && earlier.sequence >= sequence) return;
      try {
        await need(fence).through(async (session) => {
          await epochs.hold(document, epoch, session);
          await checkpoints.collection.insertOne(record as never, { session });
        });
      } catch (error) {
        if (!isDuplicate(error)) throw error; // another server made the same one
      }
      await fence?.check();
      if (earlier) await checkpoints.deleteMany({ document, sequence: { $lt: earlier.sequence } });
    },
  };
}
