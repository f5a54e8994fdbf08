import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { hear, type JoinReply, protocolVersion, say } from '../../public/scripts/live/protocol.ts';
import { beginSwitch } from '../../server/backup/switching.ts';
import { type Act, actsOf, verifyChain } from '../../server/core/acts.ts';
import { Restored } from '../../server/core/restorations.ts';
import { createLog } from '../../server/live/log.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aGoal, demoCase, goalWords } from '../builders/cases.ts';
import { heard, letIn, signInAs, type Visitor } from '../builders/people.ts';
import { freePort, startProgram } from '../builders/program.ts';
import { aWriter } from '../builders/writers.ts';
import { EMBEDDED, errorOf } from '../storage/aStore.ts';
import { aShelf, command } from './aDatabase.ts';

/** Resolves once it is so. */
async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

// The commands find the store by its directory.
(EMBEDDED ? describe : describe.skip)('a backup restored into a Schakel that runs', function () {
  this.timeout(90_000);
  const shelf = aShelf();
  let app: TestApp;
  let id: string;
  let amina: Visitor;
  let file: string;
  let files = 0;

  before(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
  });
  after(async () => {
    await app.close();
    shelf.remove();
  });
  beforeEach(async () => {
    amina = await signInAs(app, 'hulpverlener.debrug');
    file = shelf.file(`${++files}.backup`);
    expect(await command('backup', [file], app.config.dataDir)).to.include({ code: 0, errors: '' });
    app.clock.set(new Date());
  });

  /** Restores beside the running application, and waits until that has opened itself anew. */
  async function restoreNow(): Promise<string> {
    const { house } = app;
    const told = await command('restore', [file, '--overwrite'], app.config.dataDir);
    expect(told).to.include({ code: 0, errors: '' });
    await until(() => app.house !== house);
    return told.output;
  }
  const goalsOf = async (visitor: Visitor): Promise<string[]> =>
    (await visitor.get(paths.planExport({ id }))).body.goals.map(
      (goal: { ownWords: string }) => goal.ownWords,
    );
  const remarksOf = async (visitor: Visitor): Promise<object[]> =>
    (await visitor.get(paths.planExport({ id }))).body.remarks;
  const connection = (): Connection => app.house.connection;

  it('shows what the backup holds, to who signs in again, and is written in as before', async () => {
    const before = await goalsOf(amina);
    const said = await remarksOf(amina);
    expect(said).to.have.length(2);
    await aGoal(amina, id, { ownWords: 'Van na de reservekopie' });
    const { commentId } = await demoCase();
    const answer = { words: 'Van na de reservekopie' };
    expect((await amina.post(paths.planCommentAnswers({ id, commentId }), answer)).status).to.equal(303);
    const output = await restoreNow();
    expect(output).to.match(/ +1 goal\.added\n/);
    expect((await amina.get(paths.plan({ id }))).status).to.equal(303);
    const again = await signInAs(app, 'hulpverlener.debrug');
    expect(await goalsOf(again)).to.deep.equal(before);
    expect(await remarksOf(again)).to.deep.equal(said);
    await aGoal(again, id, { ownWords: 'Van na het terugzetten' });
    expect(await goalsOf(again)).to.include('Van na het terugzetten');
    const writer = await aWriter(again, `plan:${id}`);
    expect(await writer.write('Ook de tekst gaat verder')).to.equal('stored');
    writer.close();
  });

  it('stands in the chain of acts, which holds, and tells how many acts are gone', async () => {
    await aGoal(amina, id);
    await app.sequencer.settle();
    const head = await connection().db!.collection('chainheads').findOne({});
    await restoreNow();
    await app.sequencer.settle();
    const act = await actsOf(connection()).findOne(
      { name: 'installation.restored' },
      { sort: { sequence: -1 } },
    );
    expect(act).to.deep.include({ actor: null });
    expect(act!.sequence).to.be.greaterThan(0);
    expect(act!.details).to.include({
      actsGone: 1,
      replacedSequence: head!.sequence,
      replacedHash: head!.hash,
    });
    const report = await verifyChain(connection());
    expect(report).to.deep.include({ pending: 0, fault: null });
    const told = await command('verify', [], app.config.dataDir);
    expect(told.output).to.contain('The chain holds.');
  });

  it('tells whoever is connected that they are signed out, and lets them in after they signed in', async () => {
    const writer = await aWriter(amina, `plan:${id}`);
    const gone = heard(writer.socket, 'disconnect');
    await restoreNow();
    await gone;
    expect(writer.removed).to.deep.equal({ document: '', reason: 'signed_out' });
    const stale = amina.socket();
    expect(await letIn(stale)).to.equal('signed_out');
    stale.close();
    const again = await signInAs(app, 'hulpverlener.debrug');
    const fresh = await aWriter(again, `plan:${id}`);
    expect(fresh.joined.ok).to.equal(true);
    // The page of before still has what it had: under these numbers it is something else now.
    const { restoration, sequence } = writer.joined as JoinReply & { ok: true };
    const request = {
      version: protocolVersion,
      document: `plan:${id}`,
      clientIds: [4711],
      since: sequence,
      restoration,
    };
    const joined = await fresh.socket.emitWithAck(say.join, request);
    expect(joined).to.deep.equal({ ok: false, reason: 'reload' });
    fresh.close();
  });

  it('refuses what was decided before: a unit of work, a view, a line of text and an act to number', async () => {
    const { unitOfWork, fence, keys } = app.house;
    const actor = { personId: 'amina' };
    const draft = { name: 'test.late', actor, record: { type: 'test', id: 'late' } };
    const rows = connection().db!.collection<{ _id: string }>('goals');
    let restoring: Promise<string> | undefined;
    // It has passed the fence and read what it needs when the data is exchanged under its hands.
    const slow = unitOfWork.do(draft, async ({ session }) => {
      await rows.findOne({}, { session });
      restoring ??= restoreNow();
      await restoring;
      await rows.insertOne({ _id: 'late' }, { session });
      return null;
    });
    expect(await errorOf(slow)).to.be.instanceOf(Restored);
    expect(await errorOf(unitOfWork.do(draft, async () => null))).to.be.instanceOf(Restored);
    expect(await errorOf(unitOfWork.record(draft))).to.be.instanceOf(Restored);
    const log = createLog(connection(), fence);
    const entry = { id: 'late', clients: [1], personId: 'amina', organisationId: 'x' };
    const commit = { sequence: 9999, at: new Date(), entries: [entry], updates: new Uint8Array() };
    const cipher = await keys.cipher(id);
    expect(await errorOf(log.append(`plan:${id}`, commit, cipher))).to.be.instanceOf(Restored);
    const checkpoint = { sequence: 9999, owners: [], update: new Uint8Array() };
    expect(await errorOf(log.checkpoint(`plan:${id}`, checkpoint, new Date(), cipher))).to.be.instanceOf(
      Restored,
    );
    expect(await rows.countDocuments({ _id: 'late' })).to.equal(0);
    expect(await actsOf(connection()).countDocuments({ name: 'test.late' })).to.equal(0);
    expect(await connection().db!.collection('liveUpdates').countDocuments({ sequence: 9999 })).to.equal(0);
    expect(await connection().db!.collection('liveCheckpoints').countDocuments({ sequence: 9999 })).to.equal(
      0,
    );
  });

  it('while eight write, lets nothing of before in after it, however often it is restored', async () => {
    let stopped = false;
    const written = { acts: 0, views: 0, lines: 0 };
    /** Everything that is written says on which data it was decided. */
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; !stopped; round++) {
        const { house } = app;
        const generation = house.fence.restoration;
        const draft = { actor: null, record: { type: 'test', id: 'load' }, details: { generation } };
        const entry = { id: `${writer}/${round}`, clients: [1], personId: generation, organisationId: 'x' };
        const commit = { sequence: round, at: new Date(), entries: [entry], updates: new Uint8Array() };
        try {
          if (writer % 3 === 0) {
            await house.unitOfWork.do({ name: 'test.act', ...draft }, async () => null);
            written.acts += 1;
          } else if (writer % 3 === 1) {
            await house.unitOfWork.record({ name: 'test.view', ...draft });
            written.views += 1;
          } else {
            const document = `test:${writer}-${generation}`;
            await createLog(house.connection, house.fence).append(
              document,
              commit,
              await house.keys.cipher(id),
            );
            written.lines += 1;
          }
        } catch (error) {
          if (!(error instanceof Restored)) throw error;
          await until(() => stopped || app.house !== house);
        }
      }
    };
    const writing = Array.from({ length: 8 }, (_, writer) => write(writer));
    try {
      for (let round = 0; round < 3; round++) {
        await restoreNow();
        const { restoration } = app.house.fence;
        const before = { ...written };
        await until(() =>
          (['acts', 'views', 'lines'] as const).every((kind) => written[kind] > before[kind]),
        );
        const strange = { name: /^test\.(act|view)$/, 'details.generation': { $ne: restoration } };
        expect(await actsOf(connection()).countDocuments(strange)).to.equal(0);
        const lines = connection().db!.collection('liveUpdates');
        const old = { document: /^test:/, 'entries.personId': { $ne: restoration } };
        expect(await lines.countDocuments(old)).to.equal(0);
      }
    } finally {
      stopped = true;
      await Promise.all(writing);
    }
    await app.sequencer.settle();
    expect(await verifyChain(connection())).to.deep.include({ pending: 0, fault: null });
  });

  it('signs nobody in again whose request was under way and wrote its session back', async () => {
    const sessions = connection().db!.collection<Document & { _id: string }>('sessions');
    const rows = await sessions.find({}).toArray();
    expect(await amina.get(paths.account())).to.include({ status: 200 });
    await restoreNow();
    await sessions.insertMany(rows);
    expect((await amina.get(paths.account())).status).to.equal(303);
    const socket = amina.socket();
    expect(await letIn(socket)).to.equal('signed_out');
    socket.close();
  });

  it('tells who sends a form meanwhile that it is not kept, with their words to copy', async () => {
    const leases = connection().db!.collection<Document & { _id: string }>('restorations');
    const heldUntil = new Date(Date.now() + 3_600_000);
    await leases.insertOne({ _id: 'filling', holder: 'somebody', heldUntil });
    await beginSwitch(connection(), { restoration: 'half', at: new Date(), collections: [], details: {} });
    const { house } = app;
    await until(() => !house.fence.isOpen);
    const words = { ...goalWords, ownWords: 'Mijn woorden blijven van mij' };
    const answer = await amina.post(paths.planGoals({ id }), words);
    expect(answer.status).to.equal(503);
    expect(answer.headers['retry-after']).to.equal('5');
    expect(answer.text).to.contain('reservekopie').and.to.contain('Mijn woorden blijven van mij');
    expect((await amina.get(paths.readyz())).status).to.equal(503);
    // Whoever began it is gone: the application finishes it itself.
    await leases.deleteOne({ _id: 'filling' });
    await until(() => app.house !== house);
    expect((await amina.get(paths.readyz())).status).to.equal(200);
  });

  it('closes and opens with the application, which finishes what was cut off', async () => {
    await restoreNow();
    await app.restart();
    const again = await signInAs(app, 'hulpverlener.debrug');
    expect((await again.get(paths.plan({ id }))).status).to.equal(200);
    expect(app.house.fence.restoration).to.not.equal('');
    const act = await actsOf(connection()).find<Act>({ name: 'installation.restored' }).toArray();
    expect(act.length).to.be.greaterThan(0);
  });

  it('in the real program, on two nodes, goes by itself, and it stops as it should', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-restored-'));
    const program = await startProgram(directory, await freePort());
    const dataDir = join(directory, 'data');
    // A second node on the same store and keys, which reaches it as it would a MongoDB.
    const store = encodeURIComponent(join(dataDir, 'store', 'store.sock'));
    const node = await startProgram(directory, await freePort(), {
      MONGODB_URI: `mongodb://${store}/schakel?directConnection=true`,
    });
    try {
      const mine = shelf.file('program.backup');
      expect((await command('backup', [mine], dataDir)).code).to.equal(0);
      const early = await signInAs(program, 'hulpverlener.debrug');
      const page = early.socket();
      expect(await letIn(page)).to.equal('in');
      await aGoal(early, id, { ownWords: 'Van na de reservekopie' });
      const removed = heard(page, hear.removed);
      expect((await command('restore', [mine, '--overwrite'], dataDir)).code).to.equal(0);
      expect(await removed).to.deep.equal({ document: '', reason: 'signed_out' });
      page.close();
      for (const one of [program, node]) await until(() => one.output().includes('Opened anew.'));
      const elsewhere = await signInAs(node, 'hulpverlener.debrug');
      expect(await goalsOf(elsewhere)).to.not.include('Van na de reservekopie');
      await aGoal(elsewhere, id, { ownWords: 'Van de andere knoop' });
      const later = await signInAs(program, 'hulpverlener.debrug');
      expect(await goalsOf(later)).to.not.include('Van na de reservekopie');
      expect(await goalsOf(later)).to.include('Van de andere knoop');
      await aGoal(later, id);
      expect((await command('verify', [], dataDir)).output).to.contain('The chain holds.');
      expect(await node.stop()).to.equal(0);
      expect(await program.stop()).to.equal(0);
      expect((await command('verify', [], dataDir)).output).to.contain('The chain holds.');
    } finally {
      await node.kill();
      await program.kill();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
