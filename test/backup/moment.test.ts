import { expect } from 'chai';
import { BSON, type Document } from 'mongodb';
import { readBackup } from '../../server/backup/reading.ts';
import { EMBEDDED } from '../storage/aStore.ts';
import { aDatabase, aShelf, backUp, command, type Database } from './aDatabase.ts';

const accounts = 40;
const writers = 8;

/** The documents of a backup, by collection. */
async function contentsOf(file: string): Promise<Map<string, Document[]>> {
  const contents = new Map<string, Document[]>();
  let current: Document[] = [];
  await readBackup(file, {
    collection: ({ name }) => {
      current = [];
      contents.set(name, current);
    },
    document: (bytes) => void current.push(BSON.deserialize(bytes)),
  });
  return contents;
}

describe('a backup while people write', function () {
  this.timeout(120_000);
  const shelf = aShelf();
  let database: Database;

  beforeEach(async () => {
    database = await aDatabase();
  });
  afterEach(() => database.close());
  after(() => shelf.remove());

  it('of eight writers is one moment: no part of a transfer, each transfer with its entry', async () => {
    const { db, connection } = database;
    const client = connection.getClient();
    const balances = (name: string) => db.collection<{ _id: number; balance: number }>(name);
    // Two collections, so that a moment of one of them is not enough. The filling makes reading take a while.
    for (const name of ['first', 'second']) {
      const rows = Array.from({ length: accounts }, (_, _id) => ({
        _id,
        balance: 100,
        fill: 'x'.repeat(20_000),
      }));
      await balances(name).insertMany(rows);
    }
    await db.createCollection('transfers');
    let stopped = false;
    let done = 0;
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; !stopped; round++) {
        const [from, to] = [(writer * 5 + round) % accounts, (writer * 7 + round * 3) % accounts];
        await client.withSession((session) =>
          session.withTransaction(async () => {
            await balances('first').updateOne({ _id: from }, { $inc: { balance: -1 } }, { session });
            await balances('second').updateOne({ _id: to }, { $inc: { balance: 1 } }, { session });
            await db.collection('transfers').insertOne({ writer, round, amount: 1 }, { session });
          }),
        );
        done += 1;
      }
    };
    const writing = Array.from({ length: writers }, (_, writer) => write(writer));
    const seen: number[] = [];
    try {
      for (let round = 0; round < 5; round++) {
        const before = done;
        const file = shelf.file(`busy${round}.backup`);
        await backUp(database, file);
        const contents = await contentsOf(file);
        const sum = (name: string): number =>
          contents.get(name)!.reduce((total, one) => total + one.balance, 0);
        const moved = contents.get('transfers')!.length;
        expect([sum('first'), sum('second')]).to.deep.equal([accounts * 100 - moved, accounts * 100 + moved]);
        // What was acknowledged before is in it; a write may have been stored and not be acknowledged yet.
        expect(moved).to.be.at.least(before);
        seen.push(moved);
        while (done === before) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    } finally {
      stopped = true;
      await Promise.all(writing);
    }
    expect(seen.at(-1)).to.be.greaterThan(seen[0]!);
  });

  // The commands are programs of their own, which find the store by its directory.
  const it50000 = EMBEDDED ? it : it.skip;
  it50000('of 50,000 documents is written and restored in little memory', async () => {
    const { db, dataDir } = database;
    const fill = 'abcdefghij'.repeat(500);
    for (let at = 0; at < 50_000; at += 1000) {
      const rows = Array.from({ length: 1000 }, (_, index) => ({ _id: at + index, fill }) as Document);
      await db.collection('many').insertMany(rows);
    }
    const file = shelf.file('many.backup');
    const most = 256 * 1024; // kibibytes; the documents are as many, and the programs alone take a third
    for (const [name, given] of [
      ['backup', [file]],
      ['restore', [file, '--overwrite']],
    ] as const) {
      const told = await command(name, [...given], dataDir);
      expect(told.errors).to.equal('');
      expect(told.code).to.equal(0);
      expect(told.output).to.contain('Holds 50000 documents in 1 collections.');
      expect(told.largest).to.be.within(1, most);
    }
    expect(await db.collection('many').countDocuments({})).to.equal(50_000);
    expect(await db.collection('many').countDocuments({ fill })).to.equal(50_000);
  });
});
