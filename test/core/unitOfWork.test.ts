import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import mongoose, { type Connection } from 'mongoose';
import { type Act, actsOf, prepareActs } from '../../server/core/acts.ts';
import { clockAt } from '../../server/core/clock.ts';
import { Conflict, Invalid } from '../../server/core/errors.ts';
import { type Fence, openFence } from '../../server/core/restorations.ts';
import { createUnitOfWork, type UnitOfWork } from '../../server/core/unitOfWork.ts';
import { connectStorage } from '../../server/storage/connect.ts';

describe('a unit of work', function () {
  this.timeout(60_000);
  const directory = mkdtempSync(join(tmpdir(), 'schakel-unit-'));
  const clock = clockAt(new Date('2027-01-01T10:00:00Z'));
  let storage: Awaited<ReturnType<typeof connectStorage>>;
  let connection: Connection;
  let units: UnitOfWork;
  let fence: Fence;
  let commits = 0;

  before(async () => {
    storage = await connectStorage({ dataDir: directory });
    connection = mongoose.connection;
    await prepareActs(connection);
    await connection.db!.createCollection('things');
    fence = await openFence(connection);
    units = createUnitOfWork({ connection, clock, fence, committed: async () => void commits++ });
  });
  after(async () => {
    fence.stop();
    await storage.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(async () => {
    await actsOf(connection).deleteMany({});
    await things().deleteMany({});
    commits = 0;
  });

  const things = () => connection.db!.collection<{ _id: string; count: number }>('things');
  const draft = (id: string = randomUUID(), change: object = {}) => ({
    id,
    name: 'thing.made',
    actor: { personId: 'amina' },
    record: { type: 'thing', id: 'x' },
    ...change,
  });
  const add = (units: UnitOfWork, about = draft(), thing: string = randomUUID()) =>
    units.do(about, async ({ session, note }) => {
      await things().insertOne({ _id: thing, count: 1 }, { session });
      note({ thing });
      return { thing };
    });
  const counted = async () => [await things().countDocuments(), await actsOf(connection).countDocuments()];

  it('that succeeds, keeps the record and its act, with details and answer, and tells that it did', async () => {
    const id = randomUUID();
    const outcome = await add(units, draft(id), 'one');
    const act = (await actsOf(connection).findOne({ _id: id })) as Act;
    expect(outcome).to.deep.equal({ thing: 'one' });
    expect(act).to.deep.include({ name: 'thing.made', details: { thing: 'one' }, outcome, pending: true });
    expect(act.at).to.deep.equal(clock.now());
    expect([await counted(), commits]).to.deep.equal([[1, 1], 1]);
  });

  it('that fails after it wrote, leaves neither record nor act', async () => {
    const work = units.do(draft(), async ({ session }) => {
      await things().insertOne({ _id: 'half', count: 1 }, { session });
      throw new Invalid({ x: 'forms.invalid' });
    });
    const error = await work.catch((one: unknown) => one);
    expect(error).to.be.instanceOf(Invalid);
    expect(await counted()).to.deep.equal([0, 0]);
  });

  it('whose act cannot be written, leaves no record', async () => {
    await add(units, draft(randomUUID()), 'first');
    const unwritable = draft(randomUUID(), { record: { type: 'thing', id: () => {} } });
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const error = await add(units, { ...unwritable, record: circular as never }).catch((one: unknown) => one);
    expect(error).to.be.instanceOf(Error);
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('repeated under its id, runs nothing and answers as the first time', async () => {
    const about = draft();
    const first = await add(units, about);
    let ran = false;
    const second = await units.do(about, async () => {
      ran = true;
      return { thing: 'other' };
    });
    expect([second, ran]).to.deep.equal([first, false]);
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('repeated ten times at once, is done once and answered alike', async () => {
    const about = draft();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => add(units, about)));
    expect(new Set(outcomes.map((one) => one.thing)).size).to.equal(1);
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('repeated after a failure, is done then: a refusal uses up no id', async () => {
    const about = draft();
    await units.do(about, () => Promise.reject(new Conflict('errors.badRequest'))).catch(() => {});
    await add(units, about);
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('of something else under a used id, is an act of its own, and its repeats are that act', async () => {
    const id = randomUUID();
    await add(units, draft(id, { mark: 'first words' }));
    const others = [{ mark: 'other words' }, { mark: 'first words', name: 'thing.broken' }];
    for (const change of others) {
      const made = await add(units, draft(id, change));
      expect(await add(units, draft(id, change)), 'a repeat').to.deep.equal(made);
    }
    expect(await counted()).to.deep.equal([3, 3]);
  });

  it('of two different requests under one id at once, does both, each once', async () => {
    const id = randomUUID();
    const marks = ['one', 'two', 'one', 'two', 'one', 'two'];
    const made = await Promise.all(marks.map((mark) => add(units, draft(id, { mark }))));
    expect(new Set(made.map(({ thing }) => thing)).size).to.equal(2);
    expect(await counted()).to.deep.equal([2, 2]);
  });

  it('whose own record exists already, fails and is not tried for ever', async () => {
    await add(units, draft(), 'same');
    const error = await add(units, draft(), 'same').catch((one: unknown) => one);
    expect(error).to.have.property('code', 11000);
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('under an id of another person, is a conflict and writes nothing', async () => {
    const id = randomUUID();
    await add(units, draft(id));
    for (const change of [{ actor: { personId: 'karim' } }, { actor: null }]) {
      const error = await add(units, draft(id, change)).catch((one: unknown) => one);
      expect(error, JSON.stringify(change)).to.be.instanceOf(Conflict);
    }
    expect(await counted()).to.deep.equal([1, 1]);
  });

  it('of many on one record at once, loses none', async () => {
    await things().insertOne({ _id: 'shared', count: 0 });
    const raise = () =>
      units.do(draft(), async ({ session }) => {
        const thing = await things().findOne({ _id: 'shared' }, { session });
        await things().updateOne({ _id: 'shared' }, { $set: { count: thing!.count + 1 } }, { session });
        return null;
      });
    await Promise.all(Array.from({ length: 12 }, raise));
    expect((await things().findOne({ _id: 'shared' }))?.count).to.equal(12);
    expect(await actsOf(connection).countDocuments()).to.equal(12);
  });

  it('that only records a view, counts the same view once within the time it says', async () => {
    const view = { ...draft(), unlessWithin: 600_000 };
    const { id: _, ...about } = view;
    await units.record(about);
    clock.advance(599_000);
    await units.record(about);
    expect(await actsOf(connection).countDocuments()).to.equal(1);
    await units.record({ ...about, actor: { personId: 'karim' } });
    await units.record({ ...about, record: { type: 'thing', id: 'y' } });
    expect(await actsOf(connection).countDocuments()).to.equal(3);
    clock.advance(2000);
    await units.record(about);
    expect(await actsOf(connection).countDocuments()).to.equal(4);
  });
});
