import { StoreError, writeConflict } from '../errors.ts';
import type { Collection } from './catalog.ts';
import type { Snapshot, Storage } from './storage.ts';
import type { Entry, View } from './view.ts';

/** What a transaction may hold in memory until it commits, in bytes. */
const LIMIT = 64 * 1024 * 1024;

/** New keys that are put into their places one by one, which is quicker than to sort all of a large transaction. */
const FEW = 32;

/** Undefined stands for a removed key. */
interface Own {
  key: Buffer;
  value: Buffer | undefined;
}

/** Keys that open transactions have changed: the first to change one keeps it, as with MongoDB. */
export class Intents {
  readonly #owners = new Map<string, Transaction>();

  claim(key: string, by: Transaction): void {
    const owner = this.#owners.get(key);
    if (owner !== undefined && owner !== by) throw writeConflict();
    this.#owners.set(key, by);
  }

  drop(key: string): void {
    this.#owners.delete(key);
  }
}

/** A snapshot with the transaction's own changes laid over it; nothing reaches the disk before `commit`. */
export class Transaction implements View {
  readonly #storage: Storage;
  readonly #intents: Intents;
  readonly #snapshot: Snapshot;
  readonly #watch: ReturnType<Storage['watch']>;
  readonly #changed = new Map<string, Own>();
  /** The changed keys in order. */
  #sorted: Own[] = [];
  /** Changed since the order was last needed. */
  #unsorted: Own[] = [];
  #size = 0;
  #ended = false;
  readonly #guarded = new Map<Collection, number>();

  constructor(storage: Storage, intents: Intents) {
    this.#storage = storage;
    this.#intents = intents;
    this.#snapshot = storage.snapshot();
    this.#watch = storage.watch();
  }

  get sequence(): number {
    return this.#snapshot.view.sequence;
  }

  get(key: Buffer): Buffer | undefined {
    const own = this.#changed.get(key.toString('latin1'));
    return own ? own.value : this.#snapshot.view.get(key);
  }

  range(low: Buffer, high: Buffer, limit: number, reverse: boolean): Entry[] {
    this.#sort();
    const found = this.#snapshot.view.range(low, high, limit, reverse);
    // What lies behind a full piece belongs to the next one.
    const edge = found.length === limit ? found.at(-1)!.key : undefined;
    const [from, to] = reverse
      ? [edge ?? low, high]
      : [low, edge ? Buffer.concat([edge, Buffer.of(0)]) : high];
    const own = this.#sorted.slice(this.#place(from), this.#place(to));
    if (own.length === 0) return found;
    const made = found.filter((entry) => !this.#changed.has(entry.key.toString('latin1')));
    for (const { key, value } of own) if (value) made.push({ key, value });
    made.sort((a, b) => (reverse ? Buffer.compare(b.key, a.key) : Buffer.compare(a.key, b.key)));
    // Removed keys may leave a full piece short, which would read as its end.
    if (edge && made.length < limit) {
      const rest = reverse
        ? this.range(low, edge, limit, true)
        : this.range(Buffer.concat([edge, Buffer.of(0)]), high, limit, false);
      made.push(...rest);
    }
    return made.slice(0, limit);
  }

  /**
   * The transaction writes to this collection: should its indexes change before the commit, that is a conflict. So
   * is writing to one that took this name after the transaction began.
   */
  guard(collection: Collection): void {
    if (collection.namedAt > this.sequence) throw writeConflict();
    if (!this.#guarded.has(collection)) this.#guarded.set(collection, collection.version);
  }

  put(key: Buffer, value: Buffer): void {
    this.#change(key, value);
  }

  remove(key: Buffer): void {
    this.#change(key, undefined);
  }

  #change(key: Buffer, value: Buffer | undefined): void {
    const name = key.toString('latin1');
    if (this.#storage.changedSince(name, this.sequence)) throw writeConflict();
    this.#intents.claim(name, this);
    const known = this.#changed.get(name);
    this.#size += key.length + (value?.length ?? 0) - (known?.value?.length ?? 0);
    if (this.#size > LIMIT)
      throw new StoreError('TransactionTooLarge', `A transaction holds at most ${LIMIT} bytes of changes`);
    if (known) known.value = value;
    else {
      const own = { key, value };
      this.#changed.set(name, own);
      this.#unsorted.push(own);
    }
  }

  /** A statement may change many keys before anyone asks for their order. */
  #sort(): void {
    if (this.#unsorted.length <= FEW)
      for (const own of this.#unsorted) this.#sorted.splice(this.#place(own.key), 0, own);
    else this.#sorted = [...this.#sorted, ...this.#unsorted].sort((a, b) => Buffer.compare(a.key, b.key));
    this.#unsorted = [];
  }

  /** Position of the first own key that is not below `key`. */
  #place(key: Buffer): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(this.#sorted[middle]!.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @throws StoreError WriteConflict, with nothing written, when another write came first */
  commit(view: View): void {
    for (const [collection, version] of this.#guarded)
      if (collection.version !== version) throw writeConflict();
    for (const name of this.#changed.keys())
      if (this.#storage.changedSince(name, this.sequence)) throw writeConflict();
    this.#sort();
    for (const { key, value } of this.#sorted) {
      if (value) view.put(key, value);
      else if (view.get(key) !== undefined) view.remove(key);
    }
    for (const collection of this.#guarded.keys()) collection.hidden = false;
  }

  /** Gives up the snapshot and the claimed keys; to be called once, whatever became of the transaction. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const name of this.#changed.keys()) this.#intents.drop(name);
    this.#snapshot.release();
    this.#storage.unwatch(this.#watch);
    this.#changed.clear();
    this.#sorted = [];
    this.#unsorted = [];
  }
}
