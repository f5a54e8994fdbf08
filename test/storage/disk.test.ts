import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type Collection, type Db, MongoClient, MongoServerError } from 'mongodb';
import { aDirectory, aStoreProcess, errorOf, leave, type StoreProcess, storePid } from './aStore.ts';

interface Page {
  _id: string;
  writer: number;
  n: number;
  text: string;
}

const WRITERS = 6;
const FULL = 14031;

/** What a small place to write to is: how it is made, how a store starts in it, and how it becomes larger. */
interface SmallPlace {
  directory: string;
  start(): Promise<StoreProcess>;
  enlarge(store: StoreProcess | undefined): void;
  remove(): void;
}

/**
 * Linux lets the limit of a running process be raised again; a write beyond it is cut short, as on a full disk. The
 * application passes its own on to every store it starts.
 */
function fileSizeLimit(): SmallPlace {
  const { path, remove } = aDirectory();
  const limit = 3 * 1024 * 1024;
  let isLimited = true;
  return {
    directory: path,
    start: () => aStoreProcess(path, isLimited ? ['prlimit', `--fsize=${limit}:unlimited`] : []),
    enlarge: (store) => {
      isLimited = false;
      for (const pid of store ? [store.child.pid, storePid(path)] : [])
        if (pid) execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:unlimited']);
    },
    remove,
  };
}

function smallFileSystem(): SmallPlace {
  const { path, remove } = aDirectory();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path], { stdio: 'pipe' });
  const directory = join(path, 'data');
  mkdirSync(directory);
  return {
    directory,
    start: () => aStoreProcess(directory),
    enlarge: () => void execFileSync('mount', ['-o', 'remount,size=64m', path]),
    remove: () => {
      execFileSync('umount', [path]);
      remove();
    },
  };
}

/** Inserts and updates until the disk has been full for each writer several times; returns what was acknowledged. */
async function fillUp(pages: Collection<Page>, known: Map<string, number>): Promise<Error[]> {
  const refusals: Error[] = [];
  const write = async (writer: number) => {
    for (let refused = 0, at = 0; refused < 5; at++) {
      const _id = `${writer}-${known.size}-${at}`;
      const size = 200 + ((at * 7_919) % 9_000);
      try {
        await pages.insertOne({ _id, writer, n: 0, text: 'x'.repeat(size) });
        known.set(_id, 0);
        await pages.updateOne({ _id }, { $set: { n: 1, text: 'y'.repeat(size) } });
        known.set(_id, 1);
      } catch (error) {
        refused += 1;
        refusals.push(error as Error);
        if (!(error instanceof MongoServerError)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_one, writer) => write(writer)));
  return refusals;
}

/** Exactly what was acknowledged is there, and every index agrees. */
async function compare(db: Db, known: Map<string, number>): Promise<void> {
  const found = await db.collection<Page>('pages').find().toArray();
  const wrong = found.filter((page) => known.get(page._id) !== page.n).map((page) => page._id);
  expect(wrong, 'pages that were refused, or are old').to.deep.equal([]);
  expect(found.length, 'pages').to.equal(known.size);
  expect(await db.collection('pages').countDocuments({ n: 1 })).to.equal(
    [...known.values()].filter(Boolean).length,
  );
  for (const { name } of await db.listCollections().toArray())
    expect(await db.command({ validate: name, full: true })).to.deep.include({ valid: true, errors: [] });
}

/** A transaction that began while there was space. It is written as a whole or not at all: here, not at all. */
async function commitTooMuch(client: MongoClient): Promise<void> {
  const session = client.startSession();
  const things = client.db().collection<{ _id: string; text?: string }>('things');
  session.startTransaction();
  await things.insertOne({ _id: 'small' }, { session });
  await things.insertMany(
    Array.from({ length: 60 }, (_one, at) => ({ _id: `large ${at}`, text: 'z'.repeat(100_000) })),
    { session },
  );
  expect((await errorOf(session.commitTransaction())).code).to.equal(FULL);
  await session.endSession();
  expect(await things.countDocuments()).to.equal(0);
}

/** The store, if it starts; else what it said was one line. */
async function startOrSay(place: SmallPlace): Promise<StoreProcess | undefined> {
  const store = await place.start().catch((error: Error) => error);
  if (!(store instanceof Error)) return store;
  expect(store.message).to.match(
    /^The store did not start: The embedded store in \S+ did not start: ENOSPC[^\n]*\n$/,
  );
  return undefined;
}

/** Without a restart, and more than there was room for before. */
async function writesAgain(db: Db, known: Map<string, number>): Promise<void> {
  const pages = db.collection<Page>('pages');
  const more = Array.from({ length: 200 }, (_one, at) => ({
    _id: `more ${at}`,
    writer: 0,
    n: 1,
    text: `${at} ${'w'.repeat(50_000)}`,
  }));
  await pages.insertMany(more);
  for (const { _id } of more) known.set(_id, 1);
  const [first] = known.keys();
  await pages.updateOne({ _id: first! }, { $set: { n: 1, writer: 99 } });
  known.set(first!, 1);
  await pages.createIndex({ n: 1 });
}

async function connect(store: StoreProcess): Promise<MongoClient> {
  return MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 5_000 });
}

/** What was acknowledged is there, what was under way may be, and every index agrees. */
async function hasAll(db: Db, known: Map<string, number>): Promise<void> {
  const found = new Map((await db.collection<Page>('pages').find().toArray()).map((one) => [one._id, one]));
  const lost = [...known].filter(([id, n]) => (found.get(id)?.n ?? -1) < n);
  expect(lost, 'acknowledged pages that are lost or old').to.deep.equal([]);
  for (const { name } of await db.listCollections().toArray())
    expect(await db.command({ validate: name, full: true })).to.deep.include({ valid: true, errors: [] });
}

/** The store's process ends by a fault of its own; its application starts it again, full as the disk is. */
async function isStartedAgain(place: SmallPlace, store: StoreProcess, db: Db): Promise<void> {
  const before = storePid(place.directory)!;
  process.kill(before, 'SIGABRT');
  const answers = () =>
    db.command({ ping: 1 }).then(
      () => storePid(place.directory) !== before,
      () => false,
    );
  for (const end = Date.now() + 10_000; !(await answers()) && Date.now() < end; ) await pause(20);
  expect(store.errors()).to.contain('started again: it ended unexpectedly (SIGABRT)');
  expect(store.child.exitCode, 'the application goes on').to.equal(null);
}

/** LMDB's binding (lmdb-js 3.5) may damage its own memory when a write fails, so that the store's process ends. */
const DAMAGE = /it ended unexpectedly \(SIG(ABRT|SEGV|BUS)\)/g;

interface Held {
  store?: StoreProcess;
  /** How often its process was ended on purpose. */
  ended: number;
}

async function goesThrough(place: SmallPlace): Promise<void> {
  const known = new Map<string, number>();
  const held: Held = { ended: 0 };
  try {
    await fillsAndEmpties(place, known, held);
  } catch (error) {
    const { store } = held;
    // The connection tells of its end before the application does.
    await pause(1_000);
    if ((store?.errors().match(DAMAGE)?.length ?? 0) <= held.ended) throw error;
    console.log(
      '      the store was ended by its damaged memory: looked whether anything acknowledged is lost',
    );
    place.enlarge(store);
    const client = await connect(store!);
    await hasAll(client.db(), known);
    await writesAgain(client.db(), known);
    await leave(client);
  } finally {
    await held.store?.kill();
  }
}

async function fillsAndEmpties(place: SmallPlace, known: Map<string, number>, held: Held): Promise<void> {
  held.store = await place.start();
  const client = await connect(held.store);
  try {
    const db = client.db();
    await db.collection('pages').createIndex({ writer: 1, n: -1 });
    await db.collection('pages').createIndex({ text: 1, _id: 1 }, { unique: true });
    await db.collection('things').insertOne({ _id: 'x' as never });
    await db.collection('things').deleteOne({ _id: 'x' as never });
    await commitTooMuch(client);
    for (const error of await fillUp(db.collection('pages'), known)) {
      expect(error, error.message).to.have.property('code', FULL);
      expect(error.message).to.match(/^Nothing was written: the disk is full \(\w+\)$/);
    }
    await compare(db, known);
    held.ended = 1;
    await isStartedAgain(place, held.store, db);
    await compare(db, known);
  } finally {
    await leave(client);
  }
  await held.store.kill();
  held.ended = 0;
  await startsAndEmpties(place, known, held);
}

/** The disk is still full: what is there can be read, or the start says in one line why not. */
async function startsAndEmpties(place: SmallPlace, known: Map<string, number>, held: Held): Promise<void> {
  const again = await startOrSay(place);
  if (!again) place.enlarge(undefined);
  held.store = again ?? (await place.start());
  const client = await connect(held.store);
  try {
    const db = client.db();
    await compare(db, known);
    if (again) {
      await fillUp(db.collection('pages'), known);
      await compare(db, known);
      place.enlarge(held.store);
    }
    await writesAgain(db, known);
    await compare(db, known);
  } finally {
    await leave(client);
  }
}

describe('a store on a disk that is full', () => {
  let place: SmallPlace | undefined;
  afterEach(() => {
    place?.remove();
    place = undefined;
  });

  it('says so, reads on, loses nothing, and writes again when there is room: a limited file size', async function () {
    this.timeout(60_000);
    if (process.platform !== 'linux') {
      console.log('      not here: only Linux lets the limit of a running process be raised');
      this.skip();
    }
    place = fileSizeLimit();
    await goesThrough(place);
  });

  it('the same on a small file system', async function () {
    this.timeout(60_000);
    try {
      place = smallFileSystem();
    } catch (error) {
      console.log(`      not here: ${String(error).split('\n')[0]}`);
      this.skip();
    }
    await goesThrough(place);
  });
});
