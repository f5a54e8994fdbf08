import { Binary, type Doc, isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Storage } from './storage.ts';
import { Intents, Transaction } from './transaction.ts';

/** A transaction that is left alone holds its claims no longer than this, as MongoDB's default. */
const LIFETIME_MS = 60_000;
const MAX_OPEN = 1_000;

interface Session {
  number: bigint;
  state: 'open' | 'committing' | 'committed' | 'aborted';
  transaction: Transaction | undefined;
  expires: number;
}

function noSuchTransaction(message: string): StoreError {
  return new StoreError('NoSuchTransaction', message).labelled('TransientTransactionError');
}

/** The transactions of the drivers' sessions: at most one open in each. */
export class Sessions {
  readonly #storage: Storage;
  readonly #intents = new Intents();
  readonly #sessions = new Map<string, Session>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The transaction a command belongs to; undefined for a command outside of transactions. */
  enter(command: Doc): Transaction | undefined {
    if (command.get('autocommit') !== false) return undefined;
    const { name, number } = identity(command);
    if (command.get('startTransaction') === true) return this.#start(name, number);
    return this.#current(name, number).transaction;
  }

  #start(name: string, number: bigint): Transaction {
    const known = this.#sessions.get(name);
    if (known && known.number >= number)
      throw new StoreError(
        'TransactionTooOld',
        `Cannot start transaction ${number}: ${known.number} has already started`,
      );
    if (known) this.#end(known, 'aborted');
    if (this.#open().length >= MAX_OPEN)
      throw new StoreError('InternalError', `At most ${MAX_OPEN} transactions can be open at once`);
    const transaction = new Transaction(this.#storage, this.#intents);
    this.#sessions.set(name, { number, state: 'open', transaction, expires: Date.now() + LIFETIME_MS });
    return transaction;
  }

  #current(name: string, number: bigint): Session {
    const session = this.#sessions.get(name);
    if (!session || session.number !== number)
      throw noSuchTransaction(
        `Given transaction number ${number} does not match any in-progress transactions.`,
      );
    if (session.state === 'aborted') throw noSuchTransaction(`Transaction ${number} has been aborted.`);
    if (session.state !== 'open')
      throw new StoreError('TransactionCommitted', `Transaction ${number} has been committed.`);
    return session;
  }

  /** Resolves when the transaction is on the disk; committing once more what was committed is no error. */
  async commit(command: Doc): Promise<void> {
    const { name, number } = identity(command);
    const known = this.#sessions.get(name);
    if (known?.number === number && known.state === 'committed') return;
    const session = this.#current(name, number);
    session.state = 'committing';
    try {
      await this.#storage.write((view) => session.transaction!.commit(view));
      this.#end(session, 'committed');
    } catch (error) {
      this.#end(session, 'aborted');
      throw error;
    }
  }

  abort(command: Doc): void {
    const { name, number } = identity(command);
    this.#end(this.#current(name, number), 'aborted');
  }

  /** An error inside a transaction ends it, as with MongoDB. */
  abortIfOpen(command: Doc): void {
    const { name, number } = identity(command);
    const session = this.#sessions.get(name);
    if (session?.number === number && session.state === 'open') this.#end(session, 'aborted');
  }

  abortAll(): void {
    for (const session of this.#open()) this.#end(session, 'aborted');
  }

  endSessions(ids: Value[]): void {
    for (const id of ids) {
      const name = isDoc(id) ? sessionName(id) : '';
      const session = this.#sessions.get(name);
      if (session?.state === 'open') this.#end(session, 'aborted');
      if (session?.state !== 'committing') this.#sessions.delete(name);
    }
  }

  /** Ends what was left alone, and forgets sessions that are long over. */
  expire(now: number): void {
    for (const [name, session] of this.#sessions) {
      if (session.state === 'open' && session.expires < now) this.#end(session, 'aborted');
      else if (session.state !== 'committing' && session.expires + 30 * LIFETIME_MS < now)
        this.#sessions.delete(name);
    }
  }

  #open(): Session[] {
    return [...this.#sessions.values()].filter((session) => session.state === 'open');
  }

  #end(session: Session, state: 'committed' | 'aborted'): void {
    if (session.state !== 'open' && session.state !== 'committing') return;
    session.state = state;
    session.transaction?.end();
    session.transaction = undefined;
  }
}

function sessionName(lsid: Doc): string {
  const id = lsid.get('id');
  return id instanceof Binary ? id.bytes.toString('hex') : '';
}

function identity(command: Doc): { name: string; number: bigint } {
  const lsid = command.get('lsid');
  const number = command.get('txnNumber');
  if (!isDoc(lsid) || (typeof number !== 'bigint' && typeof number !== 'number'))
    throw new StoreError('InvalidOptions', 'A transaction needs a session id and a transaction number');
  return { name: sessionName(lsid), number: BigInt(number) };
}
