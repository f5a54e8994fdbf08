import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { expect } from 'chai';
import type { Document, Filter, FindCursor } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

/** Filter, the documents (their `v` beside an _id by position), and the positions that match. */
type Probe = [name: string, values: unknown[], filter: Filter<Document>, matching: number[]];

const MISSING = Symbol('missing');

const PROBES: Probe[] = [
  [
    'equality of numbers across types',
    [1, new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0'), '1'],
    { v: 1 },
    [0, 1, 2, 3],
  ],
  [
    'equality beyond 2^53',
    [Long.fromString('9007199254740993'), 9007199254740992, Decimal128.fromString('9007199254740993')],
    { v: Long.fromString('9007199254740993') },
    [0, 2],
  ],
  ['null', [null, MISSING, 0, [null], [], [1]], { v: null }, [0, 1, 3]],
  ['not null', [null, MISSING, 0, [null], []], { v: { $ne: null } }, [2, 4]],
  ['exists', [null, MISSING, 0], { v: { $exists: true } }, [0, 2]],
  ['does not exist', [null, MISSING, 0], { v: { $exists: false } }, [1]],
  ['an element of an array', [[1, 2], 1, [[1, 2]], 2], { v: 1 }, [0, 1]],
  ['a whole array', [[1, 2], [2, 1], [[1, 2]], [1, 2, 3]], { v: [1, 2] }, [0, 2]],
  ['an empty array', [[], [[]], null, [1]], { v: [] }, [0, 1]],
  [
    'a position in an array',
    [
      [1, 2],
      [2, 1],
    ],
    { 'v.0': 1 },
    [0],
  ],
  [
    'a whole subdocument, in key order',
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }],
    { v: { a: 1, b: 2 } },
    [0],
  ],
  ['a path through an array', [[{ a: 1 }, { a: 2 }], { a: 2 }, [{ a: 3 }], [2]], { 'v.a': 2 }, [0, 1]],
  [
    'null at the end of a path',
    [{ a: null }, {}, 4, [{ a: 1 }, {}], [{ a: 1 }], [1], MISSING],
    { 'v.a': null },
    [0, 1, 2, 3, 6],
  ],
  ['greater than, numbers only', [1, 2, 3, '3', null, [0, 9], new Date(5)], { v: { $gt: 2 } }, [2, 5]],
  ['two bounds met by different elements', [[1, 10], [5], [11]], { v: { $gt: 4, $lt: 6 } }, [0, 1]],
  ['two bounds met by one element', [[1, 10], [5], [11]], { v: { $elemMatch: { $gt: 4, $lt: 6 } } }, [1]],
  ['at least null', [null, MISSING, 0], { v: { $gte: null } }, [0, 1]],
  ['strings by their bytes', ['a', 'B', 'é', '\u{1f600}', '\uff5e'], { v: { $gt: '\uff5d' } }, [3, 4]],
  ['dates', [new Date(1), new Date(-1), 1], { v: { $lt: new Date(0) } }, [1]],
  ['NaN equals itself only', [Number.NaN, 1, Decimal128.fromString('NaN')], { v: Number.NaN }, [0, 2]],
  ['NaN is not below a number', [Number.NaN, 1], { v: { $lt: 5 } }, [1]],
  ['in', [1, 'a', null, [3, 4], MISSING], { v: { $in: [1, null, 4] } }, [0, 2, 3, 4]],
  ['in, with a regular expression', ['abc', 'xbc', 1], { v: { $in: [/^a/, 1] } }, [0, 2]],
  ['not in', [1, 2, [1, 2], MISSING], { v: { $nin: [1] } }, [1, 3]],
  ['not', [1, 5, 'x', MISSING], { v: { $not: { $gt: 3 } } }, [0, 2, 3]],
  ['all', [[1, 2, 3], [1], 1, [[1, 2]]], { v: { $all: [1, 2] } }, [0]],
  ['all, whole arrays', [[1, 2], [[1, 2]]], { v: { $all: [[1, 2]] } }, [0, 1]],
  ['size', [[1, 2], [1], 'ab', []], { v: { $size: 2 } }, [0]],
  ['type by name', [1, new Double(1.5), '1', [1], Long.fromNumber(1)], { v: { $type: 'int' } }, [0, 3]],
  ['type number', [1, 1.5, '1', Decimal128.fromString('1')], { v: { $type: 'number' } }, [0, 1, 3]],
  ['type array', [[1], 1, []], { v: { $type: 'array' } }, [0, 2]],
  ['modulo', [4, 5, -4, '4', 8.9], { v: { $mod: [4, 0] } }, [0, 2, 4]],
  ['regular expression', ['Hallo', 'hello', ['x', 'hall']], { v: { $regex: '^hal', $options: 'i' } }, [0, 2]],
  ['bits all set', [7, 5, 2], { v: { $bitsAllSet: [0, 2] } }, [0, 1]],
  ['bits any clear', [7, 5, 2], { v: { $bitsAnyClear: 3 } }, [1, 2]],
  [
    'elements that are documents',
    [
      [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
      [{ a: 1, b: 2 }],
    ],
    { v: { $elemMatch: { a: 1, b: 2 } } },
    [1],
  ],
  [
    'binary data by length, subtype and bytes',
    [new Binary(Buffer.from('ab')), new Binary(Buffer.from('ab'), 4), 'ab'],
    { v: new Binary(Buffer.from('ab')) },
    [0],
  ],
  ['booleans are not numbers', [true, 1, false], { v: true }, [0]],
  ['object ids', [new ObjectId('0'.repeat(24)), '0'.repeat(24)], { v: new ObjectId('0'.repeat(24)) }, [0]],
  ['or', [1, 2, 3], { $or: [{ v: 1 }, { v: 3 }] }, [0, 2]],
  ['nor', [1, 2, 3], { $nor: [{ v: 1 }, { v: 3 }] }, [1]],
  ['and of the same field', [[1, 2], [1]], { $and: [{ v: 1 }, { v: 2 }] }, [0]],
  [
    'an expression',
    [
      { a: 3, b: 2 },
      { a: 1, b: 2 },
    ],
    { $expr: { $gt: ['$v.a', '$v.b'] } },
    [0],
  ],
  ['integer-like keys', [{ 2: 'b', 1: 'a' }, { 1: 'x' }], { 'v.1': 'a' }, [0]],
  [
    'above MinKey is everything else',
    [new MinKey(), 0, null, new MaxKey()],
    { v: { $gt: new MinKey() } },
    [1, 2, 3],
  ],
];

/** One value of every type, in MongoDB's order. */
const ORDERED: unknown[] = [
  new MinKey(),
  [],
  null,
  Number.NaN,
  -Infinity,
  Long.fromString('-9007199254740993'),
  -1.5,
  0,
  Decimal128.fromString('0.1'),
  new Double(1),
  Long.fromString('9007199254740993'),
  Decimal128.fromString('9007199254740993.5'),
  Infinity,
  '',
  'Z',
  'a',
  'a\u0000b',
  'ab',
  '\uff5e',
  '\u{1f600}',
  {},
  { a: 1 },
  { a: 1, b: 0 },
  { b: 0 },
  { a: 'x' },
  new Binary(Buffer.from('b')),
  new Binary(Buffer.from('aa')),
  new ObjectId('0'.repeat(24)),
  new ObjectId('f'.repeat(24)),
  false,
  true,
  new Date(-5),
  new Date(5),
  new Timestamp(5n),
  /a/,
  new MaxKey(),
];

describe('queries', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());

  for (const index of [undefined, 'v', 'v.a']) {
    const under = index ? `with an index on ${index}` : 'without an index';
    PROBES.forEach(([name, values, filter, matching], number) => {
      it(`find ${name}, ${under}`, async () => {
        const things = store.db.collection<{ _id: number }>(`probe${number}${index ?? ''}`);
        await things.insertMany(
          values.map((v, at) => (v === MISSING ? { _id: at } : { _id: at, v })) as { _id: number }[],
        );
        if (index) await things.createIndex({ [index]: 1 });
        const found = await things.find(filter as Document).toArray();
        expect(found.map((document) => document._id).sort((a, b) => a - b)).to.deep.equal(matching);
      });
    });
  }

  describe('order', () => {
    const positions = ORDERED.map((_value, at) => at);
    const shuffled = positions.map((at) => (at * 17 + 5) % ORDERED.length);
    for (const indexed of [false, true])
      for (const direction of [1, -1] as const)
        it(`sorts all types, ${direction === 1 ? 'ascending' : 'descending'}, ${indexed ? 'by an index' : 'in memory'}`, async () => {
          const things = store.db.collection<{ _id: number; v: unknown }>(`order${indexed}${direction}`);
          // An array in a collection makes its index multikey, which may not sort: it is left out where that matters.
          const used = shuffled.filter((at) => !indexed || !Array.isArray(ORDERED[at]));
          await things.insertMany(used.map((at) => ({ _id: at, v: ORDERED[at] })));
          if (indexed) await things.createIndex({ v: 1 });
          const found = await things.find().sort({ v: direction }).toArray();
          const expected = positions.filter((at) => used.includes(at));
          expect(found.map((document) => document._id)).to.deep.equal(
            direction === 1 ? expected : expected.reverse(),
          );
        });

    it('sorts an array by its smallest element, descending by its largest', async () => {
      const things = store.db.collection<{ _id: number; v: unknown }>('arrays');
      await things.insertMany([
        { _id: 1, v: [1, 9] },
        { _id: 2, v: [2, 3] },
        { _id: 3, v: 5 },
        { _id: 4, v: [] },
      ]);
      const ids = async (direction: 1 | -1) =>
        (await things.find().sort({ v: direction }).toArray()).map((one) => one._id);
      expect(await ids(1)).to.deep.equal([4, 1, 2, 3]);
      expect(await ids(-1)).to.deep.equal([1, 3, 2, 4]);
    });

    it('sorts by several paths through one array, element by element, and not through two arrays', async () => {
      const things = store.db.collection<{ _id: number }>('elements');
      const list = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));
      await things.insertMany([
        { _id: 1, l: list([1, 5], [2, 0]) },
        { _id: 2, l: list([1, 3], [0, 9]) },
        { _id: 3, l: list([1, 4]) },
        { _id: 4, l: [7] },
        { _id: 5, l: { x: 1, y: 1 } },
      ] as never);
      const ids = async (sort: Document) => (await things.find().sort(sort).toArray()).map(({ _id }) => _id);
      expect(await ids({ 'l.x': 1, 'l.y': 1 })).to.deep.equal([4, 2, 5, 3, 1]);
      expect(await ids({ 'l.x': -1, 'l.y': 1 })).to.deep.equal([1, 5, 2, 3, 4]);
      await things.createIndex({ 'l.x': 1, 'l.y': 1 });
      expect(await ids({ 'l.x': 1, 'l.y': 1 })).to.deep.equal([4, 2, 5, 3, 1]);
      await things.insertOne({ _id: 6, a: [1], b: [2] } as never);
      expect((await errorOf(ids({ a: 1, b: 1 }))).code).to.equal(2);
    });

    it('sorts what is missing with null, and empty arrays before', async () => {
      const things = store.db.collection<{ _id: number }>('absent');
      const values = [5, null, undefined, [], [null, 9], [[]], 'x', [3, 7]];
      await things.insertMany(
        values.map((v, at) => (v === undefined ? { _id: at } : { _id: at, v })) as { _id: number }[],
      );
      const ids = async (sort: Document) => (await things.find().sort(sort).toArray()).map(({ _id }) => _id);
      expect(await ids({ v: 1, _id: 1 })).to.deep.equal([3, 1, 2, 4, 7, 0, 6, 5]);
      expect(await ids({ v: -1, _id: 1 })).to.deep.equal([5, 6, 4, 7, 0, 1, 2, 3]);
    });

    it('is that of insertion by $natural, forwards and backwards, also beside a filter that has an index', async () => {
      const lain = store.db.collection<{ _id: number; even: boolean }>('lain');
      await lain.createIndex({ even: 1 });
      for (const _id of [5, 3, 8, 1, 4, 2]) await lain.insertOne({ _id, even: _id % 2 === 0 });
      const ids = async (cursor: FindCursor<{ _id: number }>) =>
        (await cursor.toArray()).map((one) => one._id);
      expect(await ids(lain.find().sort({ $natural: 1 }))).to.deep.equal([5, 3, 8, 1, 4, 2]);
      expect(await ids(lain.find({ even: true }).sort({ $natural: -1 }).limit(2))).to.deep.equal([2, 4]);
      expect(await ids(lain.find({ even: true }, { hint: { $natural: -1 } }))).to.deep.equal([2, 4, 8]);
      expect(await ids(lain.find({}, { hint: { $natural: -1 } }).sort({ even: 1, _id: 1 }))).to.deep.equal([
        1, 3, 5, 2, 4, 8,
      ]);
      const sideways = store.db.command({ find: 'lain', sort: { $natural: 2 } });
      expect((await errorOf(sideways)).code).to.equal(2);
    });

    it('sorts by two fields, with skip and limit', async () => {
      const things = store.db.collection<{ _id: number; a: number; b: number }>('two');
      await things.insertMany(Array.from({ length: 20 }, (_one, at) => ({ _id: at, a: at % 3, b: -at })));
      const found = await things.find().sort({ a: 1, b: 1 }).skip(2).limit(3).toArray();
      expect(found.map((one) => one._id)).to.deep.equal([12, 9, 6]);
    });
  });

  describe('projection', () => {
    const document = {
      _id: 1,
      a: 1,
      b: { c: 2, d: 3 },
      list: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5],
      n: [1, 2, 3, 4],
    };
    const cases: [name: string, projection: Document, expected: Document][] = [
      ['keeps fields', { a: 1 }, { _id: 1, a: 1 }],
      ['keeps fields without the id', { _id: 0, a: 1 }, { a: 1 }],
      ['drops fields', { b: 0, list: 0, n: 0 }, { _id: 1, a: 1 }],
      ['keeps a nested field', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
      ['keeps a nested field, as a document', { b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
      ['keeps a field of array elements', { 'list.x': 1 }, { _id: 1, list: [{ x: 1 }, { x: 2 }] }],
      [
        'drops a field of array elements',
        { 'list.x': 0, b: 0, n: 0, a: 0 },
        { _id: 1, list: [{ y: 1 }, { y: 2 }, 5] },
      ],
      ['slices', { n: { $slice: -2 }, a: 1 }, { _id: 1, a: 1, n: [3, 4] }],
      ['slices from a place', { _id: 1, n: { $slice: [1, 2] } }, { _id: 1, n: [2, 3] }],
      [
        'takes the first matching element',
        { list: { $elemMatch: { x: 2 } } },
        { _id: 1, list: [{ x: 2, y: 2 }] },
      ],
      ['takes the matched element', { 'list.$': 1 }, { _id: 1, list: [{ x: 2, y: 2 }] }],
      ['computes', { sum: { $add: ['$a', '$b.c'] } }, { _id: 1, sum: 3 }],
    ];
    before(async () => {
      await store.db.collection<typeof document>('projected').insertOne(document);
    });
    for (const [name, projection, expected] of cases)
      it(name, async () => {
        const found = await store.db.collection('projected').findOne({ 'list.x': 2 }, { projection });
        expect(found).to.deep.equal(expected);
      });

    it('refuses a mixture of keeping and dropping', async () => {
      const error = await errorOf(
        store.db.collection('projected').findOne({}, { projection: { a: 1, b: 0 } }),
      );
      expect(error.message).to.contain('Cannot do exclusion on field b in inclusion projection');
    });
  });

  describe('cursors', () => {
    before(async () => {
      await store.db
        .collection<{ _id: number }>('many')
        .insertMany(Array.from({ length: 1000 }, (_one, at) => ({ _id: at })));
    });

    it('deliver everything once, in batches', async () => {
      const cursor = store.db.collection('many').find().sort({ _id: 1 }).batchSize(7);
      const ids: unknown[] = [];
      for await (const document of cursor) ids.push(document._id);
      expect(ids).to.deep.equal(Array.from({ length: 1000 }, (_one, at) => at));
    });

    it('can be closed halfway', async () => {
      const cursor = store.db.collection('many').find().batchSize(5);
      await cursor.next();
      await cursor.close();
      expect(cursor.killed).to.equal(true);
    });

    it('count, with and without a filter, skip and limit', async () => {
      const many = store.db.collection<{ _id: number }>('many');
      expect(await many.countDocuments()).to.equal(1000);
      expect(await many.countDocuments({ _id: { $gte: 990 } })).to.equal(10);
      expect(await many.countDocuments({}, { skip: 5, limit: 10 })).to.equal(10);
      expect(await many.estimatedDocumentCount()).to.equal(1000);
    });

    it('deliver distinct values in order, arrays taken apart', async () => {
      const things = store.db.collection('distinct');
      await things.insertMany([{ v: [3, 1] }, { v: 2 }, { v: new Double(1) }, { v: 'a' }, {}, { v: [] }]);
      expect(await things.distinct('v')).to.deep.equal([1, 2, 3, 'a']);
      await things.insertMany([{ v: [[1, 2], null] }, { v: { x: 5 } }, { v: [{ x: [6, 7] }, { x: 5 }] }]);
      expect(await things.distinct('v', { v: { $type: 'array' } })).to.deep.equal([
        null,
        1,
        3,
        { x: 5 },
        { x: [6, 7] },
        [1, 2],
      ]);
      expect(await things.distinct('v.x')).to.deep.equal([5, 6, 7]);
      expect(await things.distinct('v.0')).to.deep.equal([1, 2, 3, { x: [6, 7] }]);
      expect(await store.db.collection('nowhere').distinct('v')).to.deep.equal([]);
    });

    it('take a batch of none, and one of a single batch', async () => {
      const { cursor } = await store.db.command({ find: 'many', batchSize: 0 });
      expect(cursor.firstBatch).to.deep.equal([]);
      const next = await store.db.command({ getMore: cursor.id, collection: 'many', batchSize: 2 });
      expect(next.cursor.nextBatch.length).to.equal(2);
      const killed = await store.db.command({ killCursors: 'many', cursors: [cursor.id] });
      expect(killed.cursorsKilled.length).to.equal(1);
      const single = await store.db.command({ find: 'many', batchSize: 3, singleBatch: true });
      expect([single.cursor.firstBatch.length, Number(single.cursor.id)]).to.deep.equal([3, 0]);
      const { cursor: limited } = await store.db.command({ find: 'many', batchSize: 3, limit: 3 });
      expect(Number(limited.id)).to.equal(0);
    });

    it('end with their collection', async () => {
      const gone = store.db.collection('gone');
      await gone.insertMany(Array.from({ length: 10 }, (_one, at) => ({ at })));
      const cursor = gone.find({}, { batchSize: 2 });
      await cursor.next();
      await gone.drop();
      await errorOf(cursor.toArray());
    });

    it('of nothing are empty', async () => {
      expect(await store.db.collection('nowhere').find().toArray()).to.deep.equal([]);
      expect(await store.db.collection('nowhere').countDocuments()).to.equal(0);
      expect((await errorOf(store.db.collection('many').find({}, { skip: -1 }).toArray())).message).to.exist;
      expect((await errorOf(store.db.command({ find: 'many', limit: 'x' }))).code).to.equal(14);
      expect((await errorOf(store.db.command({ find: 'many', filter: 5 }))).code).to.equal(14);
    });

    it('know a number that is not a cursor', async () => {
      const error = await errorOf(store.db.command({ getMore: Long.fromNumber(12345), collection: 'many' }));
      expect(error.code).to.equal(43);
    });
  });

  it('lists databases and collections, by name alone when that is asked', async () => {
    const things = store.db.collection('things to list');
    await things.insertOne({ a: 1 });
    const { databases } = await store.client.db('admin').admin().listDatabases({ nameOnly: true });
    expect(databases).to.deep.include({ name: store.db.databaseName });
    const filter = { name: things.collectionName };
    const [listed] = await store.db.listCollections(filter).toArray();
    expect(listed).to.deep.include({ ...filter, type: 'collection', options: {} });
    expect(listed).to.have.nested.property('info.uuid');
    expect(await store.db.listCollections(filter, { nameOnly: true }).toArray()).to.deep.equal([
      { ...filter, type: 'collection' },
    ]);
  });

  it('keeps types and key order as they were given', async () => {
    const things = store.db.collection('types');
    const given = new Map<string, unknown>([
      ['z', new Double(5)],
      ['10', new Int32(5)],
      ['9', Long.fromNumber(5)],
      ['__proto__', 'plain'],
      ['decimal', Decimal128.fromString('5.00')],
      ['t', new Timestamp(7n)],
    ]);
    await things.insertOne(new Map<string, unknown>([['_id', 1], ...given]) as unknown as Document);
    await things.updateOne({ _id: 1 as never }, { $set: { added: 1 } });
    const raw = await store.db.collection('types', { raw: true }).findOne({});
    const text = Buffer.from(raw as unknown as Uint8Array).toString('latin1');
    const places = [...given.keys()].map((name) => text.indexOf(`${name}\0`));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    const found = await things.findOne({}, { promoteValues: false });
    expect([found?.z?._bsontype, found?.['10']?._bsontype, found?.['9']?._bsontype]).to.deep.equal([
      'Double',
      'Int32',
      'Long',
    ]);
    expect(String(found?.decimal)).to.equal('5.00');
  });
});
