import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { BSON, type Document } from 'mongodb';
import { leftOut } from '../../server/backup/contents.ts';
import { EMBEDDED, errorOf } from '../storage/aStore.ts';
import { aDatabase, allOf, aShelf, backUp, type Database, insertRaw, putBack, rawIn } from './aDatabase.ts';

const {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} = BSON;

/** A document from elements in hex, for what the driver would write otherwise. */
function built(...elements: string[]): Buffer {
  const body = Buffer.from(elements.join(''), 'hex');
  const whole = Buffer.alloc(body.length + 5);
  whole.writeInt32LE(whole.length, 0);
  body.copy(whole, 4);
  return whole;
}

const cString = (text: string): string => `${Buffer.from(text).toString('hex')}00`;
const int32 = (name: string, value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return `10${cString(name)}${bytes.toString('hex')}`;
};

const everyType: Document = {
  _id: new ObjectId('64b64b64b64b64b64b64b64b'),
  double: new Double(5),
  negativeZero: new Double(-0),
  infinity: new Double(Number.NEGATIVE_INFINITY),
  notANumber: new Double(Number.NaN),
  int: new Int32(5),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.10E+3'),
  text: 'één \u{1F6B2} \u0000 binnenin',
  empty: '',
  yes: true,
  nothing: null,
  when: new Date(-1),
  bytes: new Binary(Buffer.from([0, 255]), 0),
  own: new Binary(Buffer.from([1]), 128),
  uuid: new UUID('00112233-4455-4677-8899-aabbccddeeff'),
  pattern: new BSONRegExp('^a.*', 'im'),
  code: new Code('return 1'),
  scoped: new Code('return x', { x: new Int32(1) }),
  symbol: new BSONSymbol('oud'),
  stamp: new Timestamp({ t: 4_000_000_000, i: 7 }),
  least: new MinKey(),
  most: new MaxKey(),
  list: [new Int32(1), [new Double(2), []], { a: [{}] }],
  inner: { z: new Int32(1), a: { '': new Int32(2) } },
};

describe('a backup that is restored', function () {
  this.timeout(60_000);
  const shelf = aShelf();
  let from: Database;
  let to: Database;
  let files = 0;
  const aFile = (): string => shelf.file(`${++files}.backup`);

  beforeEach(async () => {
    [from, to] = [await aDatabase(), await aDatabase()];
  });
  afterEach(async () => {
    await from.close();
    await to.close();
  });
  after(() => shelf.remove());

  it('holds every type, every order of fields and every odd name, byte for byte', async () => {
    const odd = [
      built(int32('_id', 1), int32('b', 1), int32('2', 1), int32('a', 1), int32('1', 1)),
      built(int32('_id', 2), int32('__proto__', 1), int32('constructor', 2), int32('', 3)),
      built(int32('_id', 3), `06${cString('undefined')}`),
      built(int32('_id', 4), `0c${cString('pointer')}02000000${cString('x')}${'ab'.repeat(12)}`),
      built(int32('_id', 5), `01${cString('payload')}010000000000f87f`),
      built(int32('_id', 6), `05${cString('oldBinary')}060000000202000000abcd`),
      built(int32('_id', 7), int32('a.b', 1), int32('$c', 2)),
    ];
    const given = [BSON.serialize(everyType), ...odd];
    await insertRaw(from.db, 'types', given);
    const before = await rawIn(from.db, 'types');
    expect(before).to.deep.equal(given.map((bytes) => Buffer.from(bytes).toString('hex')));
    const file = aFile();
    await backUp(from, file);
    await putBack(to, file);
    expect(await rawIn(to.db, 'types')).to.deep.equal(before);
  });

  it('holds every kind of index, and they hold what they did', async () => {
    const things = from.db.collection('things');
    await things.createIndex({ email: 1 }, { unique: true });
    await things.createIndex({ a: 1, b: -1 }, { name: 'both' });
    await things.createIndex({ 'tags.name': 1 }, { sparse: true });
    await things.createIndex({ c: 1 }, { unique: true, partialFilterExpression: { current: true } });
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 1_000_000_000 });
    const rows = [0, 1, 2].map((n) => ({
      email: `e${n}`,
      a: n,
      b: n,
      tags: [{ name: 'x' }, { name: n }],
      c: 1,
    }));
    await things.insertMany([...rows, { email: 'e3', c: 1, current: true }]);
    await from.db.createCollection('empty');
    const file = aFile();
    await backUp(from, file);
    await putBack(to, file);
    const { acts: _, restorations: __, sessions: ___, ...restored } = await allOf(to.db);
    expect(restored).to.deep.equal(await allOf(from.db));
    const again = to.db.collection('things');
    expect(await errorOf(again.insertOne({ email: 'e1' }))).to.have.property('code', 11000);
    expect(await errorOf(again.insertOne({ email: 'new', c: 1, current: true }))).to.have.property(
      'code',
      11000,
    );
    expect(await again.find({ 'tags.name': 2 }).hint({ 'tags.name': 1 }).toArray()).to.have.length(1);
  });

  it('is restored when some of it has expired since', async () => {
    await from.db.collection('notes').createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    await from.db.collection('notes').insertMany([{ at: new Date(0) }, { at: new Date() }]);
    const file = aFile();
    await backUp(from, file);
    // As often as it can be: whether it comes in between is left to it.
    if (EMBEDDED) await to.db.admin().command({ setParameter: 1, ttlMonitorSleepSecs: 1 });
    await putBack(to, file);
    expect(await to.db.collection('notes').countDocuments({ at: { $gt: new Date(0) } })).to.equal(1);
  });

  it('holds documents of the largest size there is', async () => {
    const large = { _id: 1, text: 'x'.repeat(16 * 1024 * 1024 - 64) } as Document;
    await from.db.collection('large').insertMany([large, { _id: 2 } as Document]);
    const file = aFile();
    await backUp(from, file);
    await putBack(to, file);
    expect(await rawIn(to.db, 'large')).to.deep.equal(await rawIn(from.db, 'large'));
  });

  it('leaves out what must not come back, and keeps no trace of its own work', async () => {
    for (const name of [...Object.keys(leftOut), 'restoring.new.x', 'restoring.old.x', 'kept'])
      await from.db.collection(name).insertOne({});
    const file = aFile();
    const { counts } = await backUp(from, file);
    expect([...counts]).to.deep.equal([['kept', 1]]);
    await to.db.collection('attempts').insertOne({ kept: true });
    await to.db.collection('sessions').insertOne({ of: 'somebody' });
    await putBack(to, file);
    const names = (await to.db.listCollections().toArray()).map(({ name }) => name).sort();
    expect(names).to.deep.equal(['acts', 'attempts', 'kept', 'restorations', 'sessions']);
    expect(await to.db.collection('sessions').countDocuments({})).to.equal(0);
    expect(await to.db.collection('attempts').countDocuments({ kept: true })).to.equal(1);
  });

  it('replaces all there was, also what the backup knows nothing of', async () => {
    await from.db.collection('shared').insertOne({ of: 'backup' });
    const file = aFile();
    await backUp(from, file);
    await to.db.collection('shared').insertMany([{ of: 'target' }, { of: 'target' }]);
    await to.db.collection('later').insertOne({});
    const refused = await errorOf(putBack(to, file));
    expect(refused.message).to.contain('--overwrite');
    expect(await to.db.collection('shared').countDocuments({ of: 'target' })).to.equal(2);
    const said = await putBack(to, file, true);
    expect(said[0]).to.match(/^The database holds 3 documents in 2 collections\.$/);
    expect(await to.db.collection('shared').find({}).project({ _id: 0 }).toArray()).to.deep.equal([
      { of: 'backup' },
    ]);
    expect(await to.db.collection('later').countDocuments({})).to.equal(0);
  });

  it('is read by its owner alone, and what has its name already stays', async () => {
    await from.db.collection('a').insertOne({});
    const file = aFile();
    await backUp(from, file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const before = statSync(file);
    expect((await errorOf(backUp(from, file))).message).to.contain('is there already');
    expect(statSync(file).ino).to.equal(before.ino);
    chmodSync(file, 0o644);
    writeFileSync(file, 'something else');
    await backUp(from, file, true);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    await putBack(to, file);
  });

  it('says in the acts that it was restored, from which moment, and nothing personal', async () => {
    await from.db.collection('a').insertMany([{}, {}]);
    const file = aFile();
    const { header } = await backUp(from, file);
    await putBack(to, file);
    const acts = await to.db.collection('acts').find({}).toArray();
    expect(acts).to.have.length(1);
    expect(acts[0]).to.deep.include({
      name: 'installation.restored',
      actor: null,
      pending: true,
      details: {
        backup: header.backup,
        backupAt: header.at.toISOString(),
        backupMadeBy: header.schakel,
        documents: 2,
        actsGone: 0,
        endedAgain: 0,
      },
    });
  });
});
