import { BSONRegExp, Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { expect } from 'chai';
import type { Collection, Document } from 'mongodb';
import { aStore, errorOf, type TestStore } from './aStore.ts';

type Thing = { _id: unknown } & Document;
type Update = Document | Document[];
/** Document, update, document after; then what the filter says besides the _id, and array filters. */
type Case = [before: Document, update: Update, after: Document, filter?: Document, arrayFilters?: Document[]];

const long = (text: string) => Long.fromString(text);
const decimal = (text: string) => Decimal128.fromString(text);

const GROUPS: Record<string, Case[]> = {
  'fields in the order of their paths': [
    [{}, { $set: { b: 1, a: 1, 'c.10': 1, 'c.9': 2 } }, { a: 1, b: 1, c: { 9: 2, 10: 1 } }],
    [{ z: 1 }, { $set: { a: 1, z: 2 } }, { z: 2, a: 1 }],
    [{ a: { b: 1 } }, { $set: { 'a.c.d': 1 } }, { a: { b: 1, c: { d: 1 } } }],
    [{ a: [] }, { $set: { 'a.2': 1 } }, { a: [null, null, 1] }],
    [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2, 'a.1.b': 3 } }, { a: [{ b: 2 }, { b: 3 }] }],
    [{ a: 1 }, { $set: {} }, { a: 1 }],
    [{ a: 1 }, { $set: { a: null } }, { a: null }],
    [{ a: [[1, 2]] }, { $set: { 'a.0.1': 3 } }, { a: [[1, 3]] }],
    [{ a: 1 }, { $set: { 'b.$ref': 'x', 'b.$id': 1 } }, { a: 1, b: { $id: 1, $ref: 'x' } }],
  ],
  $unset: [
    [{ a: 1, b: 2 }, { $unset: { a: '', x: 1, 'b.c': 1, 'y.z': 1 } }, { b: 2 }],
    [{ a: { b: 1 } }, { $unset: { 'a.b': 1 } }, { a: {} }],
    [{ a: [1, 2, 3] }, { $unset: { 'a.1': 1, 'a.7': 1 } }, { a: [1, null, 3] }],
    [{ a: [{ b: 1, c: 1 }] }, { $unset: { 'a.0.b': 1, 'a.b': 1 } }, { a: [{ c: 1 }] }],
  ],
  '$inc and $mul': [
    [{ a: 1 }, { $inc: { a: 1, 'b.c': 2 } }, { a: 2, b: { c: 2 } }],
    [{ a: 2147483647 }, { $inc: { a: 1 } }, { a: long('2147483648') }],
    [{ a: new Int32(1) }, { $inc: { a: new Double(1) } }, { a: new Double(2) }],
    [{ a: long('1') }, { $inc: { a: 1 } }, { a: long('2') }],
    [{ a: long('9007199254740993') }, { $inc: { a: 2 } }, { a: long('9007199254740995') }],
    [{ a: new Double(0.1) }, { $inc: { a: decimal('0.2') } }, { a: decimal('0.300000000000000') }],
    [{ a: 3 }, { $mul: { a: new Double(1.5) } }, { a: new Double(4.5) }],
    [{}, { $mul: { a: long('5'), b: new Double(2), c: 7 } }, { a: long('0'), b: new Double(0), c: 0 }],
    [{ a: 2147483647 }, { $mul: { a: 2 } }, { a: long('4294967294') }],
    [{ a: [1, 2] }, { $inc: { 'a.0': 5, 'a.3': 1 } }, { a: [6, 2, null, 1] }],
  ],
  '$min and $max': [
    [{ a: 5 }, { $min: { a: 5 }, $max: { b: 1 } }, { a: 5, b: 1 }],
    [
      { a: 5, b: 5 },
      { $min: { a: null }, $max: { b: null } },
      { a: null, b: 5 },
    ],
    [{ a: 5 }, { $min: { a: new Double(4.5) } }, { a: new Double(4.5) }],
    [
      { a: 'x', b: 5 },
      { $min: { a: 9 }, $max: { b: { c: 1 } } },
      { a: 9, b: { c: 1 } },
    ],
    [{ a: 5 }, { $max: { a: Number.NaN } }, { a: 5 }],
    [{ a: new Date(5) }, { $min: { a: new Date(1) } }, { a: new Date(1) }],
  ],
  $rename: [
    [{ a: 1, c: 3 }, { $rename: { a: 'b' } }, { c: 3, b: 1 }],
    [{ a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
    [{ a: { b: 1, c: 2 } }, { $rename: { 'a.b': 'd' } }, { a: { c: 2 }, d: 1 }],
    [{ a: 1 }, { $rename: { a: 'x.y' } }, { x: { y: 1 } }],
    [{ a: 5 }, { $rename: { missing: 'a.b' } }, { a: 5 }],
    [{ a: null }, { $rename: { a: 'b' } }, { b: null }],
    [{ a: 1, b: 2 }, { $rename: { a: 'c', b: 'd' } }, { c: 1, d: 2 }],
  ],
  $push: [
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    [{ a: [1] }, { $push: { a: { $each: [] } } }, { a: [1] }],
    [{}, { $push: { a: { $each: [] } } }, { a: [] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 9, 2, 3] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [8, 9], $position: -1 } } }, { a: [1, 2, 8, 9, 3] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [9], $position: -7 } } }, { a: [9, 1, 2, 3] }],
    [{ a: [1] }, { $push: { a: { $each: [9], $position: 7 } } }, { a: [1, 9] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [], $slice: 1 } } }, { a: [1] }],
    [{ a: [3, 'x', null, 1] }, { $push: { a: { $each: [{}], $sort: 1 } } }, { a: [null, 1, 3, 'x', {}] }],
    [{ a: [1, 3, 2] }, { $push: { a: { $each: [], $sort: -1 } } }, { a: [3, 2, 1] }],
    [
      { a: [{ n: { k: 2 } }, { n: { k: 1 } }, 5] },
      { $push: { a: { $each: [{ n: { k: 0 } }], $sort: { 'n.k': 1 } } } },
      { a: [5, { n: { k: 0 } }, { n: { k: 1 } }, { n: { k: 2 } }] },
    ],
    [
      {
        a: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      },
      { $push: { a: { $each: [{ x: 1, y: 3 }], $sort: { x: -1, y: -1 }, $slice: 2 } } },
      {
        a: [
          { x: 2, y: 2 },
          { x: 1, y: 3 },
        ],
      },
    ],
    [{ a: { b: [1] } }, { $push: { 'a.b': 2, 'a.c': 3 } }, { a: { b: [1, 2], c: [3] } }],
    [{ a: [[1]] }, { $push: { 'a.0': 2 } }, { a: [[1, 2]] }],
  ],
  $addToSet: [
    [{}, { $addToSet: { a: 1 } }, { a: [1] }],
    [
      { a: [1, new Double(2)] },
      { $addToSet: { a: { $each: [new Double(1), long('2'), 3, 3] } } },
      { a: [1, new Double(2), 3] },
    ],
    [
      { a: [{ x: 1, y: 2 }] },
      { $addToSet: { a: { y: 2, x: 1 } } },
      {
        a: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
    ],
    [{ a: [[1]] }, { $addToSet: { a: [1] } }, { a: [[1]] }],
    [{ a: [null] }, { $addToSet: { a: null } }, { a: [null] }],
    [{ a: [2, 2] }, { $addToSet: { a: 3 } }, { a: [2, 2, 3] }],
  ],
  $pop: [
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [{ a: [] }, { $pop: { a: 1, b: 1, 'c.d': -1 } }, { a: [] }],
  ],
  '$pull and $pullAll': [
    [{ a: [1, new Double(1), long('1'), '1', 2] }, { $pull: { a: 1 } }, { a: ['1', 2] }],
    [{ a: [1, 6, [7], [1]] }, { $pull: { a: { $gte: 5 } } }, { a: [1, [1]] }],
    [{ a: ['ab', 'b', ['ac'], 5] }, { $pull: { a: /^a/ } }, { a: ['b', 5] }],
    [{ a: ['ab', 'b'] }, { $pull: { a: { $in: [/^a/, 'x'] } } }, { a: ['b'] }],
    [{ a: [[1, 2], [2, 1], 1] }, { $pull: { a: [1, 2] } }, { a: [[2, 1], 1] }],
    [{ a: [{ x: 1, y: 1 }, { x: 1 }, { x: [1, 5] }, 1] }, { $pull: { a: { x: 1 } } }, { a: [1] }],
    [
      { a: [{ x: 1, y: 1 }, { x: 5 }] },
      { $pull: { a: { x: { $gt: 1 }, y: { $exists: false } } } },
      { a: [{ x: 1, y: 1 }] },
    ],
    [
      { a: [{ x: 1 }, { x: 2 }, { x: 3 }] },
      { $pull: { a: { $or: [{ x: 1 }, { x: 3 }] } } },
      { a: [{ x: 2 }] },
    ],
    [
      { a: [{ l: [{ q: 1 }, { q: 5 }] }, { l: [] }] },
      { $pull: { a: { l: { $elemMatch: { q: { $gte: 5 } } } } } },
      { a: [{ l: [] }] },
    ],
    [{ a: [{ l: [1, 2] }] }, { $pull: { 'a.0.l': 1, b: 1 } }, { a: [{ l: [2] }] }],
    [{ a: [{ l: [1, 2] }, { l: [1] }] }, { $pull: { 'a.$[].l': 1 } }, { a: [{ l: [2] }, { l: [] }] }],
    [{ a: [1, null, 2] }, { $pull: { a: null } }, { a: [1, 2] }],
    [{ a: [1, 2, 1, [1]] }, { $pullAll: { a: [1, [1]] } }, { a: [2] }],
    [{ a: [{ x: 1 }, { x: 1, y: 1 }] }, { $pullAll: { a: [{ x: 1 }] } }, { a: [{ x: 1, y: 1 }] }],
  ],
  $bit: [
    [{ a: 13, b: 5 }, { $bit: { a: { and: 10 }, b: { or: 2 } } }, { a: 8, b: 7 }],
    [{ a: 5 }, { $bit: { a: { xor: 1, or: 8 } } }, { a: 12 }],
    [{ a: 5 }, { $bit: { a: { or: long('8') } } }, { a: long('13') }],
    [{}, { $bit: { a: { or: 3 } } }, { a: 3 }],
    [{ a: -1 }, { $bit: { a: { and: 255 } } }, { a: 255 }],
  ],
  positions: [
    [{ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }, { a: 2 }],
    [
      {
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 1 },
        ],
      },
      { $inc: { 'a.$.v': 5 } },
      {
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 6 },
        ],
      },
      { 'a.k': 2 },
    ],
    [{ a: [1, 5, 7] }, { $unset: { 'a.$': 1 } }, { a: [1, null, 7] }, { a: { $gt: 2 } }],
    [{ a: [1, 5, 7] }, { $set: { 'a.$': 0 } }, { a: [1, 0, 7] }, { a: { $in: [5, 7] } }],
    [{ a: { b: [1, 2] } }, { $set: { 'a.b.$': 0 } }, { a: { b: [1, 0] } }, { 'a.b': 2 }],
    [
      { a: [{ b: [1, 2] }, { b: [3, 4] }] },
      { $push: { 'a.$.b': 5 } },
      { a: [{ b: [1, 2] }, { b: [3, 4, 5] }] },
      { 'a.b': 3 },
    ],
    [
      { a: [{ n: 1 }, { n: 5 }] },
      { $set: { 'a.$': 'x' } },
      { a: [{ n: 1 }, 'x'] },
      { a: { $elemMatch: { n: { $gt: 1 } } } },
    ],
    [
      { a: [1, 2], b: [1, 2] },
      { $set: { 'a.$': 9 } },
      { a: [9, 2], b: [1, 2] },
      { $and: [{ b: 2 }, { a: 1 }] },
    ],
    [{ a: [1, 2, 3], b: [4, 5, 6] }, { $set: { 'b.$': 0 } }, { a: [1, 2, 3], b: [4, 0, 6] }, { a: 2 }],
    [{ a: [1, 2] }, { $set: { 'a.$[]': 0 } }, { a: [0, 0] }],
    [{ a: [] }, { $set: { 'a.$[]': 0 } }, { a: [] }],
    [{ a: [{ b: [1, 2] }, { b: [3] }] }, { $inc: { 'a.$[].b.$[]': 1 } }, { a: [{ b: [2, 3] }, { b: [4] }] }],
    [{ a: [1, 5, 9] }, { $set: { 'a.$[x]': 0 } }, { a: [1, 0, 0] }, {}, [{ x: { $gte: 5 } }]],
    [{ a: [1, 5, 9] }, { $mul: { 'a.$[x]': 10 } }, { a: [10, 5, 90] }, {}, [{ $or: [{ x: 1 }, { x: 9 }] }]],
    [
      {
        a: [
          { n: 1, l: [1, 9] },
          { n: 2, l: [9] },
        ],
      },
      { $set: { 'a.$[x].l.$[y]': 0 } },
      {
        a: [
          { n: 1, l: [1, 9] },
          { n: 2, l: [0] },
        ],
      },
      {},
      [{ 'x.n': 2 }, { y: { $gt: 5 } }],
    ],
    [
      { a: [{ n: 1 }, { n: 2, k: 1 }] },
      { $unset: { 'a.$[x].k': 1 } },
      { a: [{ n: 1 }, { n: 2 }] },
      {},
      [{ 'x.n': { $gt: 1 }, 'x.k': { $exists: true } }],
    ],
    [{ a: [1, null, 'x'] }, { $set: { 'a.$[x]': 0 } }, { a: [1, 0, 'x'] }, {}, [{ x: null }]],
    [
      { a: [[1, 2], [3]] },
      { $push: { 'a.$[x]': 9 } },
      {
        a: [
          [1, 2],
          [3, 9],
        ],
      },
      {},
      [{ x: { $size: 1 } }],
    ],
  ],
  'replacements and pipelines': [
    [
      { a: 1, b: 2 },
      { c: { $x: 1 }, d: 1 },
      { c: { $x: 1 }, d: 1 },
    ],
    [{ a: 1 }, {}, {}],
    [{ a: 1 }, [{ $set: { b: { $add: ['$a', 1] }, a: '$$REMOVE' } }], { b: 2 }],
    [{ a: 1, b: 2 }, [{ $unset: ['a', 'x'] }, { $addFields: { 'c.d': '$b' } }], { b: 2, c: { d: 2 } }],
    [{ a: { x: 1 } }, [{ $replaceWith: '$a' }], { x: 1 }],
    [{ a: 1, b: 2 }, [{ $project: { b: 1 } }], { b: 2 }],
    [{ a: [{ x: 1 }] }, [{ $set: { 'a.y': 2 } }], { a: [{ x: 1, y: 2 }] }],
    [{ a: '$b' }, [{ $set: { b: { $literal: '$a' } } }], { a: '$b', b: '$a' }],
    [{ a: { b: 1 } }, [{ $set: { a: { c: 2 } } }], { a: { b: 1, c: 2 } }],
  ],
};

const REFUSED: [
  before: Document,
  update: Update,
  code: number | number[],
  filter?: Document,
  arrayFilters?: Document[],
][] = [
  [{}, { $set: 5 }, 9],
  [{}, { $set: { a: 1 }, b: 1 }, 9],
  [{}, { a: 1, $set: { b: 1 } }, [52, 9]],
  [{}, { $set: { '': 1 } }, 56],
  [{}, { $set: { 'a.': 1 } }, 56],
  [{}, { $set: { $a: 1 } }, 52],
  [{}, { $set: { 'a.b': 1, 'a.b.c': 1 } }, 40],
  [{}, { $set: { a: 1 }, $unset: { 'a.b': 1 } }, 40],
  [{}, { $rename: { a: 'b' }, $set: { b: 1 } }, 40],
  [{ a: [1] }, { $set: { 'a.x': 1 } }, 28],
  [{ a: null }, { $set: { 'a.b': 1 } }, 28],
  [{ a: [1] }, { $set: { 'a.2000000': 1 } }, 2],
  [{}, { $unset: { _id: 1 } }, 66],
  [{}, { $rename: { _id: 'a' } }, 66],
  [{ a: null }, { $inc: { a: 1 } }, 14],
  [{ a: long('9223372036854775807') }, { $inc: { a: 1 } }, 2],
  [{}, { $inc: { a: null } }, 14],
  [{}, { $mul: { a: 'x' } }, 14],
  [{}, { $rename: { a: 'a' } }, 2],
  [{}, { $rename: { a: 5 } }, 2],
  [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2],
  [{ a: [{ b: 1 }], c: 1 }, { $rename: { c: 'a.0.b' } }, 2],
  [{ a: 5 }, { $push: { a: 1 } }, 2],
  [{}, { $push: { a: { $each: 1 } } }, 2],
  [{}, { $push: { a: { $each: [], $frobnicate: 1 } } }, 2],
  [{}, { $push: { a: { $each: [], $slice: 1.5 } } }, 2],
  [{}, { $push: { a: { $each: [], $slice: 'x' } } }, 2],
  [{}, { $push: { a: { $each: [], $sort: 2 } } }, 2],
  [{}, { $push: { a: { $each: [], $sort: { x: 2 } } } }, 2],
  [{}, { $push: { a: { $each: [], $position: 'x' } } }, 2],
  [{ a: 5 }, { $addToSet: { a: 1 } }, 2],
  [{}, { $addToSet: { a: { $each: 5 } } }, [14, 2]],
  [{ a: 5 }, { $pop: { a: 1 } }, 14],
  [{ a: [1] }, { $pop: { a: 2 } }, 9],
  [{ a: [1] }, { $pop: { a: 'x' } }, 9],
  [{ a: 5 }, { $pull: { a: 1 } }, 2],
  [{ a: 5 }, { $pullAll: { a: [1] } }, 2],
  [{ a: [1] }, { $pullAll: { a: 1 } }, 2],
  [{ a: 5 }, { $bit: { a: { and: new Double(1.5) } } }, 2],
  [{ a: 5 }, { $bit: { a: { nand: 1 } } }, 2],
  [{ a: 5 }, { $bit: { a: {} } }, 2],
  [{ a: new Double(5.5) }, { $bit: { a: { and: 1 } } }, 2],
  [{}, { $currentDate: { a: 'x' } }, 2],
  [{}, { $currentDate: { a: { $type: 'time' } } }, 2],
  [{ a: [1] }, { $set: { 'a.$': 1 } }, 2],
  [{ a: [1] }, { $set: { 'a.$': 1 } }, 2, { a: { $ne: 5 } }],
  [{ a: [1], b: 1 }, { $set: { 'a.$': 1 } }, 2, { $or: [{ a: 1 }, { b: 1 }] }],
  [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
  [{}, { $set: { 'a.$[]': 1 } }, 2],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
  [{ a: [1] }, { $set: { b: 1 } }, 9, {}, [{ x: 1 }]],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, {}, [{ x: 1 }, { x: 2 }]],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, {}, [{ x: 1, y: 2 }]],
  [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, {}, [{}]],
  [{ a: [1] }, { b: 1 }, 9, {}, [{ x: 1 }]],
  [{ a: [1] }, [{ $set: { b: 1 } }], 9, {}, [{ x: 1 }]],
  [{}, [{ $match: { a: 1 } }], 72],
  [{}, [{ $set: { _id: 9 } }], 66],
  [{}, { _id: 9, a: 1 }, 66],
];

/** Filter and update of an upsert on an empty collection, and what it makes. */
const UPSERTS: [filter: Document, update: Update, made: Document][] = [
  [{ _id: 1, x: 1 }, { a: 1 }, { _id: 1, a: 1 }],
  [{ _id: { $eq: 1 } }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: { $in: [1] } }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: { $all: [1] } }, { a: 1 }, { _id: 1, a: 1 }],
  [{ $and: [{ _id: 1 }, { x: 2 }] }, { $set: { a: 1 } }, { _id: 1, x: 2, a: 1 }],
  [{ $or: [{ _id: 1 }] }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: null }, { $set: { a: 1 } }, { _id: null, a: 1 }],
  [{ _id: null }, { a: 1 }, { _id: null, a: 1 }],
  [{ x: 5 }, { _id: 7, a: 1 }, { _id: 7, a: 1 }],
  [{ x: 5 }, { $set: { _id: 7 } }, { _id: 7, x: 5 }],
  [{ x: 5 }, { $setOnInsert: { _id: 7, y: 1 } }, { _id: 7, x: 5, y: 1 }],
  [{ _id: 1, x: { $gt: 1 }, y: { $in: [1, 2] }, z: { $exists: true } }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: 1, x: /a/ }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: 1, x: { $eq: new BSONRegExp('a') } }, { $set: { a: 1 } }, { _id: 1, x: new BSONRegExp('a'), a: 1 }],
  [{ _id: 1, x: [1, 2] }, { $set: { a: 1 } }, { _id: 1, x: [1, 2], a: 1 }],
  [{ _id: 1, 'x.y': 1, 'x.z': { $eq: 2 } }, { $set: { 'x.a': 1 } }, { _id: 1, x: { y: 1, z: 2, a: 1 } }],
  [{ '_id.x': 1, '_id.y': 2 }, { $set: { a: 1 } }, { _id: { x: 1, y: 2 }, a: 1 }],
  [
    { _id: 1, x: 1 },
    { $inc: { x: 5 }, $unset: { y: 1 } },
    { _id: 1, x: 6 },
  ],
  [{ _id: 1, l: [1] }, { $push: { l: 2 } }, { _id: 1, l: [1, 2] }],
  [{ _id: 1, l: { $ne: 2 } }, { $addToSet: { l: 2 } }, { _id: 1, l: [2] }],
  [{ _id: 1, $nor: [{ x: 1 }] }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: 1, $or: [{ x: 1 }, { x: 2 }] }, { $set: { a: 1 } }, { _id: 1, a: 1 }],
  [{ _id: 1, x: 2 }, [{ $set: { y: { $add: ['$x', 1] } } }], { _id: 1, x: 2, y: 3 }],
  [{ _id: 1, x: [1, { x: 1 }], 'x.x': 1 }, {}, { _id: 1 }],
  [{ _id: 1, x: { $all: [1, 2] } }, { a: 1 }, { _id: 1, a: 1 }],
];

const REFUSED_UPSERTS: [filter: Document, update: Update, code: number | number[]][] = [
  [{ x: 1, 'x.y': 1 }, { $set: { a: 1 } }, 54],
  [{ 'x.y': 1, x: {} }, { $set: { a: 1 } }, 54],
  [{ x: { $all: [1, 2] } }, { $set: { a: 1 } }, 54],
  [{ $and: [{ x: 1 }, { x: 1 }] }, { $set: { a: 1 } }, 54],
  [{ $and: [{ _id: 1 }, { _id: 1 }] }, { a: 1 }, 54],
  [{ '_id.x': 1 }, { a: 1 }, 54],
  [{ _id: [1, 2] }, { $set: { a: 1 } }, [2, 53]],
  [{ _id: 1 }, { $set: { _id: 2 } }, 66],
  [{ _id: 1 }, { _id: 2, a: 1 }, 66],
  [{ x: [1] }, { $set: { 'x.$': 1 } }, 2],
  [{}, { _id: /a/ }, [2, 53]],
  [{}, { $set: { _id: { $x: 1 } } }, [52, 57]],
];

describe('updates of every form', () => {
  let store: TestStore;
  let things: Collection<Thing>;
  before(async () => {
    store = await aStore();
    things = store.db.collection<Thing>('things');
    await things.createIndex({ a: 1 });
    await things.createIndex({ 'a.b': -1, x: 1 });
  });
  beforeEach(() => things.deleteMany({}));
  after(() => store.close());

  const run = async (filter: Document, update: Update, more: Document = {}) => {
    const reply = await store.db.command({ update: 'things', updates: [{ q: filter, u: update, ...more }] });
    if (reply.writeErrors) throw Object.assign(new Error(reply.writeErrors[0].errmsg), reply.writeErrors[0]);
    return reply;
  };
  /** All documents with their types told apart. */
  const stored = async () =>
    JSON.stringify(await things.find({}, { promoteValues: false, bsonRegExp: true }).toArray());
  /** What comes back when a document was stored as it is. */
  const asStored = async (document: Document) => {
    const copies = store.db.collection<Thing>('copies');
    await copies.deleteMany({});
    await store.db.command({ insert: 'copies', documents: [document] });
    return JSON.stringify(await copies.find({}, { promoteValues: false, bsonRegExp: true }).toArray());
  };

  for (const [group, cases] of Object.entries(GROUPS))
    describe(group, () => {
      for (const [before, update, after, filter, arrayFilters] of cases)
        it(`${JSON.stringify(before)} by ${JSON.stringify(update)}`, async () => {
          await things.insertOne({ _id: 1, ...before });
          const reply = await run({ _id: 1, ...filter }, update, arrayFilters ? { arrayFilters } : {});
          expect(await stored()).to.equal(await asStored({ _id: 1, ...after }));
          const same = (await asStored({ _id: 1, ...before })) === (await stored());
          expect([reply.n, reply.nModified]).to.deep.equal([1, same ? 0 : 1]);
        });
    });

  describe('refused, with nothing changed', () => {
    for (const [before, update, code, filter, arrayFilters] of REFUSED)
      it(`${JSON.stringify(before)} by ${JSON.stringify(update)} ${JSON.stringify(arrayFilters ?? '')}`, async () => {
        await things.insertOne({ _id: 1, ...before });
        const error = await errorOf(run({ _id: 1, ...filter }, update, arrayFilters ? { arrayFilters } : {}));
        expect([code].flat()).to.include(error.code);
        expect(await stored()).to.equal(await asStored({ _id: 1, ...before }));
      });

    it('a part of an id', async () => {
      await things.insertOne({ _id: { x: 1 }, a: 1 });
      for (const update of [{ $set: { '_id.x': 2 } }, { $unset: { '_id.x': 1 } }, { $inc: { '_id.x': 1 } }])
        expect((await errorOf(run({ a: 1 }, update))).code).to.equal(66);
      expect(await things.findOne({ _id: { x: 1 } })).to.deep.equal({ _id: { x: 1 }, a: 1 });
    });

    it('a replacement of many', async () => {
      expect((await errorOf(run({}, { a: 1 }, { multi: true }))).code).to.equal(9);
    });
  });

  describe('that insert', () => {
    for (const [filter, update, made] of UPSERTS)
      it(`${JSON.stringify(filter)} with ${JSON.stringify(update)}`, async () => {
        const reply = await run(filter, update, { upsert: true });
        expect(await stored()).to.equal(await asStored(made));
        expect([reply.n, reply.nModified, reply.upserted.length]).to.deep.equal([1, 0, 1]);
      });

    for (const [filter, update, code] of REFUSED_UPSERTS)
      it(`refuse ${JSON.stringify(filter)} with ${JSON.stringify(update)}`, async () => {
        const error = await errorOf(run(filter, update, { upsert: true }));
        expect([code].flat()).to.include(error.code);
        expect(await things.countDocuments()).to.equal(0);
      });

    it('make an id where the filter has none', async () => {
      for (const filter of [
        { _id: { $gt: 1 } },
        { _id: { $in: [1, 2] } },
        { $or: [{ _id: 1 }, { _id: 2 }] },
        { x: 1 },
      ])
        await run(filter, { $set: { made: 1 } }, { upsert: true });
      const ids = (await things.find({ made: 1 }).toArray()).map(({ _id }) => _id);
      expect(ids.map((id) => ObjectId.isValid(String(id)))).to.deep.equal([true, true, true, true]);
    });
  });

  it('keep an id that is null through a replacement', async () => {
    await store.db.command({ insert: 'things', documents: [{ _id: null, a: 1 }] });
    await run({ _id: null }, { b: 1 });
    expect(await things.findOne()).to.deep.equal({ _id: null, b: 1 });
  });

  it('see the variables of let, in filters and pipelines', async () => {
    await things.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
      { _id: 3, a: 3 },
    ]);
    const filter = { $expr: { $eq: ['$a', '$$wanted'] } };
    await things.updateOne(filter, [{ $set: { b: '$$value' } }], { let: { wanted: 2, value: 'x' } });
    expect(await things.findOne({ b: 'x' })).to.deep.equal({ _id: 2, a: 2, b: 'x' });
    const options = { let: { wanted: 3, value: 'y' }, returnDocument: 'after' } as const;
    expect(await things.findOneAndUpdate(filter, [{ $set: { b: '$$value' } }], options)).to.include({
      _id: 3,
      b: 'y',
    });
    await things.deleteMany(filter, { let: { wanted: 1 } });
    await things.findOneAndDelete(filter, { let: { wanted: 2 }, sort: { _id: 1 } });
    expect((await things.find().toArray()).map(({ _id }) => _id)).to.deep.equal([3]);
  });

  it('take numbers for flags, as drivers of untyped languages send them', async () => {
    await run({ _id: 1 }, { $set: { a: 1 } }, { upsert: 1 });
    await run({ _id: 2 }, { $set: { a: 1 } }, { upsert: Long.fromNumber(1), multi: 0 });
    expect((await run({}, { $inc: { a: 1 } }, { multi: 1.5 })).n).to.equal(2);
    const command = { findAndModify: 'things', query: { _id: 3 }, update: { a: 5 }, upsert: 1, new: 1 };
    expect((await store.db.command(command)).value).to.deep.equal({ _id: 3, a: 5 });
    const documents = [{ _id: 3 }, { _id: 4 }];
    expect((await store.db.command({ insert: 'things', documents, ordered: 0 })).n).to.equal(1);
    const error = await errorOf(run({}, { $set: { a: 1 } }, { upsert: 'yes' }));
    expect(error.code).to.equal(14);
  });
});
