import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

const MISSING = Symbol('missing');
const long = (text: string) => Long.fromString(text);
const decimal = (text: string) => Decimal128.fromString(text);
const date = (ms: number) => new Date(ms);
const bytes = (hex: string) => new Binary(Buffer.from(hex, 'hex'));
const regex = (pattern: string, options = '') => new BSONRegExp(pattern, options);

/** Condition on `v` (or a whole filter), and the positions among the values of its group that match. */
type Case = [condition: unknown, matching: number[]];
interface Group {
  name: string;
  values: unknown[];
  cases: Case[];
}

const GROUPS: Group[] = [
  {
    name: 'numbers of all types',
    // prettier-ignore
    values: [
      1,
      new Double(1),
      long('1'),
      decimal('1.00'),
      0,
      new Double(-0),
      decimal('-0'),
      Number.NaN,
      decimal('NaN'),
      Infinity,
      -Infinity,
      decimal('Infinity'),
      long('9007199254740993'),
      new Double(9007199254740992),
      decimal('9007199254740993'),
      -1.5,
      '1',
      true,
    ],
    cases: [
      [1, [0, 1, 2, 3]],
      [{ $eq: decimal('1') }, [0, 1, 2, 3]],
      [{ $in: [1, '1'] }, [0, 1, 2, 3, 16]],
      [0, [4, 5, 6]],
      [{ $eq: new Double(-0) }, [4, 5, 6]],
      [{ $lt: 0 }, [10, 15]],
      [{ $gte: 0, $lt: 1 }, [4, 5, 6]],
      [Number.NaN, [7, 8]],
      [{ $eq: decimal('NaN') }, [7, 8]],
      [{ $gte: Number.NaN }, [7, 8]],
      [{ $lte: Number.NaN }, [7, 8]],
      [{ $gt: Number.NaN }, []],
      [{ $lt: Number.NaN }, []],
      [{ $ne: Number.NaN }, [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17]],
      [{ $in: [Number.NaN, true] }, [7, 8, 17]],
      [Infinity, [9, 11]],
      [{ $gt: long('9007199254740992') }, [9, 11, 12, 14]],
      [{ $gte: decimal('9007199254740992.5'), $lt: Infinity }, [12, 14]],
      [{ $lt: long('9007199254740993'), $gt: 1 }, [13]],
      [{ $type: 'number' }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
      [{ $type: 'int' }, [0, 4]],
      [{ $type: 'long' }, [2, 12]],
      [{ $type: 19 }, [3, 6, 8, 11, 14]],
      [{ $type: ['long', 'string'] }, [2, 12, 16]],
    ],
  },
  {
    name: 'null, missing and empty',
    values: [
      null,
      MISSING,
      {},
      [],
      [null],
      [[]],
      { a: null },
      [{}],
      [{ a: null }],
      [{ a: 1 }],
      [1],
      4,
      [[{ a: 1 }]],
      { a: [] },
    ],
    cases: [
      [null, [0, 1, 4]],
      [{ $ne: null }, [2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
      [{ $in: [null, 4] }, [0, 1, 4, 11]],
      [{ $nin: [null, 4] }, [2, 3, 5, 6, 7, 8, 9, 10, 12, 13]],
      [{ $gte: null }, [0, 1, 4]],
      [{ $lte: null }, [0, 1, 4]],
      [{ $gt: null }, []],
      [{ $lt: null }, []],
      [{ $not: { $gte: null } }, [2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
      [{ $exists: true }, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
      [{ $exists: false }, [1]],
      [{ $exists: 0 }, [1]],
      [{ $type: 'null' }, [0, 4]],
      [{ $type: 10 }, [0, 4]],
      [{ $size: 0 }, [3]],
      [[], [3, 5]],
      [{}, [2, 7]],
      [{ $elemMatch: { $eq: null } }, [4]],
      [{ $elemMatch: { $ne: null } }, [5, 7, 8, 9, 10, 12]],
      [{ $elemMatch: { a: null } }, [5, 7, 8, 12]],
      [{ $elemMatch: { a: { $ne: null } } }, [9]],
      [{ $elemMatch: {} }, [5, 7, 8, 9, 12]],
      [{ 'v.a': null }, [0, 1, 2, 6, 7, 8, 11]],
      [{ 'v.a': { $ne: null } }, [3, 4, 5, 9, 10, 12, 13]],
      [{ 'v.a': { $exists: false } }, [0, 1, 2, 3, 4, 5, 7, 10, 11, 12]],
      [{ 'v.a': { $in: [null, 1] } }, [0, 1, 2, 6, 7, 8, 9, 11]],
      [{ 'v.a': { $nin: [null] } }, [3, 4, 5, 9, 10, 12, 13]],
      [{ 'v.a': [] }, [13]],
      [{ 'v.a': { $size: 0 } }, [13]],
      [{ 'v.a': 1 }, [9]],
      [{ 'v.0.a': 1 }, [9, 12]],
      [{ $or: [{ v: null }, { 'v.a': 1 }] }, [0, 1, 4, 9]],
    ],
  },
  {
    name: 'nested arrays',
    values: [
      [1, 2],
      [[1, 2]],
      [[1], [2]],
      [[[1, 2]]],
      1,
      [2, [1, 5]],
      [{ a: [1, 2] }],
      [{ a: [[1, 2]] }],
      { a: [{ b: 1 }, { b: [2, 3] }] },
    ],
    cases: [
      [1, [0, 4]],
      [
        [1, 2],
        [0, 1],
      ],
      [[[1, 2]], [1, 3]],
      [{ $gt: 1 }, [0, 5]],
      [{ $elemMatch: { $gt: 1 } }, [0, 5]],
      [{ $elemMatch: { $elemMatch: { $gt: 1 } } }, [1, 2, 5]],
      [{ $elemMatch: { $eq: [1, 2] } }, [1]],
      [{ $elemMatch: { $in: [[1], 2] } }, [0, 2, 5]],
      [{ $elemMatch: { $not: { $gt: 0 } } }, [1, 2, 3, 5, 6, 7]],
      [{ $elemMatch: { $size: 2 } }, [1, 5]],
      [{ $elemMatch: { $type: 'array' } }, [1, 2, 3, 5]],
      [{ $elemMatch: { $nin: [1, 2] } }, [1, 2, 3, 5, 6, 7]],
      [{ $elemMatch: { 0: 1 } }, [1, 2, 3, 5]],
      [{ $all: [1, 2] }, [0]],
      [{ $all: [[1, 2]] }, [0, 1]],
      [{ $all: [2, [1, 5]] }, [5]],
      [{ $all: [1] }, [0, 4]],
      [{ $all: [] }, []],
      [{ $all: [{ $elemMatch: { $gt: 1 } }, { $elemMatch: { $lt: 2 } }] }, [0]],
      [{ $size: 1 }, [1, 3, 6, 7]],
      [{ $size: new Double(2) }, [0, 2, 5]],
      [{ 'v.0': 1 }, [0, 1, 2]],
      [{ 'v.0.0': 1 }, [1, 2, 3]],
      [{ 'v.1': { $gt: 1 } }, [0, 2, 5]],
      [{ 'v.0.a': 1 }, [6]],
      [{ 'v.a': 1 }, [6]],
      [{ 'v.a': [1, 2] }, [6, 7]],
      [{ 'v.a.0': 1 }, [6, 7]],
      [{ 'v.a.b': 3 }, [8]],
      [{ 'v.a.b.1': 3 }, [8]],
      [{ 'v.a': { $elemMatch: { b: 3 } } }, [8]],
      [{ 'v.a': { $elemMatch: { b: { $elemMatch: { $gt: 2 } } } } }, [8]],
    ],
  },
  {
    name: 'elements that are documents',
    values: [
      [
        { k: 1, n: 1 },
        { k: 2, n: 2 },
      ],
      [{ k: 1, n: 2 }],
      [{ k: 1, list: [1, 5] }],
      { k: 1, n: 2 },
      [{ k: { x: 1 } }, 7],
      [],
    ],
    cases: [
      [{ 'v.k': 1, 'v.n': 2 }, [0, 1, 3]],
      [{ $elemMatch: { k: 1, n: 2 } }, [1]],
      [{ $elemMatch: { k: 1, n: { $gt: 0, $lt: 2 } } }, [0]],
      [{ $elemMatch: { $or: [{ n: 1 }, { 'k.x': 1 }] } }, [0, 4]],
      [{ $elemMatch: { $and: [{ k: 1 }, { n: 2 }] } }, [1]],
      [{ $elemMatch: { $nor: [{ k: 1 }, { k: 2 }] } }, [4]],
      [{ $elemMatch: { list: { $gt: 2, $lt: 4 } } }, [2]],
      [{ $elemMatch: { list: { $elemMatch: { $gt: 2, $lt: 4 } } } }, []],
      [{ $elemMatch: { $gt: 5 } }, [4]],
      [{ $not: { $elemMatch: { k: 1 } } }, [3, 4, 5]],
      [{ k: 1, n: 2 }, [1, 3]],
      [{ n: 2, k: 1 }, []],
      [{ 'v.k': { x: 1 } }, [4]],
      [{ 'v.1.k': 2 }, [0]],
      [{ 'v.0.list.1': 5 }, [2]],
    ],
  },
  {
    name: 'values of every type',
    // prettier-ignore
    values: [
      new MinKey(),
      null,
      5,
      'x',
      { a: 1 },
      bytes('0102'),
      new ObjectId('5'.repeat(24)),
      false,
      date(0),
      new Timestamp(1n),
      regex('x'),
      new Code('f()'),
      new MaxKey(),
      MISSING,
    ],
    cases: [
      [new MinKey(), [0]],
      [new MaxKey(), [12]],
      [{ $gt: 4 }, [2]],
      [{ $gt: 'w' }, [3]],
      [{ $gte: { a: 1 } }, [4]],
      [{ $lt: { a: 2 } }, [4]],
      [{ $gt: bytes('0101') }, [5]],
      [{ $lte: new ObjectId('5'.repeat(24)) }, [6]],
      [{ $lt: true }, [7]],
      [{ $gte: date(0) }, [8]],
      [{ $gte: new Timestamp(0n) }, [9]],
      [{ $gte: false }, [7]],
      [{ $eq: regex('x') }, [10]],
      [regex('x'), [3, 10]],
      [{ $in: [regex('x')] }, [3, 10]],
      [{ $type: 'minKey' }, [0]],
      [{ $type: -1 }, [0]],
      [{ $type: 127 }, [12]],
      [{ $type: 'object' }, [4]],
      [{ $type: 'regex' }, [10]],
      [{ $type: 'javascript' }, [11]],
      [{ $type: ['bool', 'date', 'timestamp', 'objectId', 'binData'] }, [5, 6, 7, 8, 9]],
      [{ $nin: [5, 'x'] }, [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
      [{ $not: { $type: 'string' } }, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
    ],
  },
  {
    name: 'remainders and bits',
    // prettier-ignore
    values: [
      4,
      -4,
      7.9,
      long('9007199254740993'),
      decimal('5.5'),
      Number.NaN,
      Infinity,
      '4',
      [1, 4],
      -1,
      bytes('05'),
      0,
      new Double(3),
      null,
      decimal('20'),
    ],
    cases: [
      [{ $mod: [4, 0] }, [0, 1, 8, 11, 14]],
      [{ $mod: [4, 1] }, [3, 4, 8]],
      [{ $mod: [4, -1] }, [9]],
      [{ $mod: [4.7, 3.2] }, [2, 12]],
      [{ $mod: [long('9007199254740993'), 0] }, [3, 11]],
      [{ $bitsAllSet: 5 }, [9, 10]],
      [{ $bitsAllSet: [0, 53] }, [3, 9]],
      [{ $bitsAllSet: [200] }, [1, 9]],
      [{ $bitsAllClear: [0] }, [0, 1, 8, 11, 14]],
      [{ $bitsAnySet: bytes('06') }, [0, 1, 8, 9, 10, 12, 14]],
      [{ $bitsAnyClear: long('9007199254740993') }, [0, 1, 8, 10, 11, 12, 14]],
      [{ $bitsAllSet: 0 }, [0, 1, 3, 8, 9, 10, 11, 12, 14]],
    ],
  },
  {
    name: 'regular expressions',
    values: [
      'abc',
      'ABC',
      'a\nb',
      'abc\n',
      ['x', 'abc'],
      'a-b',
      '\u{1f600}',
      'é',
      7,
      null,
      'a{2}',
      'aa',
      '\u00a0',
      'a.b',
      regex('abc'),
    ],
    cases: [
      [regex('^abc$'), [0, 3, 4]],
      [{ $regex: '^abc$', $options: 'i' }, [0, 1, 3, 4]],
      [{ $options: 'i', $regex: '^abc$' }, [0, 1, 3, 4]],
      [{ $regex: regex('^b', 'm') }, [2]],
      [{ $regex: 'a.b', $options: 's' }, [2, 5, 13]],
      [{ $regex: 'a  b c # abc', $options: 'x' }, [0, 3, 4]],
      [{ $regex: '(?i)^ABC' }, [0, 1, 3, 4]],
      [{ $regex: 'a\\-b' }, [5]],
      [{ $regex: '^a{2}$' }, [11]],
      [{ $regex: 'a{' }, [10]],
      [{ $regex: '^.$' }, [4, 6, 7, 12]],
      [{ $regex: 'É', $options: 'i' }, [7]],
      [{ $regex: '\\Aabc\\z' }, [0, 4]],
      [{ $regex: '\\s' }, [2, 3]],
      [{ $regex: '[\\w-.]b' }, [0, 3, 4, 5, 13]],
      [{ $not: /b/ }, [1, 6, 7, 8, 9, 10, 11, 12, 14]],
      [{ $not: { $regex: 'b' } }, [1, 6, 7, 8, 9, 10, 11, 12, 14]],
      [{ $nin: [/b/, 7] }, [1, 6, 7, 9, 10, 11, 12, 14]],
      [{ $all: [/^x/, /^a/] }, [4]],
      [{ $elemMatch: { $regex: 'b' } }, [4]],
    ],
  },
  {
    name: 'fields and logic',
    values: [{ a: 1, b: 1 }, { a: 1 }, { b: 1 }, { a: [1, 2] }, { a: { b: 1 } }],
    cases: [
      [{ $and: [{ 'v.a': 1 }, { 'v.a': 2 }] }, [3]],
      [{ $or: [{ 'v.a': 2 }, { 'v.b': 1 }] }, [0, 2, 3]],
      [{ $nor: [{ 'v.a': 1 }, { 'v.b': 1 }] }, [4]],
      [{ $and: [{ $or: [{ 'v.a': 1 }, { 'v.b': 1 }] }, { 'v.b': { $exists: false } }] }, [1, 3]],
      [{ $expr: { $eq: ['$v.a', '$v.b'] } }, [0]],
      [
        { $expr: { $gt: [{ $size: { $ifNull: [{ $cond: [{ $isArray: '$v.a' }, '$v.a', []] }, []] } }, 1] } },
        [3],
      ],
      [{ $comment: 'why', 'v.a': 2 }, [3]],
      [{ 'v.a': { $not: { $exists: true } } }, [2]],
      [{ 'v.a': { $not: { $gt: 1, $lt: 3 } } }, [0, 1, 2, 4]],
      [{ 'v.a.b': 1 }, [4]],
      [{ $and: [{}] }, [0, 1, 2, 3, 4]],
    ],
  },
];

const REFUSED: [filter: Document, code: number | number[]][] = [
  [{ v: { $in: 5 } }, 2],
  [{ v: { $in: [{ $gt: 1 }] } }, 2],
  [{ v: { $nin: {} } }, 2],
  [{ v: { $all: 1 } }, 2],
  [{ v: { $all: [{ $elemMatch: { a: 1 } }, 1] } }, 2],
  [{ v: { $all: [{ $gt: 1 }] } }, 2],
  [{ v: { $size: 'x' } }, [2, 9]],
  [{ v: { $size: -1 } }, [2, 9]],
  [{ v: { $size: 1.5 } }, [2, 9]],
  [{ v: { $mod: [0, 1] } }, 2],
  [{ v: { $mod: [1] } }, 2],
  [{ v: { $mod: [Number.NaN, 1] } }, 2],
  [{ v: { $elemMatch: 1 } }, 2],
  [{ v: { $not: 1 } }, 2],
  [{ v: { $not: {} } }, 2],
  [{ v: { $ne: /x/ } }, 2],
  [{ v: { $gt: /x/ } }, 2],
  [{ v: { $regex: 5 } }, 2],
  [{ v: { $options: 'i' } }, 2],
  [{ v: { $regex: 'a', $options: 'q' } }, [2, 51108]],
  [{ v: { $regex: /a/i, $options: 'm' } }, [2, 51075]],
  [{ v: { $type: 'nothing' } }, 2],
  [{ v: { $type: 99 } }, 2],
  [{ v: { $type: [] } }, [2, 9]],
  [{ v: { $bitsAllSet: -1 } }, [2, 9]],
  [{ v: { $bitsAllSet: 1.5 } }, [2, 9]],
  [{ v: { $bitsAllSet: [-1] } }, [2, 9]],
  [{ v: { $bitsAllSet: 'x' } }, 2],
  [{ v: { $frobnicate: 1 } }, 2],
  [{ v: { $gt: 1, other: 1 } }, 2],
  [{ $and: [] }, 2],
  [{ $or: {} }, 2],
  [{ $nor: [1] }, 2],
  [{ $frobnicate: 1 }, 2],
];

/** A condition that names its fields, rather than one on `v`. */
function isFilter(condition: unknown): condition is Document {
  return Object.keys(condition ?? {}).some((key) => /^(v\.|\$(and|or|nor|expr|comment)$)/.test(key));
}

describe('matching', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());

  for (const [number, { name, values, cases }] of GROUPS.entries())
    for (const index of [undefined, 'v', 'v.a', 'sparse'])
      describe(`${name}, ${index ? `with an index (${index})` : 'without an index'}`, () => {
        const things = () => store.db.collection<{ _id: number }>(`group${number}${index ?? ''}`);
        before(async () => {
          const documents = values.map((v, at) => (v === MISSING ? { _id: at } : { _id: at, v }));
          if (index === 'sparse') await things().createIndex({ v: 1 }, { sparse: true });
          else if (index) await things().createIndex({ [index]: -1 });
          await things().insertMany(documents);
        });
        for (const [condition, matching] of cases)
          it(JSON.stringify(condition), async () => {
            const filter = isFilter(condition) ? condition : { v: condition };
            const found = await things()
              .find(filter, { projection: { _id: 1 } })
              .toArray();
            expect(found.map(({ _id }) => _id).sort((a, b) => a - b)).to.deep.equal(matching);
          });
      });

  for (const [filter, code] of REFUSED)
    it(`refuses ${JSON.stringify(filter)}`, async () => {
      const error = await errorOf(store.db.collection('nothing').find(filter).toArray());
      expect([code].flat()).to.include(error.code);
    });
});
