import { expect } from 'chai';
import fc from 'fast-check';
import { type ClientSession, type Collection, MongoClient } from 'mongodb';
import { aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

interface Account {
  _id: number;
  balance: number;
}

describe('transactions', () => {
  let store: TestStore;
  let accounts: Collection<Account>;
  const sessions: ClientSession[] = [];
  const aSession = () => {
    const session = store.client.startSession();
    sessions.push(session);
    return session;
  };
  before(async () => {
    store = await aStore();
    accounts = store.db.collection<Account>('accounts');
  });
  beforeEach(async () => {
    await accounts.deleteMany({});
    await accounts.insertMany(Array.from({ length: 10 }, (_one, at) => ({ _id: at, balance: 100 })));
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.endSession();
  });
  after(() => store.close());

  it('that commit make all of their writes seen, and none before', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.insertOne({ _id: 50, balance: 1 }, { session });
    await accounts.updateOne({ _id: 0 }, { $inc: { balance: 5 } }, { session });
    await accounts.deleteOne({ _id: 1 }, { session });
    expect(await accounts.countDocuments({ _id: { $in: [1, 50] } })).to.equal(1);
    const inside = await accounts.find({}, { session }).sort({ _id: 1 }).toArray();
    expect(inside.map((one) => one._id)).to.deep.equal([0, 2, 3, 4, 5, 6, 7, 8, 9, 50]);
    await session.commitTransaction();
    expect(await accounts.findOne({ _id: 0 })).to.deep.equal({ _id: 0, balance: 105 });
    expect(await accounts.countDocuments({ _id: { $in: [1, 50] } })).to.equal(1);
  });

  it('that abort leave nothing', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.updateMany({}, { $set: { balance: 0 } }, { session });
    await session.abortTransaction();
    expect(await accounts.countDocuments({ balance: 100 })).to.equal(10);
  });

  it('see the state in which they began, and their own writes', async () => {
    const session = aSession();
    session.startTransaction();
    expect((await accounts.findOne({ _id: 0 }, { session }))?.balance).to.equal(100);
    await accounts.updateOne({ _id: 5 }, { $set: { balance: 7 } });
    await accounts.insertOne({ _id: 60, balance: 1 });
    expect((await accounts.findOne({ _id: 5 }, { session }))?.balance).to.equal(100);
    expect(await accounts.countDocuments({}, { session })).to.equal(10);
    await accounts.insertOne({ _id: 61, balance: 1 }, { session });
    expect(await accounts.countDocuments({}, { session })).to.equal(11);
    await session.commitTransaction();
    expect(await accounts.countDocuments()).to.equal(12);
  });

  it('are seen whole by a long search outside of them, however often it pauses for others', async () => {
    const rows = store.db.collection<{ _id: string; end?: boolean; n?: number }>('between');
    await rows.insertOne({ _id: 'first', end: true, n: 0 });
    for (let part = 0; part < 8; part++)
      await rows.insertMany(Array.from({ length: 5_000 }, (_one, at) => ({ _id: `between ${part} ${at}` })));
    await rows.insertOne({ _id: 'last', end: true, n: 0 });
    const session = aSession();
    let over = false;
    let written = 0;
    const writing = (async () => {
      while (!over) {
        await session.withTransaction(() =>
          rows.updateMany({ _id: { $in: ['first', 'last'] } }, { $inc: { n: 1 } }, { session }),
        );
        written += 1;
      }
    })();
    for (let time = 0; time < 12; time++) {
      const before = written;
      const [first, last] = await rows.find({ end: true }).toArray();
      expect(last?.n, `${time}`).to.equal(first?.n);
      if (EMBEDDED) expect(written, 'written during the search').to.be.greaterThan(before);
    }
    over = true;
    await writing;
  }).timeout(40_000);

  it('by the hundreds at once see each their own moment', async () => {
    const open: ClientSession[] = [];
    for (let number = 0; number < 300; number++) {
      const session = aSession();
      session.startTransaction();
      await accounts.findOne({ _id: 0 }, { session });
      open.push(session);
      await accounts.insertOne({ _id: 1000 + number, balance: 1 });
    }
    for (const number of [0, 150, 299])
      expect(await accounts.countDocuments({}, { session: open[number]! })).to.equal(10 + number);
    for (const session of open) await session.abortTransaction();
  });

  it('in conflict over a document: the second gets a transient error', async () => {
    const [first, second] = [aSession(), aSession()];
    first.startTransaction();
    second.startTransaction();
    await accounts.updateOne({ _id: 0 }, { $inc: { balance: 1 } }, { session: first });
    const error = (await errorOf(
      accounts.updateOne({ _id: 0 }, { $inc: { balance: 1 } }, { session: second }),
    )) as never as { code: number; hasErrorLabel(label: string): boolean };
    expect(error.code).to.equal(112);
    expect(error.hasErrorLabel('TransientTransactionError')).to.equal(true);
    await first.commitTransaction();
    expect((await accounts.findOne({ _id: 0 }))?.balance).to.equal(101);
  });

  it('in conflict with a write committed since they began do not overwrite it', async () => {
    const session = aSession();
    session.startTransaction();
    const before = (await accounts.findOne({ _id: 0 }, { session }))!.balance;
    await accounts.updateOne({ _id: 0 }, { $set: { balance: 1000 } });
    expect(
      (await errorOf(accounts.updateOne({ _id: 0 }, { $set: { balance: before + 1 } }, { session }))).code,
    ).to.equal(112);
    expect((await accounts.findOne({ _id: 0 }))?.balance).to.equal(1000);
  });

  it('that use a unique key twice fail, and are over', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.insertOne({ _id: 70, balance: 1 }, { session });
    expect((await errorOf(accounts.insertOne({ _id: 0, balance: 1 }, { session }))).code).to.equal(11000);
    expect((await errorOf(accounts.findOne({}, { session }))).code).to.equal(251);
    await session.abortTransaction();
    expect(await accounts.countDocuments({ _id: 70 })).to.equal(0);
  });

  it('may make a collection by writing to it', async () => {
    const session = aSession();
    const fresh = store.db.collection<{ _id: number }>('fresh');
    await session.withTransaction(async () => {
      await fresh.insertOne({ _id: 1 }, { session });
      expect(await fresh.countDocuments({}, { session })).to.equal(1);
      expect(await store.db.listCollections({ name: 'fresh' }).toArray()).to.deep.equal([]);
    });
    expect(await fresh.countDocuments()).to.equal(1);
    expect((await store.db.listCollections({ name: 'fresh' }).toArray()).length).to.equal(1);
    session.startTransaction();
    await store.db.collection('given up').insertOne({}, { session });
    await session.abortTransaction();
    expect(await store.db.listCollections({ name: 'given up' }).toArray()).to.deep.equal([]);
    await store.db.createCollection('given up');
    expect((await store.db.listCollections({ name: 'given up' }).toArray()).length).to.equal(1);
  });

  it('read with a cursor over several batches', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.insertMany(
      Array.from({ length: 50 }, (_one, at) => ({ _id: 100 + at, balance: 1 })),
      { session },
    );
    const cursor = accounts.find({}, { session, batchSize: 7 }).sort({ _id: -1 });
    const ids = (await cursor.toArray()).map((one) => one._id);
    expect(ids).to.deep.equal([...ids].sort((a, b) => b - a));
    expect(ids.length).to.equal(60);
    await session.commitTransaction();
  });

  it('commit again what is committed without harm', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.updateOne({ _id: 0 }, { $inc: { balance: 1 } }, { session });
    await session.commitTransaction();
    await session.commitTransaction();
    expect((await accounts.findOne({ _id: 0 }))?.balance).to.equal(101);
  });

  it('running at once, keep the total, and no reader sees a part of one', async () => {
    let running = true;
    let torn = 0;
    const watch = async () => {
      while (running) {
        const [sum] = await accounts
          .aggregate<{ total: number }>([{ $group: { _id: null, total: { $sum: '$balance' } } }])
          .toArray();
        if (sum?.total !== 1000) torn += 1;
      }
    };
    const transfer = async (seed: number) => {
      const session = aSession();
      for (let round = 0; round < 12; round++) {
        const [from, to] = [(seed * 7 + round * 3) % 10, (seed * 3 + round * 7 + 1) % 10];
        await session.withTransaction(async () => {
          const source = await accounts.findOne({ _id: from }, { session });
          await accounts.updateOne({ _id: from }, { $set: { balance: source!.balance - 5 } }, { session });
          const target = await accounts.findOne({ _id: to }, { session });
          await accounts.updateOne({ _id: to }, { $set: { balance: target!.balance + 5 } }, { session });
        });
      }
    };
    const watching = watch();
    const others = async () => {
      for (let round = 0; round < 30; round++)
        await accounts.updateMany({ _id: { $in: [2, 3] } }, { $inc: { changes: 1 } } as never);
    };
    await Promise.all([...Array.from({ length: 6 }, (_one, at) => transfer(at)), others()]);
    running = false;
    await watching;
    expect(torn).to.equal(0);
    const total = (await accounts.find().toArray()).reduce((sum, one) => sum + one.balance, 0);
    expect(total).to.equal(1000);
  }).timeout(30_000);

  it('of several clients, whatever they transfer, keep the total; a transaction that sums always sees it', async () => {
    const account = fc.integer({ min: 0, max: 9 });
    const transfers = fc.array(fc.tuple(account, account, fc.integer({ min: 1, max: 90 })), {
      minLength: 3,
      maxLength: 10,
    });
    const clients = await Promise.all([1, 2, 3].map(() => MongoClient.connect(store.uri)));
    const total = (list: Account[]) => list.reduce((sum, one) => sum + one.balance, 0);
    const of = (client: MongoClient) => client.db(store.db.databaseName).collection<Account>('accounts');
    /** Reads one half, lets the others go on, and reads the other half. */
    const sum = (client: MongoClient) =>
      client.withSession((session) =>
        session.withTransaction(async () => {
          const low = await of(client)
            .find({ _id: { $lt: 5 } }, { session })
            .toArray();
          await new Promise((resolve) => setImmediate(resolve));
          const high = await of(client)
            .find({ _id: { $gte: 5 } }, { session, batchSize: 2 })
            .toArray();
          return total([...low, ...high]);
        }),
      );
    const carryOut = (client: MongoClient, list: [number, number, number][]) =>
      client.withSession(async (session) => {
        for (const [from, to, amount] of list)
          await session.withTransaction(async () => {
            const source = await of(client).findOne({ _id: from }, { session });
            // Nobody gives what he does not have: the write depends on what was read.
            if (source!.balance < amount) return;
            await of(client).updateOne({ _id: from }, { $inc: { balance: -amount } }, { session });
            await of(client).updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
          });
      });
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(transfers, { minLength: 6, maxLength: 6 }), async (lists) => {
          let isOver = false;
          const sums: (number | undefined)[] = [];
          const watching = (async () => {
            while (!isOver) sums.push(await sum(clients[0]!));
          })();
          await Promise.all(lists.map((list, at) => carryOut(clients[at % clients.length]!, list)));
          isOver = true;
          await watching;
          expect(new Set(sums)).to.deep.equal(new Set([1000]));
          const after = await accounts.find().toArray();
          expect(total(after)).to.equal(1000);
          expect(after.filter((one) => one.balance < 0)).to.deep.equal([]);
        }),
        { seed: 20_240_331, numRuns: 8 },
      );
    } finally {
      for (const client of clients) await client.close();
    }
  }).timeout(60_000);

  it('do not take the count command, which MongoDB does not either', async () => {
    const session = aSession();
    session.startTransaction();
    expect(await accounts.countDocuments({}, { session })).to.equal(10);
    expect((await errorOf(accounts.estimatedDocumentCount({ session } as never))).code).to.equal(263);
    await session.abortTransaction();
  });

  if (EMBEDDED)
    it('do not change indexes', async () => {
      const session = aSession();
      session.startTransaction();
      await accounts.findOne({}, { session });
      const error = await errorOf(
        store.db.command({ createIndexes: 'accounts', indexes: [{ key: { a: 1 }, name: 'a' }] }, { session }),
      );
      expect(error.code).to.equal(263);
      expect(error.message).to.contain('MONGODB_URI');
    });

  it('in conflict with an index made meanwhile leave it complete', async () => {
    const session = aSession();
    session.startTransaction();
    await accounts.insertOne({ _id: 80, balance: 3 }, { session });
    if (EMBEDDED) {
      await accounts.createIndex({ balance: 1 });
      const error = await errorOf(session.commitTransaction());
      expect(error.code).to.equal(112);
      expect(await accounts.countDocuments({ balance: 3 })).to.equal(0);
    } else await session.abortTransaction();
  });
});
