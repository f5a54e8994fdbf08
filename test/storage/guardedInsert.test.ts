import { expect } from 'chai';
import type { Document } from 'mongodb';
import { aStore, EMBEDDED, errorOf, type TestStore } from './aStore.ts';

/** A command of the embedded store alone: with MongoDB a transaction does the same. */
(EMBEDDED ? describe : describe.skip)('inserting under guards, in one command of the embedded store', () => {
  let store: TestStore;
  before(async () => {
    store = await aStore();
  });
  after(() => store.close());
  beforeEach(async () => {
    await store.db.dropDatabase();
    await store.db.collection('doors').insertMany([{ name: 'front', open: true }, { name: 'back' }]);
    await store.db.collection('doors').createIndex({ name: 1 });
  });

  const open = { find: 'doors', filter: { name: 'front', open: true }, finds: true };
  const noOther = { find: 'doors', filter: { name: { $not: /^(front|back)$/ } }, finds: false };
  const insert = (documents: unknown, guards: unknown = [], more: Document = {}): Promise<Document> =>
    store.db.command({ schakelInsert: 'notes', documents, guards, ordered: false, ...more });
  const notes = async () =>
    (await store.db.collection('notes').find().toArray()).map(({ _id }) => Number(_id));

  it('writes all when every guard holds, and a later reader finds them by their indexes', async () => {
    expect(await insert([{ _id: 1 }, { _id: 2 }], [open, noOther])).to.include({ n: 2, ok: 1 });
    expect(await notes()).to.deep.equal([1, 2]);
    expect(await store.db.command({ validate: 'notes' })).to.include({ valid: true });
  });

  it('writes nothing when one does not hold, and says which', async () => {
    await store.db.collection('doors').insertOne({ name: 'cellar' });
    expect(await insert([{ _id: 1 }], [open, noOther])).to.include({ n: 0, guard: 1 });
    await store.db.collection('doors').updateOne({ name: 'front' }, { $set: { open: false } });
    expect(await insert([{ _id: 1 }], [open, noOther])).to.include({ n: 0, guard: 0 });
    expect(await notes()).to.deep.equal([]);
  });

  it('of a collection that is not there, finds nothing', async () => {
    const absent = { find: 'absent', filter: {} };
    expect(await insert([{ _id: 1 }], [{ ...absent, finds: true }])).to.include({ guard: 0 });
    expect(await insert([{ _id: 1 }], [{ ...absent, finds: false }])).to.include({ n: 1 });
  });

  it('of many at once, sees what was written before it in the same moment', async () => {
    const once = { find: 'notes', filter: { kind: 'only' }, finds: false };
    const answers = await Promise.all([1, 2, 3, 4].map((_id) => insert([{ _id, kind: 'only' }], [once])));
    expect(answers.map(({ n }) => n).sort()).to.deep.equal([0, 0, 0, 1]);
    expect(await notes()).to.have.length(1);
  });

  it('one that is there already, fails by itself', async () => {
    await insert([{ _id: 2 }]);
    const { n, writeErrors } = await insert([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
    expect(n).to.equal(2);
    expect(writeErrors.map(({ index, code }: Document) => [index, code])).to.deep.equal([[1, 11000]]);
    expect((await notes()).sort()).to.deep.equal([1, 2, 3]);
  });

  it('malformed, is refused and writes nothing', async () => {
    const tries: [() => Promise<unknown>, number][] = [
      [() => insert([{ _id: 1 }], 'open'), 14],
      [() => insert([{ _id: 1 }], [{ find: 'doors', filter: {} }]), 14],
      [() => insert([{ _id: 1 }], [{ find: 'doors', filter: 1, finds: true }]), 14],
      [() => insert([{ _id: 1 }], [{ find: '$doors', filter: {}, finds: true }]), 73],
      [() => insert([{ _id: 1 }], [{ find: 'doors', filter: { $no: 1 }, finds: true }]), 2],
      [() => insert([]), 2],
      [() => insert([{ _id: 1 }], [], { hint: { _id: 1 } }), 40415],
    ];
    for (const [asked, code] of tries) expect(await errorOf(asked())).to.have.property('code', code);
    expect(await notes()).to.deep.equal([]);
  });

  it('inside a transaction, is refused', async () => {
    const session = store.client.startSession();
    session.startTransaction();
    const command = { schakelInsert: 'notes', documents: [{ _id: 1 }], guards: [] };
    expect(await errorOf(store.db.command(command, { session }))).to.have.property('code', 263);
    await session.endSession();
  });
});
