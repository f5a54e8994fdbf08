import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'bson';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { prefixOf } from '../../server/storage/embedded/engine/catalog.ts';
import { closeEngine, openEngine } from '../../server/storage/embedded/engine/engine.ts';
import { entries } from '../../server/storage/embedded/engine/view.ts';
import { checkFormat, StoreUnreadable, type Upgrade } from '../../server/storage/embedded/format.ts';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { aDirectory, errorOf } from './aStore.ts';
import { DOCUMENTS, INDEXES, placeFormat1 } from './fixtures/format1.ts';

const formatIn = (directory: string): string => readFileSync(join(directory, 'FORMAT'), 'utf8');

describe('the format of the data directory', () => {
  let directory: string;
  let remove: () => void;
  beforeEach(() => {
    ({ path: directory, remove } = aDirectory());
  });
  afterEach(() => remove());

  it('1 is read as it was written: every type, every kind of index', async () => {
    placeFormat1(directory);
    const store = await startEmbeddedStore({ dataDir: directory });
    const client = await MongoClient.connect(store.uri);
    try {
      const db = client.db('schakel');
      const things = db.collection('things', { raw: true });
      const found = (await things.find().toArray()) as unknown as Uint8Array[];
      expect(found.map((bytes) => Buffer.from(bytes).toString('hex'))).to.deep.equal(
        DOCUMENTS.map((document) => Buffer.from(serialize(document)).toString('hex')),
      );
      const indexes = await db.collection('things').indexes();
      expect(indexes).to.have.deep.members([
        { v: 2, key: { _id: 1 }, name: '_id_' },
        ...INDEXES.map((index) => ({ v: 2, ...index })),
      ]);
      const { valid, errors, nrecords } = await db.command({ validate: 'things', full: true });
      expect({ valid, errors, nrecords }).to.deep.equal({
        valid: true,
        errors: [],
        nrecords: DOCUMENTS.length,
      });
      expect(await db.collection('things').countDocuments({ tags: 't1' }, { hint: 'many keys' })).to.equal(
        DOCUMENTS.filter(({ tags }) => tags?.includes('t1')).length,
      );
      const twice = db.collection('things').insertOne({ name: 'document 7' });
      expect((await errorOf(twice)).code).to.equal(11000);
      expect((await client.db('other').listCollections().toArray()).map(({ name }) => name)).to.deep.equal([
        'empty',
      ]);
    } finally {
      await client.close();
      await store.close();
    }
    expect(formatIn(directory)).to.equal('schakel-store 1\n');
  });

  it('if newer, is refused, and nothing is changed', () => {
    placeFormat1(directory);
    writeFileSync(join(directory, 'FORMAT'), 'schakel-store 2\n');
    const before = readFileSync(join(directory, 'data.mdb'));
    expect(() => checkFormat(directory)).to.throw(StoreUnreadable, 'format 2');
    expect(readFileSync(join(directory, 'data.mdb')).equals(before)).to.equal(true);
    expect(readdirSync(directory).sort()).to.deep.equal(['FORMAT', 'data.mdb']);
  });

  // Each step leaves one key more, and says which steps it has seen before it.
  const OWNER = 0xfffffff0;
  const stepTo =
    (version: number): Upgrade =>
    (view) => {
      const seen = [...entries(view, prefixOf(OWNER), prefixOf(OWNER + 1), false)].length;
      view.put(Buffer.concat([prefixOf(OWNER), Buffer.of(version)]), Buffer.of(seen));
    };
  const STEPS = [stepTo(2), stepTo(3)];
  const marks = async (steps: readonly Upgrade[]): Promise<string[]> => {
    checkFormat(directory, steps);
    const engine = openEngine(directory, steps);
    try {
      const found = [...entries(engine.storage.latest(), prefixOf(OWNER), prefixOf(OWNER + 1), false)];
      return found.map(({ key, value }) => `${key[4]} after ${value[0]}`);
    } finally {
      await closeEngine(engine);
    }
  };

  it('if older, is raised step by step, once each', async () => {
    placeFormat1(directory);
    expect(await marks([STEPS[0]!])).to.deep.equal(['2 after 0']);
    expect(formatIn(directory)).to.equal('schakel-store 2\n');
    expect(await marks(STEPS)).to.deep.equal(['2 after 0', '3 after 1']);
    expect(await marks(STEPS)).to.deep.equal(['2 after 0', '3 after 1']);
    expect(formatIn(directory)).to.equal('schakel-store 3\n');
    expect(() => checkFormat(directory)).to.throw(StoreUnreadable, 'format 3');
  });

  it('if the directory is new, is the newest from the start', async () => {
    expect(await marks(STEPS)).to.deep.equal(['2 after 0', '3 after 1']);
    expect(formatIn(directory)).to.equal('schakel-store 3\n');
  });

  it('after a step that fails, is where the last whole step left it, for the next attempt', async () => {
    placeFormat1(directory);
    const failing: Upgrade = (view) => {
      STEPS[1]!(view);
      throw new Error('half way');
    };
    checkFormat(directory, STEPS);
    expect(() => openEngine(directory, [STEPS[0]!, failing])).to.throw('half way');
    expect(() => checkFormat(directory)).to.throw(StoreUnreadable, 'format 3');
    expect(await marks(STEPS)).to.deep.equal(['2 after 0', '3 after 1']);
  });

  it('after a kill in the middle of a step, too', async () => {
    placeFormat1(directory);
    const engine = new URL('../../server/storage/embedded/engine/engine.ts', import.meta.url);
    const format = new URL('../../server/storage/embedded/format.ts', import.meta.url);
    const script = `
      import { checkFormat } from ${JSON.stringify(format.href)};
      import { openEngine } from ${JSON.stringify(engine.href)};
      const mark = (view, version, seen) =>
        view.put(Buffer.from([0xff, 0xff, 0xff, 0xf0, version]), Buffer.of(seen));
      const steps = [
        (view) => mark(view, 2, 0),
        (view) => {
          mark(view, 3, 1);
          mark(view, 4, 2);
          process.kill(process.pid, 'SIGKILL');
        },
      ];
      checkFormat(${JSON.stringify(directory)}, steps);
      openEngine(${JSON.stringify(directory)}, steps);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect(await once(child, 'exit')).to.deep.equal([null, 'SIGKILL']);
    expect(await marks(STEPS)).to.deep.equal(['2 after 0', '3 after 1']);
  });
});
