import { join } from 'node:path';
import { type Database, open, type Transaction as ReadTransaction, type RootDatabase } from 'lmdb';
import { StoreError } from '../errors.ts';
import type { Upgrade } from '../format.ts';
import { commitFailure, concernsBatch } from './failures.ts';
import type { Entry, View } from './view.ts';

type Bytes = Database<Buffer, Buffer>;

interface Job {
  run(view: View): unknown;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** Reads the committed state, or a pinned snapshot of it, or inside a write batch its uncommitted state. */
class LmdbView implements View {
  readonly #data: Bytes;
  readonly #snapshot: { transaction: ReadTransaction } | undefined;
  readonly sequence: number;

  constructor(data: Bytes, sequence: number, snapshot?: ReadTransaction) {
    this.#data = data;
    this.sequence = sequence;
    this.#snapshot = snapshot && { transaction: snapshot };
  }

  get(key: Buffer): Buffer | undefined {
    return this.#data.get(key, this.#snapshot);
  }

  range(low: Buffer, high: Buffer, limit: number, reverse: boolean): Entry[] {
    const bounds = reverse
      ? { start: high, exclusiveStart: true, end: low, inclusiveEnd: true, reverse: true, limit }
      : { start: low, end: high, limit };
    const range = this.#data.getRange(this.#snapshot ? { ...bounds, ...this.#snapshot } : bounds);
    // LMDB's iterator makes a fresh object for each entry.
    return [...range] as Entry[];
  }

  put(_key: Buffer, _value: Buffer): void {
    throw new Error('This view only reads');
  }

  remove(_key: Buffer): void {
    throw new Error('This view only reads');
  }
}

/** Inside a write batch. Tells `noticed` every key it changes, so that open transactions see conflicts. */
class WritingView extends LmdbView {
  readonly #target: Bytes;
  readonly #noticed: (key: Buffer) => void;

  constructor(data: Bytes, sequence: number, noticed: (key: Buffer) => void) {
    super(data, sequence);
    this.#target = data;
    this.#noticed = noticed;
  }

  override put(key: Buffer, value: Buffer): void {
    this.#noticed(key);
    this.#target.putSync(key, value);
  }

  override remove(key: Buffer): void {
    this.#noticed(key);
    this.#target.removeSync(key);
  }
}

/** One who wants to know what changes from its commit on. */
interface Watcher {
  readonly sequence: number;
}

export interface Snapshot {
  view: View;
  release(): void;
}

const FORMAT_KEY = Buffer.from('format');
/** Readers of different moments: every open transaction may be one, and every batch of a cursor. */
const MAX_READERS = 4_096;
/** Remembered changes after which those that no open transaction has to know are dropped. */
const MANY_CHANGES = 10_000;
/** Changes that are remembered at most: beyond, the transactions that still need them are in conflict. */
const MOST_CHANGES = 200_000;

/** The LMDB environment: reading, and writing in groups that share one commit and one sync to the disk. */
export class Storage {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #data: Bytes;
  #queue: Job[] = [];
  #isClosed = false;
  #sequence = 1;
  /** Which keys changed in which commit, oldest change first. */
  #recent = new Map<string, number>();
  /** Up to this commit nothing is remembered any more. */
  #forgotten = 0;
  #tidyAt = MANY_CHANGES;
  readonly #watchers = new Set<Watcher>();
  readonly #path: string;
  /** Runs at the end of every batch, inside it. */
  beforeCommit: (view: View) => void = () => {};
  /** A batch did not commit: whatever was derived from it in memory is void. */
  onFailedCommit: (reason: unknown) => void = () => {};

  constructor(path: string) {
    this.#path = path;
    // Without overlapping syncs LMDB's commit returns only after the pages and then the meta page are on the disk.
    this.#root = open<Buffer, Buffer>({
      path,
      keyEncoding: 'binary',
      encoding: 'binary',
      overlappingSync: false,
      maxDbs: 4,
      maxReaders: MAX_READERS,
      noMemInit: true,
    });
    this.#data = this.#root.openDB<Buffer, Buffer>({
      name: 'data',
      keyEncoding: 'binary',
      encoding: 'binary',
    });
  }

  /**
   * Brings the data to the newest format. Each step is one commit, with the number of the format it leads to: after a
   * crash the next start goes on with the first step that was not committed.
   */
  upgrade(steps: readonly Upgrade[]): void {
    if (steps.length === 0) return;
    const marks = this.#root.openDB<Buffer, Buffer>({
      name: 'format',
      keyEncoding: 'binary',
      encoding: 'binary',
    });
    // The first format had no mark.
    const reached = () => marks.get(FORMAT_KEY)?.readUInt32BE(0) ?? 1;
    for (let version = reached(); version <= steps.length; version = reached())
      this.#root.transactionSync(() => {
        steps[version - 1]!(new WritingView(this.#data, this.#sequence, () => {}));
        const mark = Buffer.alloc(4);
        mark.writeUInt32BE(version + 1);
        marks.putSync(FORMAT_KEY, mark);
      });
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** The committed state as it is at each read. */
  latest(): View {
    return new LmdbView(this.#data, this.#sequence);
  }

  /** The committed state of this moment, until it is released. */
  snapshot(): Snapshot {
    const transaction = this.#data.useReadTransaction();
    return {
      view: new LmdbView(this.#data, this.#sequence, transaction),
      release: () => transaction.done(),
    };
  }

  /**
   * Runs `job` in the next batch and resolves with its result once that batch is on the disk. A job validates
   * everything before its first write: a StoreError it throws does not undo what others of its batch wrote.
   */
  write<T>(job: (view: View) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isClosed) throw new StoreError('InterruptedAtShutdown', 'interrupted at shutdown');
      if (this.#queue.length === 0) setImmediate(() => this.#commit());
      this.#queue.push({ run: job, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  #commit(): void {
    let jobs = this.#queue;
    this.#queue = [];
    while (jobs.length > 0) {
      const outcome = this.#attempt(jobs);
      if (outcome.committed) return;
      // One job met an unexpected error, perhaps between two writes: it is out, the others try again.
      jobs = jobs.filter((job) => job !== outcome.culprit);
    }
  }

  #attempt(jobs: Job[]): { committed: boolean; culprit?: Job } {
    const settle: (() => void)[] = [];
    let culprit: Job | undefined;
    this.#sequence += 1;
    const view = new WritingView(this.#data, this.#sequence, (key) => this.#notice(key));
    try {
      this.#root.transactionSync(() => {
        for (const job of jobs) {
          try {
            const result = job.run(view);
            settle.push(() => job.resolve(result));
          } catch (error) {
            if (!(error instanceof StoreError)) {
              culprit = job;
              throw error;
            }
            settle.push(() => job.reject(error));
          }
        }
        this.beforeCommit(view);
      });
    } catch (error) {
      if (concernsBatch(error)) culprit = undefined;
      const failure = commitFailure(error, join(this.#path, 'data.mdb'));
      this.onFailedCommit(error);
      if (culprit) culprit.reject(failure);
      else for (const job of jobs) job.reject(failure);
      this.#checkUse(failure);
      return culprit ? { committed: false, culprit } : { committed: true };
    }
    for (const done of settle) done();
    return { committed: true };
  }

  /** LMDB refuses every transaction once it could not write its meta page: the process ends, to be started again. */
  #checkUse(failure: StoreError): void {
    try {
      this.#root.transactionSync(() => {});
    } catch {
      setImmediate(() => {
        throw new Error(`the data file takes no more writes (${failure.message})`);
      });
    }
  }

  #notice(key: Buffer): void {
    if (this.#watchers.size === 0) return;
    const name = key.toString('latin1');
    // Deleted first, so that the map stays in the order of the changes.
    this.#recent.delete(name);
    this.#recent.set(name, this.#sequence);
    if (this.#recent.size >= this.#tidyAt) this.#tidy();
  }

  /** Drops what no open transaction has to know; and what is too much all the same. */
  #tidy(): void {
    const [oldest] = this.#watchers;
    const needed = oldest?.sequence ?? this.#sequence;
    for (const [name, changed] of this.#recent) {
      if (changed > needed && this.#recent.size < MOST_CHANGES) break;
      this.#forgotten = Math.max(this.#forgotten, changed);
      this.#recent.delete(name);
    }
    this.#tidyAt = Math.min(MOST_CHANGES, Math.max(MANY_CHANGES, this.#recent.size * 2));
  }

  /** While anyone watches, the store remembers which keys have changed since. */
  watch(): Watcher {
    const watcher = { sequence: this.#sequence };
    this.#watchers.add(watcher);
    return watcher;
  }

  unwatch(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0) return;
    this.#recent.clear();
    this.#tidyAt = MANY_CHANGES;
  }

  /** Whether a key has changed since a sequence number, or may have, for one who has been watching from then on. */
  changedSince(key: string, sequence: number): boolean {
    return sequence < this.#forgotten || (this.#recent.get(key) ?? 0) > sequence;
  }

  /** What is queued is still written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await new Promise((resolve) => setImmediate(resolve));
    await this.#root.close();
  }
}
