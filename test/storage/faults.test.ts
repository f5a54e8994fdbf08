import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { type Collection, type Db, MongoClient } from 'mongodb';
import type { FromChild, ToChild } from '../../server/storage/embedded/child.ts';
import { checkFormat, StoreUnreadable } from '../../server/storage/embedded/format.ts';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { randomFrom } from '../builders/crashWriters.ts';
import { aDirectory, killStore, launchStoreProcess, leave, storePid } from './aStore.ts';
import { placeFormat1 } from './fixtures/format1.ts';

describe('a store that cannot start', () => {
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ path: directory, remove } = aDirectory());
  });
  afterEach(() => remove());

  /** Starts it as a process of its own: it ends with an error, and what it says is one line. */
  async function refusal(dataDir = directory, more: string[] = []): Promise<string> {
    const store = launchStoreProcess(dataDir, [], more);
    try {
      expect(await store.ended).to.equal(1);
    } finally {
      await store.kill();
    }
    expect(store.errors()).to.match(/^[^\n]+\n$/);
    return store.errors();
  }

  const CASES: [name: string, prepare: () => void, word: string][] = [
    ['a foreign directory', () => writeFileSync(join(directory, 'letters.txt'), 'x'), 'letters.txt'],
    ['a newer format', () => writeFileSync(join(directory, 'FORMAT'), 'schakel-store 9\n'), 'format 9'],
    ['a garbled FORMAT file', () => writeFileSync(join(directory, 'FORMAT'), 'schakel'), 'FORMAT'],
    ['an empty FORMAT file', () => writeFileSync(join(directory, 'FORMAT'), ''), 'FORMAT'],
    ['a FORMAT that is a directory', () => mkdirSync(join(directory, 'FORMAT')), 'EISDIR'],
    [
      'a data file that is cut short',
      () => {
        placeFormat1(directory);
        truncateSync(join(directory, 'data.mdb'), 50_000);
      },
      'truncated',
    ],
    [
      'a data file of something else',
      () => {
        placeFormat1(directory);
        writeFileSync(join(directory, 'data.mdb'), 'SQLite format 3\0'.padEnd(100_000, 'x'));
      },
      'not an LMDB file',
    ],
  ];
  for (const [name, prepare, word] of CASES)
    it(`for ${name} says so in one line`, async () => {
      prepare();
      expect(await refusal())
        .to.contain(word)
        .and.to.contain(directory);
    });

  it('because the path is a file says so in one line', async () => {
    writeFileSync(join(directory, 'file'), '');
    expect(await refusal(join(directory, 'file'))).to.contain('EEXIST');
  });

  it('because another process has the directory says so in one line, and by whom', async () => {
    const store = await startEmbeddedStore({ dataDir: directory });
    expect(await refusal()).to.contain(`process ${process.pid}`);
    await store.close();
  });

  it('because its port is taken says so in one line, and leaves nothing half made', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal(directory, ['--port', String(port)])).to.contain('EADDRINUSE');
    expect(await refusal(directory, ['--port', 'here'])).to.contain('Usage');
    other.close();
    writeFileSync(join(directory, 'letters.txt'), 'x');
    expect(await refusal()).to.contain('letters.txt');
  });

  it('because the directory is read-only says so in one line', async function () {
    if (process.getuid?.() !== 0) chmodSync(directory, 0o500);
    else {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', directory], { stdio: 'pipe' });
      } catch (error) {
        console.log(`      not here: ${String(error).split('\n')[0]}`);
        this.skip();
      }
    }
    try {
      expect(await refusal()).to.match(/EROFS|EACCES/);
    } finally {
      if (process.getuid?.() === 0) execFileSync('umount', [directory]);
      else chmodSync(directory, 0o700);
    }
  });

  it('refuses a data file cut short at whatever length, and opens the whole one', () => {
    placeFormat1(directory);
    const file = join(directory, 'data.mdb');
    copyFileSync(file, join(directory, 'whole'));
    const { size } = statSync(file);
    const random = randomFrom(7);
    const lengths = [1, 2, 3].flatMap((page) => [page * 4096 - 1, page * 4096, page * 4096 + 1]);
    for (let at = 0; at < 60; at++) lengths.push(1 + Math.floor(random() * (size - 1)));
    for (const length of lengths) {
      copyFileSync(join(directory, 'whole'), file);
      truncateSync(file, length);
      expect(() => checkFormat(directory), `${length} bytes`).to.throw(StoreUnreadable, /truncated/);
    }
    copyFileSync(join(directory, 'whole'), file);
    checkFormat(directory);
  });

  it('reads the length that pages of another size promise', () => {
    placeFormat1(directory);
    const file = join(directory, 'data.mdb');
    const pages = readFileSync(file);
    const large = Buffer.alloc(pages.readUInt32LE(48) * 64, 0);
    for (const [at, from] of [
      [0, 0],
      [16_384, 4096],
    ] as const) {
      pages.copy(large, at, from, from + 160);
      large.writeUInt32LE(16_384, at + 48);
    }
    const promised =
      (Math.max(Number(large.readBigUInt64LE(144)), Number(large.readBigUInt64LE(16_384 + 144))) + 1) *
      16_384;
    writeFileSync(file, large.subarray(0, 40_000));
    expect(() => checkFormat(directory)).to.throw(StoreUnreadable, 'truncated');
    writeFileSync(file, Buffer.concat([large, Buffer.alloc(Math.max(0, promised - large.length))]));
    checkFormat(directory);
  });
});

type Thing = { _id: string; at: number };

/** Inserts until told to stop; what the store acknowledged goes into `known`, errors do not end it. */
async function write(
  things: Collection<Thing>,
  name: string,
  known: Set<string>,
  isOver: () => boolean,
): Promise<void> {
  for (let at = 0; !isOver(); at++) {
    const made = Array.from({ length: at % 20 }, (_one, n) => ({ _id: `${name}-${at}-${n}`, at }));
    try {
      await things.insertMany([{ _id: `${name}-${at}`, at }, ...made]);
      for (const { _id } of [{ _id: `${name}-${at}` }, ...made]) known.add(_id);
    } catch {
      // Not acknowledged: it may be there or not.
      await pause(20);
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function grows(known: Set<string>, by: number): Promise<void> {
  for (const before = known.size; known.size < before + by; ) await pause(10);
}

async function compare(db: Db, known: Set<string>): Promise<void> {
  const there = new Set((await db.collection<Thing>('things').find().toArray()).map(({ _id }) => _id));
  expect([...known].filter((id) => !there.has(id))).to.deep.equal([]);
  expect(await db.command({ validate: 'things', full: true })).to.deep.include({ valid: true, errors: [] });
}

// The driver (7.8) can wait for ever, closing too, on a connection that ends as a command is put on it: every wait
// for it here has an end.
const connected = (uri: string): Promise<MongoClient> =>
  MongoClient.connect(uri, { socketTimeoutMS: 3_000, serverSelectionTimeoutMS: 5_000 });

describe('a store whose process ends', () => {
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ path: directory, remove } = aDirectory());
  });
  afterEach(() => remove());

  it('four times under eight writers is started again three times, then says so; it has all it acknowledged', async () => {
    const known = new Set<string>();
    for (let life = 0; life < 2; life++) {
      const notices: string[] = [];
      const store = await startEmbeddedStore({
        dataDir: directory,
        notice: (line) => notices.push(line),
      });
      let failure: Error | undefined;
      store.onFailure((reason) => {
        failure = reason;
      });
      const client = await connected(store.uri);
      let over = false;
      const things = client.db().collection<Thing>('things');
      await things.createIndex({ at: -1 });
      await compare(client.db(), known);
      const writing = Array.from({ length: 8 }, (_one, at) =>
        write(things, `life ${life}, ${at}`, known, () => over),
      );
      for (let time = 0; time < 4; time++) {
        await grows(known, 300);
        const before = storePid(directory);
        killStore(directory);
        while (!failure && storePid(directory) === before) await pause(10);
      }
      over = true;
      await Promise.race([pause(5_000), Promise.all([...writing, leave(client)])]);
      await store.close();
      expect(notices).to.have.lengthOf(3);
      expect(failure?.message).to.match(
        /^The embedded store in \S+ is down: it ended unexpectedly \(SIGKILL\)$/,
      );
    }
    const store = await startEmbeddedStore({ dataDir: directory });
    const client = await connected(store.uri);
    await compare(client.db(), known);
    await client.close();
    await store.close();
  }).timeout(90_000);

  it('by an error that nobody foresaw says which, and does nothing more', async () => {
    const script = new URL('./fixtures/brokenChild.ts', import.meta.url);
    const child = fork(script, { execArgv: ['--import=tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const told: FromChild[] = [];
    child.on('message', (message: FromChild) => told.push(message));
    const closed = once(child, 'close');
    child.send({ kind: 'start', options: { dataDir: directory, port: 0 } } satisfies ToChild);
    while (told.length === 0) await pause(10);
    const [{ port } = { port: 0 }] = told as Extract<FromChild, { kind: 'listening' }>[];
    const client = await connected(`mongodb://127.0.0.1:${port}/schakel?directConnection=true`);
    await client.db().collection<Thing>('things').insertOne({ _id: 'before', at: 0 });
    const file = join(directory, '..', `${basename(directory)}.work`);
    child.send({ kind: 'break', file });
    await closed;
    await leave(client);
    expect(told.at(-1)).to.deep.equal({ kind: 'failed', message: 'nobody foresaw this' });
    expect(existsSync(file), 'it went on').to.equal(false);
  });

  it('tells a transaction that was open to begin again', async () => {
    const store = await startEmbeddedStore({ dataDir: directory, notice: () => {} });
    const client = await connected(store.uri);
    try {
      const session = client.startSession();
      const things = client.db().collection<Thing>('things');
      await things.insertOne({ _id: 'before', at: 0 });
      session.startTransaction();
      await things.insertOne({ _id: 'inside', at: 0 }, { session });
      killStore(directory);
      // Until the process has ended it succeeds, and until it listens again the driver's errors carry no number.
      let error: { code?: unknown; errorLabels?: string[] } = {};
      for (let at = 0; typeof error.code !== 'number'; at++)
        error = await things.insertOne({ _id: `more ${at}`, at }, { session }).then(
          () => ({}),
          (reason: object) => reason,
        );
      expect(error.code).to.equal(251);
      expect(error.errorLabels).to.contain('TransientTransactionError');
      await session.abortTransaction();
      expect(await things.countDocuments()).to.equal(1);
    } finally {
      await leave(client);
      await store.close();
    }
  });
});

describe('a store that is closed', () => {
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ path: directory, remove } = aDirectory());
  });
  afterEach(() => remove());

  it('under eight writers and a reader closes, and has all it answered', async () => {
    const known = new Set<string>();
    let over = false;
    const store = await startEmbeddedStore({ dataDir: directory });
    const client = await connected(store.uri);
    const things = client.db().collection<Thing>('things');
    const writing = Array.from({ length: 8 }, (_one, at) => write(things, `w${at}`, known, () => over));
    const reading = (async () => {
      while (!over)
        await things
          .find({}, { batchSize: 100 })
          .sort({ at: 1 })
          .toArray()
          .catch(() => {});
    })();
    await grows(known, 500);
    const closing = store.close();
    over = true;
    await closing;
    await Promise.race([pause(5_000), Promise.all([...writing, reading, leave(client)])]);
    const again = await startEmbeddedStore({ dataDir: directory });
    const other = await connected(again.uri);
    await compare(other.db(), known);
    await other.close();
    await again.close();
  }).timeout(30_000);

  it('while it is being started again stays closed', async () => {
    let restarting = (): void => {};
    const noticed = new Promise<void>((resolve) => {
      restarting = resolve;
    });
    const store = await startEmbeddedStore({ dataDir: directory, notice: restarting });
    killStore(directory);
    await noticed;
    await store.close();
    const again = await startEmbeddedStore({ dataDir: directory });
    await again.close();
  });
});
