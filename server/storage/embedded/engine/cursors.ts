import { StoreError } from '../errors.ts';
import type { Transaction } from './transaction.ts';

const IDLE_MS = 10 * 60_000;
const MAX_CURSORS = 10_000;
/** A reply holds at most this many bytes of documents, unless its first one alone is larger. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** How long one reader works before it lets the others go first, in milliseconds. */
const SLICE_MS = 8;

/** Encoded documents, and undefined where the reader may pause. */
export type Source = Iterator<Buffer | undefined>;

export interface Cursor {
  id: bigint;
  namespace: string;
  source: Source;
  ahead: Buffer | undefined;
  transaction: Transaction | undefined;
  /** Is told before and after each batch, to hold one snapshot meanwhile. */
  around: { begin(): void; end(): void };
  busy: boolean;
  touched: number;
}

interface Batch {
  documents: Buffer[];
  done: boolean;
}

/**
 * Fills a batch; works in slices, so that a long scan does not hold up the other clients.
 * @param deadline epoch milliseconds after which the operation fails, or undefined
 */
export async function fill(cursor: Cursor, size: number, deadline: number | undefined): Promise<Batch> {
  const documents: Buffer[] = [];
  let bytes = 0;
  let sliceEnd = performance.now() + SLICE_MS;
  cursor.around.begin();
  try {
    for (;;) {
      const held = cursor.ahead;
      cursor.ahead = undefined;
      const next = held ?? (await pull());
      if (next === undefined) return { documents, done: true };
      if (documents.length >= size || (documents.length > 0 && bytes + next.length > BATCH_BYTES)) {
        cursor.ahead = next;
        return { documents, done: false };
      }
      documents.push(next);
      bytes += next.length;
    }
  } finally {
    cursor.around.end();
  }

  async function pull(): Promise<Buffer | undefined> {
    for (;;) {
      const { value, done } = cursor.source.next();
      if (done) return undefined;
      if (value !== undefined) return value;
      if (performance.now() < sliceEnd) continue;
      if (deadline !== undefined && Date.now() > deadline)
        throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
}

/** The open cursors of all clients. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = 0n;

  make(
    namespace: string,
    source: Source,
    around: Cursor['around'],
    transaction: Transaction | undefined,
  ): Cursor {
    return {
      id: 0n,
      namespace,
      source,
      ahead: undefined,
      transaction,
      around,
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
