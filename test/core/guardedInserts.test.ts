import { expect } from 'chai';
import { type Guard, GuardFailed, guardedInserts, inTransaction } from '../../server/core/guardedInserts.ts';
import { type Fence, openFence, Restored, restorationsOf } from '../../server/core/restorations.ts';
import { type Shelter, startShelter } from '../live/world.ts';

/** The embedded store has a command for it; MongoDB, which has none, is given a transaction. */
for (const [way, make] of Object.entries({
  'in one command': guardedInserts,
  'in a transaction': inTransaction,
}))
  describe(`inserting under guards, ${way}`, () => {
    let shelter: Shelter;
    let fence: Fence;
    beforeEach(async () => {
      shelter = await startShelter();
      fence = await openFence(shelter.connection);
      await doors().insertOne({ name: 'front' });
    });
    afterEach(async () => {
      fence.stop();
      await shelter.close();
    });

    const doors = () => shelter.connection.db!.collection('doors');
    const insert = (ids: number[], guards: Guard[] = []) =>
      make(shelter.connection, fence)(
        'notes',
        ids.map((_id) => ({ _id })),
        guards,
      );
    const notes = async () =>
      (await shelter.connection.db!.collection('notes').find().toArray())
        .map(({ _id }) => Number(_id))
        .sort();
    const refusal = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => null,
        (error) => error,
      );
    const isThere: Guard = { collection: 'doors', filter: { name: 'front' }, finds: true };
    const noOther: Guard = { collection: 'doors', filter: { name: { $not: /^front$/ } }, finds: false };

    it('while they hold, writes all', async () => {
      expect([...(await insert([1, 2], [isThere, noOther]))]).to.deep.equal([]);
      expect(await notes()).to.deep.equal([1, 2]);
    });

    it('when one does not hold, writes nothing and says which', async () => {
      await doors().insertOne({ name: 'back' });
      const failed = await refusal(insert([1], [isThere, noOther]));
      expect(failed).to.be.instanceOf(GuardFailed);
      expect((failed as GuardFailed).guard).to.equal(noOther);
      await doors().deleteMany({});
      expect(await refusal(insert([1], [isThere, noOther]))).to.have.property('guard', isThere);
      expect(await notes()).to.deep.equal([]);
    });

    it('what is there already, is named and keeps nothing else out', async () => {
      await insert([2]);
      expect([...(await insert([1, 2, 3], [isThere]))]).to.deep.equal([1]);
      expect(await notes()).to.deep.equal([1, 2, 3]);
    });

    it('after a restore, writes nothing and closes the fence', async () => {
      await insert([1]);
      let wasTold = false;
      fence.onClosed(() => {
        wasTold = true;
      });
      await restorationsOf(shelter.connection).insertOne({
        _id: 'current',
        restoration: 'r1',
        state: 'switching',
      });
      expect(await refusal(insert([2]))).to.be.instanceOf(Restored);
      expect([fence.isOpen, wasTold]).to.deep.equal([false, true]);
      expect(await refusal(insert([3]))).to.be.instanceOf(Restored);
      expect(await notes()).to.deep.equal([1]);
    });

    it('on data of a restore, goes on until the next one', async () => {
      const mark = { _id: 'current', restoration: 'r1', state: 'done' } as const;
      await restorationsOf(shelter.connection).insertOne({ ...mark });
      fence.stop();
      fence = await openFence(shelter.connection);
      await insert([1]);
      await restorationsOf(shelter.connection).replaceOne(
        { _id: 'current' },
        { restoration: 'r2', state: 'done' },
      );
      expect(await refusal(insert([2]))).to.be.instanceOf(Restored);
      expect(await notes()).to.deep.equal([1]);
    });
  });
