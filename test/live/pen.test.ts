import { expect } from 'chai';
import type { Collection } from 'mongodb';
import { type GuardedInsert, guardedInserts } from '../../server/core/guardedInserts.ts';
import { type Fence, openFence } from '../../server/core/restorations.ts';
import { createPen, Taken } from '../../server/live/pen.ts';
import { type Shelter, startShelter } from './world.ts';

describe('writing the commits of many documents', () => {
  let shelter: Shelter;
  let collection: Collection;
  let fence: Fence;
  let insert: GuardedInsert;
  before(async () => {
    shelter = await startShelter();
    fence = await openFence(shelter.connection);
    insert = guardedInserts(shelter.connection, fence);
    collection = shelter.connection.collection('pen') as unknown as Collection;
  });
  after(() => {
    fence.stop();
    return shelter.close();
  });

  const record = (id: string, bytes = 3) => ({ _id: id as never, sealed: new Uint8Array(bytes) });
  const outcomes = async (writes: Promise<void>[]): Promise<unknown[]> =>
    (await Promise.allSettled(writes)).map((one) => (one.status === 'fulfilled' ? 'stored' : one.reason));

  it('many at once, are all stored', async () => {
    const pen = createPen('pen', insert);
    const ids = Array.from({ length: 450 }, (_, index) => `many/${index}`);
    await Promise.all(ids.map((id) => pen.write(record(id))));
    expect(await collection.countDocuments({ _id: { $in: ids as never[] } })).to.equal(ids.length);
  });

  it('one whose number is taken, fails by itself and the others are stored', async () => {
    const pen = createPen('pen', insert);
    await pen.write(record('taken/1'));
    const [first, taken, last] = await outcomes([
      pen.write(record('taken/0')),
      pen.write(record('taken/1')),
      pen.write(record('taken/2')),
    ]);
    expect([first, last]).to.deep.equal(['stored', 'stored']);
    expect(taken).to.be.instanceOf(Taken);
    expect(await collection.countDocuments({ _id: /^taken/ as never })).to.equal(3);
  });

  it('what is larger than one write takes, goes in several', async () => {
    const pen = createPen('pen', insert);
    const large = [0, 1, 2, 3].map((index) => pen.write(record(`large/${index}`, 5 * 2 ** 20)));
    expect(await outcomes(large)).to.deep.equal(['stored', 'stored', 'stored', 'stored']);
  });

  it('a store that is gone, refuses all of them and the next as well', async () => {
    const pen = createPen('pen', () => Promise.reject(new Error('gone')));
    const [first, second] = await outcomes([pen.write(record('a')), pen.write(record('b'))]);
    expect([first, second].map(String)).to.deep.equal(['Error: gone', 'Error: gone']);
    expect((await outcomes([pen.write(record('c'))])).map(String)).to.deep.equal(['Error: gone']);
  });
});
