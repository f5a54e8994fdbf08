import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { asideName, freshName, isWorking } from '../../server/backup/contents.ts';
import { beginSwitch, finishRestoration, renameOneByOne } from '../../server/backup/switching.ts';
import { systemClock } from '../../server/core/clock.ts';
import { randomFrom } from '../builders/crashWriters.ts';
import { EMBEDDED, errorOf } from '../storage/aStore.ts';
import { aDatabase, aShelf, backUp, command, type Database, putBack } from './aDatabase.ts';

const names = ['alpha', 'beta', 'gamma', 'delta'];

/** What a database of one of the two states holds, by collection: how many of which state. */
async function statesIn({ db }: Database): Promise<Record<string, Document[]>> {
  const states: Record<string, Document[]> = {};
  for (const name of names) {
    const group = { $group: { _id: '$state', count: { $sum: 1 } } };
    states[name] = await db.collection(name).aggregate([group]).toArray();
  }
  return states;
}

const whole = (state: string): Record<string, Document[]> =>
  Object.fromEntries(names.map((name) => [name, [{ _id: state, count: 500 }]]));

async function fillWith({ db }: Database, state: string): Promise<void> {
  for (const name of names) {
    await db.collection(name).deleteMany({});
    await db
      .collection(name)
      .insertMany(Array.from({ length: 500 }, () => ({ state, fill: 'x'.repeat(3000) })));
    await db.collection(name).createIndex({ state: 1 });
  }
}

/** The lease of a program that was killed runs out: here at once. */
const forgetLease = ({ db }: Database) =>
  db.collection<{ _id: string }>('restorations').deleteOne({ _id: 'filling' });

const isSwitching = async ({ db }: Database): Promise<boolean> =>
  (await db.collection('restorations').countDocuments({ state: 'switching' })) > 0;

describe('a restore that is cut off', function () {
  this.timeout(120_000);
  const shelf = aShelf();
  const file = shelf.file('after.backup');

  before(async () => {
    const source = await aDatabase();
    await fillWith(source, 'after');
    await backUp(source, file);
    await source.close();
  });
  after(() => shelf.remove());
  const open: Database[] = [];
  const opened = async (dataDir?: string): Promise<Database> => {
    const database = await aDatabase(dataDir);
    open.push(database);
    return database;
  };
  const closeAll = async (): Promise<void> => {
    for (const database of open.splice(0)) await database.close();
  };
  afterEach(closeAll);

  /** As the next start of Schakel does. */
  async function comesBackWhole(database: Database): Promise<string> {
    const begun = await isSwitching(database);
    if (!begun) expect([whole('before'), whole('after')]).to.deep.include(await statesIn(database));
    await forgetLease(database);
    await finishRestoration(database.connection, systemClock);
    const states = await statesIn(database);
    const outcome = states.alpha?.[0]?._id as string;
    expect(states).to.deep.equal(whole(outcome));
    if (begun) expect(outcome).to.equal('after');
    const acts = await database.db.collection('acts').countDocuments({ name: 'installation.restored' });
    expect(acts).to.equal(outcome === 'after' ? 1 : 0);
    const left = (await database.db.listCollections().toArray()).map(({ name }) => name).filter(isWorking);
    expect(left).to.deep.equal([]);
    return outcome;
  }

  for (const others of EMBEDDED ? [true, false] : []) {
    const where = others ? 'in a store that others hold' : 'in a store of its own';
    it(`by kill -9, ${where}, leaves what was or what is to be, whole`, async () => {
      const seed = Number(process.env.CRASH_SEED ?? Date.now() % 100_000);
      const random = randomFrom(seed + (others ? 1 : 0));
      const dataDir = shelf.file(`data-${others}`);
      let duration = 0;
      const seen: string[] = [];
      for (let round = 0; round < 4; round++) {
        const prepared = await opened(dataDir);
        await prepared.db.collection('acts').deleteMany({});
        await fillWith(prepared, 'before');
        if (!others) await closeAll();
        let began = 0;
        // The first is left alone: it says how long it takes.
        const delay = round === 0 ? undefined : random() * duration;
        const told = await command('restore', [file, '--overwrite'], dataDir, (_text, kill) => {
          if (began === 0 && delay !== undefined) setTimeout(kill, delay);
          began ||= performance.now();
        });
        duration ||= performance.now() - began;
        const database = others ? prepared : await opened(dataDir);
        try {
          const outcome = await comesBackWhole(database);
          seen.push(`${Math.round(delay ?? -1)} ms: ${outcome}`);
          if (told.code === 0) expect(outcome).to.equal('after');
        } catch (error) {
          throw new Error(`seed ${seed}, round ${round} (${seen.join(', ')})`, { cause: error });
        } finally {
          await closeAll();
        }
      }
    });
  }

  it('at any step of the exchange, one collection after the other as on MongoDB, is finished by who comes next', async () => {
    const database = await opened();
    const { db, connection } = database;
    const all = names.flatMap((name) => [
      { from: name, to: asideName(name) },
      { from: freshName(name), to: name },
    ]);
    for (let steps = 0; steps <= all.length; steps++) {
      for (const name of names) {
        await db.collection(name).drop();
        await db.collection(name).insertMany(Array.from({ length: 500 }, () => ({ state: 'before' })));
        await db
          .collection(freshName(name))
          .insertMany(Array.from({ length: 500 }, () => ({ state: 'after' })));
      }
      await db.collection('acts').deleteMany({});
      const begun = {
        restoration: randomUUID(),
        at: new Date(),
        collections: names,
        details: { documents: 2000 },
      };
      await beginSwitch(connection, begun);
      await renameOneByOne(connection, all.slice(0, steps));
      // A writer that knows of nothing makes again what is aside for a moment.
      if (steps % 2 === 1) await db.collection(names[(steps - 1) / 2]!).insertOne({ state: 'stray' });
      expect(await comesBackWhole(database)).to.equal('after');
      expect(await finishRestoration(connection, systemClock)).to.deep.include({ finished: false });
    }
  });

  it('while two finish it at once, is finished once', async () => {
    const database = await opened();
    const { db, connection } = database;
    for (let round = 0; round < 5; round++) {
      await fillWith(database, 'before');
      for (const name of names)
        await db
          .collection(freshName(name))
          .insertMany(Array.from({ length: 500 }, () => ({ state: 'after' })));
      await db.collection('acts').deleteMany({});
      const begun = { restoration: randomUUID(), at: new Date(), collections: names, details: {} };
      await beginSwitch(connection, begun);
      await Promise.all([1, 2, 3].map(() => finishRestoration(connection, systemClock)));
      expect(await comesBackWhole(database)).to.equal('after');
    }
  });

  it('in the middle of filling, is begun anew by the next one', async () => {
    const database = await opened();
    await fillWith(database, 'before');
    await database.db.collection(freshName('alpha')).insertOne({ state: 'half' });
    await database.db.collection(freshName('unknown')).insertOne({ state: 'half' });
    await putBack(database, file, true);
    expect(await comesBackWhole(database)).to.equal('after');
  });

  it('is not disturbed by a second one, which is refused', async () => {
    const database = await opened();
    await fillWith(database, 'before');
    const both = await Promise.all(
      [1, 2].map(() =>
        putBack(database, file, true).then(
          () => null,
          (error: Error) => error.message,
        ),
      ),
    );
    expect(both).to.have.members([null, 'Another restore is under way.']);
    expect(await comesBackWhole(database)).to.equal('after');
    expect(await errorOf(putBack(database, file))).to.have.property('name', 'CommandFailed');
  });
});
