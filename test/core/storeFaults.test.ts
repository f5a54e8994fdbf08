import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { storeFault } from '../../server/core/storeFaults.ts';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { aDirectory, EMBEDDED, errorOf, killStore, leave } from '../storage/aStore.ts';

/** Whatever the driver throws while the store ends and comes back; that nothing is lost by it, `crash` looks at. */
describe('a store that went away', () => {
  before(function () {
    if (!EMBEDDED) this.skip();
  });

  it('is told as such by every error of reads, writes and transactions', async () => {
    const directory = aDirectory();
    const store = await startEmbeddedStore({ dataDir: directory.path, notice: () => {} });
    const client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 5_000 });
    const things = client.db().collection<{ _id: string; n: number }>('things');
    await things.insertOne({ _id: 'one', n: 0 });
    let over = false;
    const errors: unknown[] = [];
    const again = async (ask: () => Promise<unknown>) => {
      while (!over)
        await ask().catch((error: unknown) => {
          errors.push(error);
        });
    };
    const inTransaction = () =>
      client.withSession((session) =>
        session.withTransaction(() => things.updateOne({ _id: 'one' }, { $inc: { n: 1 } }, { session })),
      );
    const asking = [
      again(() => things.findOne({ n: -1 })),
      again(() => things.updateOne({ _id: 'two' }, { $inc: { n: 1 } }, { upsert: true })),
      again(() => things.insertMany([{ _id: `${Math.random()}`, n: 1 }])),
      ...Array.from({ length: 5 }, () => again(inTransaction)),
    ];
    for (let time = 0; time < 3; time++) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      killStore(directory.path);
    }
    while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    over = true;
    await Promise.race([Promise.all(asking), new Promise((resolve) => setTimeout(resolve, 3_000))]);
    await leave(client);
    await store.close();
    directory.remove();
    const others = errors.filter((error) => storeFault(error) !== 'errors.storeAway').map(String);
    expect(others).to.deep.equal([]);
  });

  it('is not what an error of the request is taken for', async () => {
    const directory = aDirectory();
    const store = await startEmbeddedStore({ dataDir: directory.path });
    const client = await MongoClient.connect(store.uri);
    const things = client.db().collection<{ _id: string }>('things');
    await things.insertOne({ _id: 'one' });
    expect(storeFault(await errorOf(things.insertOne({ _id: 'one' })))).to.equal(null);
    expect(storeFault(await errorOf(things.find({ $nonsense: 1 } as object).toArray()))).to.equal(null);
    for (const other of [new Error('x'), new TypeError('x is not a function'), null, undefined, 'x'])
      expect(storeFault(other)).to.equal(null);
    await client.close();
    await store.close();
    directory.remove();
  });
});
