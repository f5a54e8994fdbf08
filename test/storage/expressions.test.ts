import { Decimal128, Double, Int32, Long } from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

const long = (text: string) => Long.fromString(text);
const decimal = (text: string) => Decimal128.fromString(text);
const double = (value: number) => new Double(value);
const literal = (value: unknown) => ({ $literal: value });
const date = (text: string) => new Date(text);
const MISSING = undefined;

const DOCUMENT = {
  i: new Int32(7),
  d: double(2.5),
  l: long('9007199254740993'),
  m: decimal('2.5'),
  s: 'Ünïcode',
  a: [3, 1, 2],
  docs: [{ x: 1 }, { x: 2, y: [5] }, 9],
  deep: { list: [[1, 2], [3]] },
  at: date('2024-03-31T01:30:15.250Z'),
  n: null,
};

/** Expression and value with its type; undefined when the field stays away. */
const VALUES: Record<string, [expression: unknown, value: unknown][]> = {
  'field paths': [
    ['$i', new Int32(7)],
    ['$missing', MISSING],
    ['$i.x', MISSING],
    ['$docs.x', [1, 2]],
    ['$docs.y', [[5]]],
    ['$docs.0', []],
    ['$deep.list', [[1, 2], [3]]],
    ['$$ROOT.i', new Int32(7)],
    ['$$CURRENT.d', double(2.5)],
    ['$$REMOVE', MISSING],
    [{ x: '$i', y: '$missing' }, { x: new Int32(7) }],
    [
      ['$i', '$missing'],
      [new Int32(7), null],
    ],
    [{ $let: { vars: { v: '$docs' }, in: '$$v.x' } }, [1, 2]],
  ],
  arithmetic: [
    [{ $add: ['$i', 1] }, new Int32(8)],
    [{ $add: ['$i', '$d'] }, double(9.5)],
    [{ $add: ['$l', 1] }, long('9007199254740994')],
    [{ $add: ['$m', 1] }, decimal('3.5')],
    [{ $add: [2147483647, 1] }, long('2147483648')],
    [{ $add: [literal(long('9223372036854775807')), 1] }, double(2 ** 63)],
    [{ $add: [1, null] }, null],
    [{ $add: [] }, new Int32(0)],
    [{ $add: ['$at', 750] }, date('2024-03-31T01:30:16.000Z')],
    [{ $subtract: ['$i', double(7)] }, double(0)],
    [{ $subtract: ['$at', date('2024-03-31T01:30:15Z')] }, long('250')],
    [{ $subtract: ['$at', 250] }, date('2024-03-31T01:30:15Z')],
    [{ $multiply: ['$i', 2, '$d'] }, double(35)],
    [{ $multiply: [65536, 65536] }, long('4294967296')],
    [{ $divide: ['$i', 2] }, double(3.5)],
    [{ $divide: [6, 2] }, double(3)],
    [{ $mod: ['$i', 4] }, new Int32(3)],
    [{ $mod: [-7, 4] }, new Int32(-3)],
    [{ $mod: ['$l', 10] }, long('3')],
    [{ $mod: [7.5, 2] }, double(1.5)],
    [{ $abs: -5 }, new Int32(5)],
    [{ $abs: literal(long('-9007199254740993')) }, long('9007199254740993')],
    [{ $abs: literal(decimal('-2.50')) }, decimal('2.50')],
    [{ $ceil: 2.1 }, double(3)],
    [{ $ceil: -2.1 }, double(-2)],
    [{ $floor: -2.1 }, double(-3)],
    [{ $floor: '$l' }, long('9007199254740993')],
    [{ $floor: '$m' }, decimal('2')],
    [{ $ceil: '$i' }, new Int32(7)],
    [{ $round: [2.5] }, double(2)],
    [{ $round: [3.5] }, double(4)],
    [{ $round: [1234.5678, 2] }, double(1234.57)],
    [{ $round: [1250, -2] }, new Int32(1200)],
    [{ $trunc: [-2.789, 1] }, double(-2.7)],
    [{ $pow: [2, 3] }, new Int32(8)],
    [{ $pow: [2, -1] }, double(0.5)],
    [{ $pow: [2, 40] }, long('1099511627776')],
    [{ $sqrt: 9 }, double(3)],
    [{ $sqrt: null }, null],
    [{ $sum: ['$i', 'x', null, 1] }, new Int32(8)],
    [{ $sum: '$a' }, new Int32(6)],
    [{ $sum: ['$a', 1] }, new Int32(1)],
    [{ $avg: '$a' }, double(2)],
    [{ $avg: ['x'] }, null],
    [{ $max: ['$i', null, '$missing', 'x'] }, 'x'],
    [{ $min: '$a' }, new Int32(1)],
  ],
  comparison: [
    [{ $eq: ['$i', double(7)] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $gt: [null, '$missing'] }, true],
    [{ $lt: [1, 'a'] }, true],
    [
      {
        $cmp: [
          [1, 2],
          [1, 3],
        ],
      },
      new Int32(-1),
    ],
    [{ $cmp: [decimal('2.5'), '$d'] }, new Int32(0)],
    [{ $ne: [Number.NaN, Number.NaN] }, false],
    [{ $and: [] }, true],
    [{ $or: [] }, false],
    [{ $and: [1, {}, [], ''] }, true],
    [{ $or: [0, null, '$missing', false] }, false],
    [{ $not: [0] }, true],
    [{ $not: [[false]] }, false],
    [{ $cond: ['$missing', 1, 2] }, new Int32(2)],
    [{ $ifNull: ['$n', '$missing', 5] }, new Int32(5)],
    [{ $ifNull: ['$n', '$missing'] }, MISSING],
    // biome-ignore lint/suspicious/noThenProperty: the name of MongoDB's argument
    [{ $switch: { branches: [{ case: { $gt: ['$i', 5] }, then: 'big' }], default: 'small' } }, 'big'],
  ],
  text: [
    [{ $toUpper: '$s' }, 'ÜNïCODE'],
    [{ $toLower: 'ÀB' }, 'Àb'],
    [{ $toUpper: null }, ''],
    [{ $concat: ['a', '$n'] }, null],
    [{ $strLenCP: '$s' }, new Int32(7)],
    [{ $strLenBytes: '$s' }, new Int32(9)],
    [{ $substrCP: ['$s', 1, 3] }, 'nïc'],
    [{ $substrCP: ['$s', 5, 50] }, 'de'],
    [{ $substrBytes: ['$s', 2, 3] }, 'nï'],
    [{ $substr: ['$s', 3, -1] }, 'ïcode'],
    [{ $substr: ['abc', 9, 1] }, ''],
    [{ $indexOfCP: ['$s', 'c'] }, new Int32(3)],
    [{ $indexOfCP: ['abcabc', 'a', 1] }, new Int32(3)],
    [{ $indexOfCP: ['abcabc', 'c', 0, 2] }, new Int32(-1)],
    [{ $split: ['a,b,', ','] }, ['a', 'b', '']],
    [{ $split: ['$n', ','] }, null],
    [{ $trim: { input: ' \n x\t' } }, 'x'],
    [{ $ltrim: { input: 'xxabc', chars: 'xa' } }, 'bc'],
    [{ $strcasecmp: ['Ab', 'aB'] }, new Int32(0)],
    [{ $replaceOne: { input: 'a.a', find: 'a', replacement: 'b' } }, 'b.a'],
    [
      { $regexFind: { input: 'xaab', regex: 'a(a)(z)?' } },
      { match: 'aa', idx: new Int32(1), captures: ['a', null] },
    ],
    [
      { $regexFindAll: { input: '\u{1f600}a-a', regex: 'a' } },
      [
        { match: 'a', idx: new Int32(1), captures: [] },
        { match: 'a', idx: new Int32(3), captures: [] },
      ],
    ],
    [{ $regexMatch: { input: '$n', regex: 'a' } }, false],
  ],
  arrays: [
    [{ $size: '$a' }, new Int32(3)],
    [{ $arrayElemAt: ['$a', -1] }, new Int32(2)],
    [{ $arrayElemAt: ['$a', 9] }, MISSING],
    [{ $first: '$a' }, new Int32(3)],
    [{ $last: '$n' }, null],
    [{ $slice: ['$a', -2] }, [1, 2]],
    [{ $slice: ['$a', -2, 1] }, [1]],
    [{ $slice: ['$a', 1, 9] }, [1, 2]],
    [{ $in: [double(1), '$a'] }, true],
    [{ $indexOfArray: ['$a', 2] }, new Int32(2)],
    [{ $reverseArray: '$a' }, [2, 1, 3]],
    [{ $concatArrays: ['$a', '$n'] }, null],
    [{ $filter: { input: '$a', cond: { $gt: ['$$this', 1] }, limit: 1 } }, [3]],
    [{ $map: { input: '$docs', as: 'd', in: '$$d.x' } }, [1, 2, null]],
    [
      { $reduce: { input: '$a', initialValue: '', in: { $concat: ['$$value', { $toString: '$$this' }] } } },
      '312',
    ],
    [{ $range: [3, 0, -1] }, [3, 2, 1]],
    [{ $range: [0, 3] }, [0, 1, 2]],
    [{ $sortArray: { input: '$a', sortBy: 1 } }, [1, 2, 3]],
    [{ $sortArray: { input: [{ x: 2 }, { x: 1 }], sortBy: { x: 1 } } }, [{ x: 1 }, { x: 2 }]],
    [{ $setIsSubset: [[1], '$a'] }, true],
    [{ $setEquals: [[1, 2, 3, 1], '$a'] }, true],
    [{ $setDifference: ['$a', [1]] }, [2, 3]],
    [
      { $objectToArray: { b: 1, a: '$n' } },
      [
        { k: 'b', v: 1 },
        { k: 'a', v: null },
      ],
    ],
    [
      {
        $arrayToObject: [
          [
            { k: 'x', v: 1 },
            { k: 'y', v: 2 },
          ],
        ],
      },
      { x: 1, y: 2 },
    ],
    [{ $mergeObjects: [{ a: 1 }, null, { b: 2, a: 3 }] }, { a: 3, b: 2 }],
    [{ $isArray: ['$a'] }, true],
    [{ $isArray: '$n' }, false],
  ],
  types: [
    [{ $type: '$missing' }, 'missing'],
    [{ $type: '$m' }, 'decimal'],
    [{ $type: '$l' }, 'long'],
    [{ $toInt: '12' }, new Int32(12)],
    [{ $toInt: 2.9 }, new Int32(2)],
    [{ $toInt: true }, new Int32(1)],
    [{ $toLong: '9007199254740993' }, long('9007199254740993')],
    [{ $toLong: '$at' }, long('1711848615250')],
    [{ $toDouble: '1e3' }, double(1000)],
    [{ $toDecimal: '1.10' }, decimal('1.10')],
    [{ $toString: double(5) }, '5'],
    [{ $toString: '$l' }, '9007199254740993'],
    [{ $toString: '$at' }, '2024-03-31T01:30:15.250Z'],
    [{ $toString: true }, 'true'],
    [{ $toBool: '' }, true],
    [{ $toBool: 0 }, false],
    [{ $toDate: '2024-01-02T03:04:05' }, date('2024-01-02T03:04:05Z')],
    [{ $toDate: '2024-01-02' }, date('2024-01-02T00:00:00Z')],
    [{ $toDate: '2024-01-02T03:04:05+01:00' }, date('2024-01-02T02:04:05Z')],
    [{ $toInt: '$n' }, null],
    [{ $convert: { input: 'x', to: 'int', onError: 'bad' } }, 'bad'],
    [{ $convert: { input: '$n', to: 'int', onNull: 0 } }, new Int32(0)],
    [{ $convert: { input: '5', to: 16 } }, new Int32(5)],
  ],
  dates: [
    [{ $hour: { date: '$at', timezone: 'Europe/Brussels' } }, new Int32(3)],
    [{ $hour: { date: '$at', timezone: '+05:30' } }, new Int32(7)],
    [{ $dayOfWeek: '$at' }, new Int32(1)],
    [{ $isoDayOfWeek: '$at' }, new Int32(7)],
    [{ $dayOfYear: '$at' }, new Int32(91)],
    [{ $year: '$n' }, null],
    [{ $dateToString: { date: '$at' } }, '2024-03-31T01:30:15.250Z'],
    [{ $dateToString: { date: '$at', timezone: 'Europe/Brussels' } }, '2024-03-31T03:30:15.250'],
    [{ $dateToString: { date: '$at', format: '%j %u %V %%' } }, '091 7 13 %'],
    [{ $dateToString: { date: '$n', onNull: 'none' } }, 'none'],
  ],
};

const FAILING: unknown[] = [
  { $add: ['$s', 1] },
  { $add: ['$at', '$at'] },
  { $divide: [1, 0] },
  { $mod: [1, 0] },
  { $sqrt: -1 },
  { $ln: 0 },
  { $pow: [0, -1] },
  { $concat: ['a', 1] },
  { $strLenCP: '$n' },
  { $split: ['a', ''] },
  { $substrBytes: ['$s', 1, 1] },
  { $substrCP: ['$s', -1, 1] },
  { $size: '$n' },
  { $in: [1, '$n'] },
  { $slice: ['$a', 1, 0] },
  { $arrayElemAt: ['$s', 1] },
  { $range: [0, 5, 0] },
  { $toInt: 'x' },
  { $toInt: 3e9 },
  { $toDouble: '0x1A' },
  { $toDate: 'yesterday' },
  { $year: '$s' },
  { $hour: { date: '$at', timezone: 'Mars/Olympus' } },
  { $dateToString: { date: '$at', format: '%Q' } },
  // biome-ignore lint/suspicious/noThenProperty: the name of MongoDB's argument
  { $switch: { branches: [{ case: false, then: 1 }] } },
  { $cond: [1, 2] },
  { $add: [1], $subtract: [2, 1] },
  '$$undefined_variable',
  '$a..b',
];

/** Exists in MongoDB; the refusal says so. */
const REFUSED = [
  { $mod: ['$m', 2] },
  { $dateAdd: { startDate: '$at', unit: 'day', amount: 1 } },
  { $dateTrunc: { date: '$at', unit: 'day' } },
  { $dateFromString: { dateString: '2024-01-01' } },
  { $indexOfBytes: ['a', 'a'] },
  { $zip: { inputs: ['$a'] } },
];

describe('expressions', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
    await store.db.collection<Document>('one').insertOne({ _id: 1 as never, ...DOCUMENT });
  });
  after(() => store.close());

  const made = async (expression: unknown) => {
    const [found] = await store.db
      .collection('one')
      .aggregate([{ $project: { _id: 0, made: expression } }], { promoteValues: false })
      .toArray();
    return found;
  };
  /** As it comes back when it is stored, to tell its types apart. */
  const asStored = async (value: unknown) => {
    const things = store.db.collection<Document>('stored');
    await things.replaceOne({ _id: 1 as never }, { made: value }, { upsert: true, ignoreUndefined: true });
    return things.findOne({}, { projection: { _id: 0 }, promoteValues: false });
  };

  for (const [group, cases] of Object.entries(VALUES))
    describe(group, () => {
      for (const [expression, value] of cases)
        it(JSON.stringify(expression), async () => {
          expect(await made(expression)).to.deep.equal(await asStored(value));
        });
    });

  for (const expression of FAILING)
    it(`fail: ${JSON.stringify(expression)}`, async () => {
      await errorOf(made(expression));
    });

  if (EMBEDDED)
    for (const expression of REFUSED)
      it(`are refused by name: ${JSON.stringify(expression)}`, async () => {
        expect((await errorOf(made(expression))).message).to.contain('MONGODB_URI');
      });

  it('know one moment for a whole command', async () => {
    await store.db.collection('many').insertMany(Array.from({ length: 2000 }, (_one, n) => ({ n })));
    const groups = await store.db
      .collection('many')
      .aggregate([{ $group: { _id: '$$NOW' } }])
      .toArray();
    expect(groups.length).to.equal(1);
    const options = { let: { x: 5 }, projection: { _id: 0, x: '$$x' } };
    expect(await store.db.collection('many').findOne({}, options)).to.deep.equal({ x: 5 });
  });

  it('set no path twice in one stage', async () => {
    for (const $set of [
      { a: 1, 'a.b': 2 },
      { 'a.b': 1, a: 2 },
    ])
      await errorOf(store.db.collection('one').aggregate([{ $set }]).toArray());
  });
});
