import { Decimal128, Double, Long } from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

type Specification = Document & { key: Document };

/** Specifications of createIndexes that are errors, by their code. */
const REFUSED: [specification: Document, code: number | number[]][] = [
  [{ key: {}, name: 'x' }, 67],
  [{ key: { a: 0 }, name: 'x' }, 67],
  [{ key: { a: Number.NaN }, name: 'x' }, 67],
  [{ key: { a: true }, name: 'x' }, 67],
  [{ key: { '': 1 }, name: 'x' }, 67],
  [{ key: { 'a.': 1 }, name: 'x' }, 67],
  [{ key: { 'a.$b': 1 }, name: 'x' }, 67],
  [{ key: { a: 1 }, name: '' }, [67, 2]],
  [{ key: { a: 1 }, name: '*' }, [67, 2]],
  [{ key: { a: 1 }, name: 5 }, 14],
  [{ name: 'x' }, 9],
  [{ key: { a: 1 }, name: 'x', unique: 'yes' }, 14],
  [{ key: { a: 1 }, name: 'x', frobnicate: 1 }, 72],
  [{ key: { a: 1 }, name: 'x', expireAfterSeconds: -1 }, 67],
  [{ key: { a: 1 }, name: 'x', expireAfterSeconds: 2 ** 31 }, 67],
  [{ key: { a: 1 }, name: 'x', expireAfterSeconds: 'x' }, [14, 67]],
  [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 5 }, 67],
  [{ key: { _id: 1 }, name: 'x', expireAfterSeconds: 5 }, 197],
  [{ key: { _id: 1 }, name: 'x', sparse: true }, 197],
  [{ key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: { a: 1 } }, 67],
  [{ key: { a: 1 }, name: 'x', partialFilterExpression: 5 }, 14],
  [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $ne: 1 } } }, 67],
  [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $exists: false } } }, 67],
  [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: /x/ } }, 67],
  [{ key: { a: 1 }, name: 'x', partialFilterExpression: { $nor: [{ a: 1 }] } }, 67],
  [{ key: Object.fromEntries(Array.from({ length: 33 }, (_one, at) => [`f${at}`, 1])), name: 'x' }, 67],
];

/** An index, then another: made beside it, the same, or the code of the error. */
const PAIRS: [first: Specification, second: Specification, outcome: 'made' | 'same' | number][] = [
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'x' }, 'same'],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: new Double(1) }, name: 'x', unique: false }, 'same'],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'y' }, 85],
  [{ key: { a: 1 }, name: 'x' }, { key: { b: 1 }, name: 'x' }, 86],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: -1 }, name: 'y' }, 'made'],
  [{ key: { a: 1, b: 1 }, name: 'x' }, { key: { b: 1, a: 1 }, name: 'y' }, 'made'],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'y', unique: true }, 'made'],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'x', unique: true }, 86],
  [
    { key: { a: 1 }, name: 'x', unique: true },
    { key: { a: 1 }, name: 'y', unique: true, sparse: true },
    'made',
  ],
  [{ key: { a: 1 }, name: 'x', sparse: true }, { key: { a: 1 }, name: 'x', sparse: 1 }, 'same'],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'y', partialFilterExpression: { b: 1 } }, 'made'],
  [
    { key: { a: 1 }, name: 'x', partialFilterExpression: { b: 1 } },
    { key: { a: 1 }, name: 'y', partialFilterExpression: { b: 2 } },
    'made',
  ],
  [
    { key: { a: 1 }, name: 'x', partialFilterExpression: { b: 1 } },
    { key: { a: 1 }, name: 'x', partialFilterExpression: { b: 2 } },
    86,
  ],
  [
    { key: { a: 1 }, name: 'x', partialFilterExpression: { b: 1 } },
    { key: { a: 1 }, name: 'y', partialFilterExpression: { b: 1 } },
    85,
  ],
  [
    { key: { a: 1 }, name: 'x', expireAfterSeconds: 5 },
    { key: { a: 1 }, name: 'x', expireAfterSeconds: 6 },
    85,
  ],
  [{ key: { a: 1 }, name: 'x' }, { key: { a: 1 }, name: 'y', expireAfterSeconds: 5 }, 85],
  [{ key: { a: 1 }, name: 'x' }, { key: { _id: 1 }, name: 'mine' }, 'same'],
];

describe('index options', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  let number = 0;
  const fresh = () => store.db.collection<Document>(`indexed${number++}`);
  const create = (name: string, ...indexes: Document[]) => store.db.command({ createIndexes: name, indexes });

  for (const [specification, code] of REFUSED)
    it(`refuse ${JSON.stringify(specification).slice(0, 100)}`, async () => {
      const { collectionName } = fresh();
      await store.db.createCollection(collectionName);
      expect([code].flat()).to.include((await errorOf(create(collectionName, specification))).code);
      expect((await store.db.collection(collectionName).indexes()).length).to.equal(1);
    });

  for (const [first, second, outcome] of PAIRS)
    it(`beside ${JSON.stringify(first)}: ${JSON.stringify(second)} is ${outcome}`, async () => {
      const things = fresh();
      await create(things.collectionName, first);
      const second_ = create(things.collectionName, second);
      if (typeof outcome === 'number') expect((await errorOf(second_)).code).to.equal(outcome);
      else expect((await second_).numIndexesAfter).to.equal(outcome === 'made' ? 3 : 2);
      expect((await things.indexes()).length).to.equal(outcome === 'made' ? 3 : 2);
    });

  it('say what was made', async () => {
    const things = fresh();
    const [a, b] = [
      { key: { a: 1 }, name: 'a' },
      { key: { b: 1 }, name: 'b' },
    ];
    const made = { createdCollectionAutomatically: true, numIndexesBefore: 1, numIndexesAfter: 3 };
    expect(await create(things.collectionName, a, b)).to.include(made);
    expect(await create(things.collectionName, a)).to.include({ numIndexesBefore: 3, numIndexesAfter: 3 });
  });

  it('of several together hold for all or none', async () => {
    const things = fresh();
    await things.insertMany([{ a: 1 }, { a: 1 }]);
    const wanted = [
      { key: { b: 1 }, name: 'b' },
      { key: { a: 1 }, name: 'a', unique: true },
    ];
    expect((await errorOf(create(things.collectionName, ...wanted))).code).to.equal(11000);
    expect((await things.indexes()).map(({ name }) => name)).to.deep.equal(['_id_']);
    await things.insertOne({ b: 1 });
    expect(await things.countDocuments({ b: 1 })).to.equal(1);
  });

  it('are dropped by name, by key, several or all', async () => {
    const things = fresh();
    for (const key of ['a', 'b', 'c', 'd', 'e']) await things.createIndex({ [key]: 1 });
    await things.createIndex({ e: 1 }, { name: 'unique', unique: true });
    const drop = (index: unknown) => store.db.command({ dropIndexes: things.collectionName, index });
    expect(await drop({ a: 1 })).to.include({ nIndexesWas: 7 });
    await drop(['b_1', 'c_1']);
    expect((await things.indexes()).map(({ name }) => name)).to.deep.equal(['_id_', 'd_1', 'e_1', 'unique']);
    expect((await errorOf(drop({ x: 1 }))).code).to.equal(27);
    expect((await errorOf(drop('x_1'))).code).to.equal(27);
    expect((await errorOf(drop({ e: 1 }))).code).to.equal(181);
    expect((await errorOf(drop('_id_'))).code).to.equal(72);
    await drop('*');
    expect((await things.indexes()).map(({ name }) => name)).to.deep.equal(['_id_']);
    expect((await errorOf(store.db.collection('nowhere').indexes())).code).to.equal(26);
  });

  it('that are unique take a compound key from one element of an array at a time', async () => {
    const things = fresh();
    await things.createIndex({ 'l.x': 1, 'l.y': 1 }, { unique: true });
    await things.insertOne({
      l: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    });
    await things.insertMany([{ l: [{ x: 1, y: 4 }] }, { l: [{ x: 3, y: 2 }] }, { l: [] }]);
    expect((await errorOf(things.insertOne({ l: [{ x: 9 }, { x: 3, y: 4 }] }))).code).to.equal(11000);
    expect(await things.countDocuments({ 'l.x': 3, 'l.y': 4 })).to.equal(1);
    expect(await things.countDocuments({ 'l.x': 3 })).to.equal(2);
  });

  it('that are unique keep apart what is not equal, and join what is', async () => {
    const things = fresh();
    await things.createIndex({ v: 1 }, { unique: true });
    const apart = [
      0,
      '0',
      null,
      false,
      [],
      {},
      Number.NaN,
      new Date(0),
      Long.fromString('9007199254740993'),
      [[]],
    ];
    for (const v of apart) await things.insertOne({ v });
    const equal = [
      new Double(-0),
      Decimal128.fromString('0.0'),
      undefined,
      Decimal128.fromString('NaN'),
      [0],
      [[]],
    ];
    for (const v of equal) expect((await errorOf(things.insertOne({ v }))).code, String(v)).to.equal(11000);
    expect((await errorOf(things.insertOne({}))).code).to.equal(11000);
    expect(await things.countDocuments()).to.equal(apart.length);
  });

  it('by a position refuse a field of that name beside it', async () => {
    const things = fresh();
    await things.createIndex({ 'l.0': 1 });
    await things.insertMany([{ l: [5, { 1: 7 }] }, { l: { 0: 5 } }, { l: [] }, { l: 5 }]);
    await errorOf(things.insertOne({ l: [5, { 0: 7 }] }));
    expect(await things.countDocuments({ 'l.0': 5 })).to.equal(2);
    expect(await things.countDocuments({ 'l.0': null })).to.equal(1);
    expect(await things.countDocuments()).to.equal(4);
  });

  it('that are sparse and compound hold what has one of the fields', async () => {
    const things = fresh();
    await things.createIndex({ a: 1, b: 1 }, { unique: true, sparse: true });
    await things.insertMany([{}, {}, { a: 1 }, { b: 1 }]);
    expect((await errorOf(things.insertOne({ a: 1, b: null }))).code).to.equal(11000);
    expect(await things.countDocuments({}, { hint: { a: 1, b: 1 } })).to.equal(2);
  });

  it('that are partial follow documents in and out, and are used only where they answer', async () => {
    const things = fresh();
    const partialFilterExpression = { n: { $gt: 5 }, kind: { $exists: true } };
    await things.createIndex({ a: 1 }, { unique: true, partialFilterExpression });
    await things.insertMany([
      { _id: 1 as never, a: 1, n: 9, kind: 'x' },
      { _id: 2 as never, a: 1, n: 5, kind: 'x' },
      { _id: 3 as never, a: 1, n: 9 },
    ]);
    expect((await errorOf(things.updateOne({ _id: 2 as never }, { $inc: { n: 1 } }))).code).to.equal(11000);
    await things.updateOne({ _id: 1 as never }, { $unset: { kind: 1 } });
    await things.updateOne({ _id: 2 as never }, { $inc: { n: 1 } });
    for (const [filter, count] of [
      [{ a: 1 }, 3],
      [{ a: 1, n: { $gt: 5 } }, 3],
      [{ a: 1, n: { $gt: 5 }, kind: 'x' }, 1],
      [{ a: 1, n: 6, kind: { $exists: true } }, 1],
      [{ a: 1, n: { $gt: 4 }, kind: 'x' }, 1],
    ] as const)
      expect(await things.countDocuments(filter), JSON.stringify(filter)).to.equal(count);
  });
});
