import type { Document } from 'bson';
import { expect } from 'chai';
import type { Collection } from 'mongodb';
import { decode } from '../../server/storage/embedded/bson/decode.ts';
import { encode } from '../../server/storage/embedded/bson/encode.ts';
import { Binary, doc } from '../../server/storage/embedded/bson/values.ts';
import { type Cursor, Cursors } from '../../server/storage/embedded/engine/cursors.ts';
import { closeEngine, type Engine, openEngine } from '../../server/storage/embedded/engine/engine.ts';
import { aDirectory, aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

const MEGABYTE = 1024 * 1024;

describe('bounds that a client meets', () => {
  let store: TestStore;
  let things: Collection<Document>;
  before(async function () {
    if (!EMBEDDED) this.skip();
    store = await aStore();
    things = store.db.collection('things');
  });
  beforeEach(() => things.deleteMany({}));
  after(() => store?.close());

  const half = 'x'.repeat(9 * MEGABYTE);
  const GROWTHS: [name: string, attempt: () => Promise<unknown>][] = [
    ['updateOne', () => things.updateOne({}, { $set: { b: half } })],
    ['updateMany', () => things.updateMany({}, { $set: { b: half } })],
    ['findOneAndUpdate', () => things.findOneAndUpdate({}, { $set: { b: half } })],
    ['a push', () => things.updateOne({}, { $push: { list: half } } as never)],
    ['a pipeline', () => things.updateOne({}, [{ $set: { b: '$a' } }])],
  ];
  for (const [name, attempt] of GROWTHS)
    it(`a document does not grow beyond 16 MiB by ${name}`, async () => {
      await things.insertOne({ _id: 1 as never, a: half });
      const error = await errorOf(attempt());
      expect(error.code).to.equal(10334);
      expect(await things.countDocuments({ b: { $exists: false }, list: { $exists: false } })).to.equal(1);
    });

  it('a result is not larger than a document may be, and the connection goes on', async () => {
    await things.insertOne({ a: half });
    const larger = things.aggregate([{ $project: { x: '$a', y: '$a' } }]).toArray();
    expect((await errorOf(larger)).code).to.equal(10334);
    expect(await things.countDocuments()).to.equal(1);
  });

  it('a reply is not larger than a message may be', async () => {
    // Bytes take as much in a reply as here; the text of a string would take twice that here.
    for (let at = 0; at < 6; at++) await things.insertOne({ a: Buffer.from(`${at}${half}`) });
    expect((await errorOf(store.db.command({ distinct: 'things', key: 'a' }))).code).to.equal(10334);
    expect((await things.find().toArray()).length).to.equal(6);
  });

  const HOLDING: [name: string, stages: Document[]][] = [
    ['$sort', [{ $set: { n: 1 } }, { $sort: { n: 1, at: -1 } }]],
    ['$group with $push', [{ $group: { _id: 1, all: { $push: '$text' } } }]],
    ['$group with $addToSet', [{ $group: { _id: 1, all: { $addToSet: '$text' } } }]],
    ['$group by something large', [{ $group: { _id: '$text' } }]],
    ['$facet', [{ $facet: { a: [{ $count: 'n' }] } }]],
    ['$sample', [{ $sample: { size: 1 } }]],
    ['$lookup', [{ $limit: 1 }, { $lookup: { from: 'things', pipeline: [], as: 'all' } }]],
  ];
  for (const [name, stages] of HOLDING)
    it(`a pipeline holds no more than 100 MiB in ${name}, and has it back afterwards`, async () => {
      for (let at = 0; at < 8; at++) await things.insertOne({ at, text: `${at}${'z'.repeat(8 * MEGABYTE)}` });
      expect((await errorOf(things.aggregate(stages).toArray())).code).to.equal(292);
      await things.deleteMany({ at: { $gt: 2 } });
      const few = await things.aggregate([...stages, { $project: { _id: 0, at: 1 } }]).toArray();
      expect(few.length).to.be.greaterThan(0);
    }).timeout(20_000);

  it('distinct holds no more than that either', async () => {
    for (let at = 0; at < 8; at++) await things.insertOne({ at, text: `${at}${'z'.repeat(8 * MEGABYTE)}` });
    expect((await errorOf(things.distinct('text'))).code).to.equal(292);
    expect(await things.distinct('at')).to.have.length(8);
  });

  it('a statement may change more than it keeps in memory', async () => {
    const text = 'y'.repeat(4 * MEGABYTE);
    for (let at = 0; at < 24; at++) await things.insertOne({ at, text });
    expect((await things.updateMany({}, { $inc: { at: 100 } })).modifiedCount).to.equal(24);
    expect((await things.find().project({ _id: 0, at: 1 }).toArray()).map(({ at }) => at)).to.deep.equal(
      Array.from({ length: 24 }, (_one, at) => 100 + at),
    );
    expect((await things.deleteMany({ at: { $gte: 0 } })).deletedCount).to.equal(24);
  });

  it('a command has at most 100,000 statements', async () => {
    const documents = Array.from({ length: 100_001 }, (_one, _id) => ({ _id }));
    expect((await errorOf(store.db.command({ insert: 'things', documents }))).message).to.contain('100000');
    expect(await things.countDocuments()).to.equal(0);
  });

  const nested = (levels: number): Document => {
    let made: Document = { end: 1 };
    for (let level = 0; level < levels; level++) made = { a: made };
    return made;
  };

  it('a document nests at most 180 levels, however it comes in, and so does a command', async () => {
    await things.insertOne({ _id: 1 as never, ...nested(180) });
    expect((await things.updateMany({}, { $set: { n: 1 } })).modifiedCount).to.equal(1);
    const attempts = [
      () => things.insertOne(nested(181)),
      () => things.insertOne(nested(3_000)),
      () => store.db.command({ insert: 'things', documents: [nested(181)] }),
      () => things.updateOne({}, { $set: { b: nested(180) } }),
      () => things.find(nested(3_000)).toArray(),
      () => things.deleteMany(nested(3_000)),
    ];
    for (const attempt of attempts) expect((await errorOf(attempt())).message).to.match(/nests/);
    expect(await things.find().toArray()).to.deep.equal([{ _id: 1, ...nested(180), n: 1 }]);
  });

  it('a transaction holds 64 MiB of changes, and is over when it wants more', async () => {
    const session = store.client.startSession();
    session.startTransaction();
    let error: { code?: number } | undefined;
    for (let at = 0; at < 10 && !error; at++)
      error = await things.insertOne({ at, half }, { session }).then(
        () => undefined,
        (reason) => reason,
      );
    expect(error?.code).to.equal(290);
    expect((await errorOf(things.findOne({}, { session }))).code).to.equal(251);
    await session.endSession();
    expect(await things.countDocuments()).to.equal(0);
  });

  it('a thousand transactions are open at once, each with a snapshot of its own', async () => {
    const sessions = Array.from({ length: 1_001 }, () => store.client.startSession());
    try {
      for (const [at, session] of sessions.slice(0, 1_000).entries()) {
        session.startTransaction();
        expect(await things.countDocuments({}, { session })).to.equal(Math.min(at, 300));
        if (at < 300) await things.insertOne({ at });
      }
      sessions[1_000]!.startTransaction();
      expect((await errorOf(things.findOne({}, { session: sessions[1_000]! }))).message).to.contain('1000');
      expect(await things.countDocuments({}, { session: sessions[7]! })).to.equal(7);
    } finally {
      for (const session of sessions) await session.endSession();
    }
  }).timeout(30_000);

  it('sorts of idle cursors share what memory there is, and give it back', async () => {
    const text = 'z'.repeat(10 * MEGABYTE);
    for (let at = 0; at < 9; at++) await things.insertOne({ at, text });
    const sort = () =>
      store.db.command({ find: 'things', sort: { at: -1 }, batchSize: 1, projection: { at: 1 } });
    const ids: unknown[] = [];
    for (let at = 0; at < 5; at++) ids.push((await sort()).cursor.id);
    expect((await errorOf(sort())).code).to.equal(292);
    await store.db.command({ killCursors: 'things', cursors: ids });
    for (let at = 0; at < 8; at++) {
      const single = store.db.command({ find: 'things', sort: { at: -1 }, batchSize: 1, singleBatch: true });
      expect((await single).cursor.firstBatch[0].at).to.equal(8);
    }
    await store.db.command({ killCursors: 'things', cursors: [(await sort()).cursor.id] });
  });

  it('a cursor that was killed is not found any more', async () => {
    await things.insertMany([{}, {}, {}]);
    const { cursor } = await store.db.command({ find: 'things', batchSize: 1 });
    await store.db.command({ killCursors: 'things', cursors: [cursor.id] });
    expect((await errorOf(store.db.command({ getMore: cursor.id, collection: 'things' }))).code).to.equal(43);
  });
});

describe('bounds in time and number', () => {
  let engine: Engine;
  let remove: () => void;
  beforeEach(() => {
    const directory = aDirectory();
    remove = directory.remove;
    engine = openEngine(directory.path);
  });
  afterEach(async () => {
    await closeEngine(engine);
    remove();
  });

  const aCursor = (cursors: Cursors): Cursor =>
    cursors.make('test.things', [][Symbol.iterator](), { hold() {}, release() {} }, undefined);

  it('ten thousand cursors are open at once, each for ten idle minutes', () => {
    const cursors = new Cursors();
    const ids = Array.from({ length: 10_000 }, () => cursors.keep(aCursor(cursors)));
    expect(() => cursors.keep(aCursor(cursors))).to.throw('At most 10000 cursors');
    cursors.take(ids[0]!, 'test.things', undefined).touched += 60_000;
    cursors.take(ids[1]!, 'test.things', undefined).busy = true;
    cursors.expire(Date.now() + 10 * 60_000 + 1_000);
    cursors.take(ids[0]!, 'test.things', undefined);
    expect(() => cursors.take(ids[2]!, 'test.things', undefined)).to.throw('not found');
    expect(cursors.close(ids[1]!)).to.equal(true);
    cursors.keep(aCursor(cursors));
  });

  const command = (number: number, more: Record<string, unknown> = {}) =>
    doc({
      lsid: doc({ id: new Binary(4, Buffer.alloc(16, 1)) }),
      txnNumber: BigInt(number),
      autocommit: false,
      ...(more as Record<string, true>),
    });

  it('a transaction is over after a minute, and lets go of what it had changed', () => {
    const { sessions } = engine;
    const key = Buffer.from('\0\0\0\x09key');
    sessions.enter(command(1, { startTransaction: true }))!.put(key, key);
    sessions.expire(Date.now() + 59_000);
    sessions.enter(command(1));
    sessions.expire(Date.now() + 61_000);
    expect(() => sessions.enter(command(1))).to.throw('aborted');
    sessions.enter(command(2, { startTransaction: true }))!.put(key, key);
  });

  it('what has changed is remembered only as long as a transaction needs it, and not without end', async () => {
    const { sessions, storage } = engine;
    const key = (at: number) => Buffer.from(`\0\0\0\x09${at}`);
    const change = (from: number, count: number) =>
      storage.write((view) => {
        for (let at = from; at < from + count; at++) view.put(key(at), key(at));
      });
    const old = sessions.enter(command(1, { startTransaction: true }))!;
    await change(0, 30_000);
    expect(() => old.put(key(5), key(6))).to.throw('conflict');
    old.put(key(1_000_000), key(6));
    // So many that they are forgotten: now it cannot be told any more, which is a conflict too.
    for (let from = 0; from < 240_000; from += 60_000) await change(2_000_000 + from, 60_000);
    expect(() => old.put(key(1_000_001), key(6))).to.throw('conflict');
    sessions.abort(command(1));
    sessions.enter(command(2, { startTransaction: true }))!.put(key(5), key(6));
  }).timeout(30_000);

  it('a document decoded from what was stored nests as deep as it may, and no deeper', () => {
    let bytes = encode(new Map());
    for (let level = 0; level < 180; level++) bytes = encode(new Map([['a', decode(bytes)]]));
    expect(() => encode(new Map([['a', decode(bytes)]]))).to.throw('180');
  });
});
