import { type Collection, type CreateIndexesOptions, type Db, type Document, MongoClient } from 'mongodb';
import { aDirectory, aStoreProcess, launchStoreProcess, leave } from '../storage/aStore.ts';
import { randomFrom } from './crashWriters.ts';
import {
  ACCOUNTS,
  type Account,
  type Counts,
  LeaseWriter,
  noCounts,
  OPENING_BALANCE,
  Rebuilder,
  type Round,
  type Row,
  RowWriter,
  type Transfer,
  TransferWriter,
} from './storeCrashWriters.ts';

export interface StoreCrashTotals extends Counts {
  rounds: number;
  killedWhileStarting: number;
  /** Everything that was not as it must be, in words; nothing, when all is well. */
  lost: string[];
  inconsistent: string[];
  half: string[];
  unexpected: string[];
}

const ROW_WRITERS = 10;
const TRANSFER_WRITERS = 4;

interface World {
  rows: RowWriter[];
  transfers: TransferWriter[];
  rebuilder: Rebuilder;
  leases: LeaseWriter;
}

/** Kills the store alone while sixteen writers are at it, starts it again and compares all there is; each round. */
export async function runStoreCrashRounds(rounds: number, seed: number): Promise<StoreCrashTotals> {
  const directory = aDirectory();
  const random = randomFrom(seed);
  const world = aWorld(random);
  const totals: StoreCrashTotals = {
    rounds: 0,
    killedWhileStarting: 0,
    ...noCounts(),
    lost: [],
    inconsistent: [],
    half: [],
    unexpected: [],
  };
  try {
    for (let round = 0; round <= rounds; round++) {
      if (round % 4 === 3) {
        await killWhileStarting(directory.path, random() * 900);
        totals.killedWhileStarting += 1;
      }
      const store = await aStoreProcess(directory.path);
      try {
        const client = await connect(store.uri);
        try {
          if (round === 0) await prepare(client.db());
          await compare(client.db(), world, totals);
          if (round < rounds) await writeUntilKilled(client, world, totals, store.kill, random);
        } finally {
          await leave(client);
        }
      } finally {
        await store.kill();
      }
      totals.rounds = round;
    }
  } finally {
    directory.remove();
  }
  return totals;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const connect = (uri: string): Promise<MongoClient> =>
  MongoClient.connect(uri, { serverSelectionTimeoutMS: 500, maxPoolSize: 40 });

function aWorld(random: () => number): World {
  const aSeed = (): (() => number) => randomFrom(Math.floor(random() * 2 ** 32));
  return {
    rows: Array.from({ length: ROW_WRITERS }, (_one, at) => new RowWriter(at, aSeed())),
    transfers: Array.from({ length: TRANSFER_WRITERS }, (_one, at) => new TransferWriter(`w${at}`, aSeed())),
    rebuilder: new Rebuilder(),
    leases: new LeaseWriter(),
  };
}

const INDEXES: [key: Record<string, 1 | -1>, options?: CreateIndexesOptions][] = [
  [{ tag: 1 }],
  [{ owner: 1, n: -1 }],
  [{ tags: 1 }],
  [{ slot: 1 }, { unique: true }],
  [{ extra: 1 }, { sparse: true }],
  [{ n: 1 }, { partialFilterExpression: { state: 'open' } }],
];

async function prepare(db: Db): Promise<void> {
  for (const [key, options] of INDEXES) await db.collection<Row>('rows').createIndex(key, options);
  await db.collection('leases').createIndex({ until: 1 }, { expireAfterSeconds: 0 });
  const accounts = Array.from({ length: ACCOUNTS }, (_one, _id) => ({ _id, balance: OPENING_BALANCE }));
  await db.collection<Account>('accounts').insertMany(accounts);
}

async function writeUntilKilled(
  client: MongoClient,
  world: World,
  totals: StoreCrashTotals,
  kill: () => Promise<void>,
  random: () => number,
): Promise<void> {
  let over = false;
  const round: Round = {
    client,
    db: client.db(),
    counts: totals,
    over: () => over,
    unexpected: (error) => totals.unexpected.push(String(error)),
  };
  await client.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 0.2 });
  const writing = [...world.rows, ...world.transfers, world.rebuilder, world.leases].map((one) =>
    one.run(round),
  );
  // So many answers, however fast the machine is, and then any moment between two of them.
  const enough = totals.acknowledged + random() * 500;
  for (const end = Date.now() + 20_000; totals.acknowledged < enough && Date.now() < end; ) await pause(2);
  await pause(random() * 20);
  over = true;
  await kill();
  // The driver (7.8) can wait for ever on a connection that closes in the moment a command is put on it.
  await Promise.race([Promise.all(writing), pause(5_000)]);
}

async function killWhileStarting(directory: string, after: number): Promise<void> {
  const store = launchStoreProcess(directory);
  await Promise.race([pause(after), store.uri.catch(() => {})]);
  await store.kill();
}

async function compare(db: Db, world: World, totals: StoreCrashTotals): Promise<void> {
  await compareRows(db, world.rows, totals);
  await compareTransfers(db, world.transfers, totals);
  await compareRebuilt(db, world.rebuilder, totals);
  const leases = new Set((await db.collection('leases').find().toArray()).map((one) => Number(one._id)));
  for (const id of world.leases.lasting) if (!leases.has(id)) totals.lost.push(`lease ${id}`);
  for (const { name } of await db.listCollections().toArray()) {
    const { valid, errors } = await db.command({ validate: name, full: true });
    if (!valid) totals.inconsistent.push(...(errors as string[]).map((error) => `${name}: ${error}`));
  }
}

const sameRow = (a: Row | undefined, b: Row | undefined): boolean => canonical(a) === canonical(b);
const canonical = (row: Row | undefined): string =>
  row ? JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))) : '';

async function compareRows(db: Db, writers: RowWriter[], totals: StoreCrashTotals): Promise<void> {
  const rows = db.collection<Row>('rows');
  const all = await rows.find({}, { hint: { $natural: 1 } }).toArray();
  const found = new Map(all.map((row) => [row._id, row]));
  const expected = new Set<number>();
  for (const writer of writers) {
    // What was not answered may have happened or not; whichever it is, that is what it is from now on.
    for (const [id, [before, after]] of writer.pending) {
      const actual = found.get(id);
      if (sameRow(actual, before) || sameRow(actual, after)) writer.settle(id, actual);
      else totals.lost.push(`row ${id} is ${canonical(actual)} after an unanswered change`);
    }
    writer.pending.clear();
    for (const [id, row] of writer.rows) {
      expected.add(id);
      if (!sameRow(found.get(id), row))
        totals.lost.push(`row ${id} is ${canonical(found.get(id))}, not ${canonical(row)}`);
    }
  }
  for (const id of found.keys()) if (!expected.has(id)) totals.lost.push(`row ${id} has come back`);
  await compareIndexes(rows, all, totals);
}

/** Each index, in both directions, leads to the rows it should have; and so does each value. */
async function compareIndexes(rows: Collection<Row>, all: Row[], totals: StoreCrashTotals): Promise<void> {
  const check = async (what: string, filter: Document, hint: Document, want: (row: Row) => boolean) => {
    const wanted = sorted(all.filter(want));
    const options = { hint: hint as never, projection: { _id: 1 } };
    for (const direction of [1, -1]) {
      const sort = new Map(
        Object.entries(hint).map(([name, one]) => [name, one * direction] as [string, 1 | -1]),
      );
      const found = await rows.find(filter, options).sort(sort).toArray();
      if (sorted(found) !== wanted) totals.inconsistent.push(`${what} from ${direction}`);
    }
  };
  await check('_id', {}, { _id: 1 }, () => true);
  await check('tag', {}, { tag: 1 }, () => true);
  await check('owner, n', {}, { owner: 1, n: -1 }, () => true);
  await check('tags', {}, { tags: 1 }, () => true);
  await check('slot', {}, { slot: 1 }, () => true);
  await check('extra', { extra: { $exists: true } }, { extra: 1 }, (row) => row.extra !== undefined);
  await check('n if open', { state: 'open', n: { $gte: 0 } }, { n: 1 }, (row) => row.state === 'open');
  for (const tag of new Set(all.map((row) => row.tag)))
    await check(`tag ${tag}`, { tag }, { tag: 1 }, (row) => row.tag === tag);
  for (const tag of new Set(all.flatMap((row) => row.tags)))
    await check(`tags ${tag}`, { tags: tag }, { tags: 1 }, (row) => row.tags.includes(tag));
  if (new Set(all.map((row) => row.slot)).size < all.length) totals.inconsistent.push('a unique value twice');
}

const sorted = (rows: { _id: number }[]): string =>
  rows
    .map((row) => row._id)
    .sort((a, b) => a - b)
    .join();

/** Every account holds what the lines say, so each transfer was made whole or not at all. */
async function compareTransfers(db: Db, writers: TransferWriter[], totals: StoreCrashTotals): Promise<void> {
  const transfers = await db.collection<Transfer>('transfers').find().toArray();
  const balances = new Map(Array.from({ length: ACCOUNTS }, (_one, id) => [id, OPENING_BALANCE]));
  for (const { from, to, amount } of transfers) {
    balances.set(from, balances.get(from)! - amount);
    balances.set(to, balances.get(to)! + amount);
  }
  for (const { _id, balance } of await db.collection<Account>('accounts').find().toArray())
    if (balances.get(_id) !== balance)
      totals.half.push(`account ${_id} holds ${balance}, its lines say ${balances.get(_id)}`);
  const there = new Set(transfers.map(({ _id }) => _id));
  for (const id of writers.flatMap((writer) => writer.acknowledged))
    if (!there.has(id)) totals.lost.push(`transfer ${id}`);
}

async function compareRebuilt(db: Db, rebuilder: Rebuilder, totals: StoreCrashTotals): Promise<void> {
  const names = (await db.collection('rows').indexes()).map(({ name }) => name);
  const hasIndex = names.includes('rebuilt');
  if (rebuilder.hasIndex !== undefined && rebuilder.hasIndex !== hasIndex)
    totals.lost.push(`the index is ${hasIndex ? 'there' : 'missing'}`);
  const scratch = await db.collection('scratch').countDocuments();
  // One insertion of many is one commit: all of them, or none.
  if (scratch !== (rebuilder.scratch ?? scratch) || (scratch !== 0 && scratch !== 200))
    totals.lost.push(`the scratch collection has ${scratch} documents`);
  if (hasIndex) await db.collection('rows').dropIndex('rebuilt');
  await db.collection('scratch').drop();
  rebuilder.hasIndex = false;
  rebuilder.scratch = 0;
}
