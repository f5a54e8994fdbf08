import { Decimal128, Long } from 'bson';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, type TestStore } from './aStore.ts';

const SALES = [
  { _id: 1, item: 'a', price: 10, quantity: 2, date: new Date('2024-01-15T08:00:00Z'), tags: ['x', 'y'] },
  { _id: 2, item: 'b', price: 20, quantity: 1, date: new Date('2024-02-29T23:30:00Z'), tags: [] },
  { _id: 3, item: 'a', price: 5, quantity: 10, date: new Date('2024-03-31T01:30:00Z'), tags: ['y'] },
  { _id: 4, item: 'c', price: 7, quantity: null, date: null },
];
const ITEMS = [
  { _id: 'a', name: 'Apple' },
  { _id: 'b', name: 'Pear' },
];

const PIPELINES: [name: string, pipeline: Document[], expected: unknown[]][] = [
  [
    '$match and $sort',
    [{ $match: { price: { $gte: 7 } } }, { $sort: { price: -1 } }, { $project: { price: 1 } }],
    [
      { _id: 2, price: 20 },
      { _id: 1, price: 10 },
      { _id: 4, price: 7 },
    ],
  ],
  [
    '$group with accumulators',
    [
      {
        $group: {
          _id: '$item',
          n: { $sum: 1 },
          total: { $sum: { $multiply: ['$price', '$quantity'] } },
          best: { $max: '$price' },
          mean: { $avg: '$price' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', n: 2, total: 70, best: 10, mean: 7.5 },
      { _id: 'b', n: 1, total: 20, best: 20, mean: 20 },
      { _id: 'c', n: 1, total: 0, best: 7, mean: 7 },
    ],
  ],
  [
    '$group in order',
    [
      { $sort: { _id: 1 } },
      { $group: { _id: null, first: { $first: '$item' }, last: { $last: '$item' }, all: { $push: '$_id' } } },
    ],
    [{ _id: null, first: 'a', last: 'c', all: [1, 2, 3, 4] }],
  ],
  ['$count', [{ $match: { item: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
  [
    '$skip and $limit',
    [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 3 }],
  ],
  [
    '$limit before $match',
    [{ $sort: { _id: 1 } }, { $limit: 2 }, { $match: { item: 'a' } }, { $project: { _id: 1 } }],
    [{ _id: 1 }],
  ],
  [
    '$unwind',
    [
      { $match: { _id: { $lte: 2 } } },
      { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, at: 1 } },
    ],
    [
      { _id: 1, tags: 'x', at: 0 },
      { _id: 1, tags: 'y', at: 1 },
      { _id: 2, at: null },
    ],
  ],
  [
    '$lookup',
    [
      { $match: { _id: { $in: [1, 4] } } },
      { $lookup: { from: 'items', localField: 'item', foreignField: '_id', as: 'found' } },
      { $project: { found: 1 } },
    ],
    [
      { _id: 1, found: [{ _id: 'a', name: 'Apple' }] },
      { _id: 4, found: [] },
    ],
  ],
  [
    '$lookup by pipeline',
    [
      { $match: { _id: 2 } },
      {
        $lookup: {
          from: 'items',
          let: { i: '$item' },
          pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$i'] } } }, { $project: { _id: 0 } }],
          as: 'found',
        },
      },
      { $project: { found: 1 } },
    ],
    [{ _id: 2, found: [{ name: 'Pear' }] }],
  ],
  [
    '$facet',
    [
      {
        $facet: {
          n: [{ $count: 'n' }],
          dear: [{ $match: { price: { $gt: 15 } } }, { $project: { _id: 1 } }],
        },
      },
    ],
    [{ n: [{ n: 4 }], dear: [{ _id: 2 }] }],
  ],
  [
    '$addFields and $unset',
    [
      { $match: { _id: 1 } },
      { $addFields: { 'more.total': { $add: ['$price', '$quantity'] } } },
      { $unset: ['date', 'tags', 'item', 'price', 'quantity'] },
    ],
    [{ _id: 1, more: { total: 12 } }],
  ],
  [
    '$replaceRoot',
    [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { $mergeObjects: [{ z: 1 }, { item: '$item' }] } } }],
    [{ z: 1, item: 'a' }],
  ],
  ['$sortByCount', [{ $sortByCount: '$item' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
  [
    '$bucket',
    [
      {
        $bucket: {
          groupBy: '$price',
          boundaries: [0, 8, 15],
          default: 'more',
          output: { n: { $sum: 1 }, ids: { $push: '$_id' } },
        },
      },
    ],
    [
      { _id: 0, n: 2, ids: [3, 4] },
      { _id: 8, n: 1, ids: [1] },
      { _id: 'more', n: 1, ids: [2] },
    ],
  ],
  [
    '$unionWith',
    [
      { $match: { _id: 1 } },
      { $project: { item: 1 } },
      { $unionWith: { coll: 'items', pipeline: [{ $match: { _id: 'b' } }] } },
    ],
    [
      { _id: 1, item: 'a' },
      { _id: 'b', name: 'Pear' },
    ],
  ],
];

/** Expression and value; `$x` and the like are fields of one document. */
const EXPRESSIONS: [expression: unknown, value: unknown][] = [
  [{ $add: ['$n', 1, 0.5] }, 8.5],
  [{ $add: ['$date', 1000] }, new Date('2024-03-31T00:30:01Z')],
  [{ $subtract: ['$date', new Date('2024-03-31T00:00:00Z')] }, 1_800_000],
  [{ $multiply: ['$n', '$missing'] }, null],
  [{ $divide: [7, 2] }, 3.5],
  [{ $mod: [-7, 3] }, -1],
  [{ $round: [2.345, 2] }, 2.35],
  [{ $round: [2.5] }, 2],
  [{ $trunc: [-2.7] }, -2],
  [{ $abs: -3 }, 3],
  [
    { $add: [{ $literal: Decimal128.fromString('0.1') }, { $literal: Decimal128.fromString('0.2') }] },
    Decimal128.fromString('0.3'),
  ],
  [{ $add: [2147483647, 1] }, 2147483648],
  [{ $toString: { $literal: Long.fromString('9007199254740993') } }, '9007199254740993'],
  [{ $cond: [{ $gt: ['$n', 5] }, 'big', 'small'] }, 'big'],
  // biome-ignore lint/suspicious/noThenProperty: the name of MongoDB's argument
  [{ $cond: { if: '$missing', then: 1, else: 2 } }, 2],
  [{ $ifNull: ['$missing', '$nothing', 'x'] }, 'x'],
  // biome-ignore lint/suspicious/noThenProperty: the name of MongoDB's argument
  [{ $switch: { branches: [{ case: { $eq: ['$n', 1] }, then: 'one' }], default: 'other' } }, 'other'],
  [{ $and: [true, 1, 'x'] }, true],
  [{ $or: [0, null, ''] }, true],
  [{ $not: ['$nothing'] }, true],
  [{ $cmp: [1, 'a'] }, -1],
  [{ $concat: ['$text', '-', 'x'] }, 'Hallo Wereld-x'],
  [{ $toUpper: '$text' }, 'HALLO WERELD'],
  [{ $substrCP: ['$text', 6, 3] }, 'Wer'],
  [{ $split: ['$text', ' '] }, ['Hallo', 'Wereld']],
  [{ $strLenCP: 'é\u{1f600}' }, 2],
  [{ $trim: { input: '  x ' } }, 'x'],
  [{ $replaceAll: { input: 'a-b-c', find: '-', replacement: { $literal: '$' } } }, 'a$b$c'],
  [{ $regexMatch: { input: '$text', regex: '^hallo', options: 'i' } }, true],
  [{ $indexOfCP: ['$text', 'W'] }, 6],
  [{ $size: '$list' }, 3],
  [{ $arrayElemAt: ['$list', -1] }, 3],
  [{ $filter: { input: '$list', as: 'one', cond: { $gte: ['$$one', 2] } } }, [2, 3]],
  [{ $map: { input: '$list', in: { $multiply: ['$$this', 10] } } }, [10, 20, 30]],
  [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  [{ $in: [2, '$list'] }, true],
  [{ $slice: ['$list', 1, 2] }, [2, 3]],
  [{ $concatArrays: ['$list', [9]] }, [1, 2, 3, 9]],
  [
    {
      $setUnion: [
        [1, 2],
        [2, 3],
      ],
    },
    [1, 2, 3],
  ],
  [
    {
      $setIntersection: [
        [1, 2],
        [2, 3],
      ],
    },
    [2],
  ],
  [{ $range: [0, 6, 2] }, [0, 2, 4]],
  [{ $sortArray: { input: [3, 1, 2], sortBy: -1 } }, [3, 2, 1]],
  [{ $sum: '$list' }, 6],
  [{ $avg: [1, 2] }, 1.5],
  [{ $max: ['$list'] }, 3],
  ['$docs.a', [1, 2]],
  [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
  [{ $arrayToObject: [[['k', 1]]] }, { k: 1 }],
  [{ $let: { vars: { x: 2 }, in: { $multiply: ['$$x', '$n'] } } }, 14],
  [{ $year: '$date' }, 2024],
  [{ $hour: { date: '$date', timezone: 'Europe/Brussels' } }, 1],
  [
    { $dateToString: { date: '$date', format: '%Y-%m-%d %H:%M', timezone: 'Europe/Brussels' } },
    '2024-03-31 01:30',
  ],
  [{ $isoWeek: '$date' }, 13],
  [{ $type: '$missing' }, 'missing'],
  [{ $toInt: '12' }, 12],
  [{ $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
  [{ $getField: 'n' }, 7],
];

describe('aggregation', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
    await store.db.collection<{ _id: number }>('sales').insertMany(SALES);
    await store.db.collection<{ _id: string }>('items').insertMany(ITEMS);
    await store.db.collection('one').insertOne({
      n: 7,
      text: 'Hallo Wereld',
      list: [1, 2, 3],
      docs: [{ a: 1 }, { a: 2 }],
      date: new Date('2024-03-31T00:30:00Z'),
      nothing: null,
    });
  });
  after(() => store.close());

  for (const [name, pipeline, expected] of PIPELINES)
    it(name, async () => {
      expect(await store.db.collection('sales').aggregate(pipeline).toArray()).to.deep.equal(expected);
    });

  for (const [expression, value] of EXPRESSIONS)
    it(JSON.stringify(expression), async () => {
      const [made] = await store.db
        .collection('one')
        .aggregate([{ $project: { _id: 0, made: expression } }])
        .toArray();
      expect(made).to.deep.equal({ made: value });
    });

  it('leaves out a field that a projection computes as missing', async () => {
    const [made] = await store.db
      .collection('one')
      .aggregate([{ $project: { _id: 0, n: 1, made: '$missing' } }])
      .toArray();
    expect(made).to.deep.equal({ n: 7 });
  });
});
