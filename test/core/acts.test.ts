import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import {
  type Act,
  actsOf,
  appendAct,
  chainStart,
  hashAct,
  headsOf,
  prepareActs,
  verifyChain,
} from '../../server/core/acts.ts';
import { clockAt } from '../../server/core/clock.ts';
import { type Fence, openFence } from '../../server/core/restorations.ts';
import { type Sequencer, startSequencer } from '../../server/core/sequencer.ts';
import { connectStorage } from '../../server/storage/connect.ts';

const logger = pino({ level: 'silent' });
const clock = clockAt(new Date('2027-01-01T10:00:00Z'));

describe('the acts', function () {
  this.timeout(60_000);
  const directory = mkdtempSync(join(tmpdir(), 'schakel-acts-'));
  let storage: Awaited<ReturnType<typeof connectStorage>>;
  let connection: Connection;
  let sequencer: Sequencer;
  let fence: Fence;

  before(async () => {
    storage = await connectStorage({ dataDir: directory });
    connection = mongoose.connection;
    await prepareActs(connection);
    fence = await openFence(connection);
    sequencer = await startSequencer({ connection, clock, logger, fence });
  });
  after(async () => {
    await sequencer.stop();
    fence.stop();
    await storage.close();
    rmSync(directory, { recursive: true });
  });

  const append = (name: string, details: Act['details'] = {}): Promise<Act> => {
    clock.advance(1000);
    const actor = { personId: 'amina', bodyId: 'de-brug' };
    return appendAct(connection, { name, actor, record: { type: 'test', id: 'x' }, details }, clock.now(), {
      ok: true,
    });
  };
  const all = () => actsOf(connection).find({}).sort({ sequence: 1 }).toArray();

  beforeEach(async () => {
    await sequencer.stop();
    await actsOf(connection).deleteMany({});
    await headsOf(connection).deleteMany({});
    sequencer = await startSequencer({ connection, clock, logger, fence });
    for (let index = 0; index < 8; index++) await append('test.done', { index, words: ['a', 'b'] });
    await sequencer.settle();
  });

  it('written one after the other, are all numbered in that order and linked', async () => {
    const acts = await all();
    expect(acts.map((act) => act.sequence)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(acts.map((act) => act.details.index)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(acts[0]!.previousHash).to.equal(chainStart);
    for (const [index, act] of acts.slice(1).entries()) expect(act.previousHash).to.equal(acts[index]!.hash);
    expect(await verifyChain(connection)).to.deep.equal({ checked: 8, pending: 0, fault: null });
  });

  it('written by many at once, are each numbered once, without a gap', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => append('test.many', { index })));
    await sequencer.settle();
    const numbers = (await all()).map((act) => act.sequence);
    expect(numbers).to.deep.equal(Array.from({ length: 68 }, (_, index) => index + 1));
    expect((await verifyChain(connection)).fault).to.equal(null);
  });

  it('numbered by two nodes at once, are each numbered once, and each node hears all of them once', async () => {
    const other = await startSequencer({ connection, clock, logger, fence, pollEvery: 20 });
    const nodes = [sequencer, other];
    const heard: [string[], string[]] = [[], []];
    const stops = nodes.map((node, index) => node.follow((act) => void heard[index]!.push(act._id)));
    const written = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const act = await append('test.nodes', { index });
        await nodes[index % 2]!.committed(act);
        return act._id;
      }),
    );
    clock.advance(60_000); // whoever held the lease has lost it
    await sequencer.settle();
    await other.settle();
    await sequencer.settle();
    for (const one of heard) expect([...one].sort()).to.deep.equal([...written].sort());
    const order = (await all()).map((act) => act._id).filter((id) => written.includes(id));
    for (const [index, one] of heard.entries()) {
      const foreign = written.filter((_, place) => place % 2 !== index);
      expect(
        one.filter((id) => foreign.includes(id)),
        'those of the other node, in order',
      ).to.deep.equal(order.filter((id) => foreign.includes(id)));
    }
    expect((await verifyChain(connection)).fault).to.equal(null);
    for (const stop of stops) stop();
    await other.stop();
  });

  it('written while a node that is gone holds the lease, are told here at once and numbered later', async () => {
    const heldUntil = new Date(clock.now().getTime() + 10_000);
    await headsOf(connection).updateOne({ _id: 'acts' }, { $set: { holder: 'gone', heldUntil } });
    const heard: string[] = [];
    const stop = sequencer.follow((act) => void heard.push(act._id));
    const act = await append('test.waiting');
    await sequencer.committed(act);
    expect(heard).to.deep.equal([act._id]);
    await sequencer.settle();
    expect((await verifyChain(connection)).pending).to.equal(1);
    clock.advance(11_000);
    await sequencer.settle();
    stop();
    expect(heard, 'not told twice').to.deep.equal([act._id]);
    expect(await verifyChain(connection)).to.deep.equal({ checked: 9, pending: 0, fault: null });
  });

  it('a follower that fails, on one act, does not stop the ones after it', async () => {
    const heard: unknown[] = [];
    const stop = sequencer.follow((act) => {
      if (act.details.index === 0) throw new Error('no');
      heard.push(act.details.index);
    });
    for (let index = 0; index < 3; index++) await append('test.followed', { index });
    await sequencer.settle();
    stop();
    expect(heard).to.deep.equal([1, 2]);
  });

  const change = (sequence: number, set: object) => actsOf(connection).updateOne({ sequence }, { $set: set });

  const tamperings: [string, () => Promise<unknown>, { sequence: number; kind: string }][] = [
    ['another detail', () => change(3, { 'details.index': 99 }), { sequence: 3, kind: 'changed' }],
    ['another actor', () => change(4, { 'actor.personId': 'x' }), { sequence: 4, kind: 'changed' }],
    ['another time', () => change(5, { at: new Date(0) }), { sequence: 5, kind: 'changed' }],
    ['another name', () => change(8, { name: 'test.other' }), { sequence: 8, kind: 'changed' }],
    ['another record', () => change(1, { 'record.caseId': 'c' }), { sequence: 1, kind: 'changed' }],
    ['another outcome', () => change(2, { outcome: null }), { sequence: 2, kind: 'changed' }],
    ['a field put in', () => change(2, { note: 'x' }), { sequence: 2, kind: 'changed' }],
    [
      'a row taken out in the middle',
      () => actsOf(connection).deleteOne({ sequence: 4 }),
      { sequence: 4, kind: 'gap' },
    ],
    [
      'the first row taken out',
      () => actsOf(connection).deleteOne({ sequence: 1 }),
      { sequence: 1, kind: 'gap' },
    ],
    [
      'the newest row taken out',
      () => actsOf(connection).deleteOne({ sequence: 8 }),
      { sequence: 8, kind: 'head' },
    ],
    ['all rows taken out', () => actsOf(connection).deleteMany({}), { sequence: 1, kind: 'head' }],
    ['two rows exchanged', exchange, { sequence: 3, kind: 'link' }],
    ['a row changed and its own hash made anew', rehash, { sequence: 5, kind: 'link' }],
    ['the whole chain made anew from a changed row', rewrite, { sequence: 9, kind: 'head' }],
    ['a row put in at the end, well linked', insertLinked, { sequence: 9, kind: 'head' }],
    ['a row put in beside the chain', insertStray, { sequence: 9, kind: 'stray' }],
    ['a row whose place was taken away', unnumber, { sequence: 8, kind: 'head' }],
  ];

  async function exchange(): Promise<void> {
    const acts = actsOf(connection);
    await acts.updateOne({ sequence: 3 }, { $set: { sequence: 1000 } });
    await acts.updateOne({ sequence: 4 }, { $set: { sequence: 3 } });
    await acts.updateOne({ sequence: 1000 }, { $set: { sequence: 4 } });
  }
  async function rehash(from = 4): Promise<void> {
    const act = (await all())[from - 1]!;
    const forged = { ...act, details: { index: 99 } };
    await change(from, { details: forged.details, hash: hashAct(forged, from, act.previousHash!) });
  }
  async function rewrite(): Promise<void> {
    let previousHash = chainStart;
    for (const act of await all()) {
      const forged = { ...act, details: { index: 99 } };
      const hash = hashAct(forged, act.sequence!, previousHash);
      await change(act.sequence!, { details: forged.details, previousHash, hash });
      previousHash = hash;
    }
  }
  async function insertLinked(): Promise<void> {
    const last = (await all()).at(-1)!;
    const forged: Act = { ...last, _id: 'forged' };
    const hash = hashAct(forged, 9, last.hash!);
    await actsOf(connection).insertOne({ ...forged, sequence: 9, previousHash: last.hash!, hash });
  }
  async function insertStray(): Promise<void> {
    const { sequence: _, hash: __, previousHash: ___, ...forged } = (await all()).at(-1)!;
    await actsOf(connection).insertOne({ ...forged, _id: 'stray' });
  }
  async function unnumber(): Promise<void> {
    await actsOf(connection).updateOne({ sequence: 8 }, { $unset: { sequence: '' } });
  }

  for (const [what, tamper, fault] of tamperings) {
    it(`with ${what}, do not verify: ${fault.kind} at ${fault.sequence}`, async () => {
      await tamper();
      expect((await verifyChain(connection)).fault).to.deep.equal(fault);
    });
  }

  it('still waiting for their place, verify and are counted apart', async () => {
    await sequencer.stop();
    await append('test.waiting');
    expect(await verifyChain(connection)).to.deep.equal({ checked: 8, pending: 1, fault: null });
  });
});
