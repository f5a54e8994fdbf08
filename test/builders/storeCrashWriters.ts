import type { Collection, Db, MongoClient } from 'mongodb';

/** One document of the writers: it belongs to exactly one of them, so what it must be is known at every moment. */
export interface Row {
  _id: number;
  owner: number;
  n: number;
  tag: string;
  tags: string[];
  slot: string;
  state: 'open' | 'closed';
  /** Not in every row: its index is sparse. */
  extra?: number;
}

export interface Account {
  _id: number;
  balance: number;
}

export interface Transfer {
  _id: string;
  from: number;
  to: number;
  amount: number;
}

export const ACCOUNTS = 24;
export const OPENING_BALANCE = 1_000;

/** The state of one row after an operation; undefined when it is deleted. */
type State = Row | undefined;

export interface Counts {
  acknowledged: number;
  inserts: number;
  updates: number;
  deletes: number;
  transactions: number;
  conflicts: number;
  indexBuilds: number;
  drops: number;
}

export const noCounts = (): Counts => ({
  acknowledged: 0,
  inserts: 0,
  updates: 0,
  deletes: 0,
  transactions: 0,
  conflicts: 0,
  indexBuilds: 0,
  drops: 0,
});

/** Told of everything that happens in a round. */
export interface Round {
  client: MongoClient;
  db: Db;
  counts: Counts;
  /** True once the store is being killed: from then on errors are expected. */
  over(): boolean;
  /** An error that no kill explains. */
  unexpected(error: unknown): void;
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

/**
 * Changes rows of its own until the store is gone. It knows of every row what it must be; of the rows of the
 * operation that was not answered, what they were and what they would have become.
 */
export class RowWriter {
  readonly rows = new Map<number, Row>();
  /** Rows deleted with acknowledgement. */
  readonly deleted = new Set<number>();
  /** The unanswered operation: before and after, of each row it touches. */
  pending = new Map<number, [before: State, after: State]>();
  #last: number;
  readonly #owner: number;
  readonly #random: () => number;

  constructor(owner: number, random: () => number) {
    this.#owner = owner;
    this.#random = random;
    this.#last = owner * 1_000_000;
  }

  async run(round: Round): Promise<void> {
    const rows = round.db.collection<Row>('rows');
    try {
      for (;;) {
        const kind = this.rows.size < 5 ? 0 : this.#random();
        if (kind < 0.3) await this.#insert(rows, round);
        else if (kind < 0.75) await this.#update(rows, round);
        else if (kind < 0.9) await this.#delete(rows, round);
        else await this.#upsert(rows, round);
      }
    } catch (error) {
      if (!round.over()) round.unexpected(error);
    }
  }

  /** What an operation is about to do; then does it, and takes note that it was acknowledged. */
  async #does(round: Round, changes: [number, State][], operation: () => Promise<unknown>): Promise<void> {
    this.pending = new Map(changes.map(([id, after]) => [id, [this.rows.get(id), after]]));
    await operation();
    for (const [id, after] of changes) this.settle(id, after);
    this.pending.clear();
    round.counts.acknowledged += 1;
  }

  settle(id: number, state: State): void {
    if (state) {
      this.rows.set(id, state);
      this.deleted.delete(id);
    } else if (this.rows.delete(id)) this.deleted.add(id);
  }

  #fresh(): Row {
    const _id = ++this.#last;
    return {
      _id,
      owner: this.#owner,
      n: 0,
      tag: `t${_id % 17}`,
      tags: ['all', `k${_id % 5}`, `m${_id % 3}`].slice(0, 1 + (_id % 3)),
      slot: `${this.#owner}-${_id}`,
      state: _id % 4 === 0 ? 'closed' : 'open',
      ...(_id % 3 === 0 ? { extra: _id % 11 } : {}),
    };
  }

  async #insert(rows: Collection<Row>, round: Round): Promise<void> {
    const made = Array.from({ length: this.#random() < 0.7 ? 1 : 8 }, () => this.#fresh());
    await this.#does(
      round,
      made.map((row) => [row._id, row]),
      () => (made.length === 1 ? rows.insertOne(made[0]!) : rows.insertMany(made)),
    );
    round.counts.inserts += made.length;
  }

  async #update(rows: Collection<Row>, round: Round): Promise<void> {
    const old = pick([...this.rows.values()], this.#random);
    const { _id } = old;
    const kind = Math.floor(this.#random() * 5);
    if (kind === 0) {
      const after = { ...old, tag: `u${old.n % 13}`, tags: [`k${old.n % 5}`, 'all'] };
      await this.#does(round, [[_id, after]], () =>
        rows.updateOne({ _id }, { $set: { tag: after.tag, tags: after.tags } }),
      );
    } else if (kind === 1) {
      await this.#does(round, [[_id, { ...old, n: old.n + 1 }]], () =>
        rows.findOneAndUpdate({ _id }, { $inc: { n: 1 } }),
      );
    } else if (kind === 2) {
      const all = [...this.rows.values()].filter((row) => row.tag === old.tag);
      await this.#does(
        round,
        all.map((row) => [row._id, { ...row, n: row.n + 1, state: 'closed' }]),
        () =>
          rows.updateMany(
            { owner: this.#owner, tag: old.tag },
            { $inc: { n: 1 }, $set: { state: 'closed' } },
          ),
      );
    } else if (kind === 3) await this.#moveSlot(rows, round, old);
    else {
      const { extra: _extra, ...without } = old;
      const after: Row = old.extra === undefined ? { ...old, extra: old.n % 7, state: 'open' } : without;
      await this.#does(round, [[_id, after]], () => rows.replaceOne({ _id }, after));
    }
    round.counts.updates += 1;
  }

  /** A unique value goes from one row to another: first it is let go, then it is taken. */
  async #moveSlot(rows: Collection<Row>, round: Round, old: Row): Promise<void> {
    const other = pick([...this.rows.values()], this.#random);
    if (other._id === old._id) return;
    const freed = { ...old, slot: `${this.#owner}-${old._id}-${old.n}-${++this.#last}` };
    await this.#does(round, [[old._id, freed]], () =>
      rows.updateOne({ _id: old._id }, { $set: { slot: freed.slot } }),
    );
    await this.#does(round, [[other._id, { ...other, slot: old.slot }]], () =>
      rows.updateOne({ _id: other._id }, { $set: { slot: old.slot } }),
    );
  }

  async #delete(rows: Collection<Row>, round: Round): Promise<void> {
    const { _id, tag } = pick([...this.rows.values()], this.#random);
    if (this.#random() < 0.7) await this.#does(round, [[_id, undefined]], () => rows.deleteOne({ _id }));
    else {
      const all = [...this.rows.values()].filter((row) => row.tag === tag);
      await this.#does(
        round,
        all.map((row) => [row._id, undefined]),
        () => rows.deleteMany({ owner: this.#owner, tag }),
      );
    }
    round.counts.deletes += 1;
  }

  async #upsert(rows: Collection<Row>, round: Round): Promise<void> {
    const again = this.deleted.size > 0 && this.#random() < 0.5;
    const { _id, ...rest } = again
      ? { ...this.#fresh(), _id: pick([...this.deleted], this.#random) }
      : this.#fresh();
    await this.#does(round, [[_id, { _id, ...rest }]], () =>
      rows.updateOne({ _id }, { $set: rest }, { upsert: true }),
    );
    round.counts.updates += 1;
  }
}

/** Moves amounts between accounts that all transfer writers share, each with a line in another collection. */
export class TransferWriter {
  readonly acknowledged: string[] = [];
  readonly #name: string;
  readonly #random: () => number;
  #last = 0;

  constructor(name: string, random: () => number) {
    this.#name = name;
    this.#random = random;
  }

  async run(round: Round): Promise<void> {
    const session = round.client.startSession();
    const accounts = round.db.collection<Account>('accounts');
    const transfers = round.db.collection<Transfer>('transfers');
    try {
      while (!round.over()) {
        const [from, to] = [this.#account(), this.#account()];
        const amount = 1 + Math.floor(this.#random() * 9);
        const _id = `${this.#name}-${++this.#last}`;
        session.startTransaction();
        try {
          await accounts.updateOne({ _id: from }, { $inc: { balance: -amount } }, { session });
          await transfers.insertOne({ _id, from, to, amount }, { session });
          await accounts.updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
          await session.commitTransaction();
        } catch (error) {
          if (round.over() || !isTransient(error)) throw error;
          round.counts.conflicts += 1;
          await session.abortTransaction();
          continue;
        }
        this.acknowledged.push(_id);
        round.counts.acknowledged += 1;
        round.counts.transactions += 1;
      }
    } catch (error) {
      if (!round.over()) round.unexpected(error);
    } finally {
      await session.endSession().catch(() => {});
    }
  }

  #account(): number {
    return Math.floor(this.#random() * ACCOUNTS);
  }
}

function isTransient(error: unknown): boolean {
  return (
    (error as { hasErrorLabel?(label: string): boolean }).hasErrorLabel?.('TransientTransactionError') ===
    true
  );
}

/** Builds an index on the filled collection and drops it again; fills a collection and drops it. */
export class Rebuilder {
  /** Undefined while an operation that would change it is unanswered. */
  hasIndex: boolean | undefined = false;
  scratch: number | undefined = 0;

  async run(round: Round): Promise<void> {
    const rows = round.db.collection<Row>('rows');
    const scratch = round.db.collection<{ _id: number; at: Date }>('scratch');
    try {
      while (!round.over()) {
        this.hasIndex = undefined;
        await rows.createIndex({ n: 1, tags: -1 }, { name: 'rebuilt' });
        this.hasIndex = true;
        this.scratch = undefined;
        await scratch.insertMany(Array.from({ length: 200 }, (_one, _id) => ({ _id, at: new Date(0) })));
        await scratch.createIndex({ at: 1 });
        this.scratch = 200;
        this.hasIndex = undefined;
        await rows.dropIndex('rebuilt');
        this.hasIndex = false;
        this.scratch = undefined;
        await scratch.drop();
        this.scratch = 0;
        round.counts.indexBuilds += 2;
        round.counts.drops += 1;
        round.counts.acknowledged += 5;
      }
    } catch (error) {
      if (!round.over()) round.unexpected(error);
    }
  }
}

/** Puts in what has expired already, for the sweep to take away while everybody writes, and what never does. */
export class LeaseWriter {
  readonly lasting: number[] = [];
  #last = 0;

  async run(round: Round): Promise<void> {
    const leases = round.db.collection<{ _id: number; until: Date }>('leases');
    try {
      while (!round.over()) {
        const ids = Array.from({ length: 20 }, () => ++this.#last);
        const until = (id: number) => (id % 4 === 0 ? new Date(8.64e14) : new Date(1_000 + id));
        await leases.insertMany(ids.map((_id) => ({ _id, until: until(_id) })));
        this.lasting.push(...ids.filter((id) => id % 4 === 0));
        round.counts.acknowledged += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } catch (error) {
      if (!round.over()) round.unexpected(error);
    }
  }
}
