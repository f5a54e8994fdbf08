import { Decimal128, Double, type Int32, Long } from 'bson';
import { expect } from 'chai';
import type { Collection, Document, UpdateFilter } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

type Thing = { _id: number } & Document;

/** Document before, update, document after; `filter` adds to the _id, `filters` are array filters. */
interface Case {
  name: string;
  before: Document;
  update: Document;
  after: Document;
  filter?: Document;
  filters?: Document[];
}

const CASES: Case[] = [
  {
    name: '$set replaces, adds and makes documents on the way',
    before: { a: 1 },
    update: { $set: { a: 2, 'b.c': 3 } },
    after: { a: 2, b: { c: 3 } },
  },
  {
    name: '$set at a position pads with null',
    before: { a: [1] },
    update: { $set: { 'a.3': 4 } },
    after: { a: [1, null, null, 4] },
  },
  {
    name: '$unset removes, and leaves null in an array',
    before: { a: 1, b: [1, 2] },
    update: { $unset: { a: 1, 'b.0': 1 } },
    after: { b: [null, 2] },
  },
  {
    name: '$inc adds, and starts an absent field',
    before: { a: 1 },
    update: { $inc: { a: 2, b: 3 } },
    after: { a: 3, b: 3 },
  },
  {
    name: '$mul multiplies, and starts an absent field at 0',
    before: { a: 3 },
    update: { $mul: { a: 2, b: 3 } },
    after: { a: 6, b: 0 },
  },
  {
    name: '$min and $max across types',
    before: { a: 5, b: 5 },
    update: { $min: { a: 3 }, $max: { b: 'x' } },
    after: { a: 3, b: 'x' },
  },
  {
    name: '$rename moves a field',
    before: { a: 1, b: 2 },
    update: { $rename: { a: 'c.d' } },
    after: { b: 2, c: { d: 1 } },
  },
  {
    name: '$rename of an absent field does nothing',
    before: { b: 2 },
    update: { $rename: { a: 'b' } },
    after: { b: 2 },
  },
  { name: '$push appends', before: { a: [1] }, update: { $push: { a: 2 } }, after: { a: [1, 2] } },
  { name: '$push starts an array', before: {}, update: { $push: { a: [1] } }, after: { a: [[1]] } },
  {
    name: '$push several, sorted and cut',
    before: { a: [5, 1] },
    update: { $push: { a: { $each: [3, 9], $sort: 1, $slice: 3 } } },
    after: { a: [1, 3, 5] },
  },
  {
    name: '$push at a position',
    before: { a: [1, 4] },
    update: { $push: { a: { $each: [2, 3], $position: 1 } } },
    after: { a: [1, 2, 3, 4] },
  },
  {
    name: '$push sorted by a field, keeping the last',
    before: { a: [{ n: 2 }] },
    update: { $push: { a: { $each: [{ n: 3 }, { n: 1 }], $sort: { n: -1 }, $slice: -2 } } },
    after: { a: [{ n: 2 }, { n: 1 }] },
  },
  {
    name: '$addToSet adds what is not there',
    before: { a: [1, { x: 1, y: 2 }] },
    update: { $addToSet: { a: { $each: [1, 2, { x: 1, y: 2 }, { y: 2, x: 1 }] } } },
    after: { a: [1, { x: 1, y: 2 }, 2, { y: 2, x: 1 }] },
  },
  {
    name: '$pop takes the last or the first',
    before: { a: [1, 2, 3], b: [1, 2] },
    update: { $pop: { a: 1, b: -1 } },
    after: { a: [1, 2], b: [2] },
  },
  { name: '$pull by value', before: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, after: { a: [2] } },
  {
    name: '$pull by condition',
    before: { a: [1, 5, 9] },
    update: { $pull: { a: { $gte: 5 } } },
    after: { a: [1] },
  },
  {
    name: '$pull documents by their fields',
    before: { a: [{ x: 1, y: 1 }, { x: 2 }] },
    update: { $pull: { a: { x: 1 } } },
    after: { a: [{ x: 2 }] },
  },
  { name: '$pullAll', before: { a: [1, 2, 3, 1] }, update: { $pullAll: { a: [1, 3] } }, after: { a: [2] } },
  { name: '$bit', before: { a: 13 }, update: { $bit: { a: { and: 10 } } }, after: { a: 8 } },
  {
    name: '$ at the element the filter found',
    before: { a: [1, 5, 9] },
    filter: { a: { $gt: 3 } },
    update: { $set: { 'a.$': 0 } },
    after: { a: [1, 0, 9] },
  },
  {
    name: '$ in a document found by $elemMatch',
    before: {
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 1 },
      ],
    },
    filter: { a: { $elemMatch: { k: 2, v: 1 } } },
    update: { $inc: { 'a.$.v': 5 } },
    after: {
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 6 },
      ],
    },
  },
  {
    name: '$[] at every element',
    before: { a: [1, 2] },
    update: { $inc: { 'a.$[]': 10 } },
    after: { a: [11, 12] },
  },
  {
    name: '$[name] at the filtered elements',
    before: { a: [{ n: 1 }, { n: 5 }] },
    update: { $set: { 'a.$[big].hit': true } },
    filters: [{ 'big.n': { $gt: 3 } }],
    after: { a: [{ n: 1 }, { n: 5, hit: true }] },
  },
  { name: 'a replacement keeps the id', before: { a: 1, b: 2 }, update: { c: 3 }, after: { c: 3 } },
  {
    name: 'a pipeline computes',
    before: { a: 2, b: 3 },
    update: [{ $set: { c: { $multiply: ['$a', '$b'] } } }, { $unset: 'a' }],
    after: { b: 3, c: 6 },
  },
];

const REFUSED: [name: string, before: Document, update: Document, code: number][] = [
  ['an increment of a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['an increment by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
  ['a push onto a number', { a: 1 }, { $push: { a: 1 } }, 2],
  ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['operators on a path and one inside it', {}, { $set: { a: 1 }, $inc: { 'a.b': 1 } }, 40],
  ['another id', { a: 1 }, { $set: { _id: 99 } }, 66],
  ['a field inside a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['an unknown operator', {}, { $frobnicate: { a: 1 } }, 9],
  ['an empty field name', {}, { $set: { 'a..b': 1 } }, 56],
];

describe('updates', () => {
  let store: TestStore;
  let things: Collection<Thing>;
  before(async () => {
    store = await aStore({ ignoreUndefined: true });
    things = store.db.collection<Thing>('things');
    await things.createIndex({ a: 1 });
  });
  beforeEach(() => things.deleteMany({}));
  after(() => store.close());

  for (const { name, before: given, update, after: expected, filter, filters } of CASES)
    it(name, async () => {
      await things.insertOne({ _id: 1, ...given });
      const options = filters ? { arrayFilters: filters } : {};
      if (!Array.isArray(update) && !Object.keys(update)[0]?.startsWith('$'))
        await things.replaceOne({ _id: 1 }, update as Thing);
      else await things.updateOne({ _id: 1, ...filter }, update as UpdateFilter<Thing>, options);
      expect(await things.findOne()).to.deep.equal({ _id: 1, ...expected });
    });

  for (const [name, given, update, code] of REFUSED)
    it(`refuse ${name}, and change nothing`, async () => {
      await things.insertOne({ _id: 1, ...given });
      const error = await errorOf(
        store.db.command({ update: 'things', updates: [{ q: { _id: 1 }, u: update }] }).then((reply) => {
          throw Object.assign(new Error(), reply.writeErrors?.[0]);
        }),
      );
      expect(error.code).to.equal(code);
      expect(await things.findOne()).to.deep.equal({ _id: 1, ...given });
    });

  it('keep the types of numbers as MongoDB widens them', async () => {
    await things.insertOne({
      _id: 1,
      int: 1,
      max: 2147483647,
      double: new Double(1),
      long: Long.fromNumber(1),
      decimal: Decimal128.fromString('0.1'),
      other: new Double(7),
    });
    await things.updateOne({ _id: 1 }, {
      $inc: { int: 1, max: 1, double: 1, long: 1, decimal: Decimal128.fromString('0.2') },
    } as UpdateFilter<Thing>);
    const found = (await things.findOne({}, { promoteValues: false }))!;
    const types = ['int', 'max', 'double', 'long', 'decimal', 'other'].map((name) => found[name]._bsontype);
    expect(types).to.deep.equal(['Int32', 'Long', 'Double', 'Long', 'Decimal128', 'Double']);
    expect(String(found.decimal)).to.equal('0.3');
    expect(Number((found.int as Int32).value)).to.equal(2);
  });

  it('count what matched and what changed', async () => {
    await things.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
      { _id: 3, a: 1 },
    ]);
    const result = await things.updateMany({}, { $set: { a: 1 } });
    expect([result.matchedCount, result.modifiedCount]).to.deep.equal([3, 1]);
    expect((await things.deleteOne({ a: 1 })).deletedCount).to.equal(1);
    expect((await things.deleteMany({})).deletedCount).to.equal(2);
  });

  it('do not meet a document twice that they move along the index they use', async () => {
    await things.insertMany(Array.from({ length: 200 }, (_one, at) => ({ _id: at, a: at })));
    await things.updateMany({ a: { $gte: 0 } }, { $inc: { a: 1000 } });
    expect(await things.countDocuments({ a: { $lt: 2000 } })).to.equal(200);
  });

  describe('that insert when nothing matches', () => {
    it('start from the equalities of the filter', async () => {
      const result = await things.updateOne(
        { _id: 7, a: 5, b: { $gt: 3 }, 'c.d': { $eq: 1 } },
        { $inc: { n: 1 }, $setOnInsert: { made: true } },
        { upsert: true },
      );
      expect(result.upsertedId).to.equal(7);
      expect(await things.findOne()).to.deep.equal({ _id: 7, a: 5, c: { d: 1 }, n: 1, made: true });
    });

    it('leave $setOnInsert alone when something matches', async () => {
      await things.insertOne({ _id: 7 });
      await things.updateOne({ _id: 7 }, { $set: { a: 1 }, $setOnInsert: { made: true } }, { upsert: true });
      expect(await things.findOne()).to.deep.equal({ _id: 7, a: 1 });
    });

    it('make an id, which comes first', async () => {
      await things.updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true });
      expect(Object.keys((await things.findOne())!)).to.deep.equal(['_id', 'a', 'b']);
    });
  });

  describe('findOneAnd', () => {
    beforeEach(() =>
      things.insertMany([
        { _id: 1, a: 3 },
        { _id: 2, a: 1 },
        { _id: 3, a: 2 },
      ]),
    );

    it('update takes the first in order and returns it as it was', async () => {
      expect(await things.findOneAndUpdate({}, { $inc: { a: 10 } }, { sort: { a: 1 } })).to.deep.equal({
        _id: 2,
        a: 1,
      });
    });

    it('update returns it as it became, projected', async () => {
      const found = await things.findOneAndUpdate(
        { _id: 1 },
        { $inc: { a: 1 } },
        { returnDocument: 'after', projection: { _id: 0 } },
      );
      expect(found).to.deep.equal({ a: 4 });
    });

    it('delete returns what it deleted', async () => {
      expect(await things.findOneAndDelete({ a: 2 })).to.deep.equal({ _id: 3, a: 2 });
      expect(await things.countDocuments()).to.equal(2);
    });

    it('replace, with an upsert, says what it did', async () => {
      const result = await things.findOneAndReplace(
        { _id: 9 },
        { a: 9 },
        { upsert: true, includeResultMetadata: true },
      );
      expect(result.lastErrorObject).to.deep.equal({ n: 1, updatedExisting: false, upserted: 9 });
      expect(result.value).to.equal(null);
    });
  });

  it('in bulk report each failure and go on when unordered', async () => {
    const error = await errorOf(things.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }], { ordered: false }));
    expect(error.code).to.equal(11000);
    expect(await things.countDocuments()).to.equal(2);
    const result = await things.bulkWrite([
      { insertOne: { document: { _id: 5 } } },
      { updateOne: { filter: { _id: 5 }, update: { $set: { a: 1 } } } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    expect([result.insertedCount, result.modifiedCount, result.deletedCount]).to.deep.equal([1, 1, 1]);
  });

  it('in bulk say of each of very many what became of it, by its place', async () => {
    const many = Array.from({ length: 1_300 }, (_one, at) => ({
      _id: at === 700 || at === 1_250 ? 5 : at + 10,
    }));
    const failures = async (ordered: boolean) => {
      await things.deleteMany({});
      await things.insertOne({ _id: 5 });
      const { writeErrors, result } = await errorOf(things.insertMany(many, { ordered }));
      const at = (writeErrors as { index: number }[]).map(({ index }) => index);
      return [at, (result as { insertedCount: number }).insertedCount, await things.countDocuments()];
    };
    expect(await failures(true)).to.deep.equal([[700], 700, 701]);
    expect(await failures(false)).to.deep.equal([[700, 1_250], 1_298, 1_299]);
  });

  it('in bulk, inside a transaction, are all there or none', async () => {
    await things.deleteMany({});
    const many = Array.from({ length: 1_300 }, (_one, at) => ({ _id: at === 1_250 ? 0 : at }));
    const insert = (list: { _id: number }[]) =>
      store.client.withSession((session) =>
        session.withTransaction(() => things.insertMany(list, { session })),
      );
    expect((await errorOf(insert(many))).code).to.equal(11000);
    expect(await things.countDocuments()).to.equal(0);
    await insert(many.slice(0, 1_250));
    expect(await things.countDocuments()).to.equal(1_250);
  });

  it('in bulk stop at the first failure when ordered', async () => {
    await errorOf(things.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]));
    expect(await things.countDocuments()).to.equal(1);
  });
});
