import { expect } from 'chai';
import { encode } from '../../server/storage/embedded/bson/encode.ts';
import { after } from '../../server/storage/embedded/bson/keys.ts';
import { doc } from '../../server/storage/embedded/bson/values.ts';
import { type Collection, prefixOf, recordKey } from '../../server/storage/embedded/engine/catalog.ts';
import { closeEngine, type Engine, openEngine } from '../../server/storage/embedded/engine/engine.ts';
import { validate } from '../../server/storage/embedded/engine/validate.ts';
import { entries, type View } from '../../server/storage/embedded/engine/view.ts';
import { aDirectory, aStore, EMBEDDED, errorOf } from './aStore.ts';

describe('validate', () => {
  it('answers as MongoDB does', async function () {
    if (!EMBEDDED) this.skip();
    const store = await aStore();
    try {
      const things = store.db.collection<{ n: number; tags: string[] }>('things');
      await things.createIndex({ tags: 1 });
      await things.insertMany([1, 2, 3].map((n) => ({ n, tags: ['a', `${n}`] })));
      expect(await store.db.command({ validate: 'things', full: true })).to.deep.include({
        ns: 'test.things',
        nrecords: 3,
        nIndexes: 2,
        keysPerIndex: { _id_: 3, tags_1: 6 },
        indexDetails: { _id_: { valid: true }, tags_1: { valid: true } },
        valid: true,
        errors: [],
        ok: 1,
      });
      expect((await errorOf(store.db.command({ validate: 'nothing' }))).code).to.equal(26);
    } finally {
      await store.close();
    }
  });

  let engine: Engine;
  let things: Collection;
  let remove: () => void;
  beforeEach(async () => {
    const directory = aDirectory();
    remove = directory.remove;
    engine = openEngine(directory.path);
    await engine.storage.write((view) => {
      things = engine.catalog.ensure(view, 'test', 'things');
      for (const _id of ['a', 'b', 'c']) engine.records.insert(view, things, encode(doc({ _id })));
    });
  });
  afterEach(async () => {
    await closeEngine(engine);
    remove();
  });

  const findings = (): string[] => {
    const work = validate(engine.storage.latest(), things);
    for (let step = work.next(); ; step = work.next())
      if (step.done) return step.value.errors.map(({ index, message }) => `${index}: ${message}`);
  };
  const firstEntry = (view: View): Buffer => {
    const low = prefixOf(things.indexes[0]!.id);
    return [...entries(view, low, after(low), false)][0]!.key;
  };

  const DAMAGE: [what: string, damage: (view: View) => void, word: RegExp][] = [
    ['an entry that is missing', (view) => view.remove(firstEntry(view)), /^_id_: record 1 is missing/],
    [
      'a record that is missing',
      (view) => view.remove(recordKey(things, 2)),
      /^_id_: an entry leads to record 2/,
    ],
    [
      'an entry too many',
      (view) => view.put(Buffer.concat([firstEntry(view), Buffer.of(9)]), Buffer.from('000000000001', 'hex')),
      /^_id_: has 4 entries where the records have 3/,
    ],
    [
      'an entry that leads to another record',
      (view) => view.put(firstEntry(view), Buffer.from('000000000003', 'hex')),
      /^_id_: the key of record 1 leads to record 3/,
    ],
    [
      'keys of nobody',
      (view) => view.put(Buffer.from('\0\0\0\x4dx'), Buffer.of(1)),
      /^: there are keys of 77/,
    ],
    ['a name that is another in memory', () => (things.name = 'other'), /^: is called test.things/],
    ['a number that is taken', () => (things.nextRecord = 2), /^: would give a new record the number 2/],
  ];
  for (const [what, damage, word] of DAMAGE)
    it(`finds ${what}`, async () => {
      expect(findings()).to.deep.equal([]);
      await engine.storage.write(damage);
      expect(findings().join('\n')).to.match(word);
    });
});
