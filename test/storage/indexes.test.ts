import { Decimal128, Long } from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

describe('indexes', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  const fresh = (name: string) => store.db.collection<{ _id?: number } & Document>(name);

  it('that are unique report the key twice used, with its pattern and value', async () => {
    const people = fresh('unique');
    await people.createIndex({ email: 1, kind: -1 }, { unique: true });
    await people.insertOne({ email: 'a@b.be', kind: 1 });
    const error = await errorOf(people.insertOne({ email: 'a@b.be', kind: 1 }));
    expect(error.code).to.equal(11000);
    expect(error.keyPattern).to.deep.equal({ email: 1, kind: -1 });
    expect(error.keyValue).to.deep.equal({ email: 'a@b.be', kind: 1 });
    expect(error.message).to.contain('index: email_1_kind_-1 dup key');
    expect(await people.countDocuments()).to.equal(1);
  });

  it('that are unique hold for updates, and let a document keep its own key', async () => {
    const people = fresh('uniqueUpdates');
    await people.createIndex({ name: 1 }, { unique: true });
    await people.insertMany([
      { _id: 1, name: 'a' },
      { _id: 2, name: 'b' },
    ]);
    expect((await errorOf(people.updateOne({ _id: 2 }, { $set: { name: 'a' } }))).code).to.equal(11000);
    await people.updateOne({ _id: 2 }, { $set: { name: 'b', age: 5 } });
    await people.updateOne({ _id: 2 }, { $set: { name: 'c' } });
    await people.insertOne({ _id: 3, name: 'b' });
    expect(await people.countDocuments()).to.equal(3);
  });

  it('that are unique see equal numbers of different types, also beyond 2^53', async () => {
    const numbers = fresh('numbers');
    await numbers.createIndex({ n: 1 }, { unique: true });
    await numbers.insertMany([{ n: Long.fromString('9007199254740993') }, { n: 9007199254740992 }, { n: 1 }]);
    for (const n of [Decimal128.fromString('9007199254740993'), Decimal128.fromString('1.00')])
      expect((await errorOf(numbers.insertOne({ n }))).code).to.equal(11000);
  });

  it('that are unique hold for the elements of arrays, not within one array', async () => {
    const tagged = fresh('tagged');
    await tagged.createIndex({ tags: 1 }, { unique: true });
    await tagged.insertMany([{ tags: ['a', 'a'] }, { tags: ['b', 'c'] }]);
    expect((await errorOf(tagged.insertOne({ tags: ['c', 'd'] }))).code).to.equal(11000);
  });

  it('that are unique tell long values apart', async () => {
    const long = fresh('long');
    await long.createIndex({ text: 1 }, { unique: true });
    const text = 'x'.repeat(5000);
    await long.insertMany([
      { _id: 1, text: `${text}a` },
      { _id: 2, text: `${text}b` },
    ]);
    expect((await errorOf(long.insertOne({ text: `${text}b` }))).code).to.equal(11000);
    expect(await long.findOne({ text: `${text}a` })).to.include({ _id: 1 });
    const sorted = await long
      .find({ text: { $gte: text } })
      .sort({ text: -1 })
      .toArray();
    expect(sorted.map((one) => one._id)).to.deep.equal([2, 1]);
  });

  it('that are unique count a missing field as null, unless they are sparse', async () => {
    const plain = fresh('plain');
    await plain.createIndex({ a: 1 }, { unique: true });
    await plain.insertOne({});
    expect((await errorOf(plain.insertOne({ a: null }))).code).to.equal(11000);
    const sparse = fresh('sparse');
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, a: 1 }]);
    expect((await errorOf(sparse.insertOne({ a: 1 }))).code).to.equal(11000);
    expect(await sparse.countDocuments({ a: null })).to.equal(2);
    expect((await sparse.find().sort({ a: 1 }).toArray()).length).to.equal(3);
    expect(await sparse.countDocuments({}, { hint: { a: 1 } })).to.equal(1);
  });

  it('that are partial bind only the documents they hold, and answer only for those', async () => {
    const open = fresh('open');
    await open.createIndex({ person: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await open.insertMany([
      { _id: 1, person: 'a', open: true },
      { _id: 2, person: 'a', open: false },
      { _id: 3, person: 'a' },
    ]);
    expect((await errorOf(open.insertOne({ person: 'a', open: true }))).code).to.equal(11000);
    expect(await open.countDocuments({ person: 'a' })).to.equal(3);
    expect(await open.countDocuments({ person: 'a', open: true })).to.equal(1);
    await open.updateOne({ _id: 1 }, { $set: { open: false } });
    await open.updateOne({ _id: 2 }, { $set: { open: true } });
    expect(await open.findOne({ person: 'a', open: true })).to.include({ _id: 2 });
  });

  it('refuse two arrays in one document', async () => {
    const both = fresh('both');
    await both.createIndex({ a: 1, b: 1 });
    expect((await errorOf(both.insertOne({ a: [1], b: [2] }))).code).to.equal(171);
    expect(await both.countDocuments()).to.equal(0);
  });

  it('made later hold what was there; a duplicate there means no index', async () => {
    const later = fresh('later');
    await later.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect((await errorOf(later.createIndex({ a: 1 }, { unique: true }))).code).to.equal(11000);
    expect((await later.indexes()).map((one) => one.name)).to.deep.equal(['_id_']);
    await later.createIndex({ a: 1 });
    expect(await later.countDocuments({ a: 1 })).to.equal(2);
  });

  it('are listed as they were made, and made once', async () => {
    const listed = fresh('listed');
    const made = { unique: true, sparse: true, name: 'mine' };
    await listed.createIndex({ a: 1, b: -1 }, made);
    await listed.createIndex({ a: 1, b: -1 }, made);
    const [, second, ...rest] = await listed.indexes();
    expect(second).to.deep.equal({ v: 2, key: { a: 1, b: -1 }, ...made });
    expect(rest).to.deep.equal([]);
    expect((await errorOf(listed.createIndex({ a: 1, b: -1 }, { ...made, name: 'other' }))).code).to.equal(
      85,
    );
    expect((await errorOf(listed.createIndex({ c: 1 }, { name: 'mine' }))).code).to.equal(86);
  });

  it('that are dropped take no part any more', async () => {
    const dropped = fresh('dropped');
    await dropped.createIndex({ a: 1 }, { unique: true });
    await dropped.dropIndex('a_1');
    await dropped.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await dropped.countDocuments({ a: 1 })).to.equal(2);
    expect((await errorOf(dropped.dropIndex('a_1'))).code).to.equal(27);
  });

  it('with an expiry delete what has expired and nothing else', async function () {
    this.timeout(90_000);
    const sessions = fresh('sessions');
    await sessions.createIndex({ expires: 1 }, { expireAfterSeconds: 0 });
    await store.client.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 1 });
    const [past, future] = [new Date(Date.now() - 1000), new Date(Date.now() + 3_600_000)];
    await sessions.insertMany([
      { _id: 1, expires: past },
      { _id: 2, expires: future },
      { _id: 3, expires: 'past' },
      { _id: 4, expires: [future, past] },
      { _id: 5 },
    ]);
    while ((await sessions.countDocuments()) > 3) await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await sessions.find().sort({ _id: 1 }).toArray()).map((one) => one._id)).to.deep.equal([2, 3, 5]);
  });

  it('can be named in a hint, and must exist', async () => {
    const hinted = fresh('hinted');
    await hinted.createIndex({ a: 1 });
    await hinted.insertMany([{ a: 2 }, { a: 1 }]);
    expect((await hinted.find({}, { hint: { a: 1 } }).toArray()).map((one) => one.a)).to.deep.equal([1, 2]);
    expect((await errorOf(hinted.find({}, { hint: 'b_1' }).toArray())).code).to.equal(2);
  });
});
