import { expect } from 'chai';
import type { Collection } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

interface Thing {
  _id: number;
  n: number;
  unique?: number;
}

const COUNT = 2_300;

describe('a statement that changes many documents', () => {
  let store: TestStore;
  let things: Collection<Thing>;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  beforeEach(async () => {
    things = store.db.collection<Thing>('things');
    await things.drop();
    await things.createIndex({ n: 1 });
    await things.insertMany(Array.from({ length: COUNT }, (_one, _id) => ({ _id, n: 0 })));
  });

  it('changes each once, although the change moves it in the index it was found by', async () => {
    const told = await things.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1 } });
    expect([told.matchedCount, told.modifiedCount]).to.deep.equal([COUNT, COUNT]);
    expect(await things.countDocuments({ n: 1 })).to.equal(COUNT);
    expect(await store.db.command({ validate: 'things', full: true })).to.include({ valid: true });
  });

  it('tells what matched and what changed', async () => {
    await things.updateMany({ _id: { $lt: 700 } }, { $set: { n: 5 } });
    const told = await things.updateMany({}, { $set: { n: 5 } });
    expect([told.matchedCount, told.modifiedCount]).to.deep.equal([COUNT, COUNT - 700]);
    expect((await things.deleteMany({ _id: { $gte: 100 } })).deletedCount).to.equal(COUNT - 100);
    expect(await things.countDocuments()).to.equal(100);
  });

  it('keeps the order of what stands before and after it in one command', async () => {
    const told = await things.bulkWrite([
      { updateOne: { filter: { _id: 1 }, update: { $set: { n: 7 } } } },
      { updateMany: { filter: { n: 0 }, update: { $set: { n: 1 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $inc: { n: 10 } } } },
      { updateMany: { filter: { n: 1 }, update: { $inc: { n: 1 } } } },
      { updateMany: { filter: { _id: -1 }, update: { $set: { n: 9 } }, upsert: true } },
    ]);
    expect(told.matchedCount).to.equal(1 + (COUNT - 1) + 1 + (COUNT - 2));
    expect(told.upsertedIds).to.deep.equal({ 4: -1 });
    expect(await things.countDocuments({ n: 2 })).to.equal(COUNT - 2);
    expect((await things.findOne({ _id: 1 }))?.n).to.equal(7);
    expect((await things.findOne({ _id: 2 }))?.n).to.equal(11);
    expect((await things.findOne({ _id: -1 }))?.n).to.equal(9);
  });

  it('stops at its first error, keeps what was changed before it, and an ordered command with it', async () => {
    await things.createIndex({ unique: 1 }, { unique: true, sparse: true });
    await things.updateOne({ _id: 0 }, { $set: { unique: 1_500 } });
    const changes = (ordered: boolean) =>
      things.bulkWrite(
        [
          { updateMany: { filter: { _id: { $gt: 0 } }, update: [{ $set: { unique: '$_id' } }] } },
          { updateOne: { filter: { _id: 0 }, update: { $inc: { n: 1 } } } },
        ],
        { ordered },
      );
    const error = await errorOf(changes(true));
    expect(error.code).to.equal(11000);
    expect(error.message).to.contain('unique: 1500');
    expect(await things.countDocuments({ unique: { $exists: true } })).to.be.greaterThan(0);
    expect((await things.findOne({ _id: 0 }))?.n).to.equal(0);
    expect((await things.findOne({ _id: 1_500 }))?.unique).to.equal(undefined);
    expect((await errorOf(changes(false))).code).to.equal(11000);
    expect((await things.findOne({ _id: 0 }))?.n).to.equal(1);
    expect(await store.db.command({ validate: 'things', full: true })).to.include({ valid: true });
  });

  it('in a transaction is all or nothing', async () => {
    const session = store.client.startSession();
    session.startTransaction();
    const told = await things.updateMany({}, { $inc: { n: 1 } }, { session });
    expect(told.modifiedCount).to.equal(COUNT);
    expect(await things.countDocuments({ n: 1 })).to.equal(0);
    expect(await things.countDocuments({ n: 1 }, { session })).to.equal(COUNT);
    await session.abortTransaction();
    await session.endSession();
    expect(await things.countDocuments({ n: 0 })).to.equal(COUNT);
  });

  it('lets others write meanwhile, and leaves alone what they changed so that it no longer matches', async () => {
    const updating = things.updateMany({ n: 0 }, { $set: { n: 1 } });
    const others = Array.from({ length: 60 }, (_one, at) =>
      things.updateOne({ _id: COUNT - 1 - at, n: 0 }, { $set: { n: 2 } }),
    );
    const told = await updating;
    const kept = (await Promise.all(others)).filter((one) => one.modifiedCount === 1).length;
    expect(told.modifiedCount).to.equal(COUNT - kept);
    expect(await things.countDocuments({ n: 1 })).to.equal(COUNT - kept);
    expect(await things.countDocuments({ n: 2 })).to.equal(kept);
  });

  it('ends when its collection is dropped and made again meanwhile', async () => {
    const updating = things.updateMany({}, { $set: { n: 1 } });
    const dropping = things.drop();
    await Promise.all([updating, dropping]);
    await things.insertMany(Array.from({ length: 10 }, (_one, _id) => ({ _id, n: 0 })));
    expect(await things.countDocuments({ n: 0 })).to.equal(10);
  });
});
