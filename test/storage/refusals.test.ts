import { connect } from 'node:net';
import { Long, UUID } from 'bson';
import { expect } from 'chai';
import type { Db, Document } from 'mongodb';
import { aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

type Attempt = (db: Db) => Promise<unknown>;

const command =
  (document: Document): Attempt =>
  (db) =>
    db.command(document);
const find =
  (filter: Document, options: Document = {}): Attempt =>
  (db) =>
    db.collection('things').find(filter, options).toArray();
const aggregate =
  (...pipeline: Document[]): Attempt =>
  (db) =>
    db.collection('things').aggregate(pipeline).toArray();
const index =
  (key: Document, options: Document = {}): Attempt =>
  (db) =>
    db.collection('things').createIndex(key as never, options);

/** What is out of scope, and the word by which the refusal names it. */
const REFUSED: [name: string, word: string, attempt: Attempt][] = [
  ['a change stream', '$changeStream', (db) => db.collection('things').watch().next()],
  ['a text index', 'text', index({ a: 'text' })],
  ['a geographic index', '2dsphere', index({ a: '2dsphere' })],
  ['a hashed index', 'hashed', index({ a: 'hashed' })],
  ['a wildcard index', 'wildcard', index({ '$**': 1 })],
  ['an index with a collation', 'collation', index({ a: 1 }, { collation: { locale: 'nl' } })],
  ['$where', '$where', find({ $where: 'true' })],
  ['$text', '$text', find({ $text: { $search: 'x' } })],
  ['$jsonSchema', '$jsonSchema', find({ $jsonSchema: {} })],
  ['$near', '$near', find({ a: { $near: [0, 0] } })],
  [
    '$function',
    '$function',
    aggregate({ $project: { a: { $function: { body: 'x', args: [], lang: 'js' } } } }),
  ],
  [
    'an accumulator in JavaScript',
    '$accumulator',
    aggregate({ $group: { _id: 1, a: { $accumulator: {} } } }),
  ],
  ['$out', '$out', aggregate({ $out: 'other' })],
  ['$merge', '$merge', aggregate({ $merge: 'other' })],
  ['$graphLookup', '$graphLookup', aggregate({ $graphLookup: {} })],
  ['a collation', 'collation', find({}, { collation: { locale: 'nl' } })],
  ['a tailable cursor', 'tailable', find({}, { tailable: true })],
  ['a capped collection', 'capped', command({ create: 'capped', capped: true, size: 1000 })],
  ['a view', 'viewOn', command({ create: 'view', viewOn: 'things', pipeline: [] })],
  ['a time series', 'timeseries', command({ create: 'series', timeseries: { timeField: 't' } })],
  [
    'a clustered collection',
    'clusteredIndex',
    command({ create: 'clustered', clusteredIndex: { key: { _id: 1 }, unique: true } }),
  ],
  ['a validator', 'validator', command({ create: 'checked', validator: { a: 1 } })],
  [
    'a write to several servers',
    'write concern',
    command({ insert: 'things', documents: [{}], writeConcern: { w: 2 } }),
  ],
  [
    'a snapshot outside a transaction',
    'snapshot',
    command({ find: 'things', readConcern: { level: 'snapshot' } }),
  ],
  [
    'a retryable write, which it could not tell from a second one',
    'retryable',
    command({ insert: 'things', documents: [{}], lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1) }),
  ],
  [
    'deleting backwards',
    '$natural',
    command({ findAndModify: 'things', remove: true, hint: { $natural: -1 } }),
  ],
  ['an explanation', 'explain', command({ explain: { find: 'things' } })],
  ['an explained aggregation', 'explain', command({ aggregate: 'things', pipeline: [], explain: true })],
  [
    'an aggregation of a database',
    'aggregation',
    (db) => db.aggregate([{ $documents: [{ a: 1 }] }]).toArray(),
  ],
  [
    'a regular expression that JavaScript does not know',
    '[[:alpha:]]',
    find({ a: { $regex: '[[:alpha:]]' } }),
  ],
  ['map-reduce', 'mapReduce', command({ mapReduce: 'things' })],
  ['a bulk write over collections', 'bulkWrite', command({ bulkWrite: 1 })],
];

describe('the embedded store refuses', () => {
  let store: TestStore;
  before(async function () {
    if (!EMBEDDED) this.skip();
    store = await aStore();
    await store.db.collection('things').insertOne({ a: 1 });
  });
  after(() => store?.close());

  for (const [name, word, attempt] of REFUSED)
    it(`${name} by its name, and points to MONGODB_URI`, async () => {
      const error = await errorOf(attempt(store.db));
      expect(error.message).to.contain(word);
      expect(error.message).to.contain('MONGODB_URI');
    });

  it('a command that does not exist, as MongoDB does', async () => {
    const error = await errorOf(store.db.command({ frobnicate: 1 }));
    expect([error.code, error.message.includes('no such command')]).to.deep.equal([59, true]);
  });

  it('a field it does not know', async () => {
    const error = await errorOf(store.db.command({ find: 'things', frobnicate: 1 }));
    expect(error.code).to.equal(40415);
    expect(error.message).to.contain('frobnicate');
  });

  it('names of collections that cannot be', async () => {
    expect((await errorOf(store.db.command({ insert: 'a$b', documents: [{}] }))).code).to.equal(73);
    for (const name of ['', '.a', 'a.', 'x'.repeat(256)])
      expect((await errorOf(store.db.command({ insert: name, documents: [{}] }))).code).to.equal(73);
    for (const name of ['x'.repeat(64), 'a/b'])
      expect((await errorOf(store.client.db(name).command({ create: 'a' }))).code).to.equal(73);
    await errorOf(store.db.collection('things').rename('a..$b'));
  });

  it('a document that is too large, and goes on', async () => {
    const documents = [{ text: 'x'.repeat(16 * 1024 * 1024) }];
    const reply = await store.db.command({ insert: 'things', documents });
    expect([reply.n, reply.writeErrors[0].code]).to.deep.equal([0, 10334]);
    await store.db.collection('things').insertOne({ text: 'x'.repeat(1024 * 1024) });
  });

  it('an id that is an array', async () => {
    await errorOf(store.db.collection('things').insertOne({ _id: [1] as never }));
    expect(await store.db.collection('things').countDocuments({ _id: [1] as never })).to.equal(0);
  });

  it('a sort beyond its memory, unless an index does it', async () => {
    const large = store.db.collection('large');
    for (let batch = 0; batch < 2; batch++)
      await large.insertMany(
        Array.from({ length: 26 }, (_one, at) => ({ n: -at, text: 'x'.repeat(2 * 1024 * 1024) })),
      );
    expect((await errorOf(large.find().sort({ n: 1 }).toArray())).code).to.equal(292);
    expect((await large.find().sort({ n: 1 }).limit(1).toArray())[0]?.n).to.equal(-25);
    await large.createIndex({ n: 1 });
    expect(
      (
        await large
          .find({}, { projection: { n: 1 } })
          .sort({ n: 1 })
          .toArray()
      ).length,
    ).to.equal(52);
  }).timeout(30_000);

  it('an operation that takes longer than it may', async () => {
    const slow = store.db.collection<{ _id: number }>('slow');
    await slow.insertMany(Array.from({ length: 20_000 }, (_one, at) => ({ _id: at })));
    const filter = {
      $expr: {
        $gt: [
          { $reduce: { input: { $range: [0, 400] }, initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
          1e9,
        ],
      },
    };
    expect((await errorOf(slow.find(filter, { maxTimeMS: 30 }).toArray())).code).to.equal(50);
  });

  it('bytes that are no message, without harm to others', async () => {
    const path = decodeURIComponent(store.uri.slice('mongodb://'.length, store.uri.indexOf('/schakel')));
    const header = (size: number, operation: number) => {
      const bytes = Buffer.alloc(16);
      bytes.writeInt32LE(size, 0);
      bytes.writeInt32LE(operation, 12);
      return bytes;
    };
    const broken = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64, 0xff),
      header(16, 1),
      Buffer.concat([header(26, 2013), Buffer.from([0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0])]),
      Buffer.concat([header(27, 2013), Buffer.from([0, 0, 0, 0, 0, 6, 0, 0, 0, 0xee, 0])]),
    ];
    for (const bytes of broken)
      await new Promise<void>((resolve) => {
        const socket = connect(path, () => socket.write(bytes));
        socket.on('close', () => resolve());
        socket.on('error', () => {});
        socket.resume();
      });
    expect(await store.db.command({ ping: 1 })).to.include({ ok: 1 });
  });
});
