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
  serialize,
  Timestamp,
} from 'bson';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Collection, Document } from 'mongodb';
import { checkDocument } from '../../server/storage/embedded/bson/check.ts';
import { compareValues } from '../../server/storage/embedded/bson/compare.ts';
import { decode } from '../../server/storage/embedded/bson/decode.ts';
import { encode } from '../../server/storage/embedded/bson/encode.ts';
import { encodeKeyPart, inverted } from '../../server/storage/embedded/bson/keys.ts';
import { DateTime, double, type Value } from '../../server/storage/embedded/bson/values.ts';
import { StoreError } from '../../server/storage/embedded/errors.ts';
import { aStore, type TestStore } from './aStore.ts';

/** Always the same examples: a failure here is one everybody can see again. */
const SEED = 20_240_331;
const settings = (numRuns: number) => ({ seed: SEED, numRuns });

const numbers = fc.oneof(
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.integer({ min: -3, max: 3 }).map((n) => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map((n) => Long.fromBigInt(n)),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map((n) => Decimal128.fromString(String(n))),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -30, max: 10 }))
    .map(([digits, power]) => Decimal128.fromString(`${digits}E${power}`)),
  fc
    .constantFrom('NaN', 'Infinity', '-Infinity', '1E-6000', '-1E6000', '0.5', '-0')
    .map((text) => Decimal128.fromString(text)),
);
const strings = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom('', 'a', 'a\u0000', 'ab'),
);
const scalars = fc.oneof(
  numbers,
  strings,
  fc.constantFrom(null, true, false, new ObjectId('0'.repeat(24)), new ObjectId('f'.repeat(24))),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes)),
);
const values = fc.oneof(
  { weight: 5, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', '1'), scalars, { maxKeys: 2 }) },
);

/** Values of every type, within each other. */
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: scalars },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.constantFrom(new MinKey(), new MaxKey(), undefined),
        fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
        fc.constantFrom('', 'i', 'imsx').map((options) => new BSONRegExp('^a.*$', options)),
        fc.string({ maxLength: 5 }).map((code) => new Code(code)),
        fc.nat({ max: 127 }).map((kind) => new Binary(new Uint8Array([1, 2, 3]), kind === 2 ? 0 : kind)),
      ),
    },
    { weight: 2, arbitrary: fc.array(tie('anything'), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(
        fc.constantFrom('a', '1', '0', 'é', '__proto__', '$x', 'a.b', ''),
        tie('anything'),
        {
          maxKeys: 3,
        },
      ),
    },
  ),
}));

/** A driver's value as the store holds it. */
function stored(value: unknown): Value {
  return decode(Buffer.from(serialize({ value }))).get('value')!;
}

describe('properties of values', () => {
  it('bytes of a key are in the order of the values', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [left, right] = [stored(a), stored(b)];
        const order = compareValues(left, right);
        const keys = [left, right].map((value) => encodeKeyPart(value, 100_000).bytes) as [Buffer, Buffer];
        expect(Buffer.compare(...keys)).to.equal(order);
        expect(Buffer.compare(inverted(keys[0]), inverted(keys[1]))).to.equal(order === 0 ? 0 : -order);
      }),
      settings(12_000),
    );
  });

  it('no key is the beginning of another', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [left, right] = [a, b].map((value) => encodeKeyPart(stored(value), 100_000).bytes) as [
          Buffer,
          Buffer,
        ];
        if (left.length < right.length) expect(right.subarray(0, left.length).equals(left)).to.equal(false);
      }),
      settings(5_000),
    );
  });

  it('comparison is a total order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [x, y, z] = [stored(a), stored(b), stored(c)] as [Value, Value, Value];
        expect(compareValues(x, y)).to.equal(-compareValues(y, x) + 0);
        if (compareValues(x, y) <= 0 && compareValues(y, z) <= 0)
          expect(compareValues(x, z)).to.be.at.most(0);
      }),
      settings(10_000),
    );
  });

  it('a document decoded and encoded has the same bytes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ maxLength: 3 }).filter((name) => !name.includes('\0')),
          anything,
        ),
        (document) => {
          const bytes = Buffer.from(serialize(document, { ignoreUndefined: false }));
          expect(encode(decode(bytes)).equals(bytes)).to.equal(true);
        },
      ),
      settings(3_000),
    );
  });

  it('a document that passes the check can be decoded and encoded, whatever bytes it has', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), anything, { minKeys: 1 }),
        fc.nat(),
        fc.constantFrom(0x01, 0x03, 0x10, 0x5a, 0xff),
        (document, place, change) => {
          const bytes = Buffer.from(serialize(document));
          expect(checkDocument(bytes, 0, bytes.length, 180)).to.equal(bytes.length);
          const spoilt = Buffer.from(bytes);
          spoilt[place % bytes.length]! ^= change;
          try {
            checkDocument(spoilt, 0, spoilt.length, 180);
          } catch (error) {
            expect(error).to.be.instanceOf(StoreError);
            return;
          }
          encode(decode(spoilt));
          passed += 1;
        },
      ),
      settings(5_000),
    );
    expect(passed).to.be.greaterThan(100);
  });

  it('a date and a double keep their value', () => {
    expect(decode(encode(new Map<string, Value>([['d', double(5)]]))).get('d')).to.deep.equal(double(5));
    expect(decode(encode(new Map([['d', new DateTime(-1)]]))).get('d')).to.deep.equal(new DateTime(-1));
  });
});

describe('properties of queries', () => {
  let store: TestStore;
  let plain: Collection<Document>;
  let indexed: Collection<Document>;
  // Few different values, so that filters match, arrays hold what is asked for, and sorts meet equals.
  const digit = fc.integer({ min: 0, max: 5 });
  const small = fc.oneof(digit, fc.array(digit, { maxLength: 3 }), values);
  const bound = fc.oneof({ weight: 2, arbitrary: digit }, { weight: 1, arbitrary: scalars });
  const documents = fc.array(fc.record({ a: small, b: small, c: small }, { requiredKeys: [] }), {
    minLength: 5,
    maxLength: 30,
  });
  const conditions = fc.oneof(
    small,
    fc.record({ $gt: bound }),
    fc.record({ $gte: bound, $lt: bound }),
    fc.record({ $gte: digit, $lte: digit }),
    fc.record({ $lte: bound }),
    fc.record({ $in: fc.array(small, { maxLength: 3 }) }),
    fc.record({ $ne: bound }),
    fc.record({ $exists: fc.boolean() }),
    fc.record({ $elemMatch: fc.record({ $gte: bound, $lte: bound }) }),
  );
  const filters = fc.record({ a: conditions, b: conditions, 'a.b': conditions }, { requiredKeys: [] });
  const sorts = fc.constantFrom({}, { a: 1 }, { a: -1, b: 1 }, { b: 1, a: -1 }, { c: 1 }, { a: 1, b: 1 });
  const ids = (found: Document[]) => found.map((one) => Number(one._id)).sort((x, y) => x - y);

  before(async () => {
    store = await aStore({ ignoreUndefined: true });
    plain = store.db.collection('plain');
    indexed = store.db.collection('indexed');
    const keys = [{ a: 1 }, { b: -1, a: 1 }, { a: 1, b: -1 }, { 'a.b': 1 }, { c: -1 }] as const;
    for (const key of keys) await indexed.createIndex(key as never);
    await indexed.createIndex({ b: 1 }, { sparse: true, name: 'sparse' });
    await indexed.createIndex({ a: 1, c: 1 }, { partialFilterExpression: { b: { $exists: true } } });
  });
  after(() => store.close());

  /** Documents that would need two arrays in one compound index are refused by the index: both lack them. */
  async function fill(given: Document[]): Promise<void> {
    const numbered = given.map((document, at) => ({ ...document, _id: at }));
    const kept: Document[] = [];
    await Promise.all([plain.deleteMany({}), indexed.deleteMany({})]);
    for (const document of numbered)
      if (['a', 'b', 'c'].filter((name) => Array.isArray((document as Document)[name])).length < 2)
        kept.push(document);
    if (kept.length === 0) return;
    await Promise.all([plain.insertMany(kept), indexed.insertMany(kept)]);
  }

  it('an index finds what a full scan finds, in the order of the sort', async () => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.array(fc.tuple(filters, sorts), { minLength: 16, maxLength: 16 }),
        async (given, queries) => {
          await fill(given);
          for (const [filter, sort] of queries) {
            const [one, other] = await Promise.all(
              [plain, indexed].map((things) =>
                things
                  .find(filter)
                  .sort(sort as never)
                  .toArray(),
              ),
            );
            expect(ids(other!)).to.deep.equal(ids(one!));
            const keysOf = (found: Document[]) =>
              found.map((document) => Object.keys(sort).map((name) => document[name]));
            // Documents that sort alike may come in any order; what they sort by may not.
            if (
              !keysOf(one!)
                .flat()
                .some((value) => Array.isArray(value) || Number.isNaN(value))
            )
              expect(comparable(keysOf(other!))).to.deep.equal(comparable(keysOf(one!)));
          }
        },
      ),
      settings(30),
    );
  }).timeout(60_000);

  it('updates and deletions keep the indexes with their documents', async () => {
    const changes = fc.array(fc.tuple(filters, fc.constantFrom('a', 'b', 'c'), small), {
      minLength: 5,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(documents, changes, async (given, list) => {
        await fill(given);
        for (const [at, [filter, field, value]] of list.entries()) {
          if (Array.isArray(value)) continue;
          for (const things of [plain, indexed]) {
            if (at === 4) await things.deleteMany(filter);
            else
              await things.updateMany(
                filter,
                at % 2 ? { $unset: { [field]: 1 } } : { $set: { [field]: value } },
              );
          }
          for (const probe of [
            { a: value },
            { b: value },
            { c: value },
            { b: { $exists: true }, a: { $lte: value } },
          ])
            expect(ids(await indexed.find(probe).toArray())).to.deep.equal(
              ids(await plain.find(probe).toArray()),
            );
        }
      }),
      settings(15),
    );
  }).timeout(60_000);
});

/** Sort keys as the store orders them: equal numbers of different types become one, missing becomes null. */
function comparable(rows: unknown[][]): string[][] {
  return rows.map((row) =>
    row.map((value) => encodeKeyPart(stored(value ?? null), 100_000).bytes.toString('hex')),
  );
}
