import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

/** Commands of the embedded store alone: MongoDB has snapshot sessions, and renames one collection at a time. */
(EMBEDDED ? describe : describe.skip)('a held snapshot of the embedded store', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  beforeEach(() => store.db.dropDatabase());

  const open = (): Promise<Document> => store.db.command({ schakelSnapshot: 1 });
  const find = (name: string, { snapshot }: Document, batchSize = 100) =>
    store.db.runCursorCommand({ schakelSnapshotFind: name, snapshot, batchSize }).setBatchSize(batchSize);
  const end = ({ snapshot }: Document) => store.db.command({ schakelSnapshotEnd: snapshot });
  const numbers = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ _id: index }) as Document);

  it('shows one moment over several batches, whatever is written, renamed or dropped meanwhile', async () => {
    await store.db.collection('a').insertMany(numbers(1000));
    await store.db.collection('b').insertMany(numbers(10));
    const opened = await open();
    const cursor = find('a', opened);
    await cursor.next();
    await store.db.collection('a').updateMany({}, { $set: { changed: true } });
    await store.db.collection('a').deleteMany({ _id: { $gte: 500 } as never });
    await store.db.collection('a').insertMany(numbers(2000).slice(1500));
    await store.db.collection('b').drop();
    await store.db.collection('a').rename('c');
    const rest = await cursor.toArray();
    expect(rest).to.deep.equal(numbers(1000).slice(1));
    expect(await find('b', opened).toArray()).to.deep.equal(numbers(10));
    await end(opened);
  });

  it('lists the collections of its database with their indexes as they were', async () => {
    await store.db.collection('a').createIndex({ x: 1, y: -1 }, { name: 'both', unique: true });
    await store.client.db('another').collection('z').insertOne({});
    const opened = await open();
    await store.db.collection('a').dropIndex('both');
    await store.db.createCollection('later');
    expect(opened.collections).to.deep.equal([
      {
        name: 'a',
        options: {},
        indexes: [
          { v: 2, key: { _id: 1 }, name: '_id_' },
          { v: 2, key: { x: 1, y: -1 }, name: 'both', unique: true },
        ],
      },
    ]);
    expect(await errorOf(find('later', opened).toArray())).to.have.property('code', 26);
    await end(opened);
  });

  it('is of its own database, and over once it was ended', async () => {
    await store.db.collection('a').insertMany(numbers(500));
    const opened = await open();
    const cursor = find('a', opened);
    await cursor.next();
    const { snapshot } = opened;
    const elsewhere = store.client.db('another').command({ schakelSnapshotFind: 'a', snapshot });
    expect(await errorOf(elsewhere)).to.have.property('code', 43);
    await end(opened);
    expect(await errorOf(cursor.toArray())).to.have.property('code', 43);
    expect(await errorOf(find('a', opened).toArray())).to.have.property('code', 43);
    await end(opened); // once more harms nobody
  });

  it('is held at most four times at once', async () => {
    const opened = [await open(), await open(), await open(), await open()];
    expect((await errorOf(open())).message).to.contain('At most 4 snapshots');
    await end(opened[0]!);
    opened[0] = await open();
    for (const one of opened) await end(one);
  });

  it('does not keep the store from closing', async () => {
    const other = await aStore();
    await other.db.collection('a').insertMany(numbers(1000));
    const opened = await other.db.command({ schakelSnapshot: 1 });
    const { snapshot } = opened;
    await other.db.runCursorCommand({ schakelSnapshotFind: 'a', snapshot, batchSize: 5 }).next();
    await other.close();
  });

  it('renames: all of them in one step, in the order given', async () => {
    await store.db.collection('a').insertOne({ was: 'a' } as Document);
    await store.db.collection('new').insertOne({ was: 'new' } as Document);
    const renames = [
      { from: 'a', to: 'old' },
      { from: 'new', to: 'a' },
    ];
    await store.db.command({ schakelRename: renames });
    expect(await store.db.collection('a').findOne({})).to.include({ was: 'new' });
    expect(await store.db.collection('old').findOne({})).to.include({ was: 'a' });
    const names = (await store.db.listCollections().toArray()).map(({ name }) => name).sort();
    expect(names).to.deep.equal(['a', 'old']);
  });

  it('renames: one that cannot be done leaves all as they were', async () => {
    for (const name of ['a', 'b', 'c']) await store.db.collection(name).insertOne({ was: name } as Document);
    const tries: [unknown, number][] = [
      [
        [
          { from: 'a', to: 'd' },
          { from: 'a', to: 'e' },
        ],
        26,
      ],
      [
        [
          { from: 'a', to: 'd' },
          { from: 'b', to: 'c' },
        ],
        48,
      ],
      [
        [
          { from: 'a', to: 'd' },
          { from: 'b', to: '' },
        ],
        2,
      ],
      [[{ from: 'a' }], 2],
      ['a', 14],
    ];
    for (const [schakelRename, code] of tries) {
      expect(await errorOf(store.db.command({ schakelRename }))).to.have.property('code', code);
      for (const name of ['a', 'b', 'c'])
        expect(await store.db.collection(name).findOne({})).to.include({ was: name });
    }
  });

  it('renames: a transaction that began before conflicts when it writes, by the old name and by the new', async () => {
    for (const name of ['a', 'new', 'other'])
      await store.db.collection(name).insertOne({ was: name } as Document);
    for (const early of [true, false]) {
      const session = store.client.startSession();
      session.startTransaction();
      await store.db.collection('other').findOne({}, { session });
      if (early) await store.db.collection('a').insertOne({}, { session });
      const moved = [
        { from: 'a', to: `old${early}` },
        { from: 'new', to: 'a' },
      ];
      await store.db.command({ schakelRename: moved });
      const rest = async () => {
        if (!early) await store.db.collection('a').insertOne({}, { session });
        await session.commitTransaction();
      };
      expect(await errorOf(rest())).to.have.property('code', 112);
      await session.endSession();
      expect(await store.db.collection('a').countDocuments({})).to.equal(1);
      await store.db.collection('new').insertOne({ was: 'new' } as Document);
    }
  });
});
