import { StoreError } from '../errors.ts';
import { MAX_DOCUMENT } from './records.ts';
import type { Transaction } from './transaction.ts';

const IDLE_MS = 10 * 60_000;
const MAX_CURSORS = 10_000;
/** A reply holds at most this many bytes of documents, unless its first one alone is larger. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** How long one reader works before it lets the others go first, in milliseconds. */
const SLICE_MS = 4;

/** Encoded documents, and undefined where the reader may pause. */
export type Source = Iterator<Buffer | undefined>;

export interface Cursor {
  id: bigint;
  namespace: string;
  source: Source;
  ahead: Buffer | undefined;
  transaction: Transaction | undefined;
  /** Keeps one snapshot while the filling of a batch pauses; between two batches there is none. */
  view: { hold(): void; release(): void };
  /** The store is closing: whoever is reading gives up. */
  isStopped(): boolean;
  busy: boolean;
  touched: number;
}

interface Batch {
  documents: Buffer[];
  done: boolean;
}

/**
 * Fills a batch. Most are full before anyone else would want a turn; a longer one works in slices, so that it does
 * not hold up the other clients.
 * @param deadline epoch milliseconds after which the operation fails, or undefined
 */
export function fill(cursor: Cursor, size: number, deadline: number | undefined): Batch | Promise<Batch> {
  const filling = new Filling(cursor, size);
  if (filling.slice()) return filling.batch;
  return fillOn(filling, cursor, deadline);
}

async function fillOn(filling: Filling, cursor: Cursor, deadline: number | undefined): Promise<Batch> {
  cursor.view.hold();
  try {
    do {
      if (deadline !== undefined && Date.now() > deadline)
        throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
      await new Promise((resolve) => setImmediate(resolve));
      if (cursor.isStopped()) throw new StoreError('InterruptedAtShutdown', 'interrupted at shutdown');
    } while (!filling.slice());
    return filling.batch;
  } finally {
    cursor.view.release();
  }
}

class Filling {
  readonly batch: Batch = { documents: [], done: false };
  readonly #cursor: Cursor;
  readonly #size: number;
  #bytes = 0;

  constructor(cursor: Cursor, size: number) {
    this.#cursor = cursor;
    this.#size = size;
  }

  /** Works until the batch is full, the source is at its end, or the slice is over: false only then. */
  slice(): boolean {
    const cursor = this.#cursor;
    if (cursor.ahead) this.#take(cursor.ahead);
    cursor.ahead = undefined;
    const end = performance.now() + SLICE_MS;
    for (;;) {
      const { value, done } = cursor.source.next();
      if (done) {
        this.batch.done = true;
        return true;
      }
      if (value === undefined) {
        if (performance.now() > end) return false;
      } else if (!this.#take(checkedSize(value))) {
        cursor.ahead = value;
        return true;
      }
    }
  }

  /** False when the batch has no room for it. */
  #take(document: Buffer): boolean {
    const { documents } = this.batch;
    if (
      documents.length >= this.#size ||
      (documents.length > 0 && this.#bytes + document.length > BATCH_BYTES)
    )
      return false;
    documents.push(document);
    this.#bytes += document.length;
    return true;
  }
}

/** Stages and projections can make a document larger than any that is stored. */
function checkedSize(bytes: Buffer): Buffer {
  if (bytes.length > MAX_DOCUMENT)
    throw new StoreError(
      'BSONObjectTooLarge',
      `A document has at most ${MAX_DOCUMENT} bytes, this result ${bytes.length}`,
    );
  return bytes;
}

/** The open cursors of all clients. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = 0n;
  #stopped = false;

  make(
    namespace: string,
    source: Source,
    view: Cursor['view'],
    transaction: Transaction | undefined,
  ): Cursor {
    return {
      id: 0n,
      namespace,
      source,
      ahead: undefined,
      transaction,
      view,
      isStopped: () => this.#stopped,
      busy: false,
      touched: Date.now(),
    };
  }

  /** Keeps a cursor for getMore and gives it its number. */
  keep(cursor: Cursor): bigint {
    if (this.#open.size >= MAX_CURSORS)
      throw new StoreError('InternalError', `At most ${MAX_CURSORS} cursors can be open at once`);
    // Numbers that do not repeat after a restart keep a client from reading on in another's cursor.
    this.#lastId =
      this.#lastId === 0n ? BigInt(Math.floor(Math.random() * 2 ** 40)) * 4096n : this.#lastId + 1n;
    cursor.id = this.#lastId;
    this.#open.set(cursor.id, cursor);
    return cursor.id;
  }

  /** @throws StoreError CursorNotFound */
  take(id: bigint, namespace: string, transaction: Transaction | undefined): Cursor {
    const cursor = this.#open.get(id);
    if (!cursor || cursor.transaction !== transaction)
      throw new StoreError('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.namespace !== namespace)
      throw new StoreError('BadValue', `cursor id ${id} belongs to ${cursor.namespace}, not to ${namespace}`);
    if (cursor.busy) throw new StoreError('BadValue', `cursor id ${id} is already in use`);
    return cursor;
  }

  close(id: bigint): boolean {
    const cursor = this.#open.get(id);
    cursor?.source.return?.();
    return this.#open.delete(id);
  }

  /** From now on nothing is read any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** The collection is gone, or has another name. */
  closeIn(namespace: string): void {
    for (const cursor of [...this.#open.values()]) if (cursor.namespace === namespace) this.close(cursor.id);
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.close(id);
  }

  expire(now: number): void {
    for (const cursor of this.#open.values())
      if (!cursor.busy && cursor.touched + IDLE_MS < now) this.close(cursor.id);
  }
}
