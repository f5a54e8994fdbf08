import { Double, Long } from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

interface Case {
  name: string;
  document: Document;
  projection: Document;
  /** Its fields in this order. */
  expected: Document;
  filter?: Document;
}

const NESTED = {
  a: [{ b: 1, c: 2 }, { b: 3 }, 7, [{ b: 4, c: 5 }]],
  d: { e: { f: 1, g: 2 }, h: 3 },
  n: null,
};
const LIST = { before: 0, list: [1, 2, 3, 4, 5], after: 9 };

const CASES: Case[] = [
  {
    name: 'keeps by any true number',
    document: { a: 1, b: 2 },
    projection: { a: new Double(0.5), b: Long.fromNumber(-1) },
    expected: { _id: 1, a: 1, b: 2 },
  },
  {
    name: 'keeps the order of the document',
    document: { a: 1, b: 2, c: 3 },
    projection: { c: 1, a: true },
    expected: { _id: 1, a: 1, c: 3 },
  },
  { name: 'keeps the id alone', document: { a: 1 }, projection: { _id: 1 }, expected: { _id: 1 } },
  { name: 'drops the id alone', document: { a: 1 }, projection: { _id: 0 }, expected: { a: 1 } },
  {
    name: 'keeps the id beside what it drops',
    document: { a: 1, b: 2 },
    projection: { _id: 1, a: 0 },
    expected: { _id: 1, b: 2 },
  },
  {
    name: 'keeps nothing of a field that is not there',
    document: { a: 1 },
    projection: { x: 1, 'a.b': 1 },
    expected: { _id: 1 },
  },
  { name: 'keeps null', document: NESTED, projection: { n: 1 }, expected: { _id: 1, n: null } },
  {
    name: 'keeps a path through arrays, and no scalars',
    document: NESTED,
    projection: { 'a.b': 1 },
    expected: { _id: 1, a: [{ b: 1 }, { b: 3 }, [{ b: 4 }]] },
  },
  {
    name: 'drops a path through arrays',
    document: NESTED,
    projection: { 'a.b': 0, d: 0, n: 0 },
    expected: { _id: 1, a: [{ c: 2 }, {}, 7, [{ c: 5 }]] },
  },
  {
    name: 'does not take a number for a position',
    document: NESTED,
    projection: { 'a.0': 1 },
    expected: { _id: 1, a: [{}, {}, [{}]] },
  },
  {
    name: 'keeps deep',
    document: NESTED,
    projection: { 'd.e.f': 1 },
    expected: { _id: 1, d: { e: { f: 1 } } },
  },
  {
    name: 'keeps two below one',
    document: NESTED,
    projection: { 'd.h': 1, 'd.e.g': 1 },
    expected: { _id: 1, d: { e: { g: 2 }, h: 3 } },
  },
  {
    name: 'keeps by nested documents',
    document: NESTED,
    projection: { d: { e: { f: 1 }, h: 1 } },
    expected: { _id: 1, d: { e: { f: 1 }, h: 3 } },
  },
  {
    name: 'drops by nested documents',
    document: NESTED,
    projection: { a: 0, n: 0, d: { e: { f: 0 } } },
    expected: { _id: 1, d: { e: { g: 2 }, h: 3 } },
  },
  {
    name: 'drops a part of the id',
    document: { _id: { x: 1, y: 2 } },
    projection: { '_id.x': 0 },
    expected: { _id: { y: 2 } },
  },

  {
    name: '$slice takes from the start and leaves the rest',
    document: LIST,
    projection: { list: { $slice: 2 } },
    expected: { _id: 1, before: 0, list: [1, 2], after: 9 },
  },
  {
    name: '$slice takes from the end',
    document: LIST,
    projection: { list: { $slice: -2 } },
    expected: { _id: 1, before: 0, list: [4, 5], after: 9 },
  },
  {
    name: '$slice takes none',
    document: LIST,
    projection: { list: { $slice: 0 } },
    expected: { _id: 1, before: 0, list: [], after: 9 },
  },
  {
    name: '$slice skips',
    document: LIST,
    projection: { list: { $slice: [1, 2] } },
    expected: { _id: 1, before: 0, list: [2, 3], after: 9 },
  },
  {
    name: '$slice skips from the end',
    document: LIST,
    projection: { list: { $slice: [-2, 1] } },
    expected: { _id: 1, before: 0, list: [4], after: 9 },
  },
  {
    name: '$slice skips from before the start',
    document: LIST,
    projection: { list: { $slice: [-9, 2] } },
    expected: { _id: 1, before: 0, list: [1, 2], after: 9 },
  },
  {
    name: '$slice skips beyond the end',
    document: LIST,
    projection: { list: { $slice: [9, 2] } },
    expected: { _id: 1, before: 0, list: [], after: 9 },
  },
  {
    name: '$slice beside what is kept',
    document: LIST,
    projection: { after: 1, list: { $slice: 1 } },
    expected: { _id: 1, list: [1], after: 9 },
  },
  {
    name: '$slice beside what is dropped',
    document: LIST,
    projection: { after: 0, list: { $slice: 1 } },
    expected: { _id: 1, before: 0, list: [1] },
  },
  {
    name: '$slice beside the id keeps nothing else',
    document: LIST,
    projection: { _id: 1, list: { $slice: 1 } },
    expected: { _id: 1, list: [1] },
  },
  {
    name: '$slice without the id',
    document: LIST,
    projection: { _id: 0, list: { $slice: 1 } },
    expected: { before: 0, list: [1], after: 9 },
  },
  {
    name: '$slice of what is no array',
    document: { list: 5 },
    projection: { list: { $slice: 1 } },
    expected: { _id: 1, list: 5 },
  },
  {
    name: '$slice inside array elements',
    document: { a: [{ l: [1, 2] }, { l: [3, 4] }] },
    projection: { 'a.l': { $slice: 1 } },
    expected: { _id: 1, a: [{ l: [1] }, { l: [3] }] },
  },
  {
    name: '$slice as an expression',
    document: LIST,
    projection: { cut: { $slice: ['$list', 1, 2] } },
    expected: { _id: 1, cut: [2, 3] },
  },

  {
    name: '$elemMatch takes the first that matches, after what is kept',
    document: LIST,
    projection: { list: { $elemMatch: { $gt: 2 } }, after: 1 },
    expected: { _id: 1, after: 9, list: [3] },
  },
  {
    name: '$elemMatch alone keeps nothing else',
    document: LIST,
    projection: { list: { $elemMatch: { $gt: 4 } } },
    expected: { _id: 1, list: [5] },
  },
  {
    name: '$elemMatch that finds none',
    document: LIST,
    projection: { list: { $elemMatch: { $gt: 5 } } },
    expected: { _id: 1 },
  },
  {
    name: '$elemMatch of what is no array',
    document: { list: 5 },
    projection: { list: { $elemMatch: { $gt: 2 } } },
    expected: { _id: 1 },
  },
  {
    name: '$elemMatch of documents',
    document: NESTED,
    projection: { a: { $elemMatch: { b: { $gt: 1 } } } },
    expected: { _id: 1, a: [{ b: 3 }] },
  },
  {
    name: '$elemMatch without the id',
    document: LIST,
    projection: { _id: 0, list: { $elemMatch: { $gt: 4 } } },
    expected: { list: [5] },
  },
  {
    name: '$elemMatch beside $slice leaves the rest',
    document: { ...LIST, m: [1, 2] },
    projection: { list: { $slice: 1 }, m: { $elemMatch: { $gt: 1 } } },
    expected: { _id: 1, before: 0, list: [1], after: 9, m: [2] },
  },
  {
    name: '$elemMatch beside what is dropped',
    document: LIST,
    projection: { before: 0, list: { $elemMatch: { $gt: 4 } } },
    expected: { _id: 1, list: [5], after: 9 },
  },

  {
    name: '$ takes the element found',
    document: LIST,
    filter: { list: { $gt: 2 } },
    projection: { 'list.$': 1 },
    expected: { _id: 1, list: [3] },
  },
  {
    name: '$ by $elemMatch',
    document: LIST,
    filter: { list: { $elemMatch: { $gt: 3, $lt: 5 } } },
    projection: { 'list.$': 1, after: 1 },
    expected: { _id: 1, list: [4], after: 9 },
  },
  {
    name: '$ by $in',
    document: LIST,
    filter: { list: { $in: [4, 3] } },
    projection: { 'list.$': 1 },
    expected: { _id: 1, list: [3] },
  },
  {
    name: '$ by a field of the elements',
    document: { x: [{ a: 1 }, { a: 2, c: 3 }] },
    filter: { 'x.a': 2 },
    projection: { 'x.$': 1 },
    expected: { _id: 1, x: [{ a: 2, c: 3 }] },
  },
  {
    name: '$ in a nested array',
    document: {
      x: {
        y: [
          { a: 1, b: 1 },
          { a: 1, b: 2 },
        ],
      },
    },
    filter: { 'x.y.a': 1 },
    projection: { 'x.y.$': 1 },
    expected: { _id: 1, x: { y: [{ a: 1, b: 1 }] } },
  },
  {
    name: '$ in another array, by the position found',
    document: { a: [1, 2, 3], b: [4, 5, 6] },
    filter: { a: 2 },
    projection: { 'b.$': 1 },
    expected: { _id: 1, b: [5] },
  },
  {
    name: '$ by the last of several conditions',
    document: { a: [1, 2, 3], b: [4, 5, 6] },
    filter: { $and: [{ a: 3 }, { a: 2 }, { a: 1 }] },
    projection: { 'b.$': 1 },
    expected: { _id: 1, b: [4] },
  },
  {
    name: '$ by a choice of values',
    document: { a: [1, 2, 3], b: [4, 5, 6] },
    filter: { $or: [{ a: 2 }, { a: 3 }] },
    projection: { 'b.$': 1 },
    expected: { _id: 1, b: [5] },
  },
  {
    name: '$ of the first array on its path',
    document: { x: { y: { z: [0, 1, 2] } }, a: { b: [{ c: [1] }, { c: [4, 5] }] } },
    filter: { 'x.y.z': 1 },
    projection: { 'a.b.c.$': 1 },
    expected: { _id: 1, a: { b: [{ c: [4, 5] }] } },
  },
  {
    name: '$ of what is no array',
    document: { a: 5, b: [1] },
    filter: { b: 1 },
    projection: { 'a.$': 1 },
    expected: { _id: 1, a: 5 },
  },
  {
    name: '$ of nested arrays',
    document: {
      a: [
        [1, 2],
        [3, 4],
      ],
      b: [
        [5, 6],
        [7, 8],
      ],
    },
    filter: { a: { $elemMatch: { $elemMatch: { $eq: 3 } } } },
    projection: { 'b.$': 1 },
    expected: { _id: 1, b: [[7, 8]] },
  },

  {
    name: 'computes after what is kept, in its own order',
    document: { a: 1, b: 2 },
    projection: { y: { $add: ['$a', 1] }, x: 'text', b: 1 },
    expected: { _id: 1, b: 2, y: 2, x: 'text' },
  },
  {
    name: 'computes from a field',
    document: { a: { b: 5 } },
    projection: { c: '$a.b' },
    expected: { _id: 1, c: 5 },
  },
  {
    name: 'computes inside array elements',
    document: { a: [{ b: 1 }, { b: 2 }], k: 7 },
    projection: { a: { b: 1, c: '$k' } },
    expected: {
      _id: 1,
      a: [
        { b: 1, c: 7 },
        { b: 2, c: 7 },
      ],
    },
  },
  {
    name: 'leaves out what is missing',
    document: { a: 1 },
    projection: { a: 1, x: '$missing' },
    expected: { _id: 1, a: 1 },
  },
  {
    name: 'makes arrays',
    document: { a: 1 },
    projection: { x: ['$a', '$missing'] },
    expected: { _id: 1, x: [1, null] },
  },
  { name: 'can compute the id', document: { a: 1 }, projection: { _id: '$a' }, expected: { _id: 1 } },
];

const REFUSED: [projection: Document, filter?: Document][] = [
  [{ a: 1, b: 0 }],
  [{ a: 0, b: 1 }],
  [{ a: 0, b: 'text' }],
  [{ a: 0, b: { $add: [1, 1] } }],
  [{ a: 1, 'a.b': 1 }],
  [{ 'a.b': 1, a: 1 }],
  [{ 'a.': 1 }],
  [{ '.a': 1 }],
  [{ a: { $slice: 'x' } }],
  [{ a: { $slice: [1, 0] } }],
  [{ a: { $slice: [1, -1] } }],
  [{ a: { $elemMatch: 1 } }],
  [{ 'a.b': { $elemMatch: { c: 1 } } }],
  [
    { 'list.$': 1, 'b.$': 1 },
    { list: 1, b: 1 },
  ],
  [{ 'list.$': 1, b: { $elemMatch: { c: 1 } } }, { list: 1 }],
  [{ 'list.$': { $slice: 1 } }, { list: 1 }],
  [{ 'list.$': 1, b: 0 }, { list: 1 }],
  [{ 'list.$': 1 }, {}],
  [{ 'list.$': 1 }, { list: [1, 2, 3, 4, 5] }],
  [{ 'list.$': 1 }, { $or: [{ list: 1 }, { after: 9 }] }],
  [{ 'list.$': 1 }, { list: { $not: { $gt: 9 } } }],
];

describe('projections', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());

  for (const [number, { name, document, projection, expected, filter }] of CASES.entries())
    it(name, async () => {
      const things = store.db.collection<Document>(`projected${number}`);
      await things.insertOne({ _id: 1, ...document } as never);
      const found = await things.findOne(filter ?? {}, { projection });
      expect(JSON.stringify(found)).to.equal(JSON.stringify(expected));
      // The same through findAndModify, which changes nothing here.
      const changed = await things.findOneAndUpdate(filter ?? {}, { $setOnInsert: { x: 1 } }, { projection });
      expect(JSON.stringify(changed)).to.equal(JSON.stringify(expected));
    });

  for (const [projection, filter] of REFUSED)
    it(`refuse ${JSON.stringify(projection)} for ${JSON.stringify(filter ?? {})}, and change nothing`, async () => {
      const things = store.db.collection<Document>('refused');
      await things.replaceOne({ _id: 1 as never }, { ...LIST }, { upsert: true });
      await errorOf(things.findOne(filter ?? {}, { projection }));
      await errorOf(things.findOneAndDelete(filter ?? {}, { projection }));
      expect(await things.countDocuments()).to.equal(1);
    });

  it('do not refuse a path that begins with another', async () => {
    const things = store.db.collection<Document>('prefixes');
    await things.insertOne({ _id: 1 as never, a: 1, ab: 2 });
    expect(await things.findOne({}, { projection: { a: 1, ab: 1 } })).to.deep.equal({ _id: 1, a: 1, ab: 2 });
  });
});
