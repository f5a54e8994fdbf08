import { type Database, open, type Transaction as ReadTransaction, type RootDatabase } from 'lmdb';
import { StoreError } from '../errors.ts';
import type { Entry, View } from './view.ts';

type Bytes = Database<Buffer, Buffer>;

/** Snapshots that can be held at once: by open transactions (sessions.ts) and by readers that pause. */
const MAX_SNAPSHOTS = 4_096;

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

export interface Snapshot {
  view: View;
  release(): void;
}

/** The LMDB environment: reading, and writing in groups that share one commit and one sync to the disk. */
export class Storage {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #data: Bytes;
  #queue: Job[] = [];
  #sequence = 1;
  #recent = new Map<string, number>();
  #watchers = 0;
  /** Runs at the end of every batch, inside it. */
  beforeCommit: (view: View) => void = () => {};
  /** A batch did not commit: whatever was derived from it in memory is void. */
  onFailedCommit: (reason: unknown) => void = () => {};

  constructor(path: string) {
    // Without overlapping syncs LMDB's commit returns only after the pages and then the meta page are on the disk.
    this.#root = open<Buffer, Buffer>({
      path,
      keyEncoding: 'binary',
      encoding: 'binary',
      overlappingSync: false,
      maxDbs: 4,
      maxReaders: MAX_SNAPSHOTS,
      noMemInit: true,
    });
    this.#data = this.#root.openDB<Buffer, Buffer>({
      name: 'data',
      keyEncoding: 'binary',
      encoding: 'binary',
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
      this.onFailedCommit(error);
      const failure = commitFailure(error);
      if (culprit) culprit.reject(failure);
      else for (const job of jobs) job.reject(failure);
      return culprit ? { committed: false, culprit } : { committed: true };
    }
    for (const done of settle) done();
    return { committed: true };
  }

  #notice(key: Buffer): void {
    if (this.#watchers > 0) this.#recent.set(key.toString('latin1'), this.#sequence);
  }

  /** While anyone watches, the store remembers which keys changed when. */
  watch(): void {
    this.#watchers += 1;
  }

  unwatch(): void {
    this.#watchers -= 1;
    if (this.#watchers === 0) this.#recent.clear();
  }

  /** Whether a key has changed since a sequence number, for one who has been watching from then on. */
  changedSince(key: string, sequence: number): boolean {
    return (this.#recent.get(key) ?? 0) > sequence;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#root.close();
  }
}

function commitFailure(error: unknown): StoreError {
  const reason = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|No space left|MDB_MAP_FULL/i.test(reason))
    return new StoreError('OutOfDiskSpace', `Nothing was written: the disk is full (${reason})`);
  return new StoreError('InternalError', `Nothing was written: ${reason}`);
}
