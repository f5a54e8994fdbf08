import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import {
  type EmbeddedStore,
  type EmbeddedStoreOptions,
  StoreInUse,
  StoreUnreadable,
  startEmbeddedStore,
} from '../../server/storage/embedded/store.ts';
import { aDirectory, aStoreProcess, errorOf, killStore, storePid } from './aStore.ts';

async function connected<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** The result of the first try that does not fail. */
async function eventually<T>(operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describe('the embedded store', () => {
  let directory: ReturnType<typeof aDirectory>;
  beforeEach(() => {
    directory = aDirectory();
  });
  const running: EmbeddedStore[] = [];
  afterEach(async () => {
    for (const store of running.splice(0)) await store.close();
    directory.remove();
  });
  const start = async (options: Partial<EmbeddedStoreOptions> = {}) => {
    const store = await startEmbeddedStore({ dataDir: directory.path, notice: () => {}, ...options });
    running.push(store);
    return store;
  };

  it('listens on a socket that is ours alone, in a directory that is ours alone', async () => {
    const store = await start({ dataDir: join(directory.path, 'new') });
    expect(statSync(join(directory.path, 'new')).mode & 0o777).to.equal(0o700);
    expect(statSync(join(directory.path, 'new', 'store.sock')).mode & 0o777).to.equal(0o600);
    await store.close();
    expect(existsSync(join(directory.path, 'new', 'store.sock'))).to.equal(false);
  });

  it('listens elsewhere when the path of the socket would be too long', async () => {
    const store = await start({ dataDir: join(directory.path, 'x'.repeat(100)) });
    const socket = decodeURIComponent(store.uri.slice('mongodb://'.length, store.uri.indexOf('/schakel')));
    expect(statSync(join(socket, '..')).mode & 0o777).to.equal(0o700);
    expect(await connected(store.uri, (client) => client.db().command({ ping: 1 }))).to.include({ ok: 1 });
    await store.close();
    expect(existsSync(join(socket, '..'))).to.equal(false);
  });

  it('listens on a loopback port when asked to', async () => {
    const store = await start({ port: 0 });
    expect(store.uri).to.match(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
    expect(await connected(store.uri, (client) => client.db().command({ ping: 1 }))).to.include({ ok: 1 });
    await store.close();
  });

  it('keeps what it stored, its indexes and its order over a restart', async () => {
    for (const round of [0, 1]) {
      const store = await start();
      await connected(store.uri, async (client) => {
        const things = client.db().collection<{ _id: string; n: number }>('things');
        if (round === 0) {
          await things.createIndex({ n: 1 }, { unique: true });
          await things.insertMany(['c', 'a', 'b'].map((_id, n) => ({ _id, n })));
        } else {
          await things.insertOne({ _id: 'd', n: 9 });
          expect((await things.find().toArray()).map((one) => one._id)).to.deep.equal(['c', 'a', 'b', 'd']);
          expect((await errorOf(things.insertOne({ _id: 'e', n: 9 }))).code).to.equal(11000);
        }
      });
      await store.close();
    }
  });

  it('refuses a directory that is in use, and says by whom', async () => {
    const store = await start();
    const error = await errorOf(start());
    expect(error).to.be.instanceOf(StoreInUse);
    expect(error.message).to.contain(`process ${process.pid}`);
    await store.close();
    await (await start()).close();
  });

  it('refuses a directory that another process uses, until that is killed', async () => {
    const other = await aStoreProcess(directory.path);
    const error = await errorOf(start());
    expect(error.message).to.contain(`process ${other.child.pid}`);
    await other.kill();
    await (await start()).close();
  });

  it('takes over a lock whose process is gone, or whose id belongs to another by now', async () => {
    writeFileSync(
      join(directory.path, 'lock'),
      JSON.stringify({ pid: process.pid, started: '1', system: '' }),
    );
    await (await start()).close();
    writeFileSync(join(directory.path, 'lock'), '');
    await (await start()).close();
    expect(
      readdirSync(directory.path).filter((name) => name.startsWith('lock.') && name !== 'lock.mdb'),
    ).to.deep.equal([]);
  });

  it('refuses a directory whose holder, in another container, shows itself by touching its lock', async () => {
    const lock = join(directory.path, 'lock');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(lock, JSON.stringify({ pid: 7, started: '1', system: `${boot} pid:[1]` }));
    const touching = setInterval(() => utimesSync(lock, new Date(), new Date()), 100);
    const error = await errorOf(start());
    clearInterval(touching);
    expect(error.message).to.contain('process 7');
  });

  const UNREADABLE: [name: string, prepare: (path: string) => void, message: RegExp][] = [
    ['a directory with other files', (path) => writeFileSync(join(path, 'letters.txt'), 'x'), /letters\.txt/],
    ['a directory with other directories', (path) => mkdirSync(join(path, 'letters')), /letters/],
    ['another format', (path) => writeFileSync(join(path, 'FORMAT'), 'schakel-store 99\n'), /format 99/],
    ['a strange FORMAT file', (path) => writeFileSync(join(path, 'FORMAT'), 'other\n'), /FORMAT/],
    [
      'a file that is not ours',
      (path) => {
        writeFileSync(join(path, 'FORMAT'), 'schakel-store 1\n');
        writeFileSync(join(path, 'data.mdb'), Buffer.alloc(100_000, 7));
      },
      /not an LMDB file/,
    ],
  ];
  for (const [name, prepare, message] of UNREADABLE)
    it(`refuses ${name}, and leaves it as it was`, async () => {
      prepare(directory.path);
      const before = readdirSync(directory.path);
      const error = await errorOf(start());
      expect(error).to.be.instanceOf(StoreUnreadable);
      expect(error.message).to.match(message).and.not.contain('\n');
      expect(readdirSync(directory.path)).to.deep.equal(before);
    });

  it('refuses a file that has been cut short, at whatever length', async () => {
    const store = await start();
    await connected(store.uri, (client) =>
      client
        .db()
        .collection('things')
        .insertMany(Array.from({ length: 500 }, (_one, n) => ({ n, text: 'x'.repeat(200) }))),
    );
    await store.close();
    const file = join(directory.path, 'data.mdb');
    const whole = statSync(file).size;
    for (const size of [whole - 1, Math.floor(whole / 2), 8192, 5000, 10]) {
      truncateSync(file, size);
      const error = await errorOf(start());
      expect(error).to.be.instanceOf(StoreUnreadable);
      expect(error.message).to.contain('truncated');
    }
  });

  it('is started again when its process ends, with all it had, and the client goes on', async () => {
    const notices: string[] = [];
    const store = await start({ notice: (line) => notices.push(line) });
    await connected(store.uri, async (client) => {
      const things = client.db().collection<{ _id: number }>('things');
      await things.insertOne({ _id: 1 });
      const before = storePid(directory.path);
      killStore(directory.path);
      // The driver (7.8) hangs on a connection that closes in the very moment a command is put on it.
      while (storePid(directory.path) === before) await pause(10);
      await eventually(() => things.updateOne({ _id: 2 }, { $set: { again: true } }, { upsert: true }));
      expect(await things.countDocuments()).to.equal(2);
    });
    await store.close();
    expect(notices).to.deep.equal([
      'The embedded store ended and is started again: it ended unexpectedly (SIGKILL)',
    ]);
  });

  it('says so when it cannot be started again', async () => {
    const store = await start();
    const failed = new Promise<Error>((resolve) => store.onFailure(resolve));
    // Where the socket was is something that is not ours to remove.
    rmSync(join(directory.path, 'store.sock'));
    mkdirSync(join(directory.path, 'store.sock', 'taken'), { recursive: true });
    killStore(directory.path);
    expect((await failed).message).to.contain(directory.path);
    rmSync(join(directory.path, 'store.sock'), { recursive: true });
    await store.close();
    await (await start()).close();
  });

  it('ends when its application is killed, and the next start waits for that', async () => {
    const application = await aStoreProcess(directory.path);
    const pid = storePid(directory.path)!;
    await connected(application.uri, (client) => client.db().collection('things').insertOne({ n: 1 }));
    const gone = new Promise((resolve) => application.child.once('exit', resolve));
    application.child.kill('SIGKILL');
    await gone;
    const store = await start();
    const stat = `/proc/${pid}/stat`;
    // It has ended, whether or not anybody took note of that yet.
    if (existsSync(stat)) expect(readFileSync(stat, 'utf8')).to.contain(') Z ');
    expect(
      await connected(store.uri, (client) => client.db().collection('things').countDocuments()),
    ).to.equal(1);
    await store.close();
  });

  it('of an application that is gone is waited for, and named when it stays', async () => {
    const store = await start();
    const lock = join(directory.path, 'lock');
    // As if the application had been killed, and its store did not notice.
    const holder = { ...JSON.parse(readFileSync(lock, 'utf8')), pid: 2 ** 22 + 1, started: '1' };
    writeFileSync(lock, JSON.stringify(holder));
    const error = await errorOf(start());
    expect(error).to.be.instanceOf(StoreInUse);
    expect(error.message).to.contain(`process ${holder.store.pid}`);
    await store.close();
  }).timeout(30_000);

  it('does not end when a terminal or a service manager asks every process to', async () => {
    const store = await start();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.kill(storePid(directory.path)!, signal);
    expect(await connected(store.uri, (client) => client.db().command({ ping: 1 }))).to.include({ ok: 1 });
    await store.close();
  });

  it('sees nothing of the secrets that its application was started with', async function () {
    if (process.platform !== 'linux') this.skip();
    process.env.SCHAKEL_TEST_SECRET = 'not for the store';
    const store = await start();
    delete process.env.SCHAKEL_TEST_SECRET;
    const seen = readFileSync(`/proc/${storePid(directory.path)}/environ`, 'utf8');
    expect(seen).to.not.match(/SECRET|PATH|HOME/);
    await store.close();
  });

  it('alone writes its address and stops when asked', async () => {
    const { child, uri } = await aStoreProcess(directory.path);
    await connected(uri, (client) => client.db().collection('things').insertOne({}));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).to.equal(0);
    expect(readFileSync(join(directory.path, 'FORMAT'), 'utf8')).to.equal('schakel-store 1\n');
  });
});
