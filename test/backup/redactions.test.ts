import { expect } from 'chai';
import { liveRedactionsOf } from '../../models/LiveRedaction.ts';
import { liveUpdatesOf } from '../../models/LiveUpdate.ts';
import { verifyChain } from '../../server/core/acts.ts';
import { liveNarrative } from '../../server/features/plans/live.ts';
import { readPlainText } from '../../server/live/plainText.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, demoCase } from '../builders/cases.ts';
import { signInAs } from '../builders/people.ts';
import { passageFrom } from '../builders/remarks.ts';
import { aWriter } from '../builders/writers.ts';
import { EMBEDDED } from '../storage/aStore.ts';
import { aShelf, command } from './aDatabase.ts';

const secret = 'wachtwoord Zwaluw-4711';

async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

// The commands find the store by its directory.
(EMBEDDED ? describe : describe.skip)('a backup from before words were redacted', function () {
  this.timeout(90_000);
  const shelf = aShelf();
  let app: TestApp;
  let id: string;

  beforeEach(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
  });
  afterEach(() => app.close());
  after(() => shelf.remove());

  async function writes(text: string): Promise<void> {
    const writer = await aWriter(await signInAs(app, 'hulpverlener.noordster'), `plan:${id}`);
    expect(await writer.write(text)).to.equal('stored');
    writer.close();
  }
  async function redacts(words = secret): Promise<void> {
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const made = await amina.post(paths.planRedactions({ id }), { words, reason: 'Per vergissing geplakt' });
    expect(made.status, made.text).to.equal(303);
  }
  async function backUp(name: string): Promise<string> {
    const file = shelf.file(name);
    expect(await command('backup', [file], app.config.dataDir)).to.include({ code: 0, errors: '' });
    return file;
  }
  async function restore(file: string): Promise<string> {
    const { house } = app;
    app.clock.set(new Date());
    const told = await command('restore', [file, '--overwrite'], app.config.dataDir);
    expect(told).to.include({ code: 0, errors: '' });
    await until(() => app.house !== house);
    return told.output;
  }
  const textNow = async (): Promise<string> =>
    (await readPlainText(liveNarrative(app.house), id, (one) => one, app.house.connection)).text;

  it('brings them back to nobody: they are redacted again before anybody is let in, and that is an act', async () => {
    await writes(`Zijn ${secret} is nieuw`);
    const file = await backUp('before.backup');
    await writes('Van na de reservekopie');
    await redacts();
    const output = await restore(file);
    expect(output).to.contain('Kept as it was before the restore: 1 redactions');
    expect(await textNow())
      .to.contain('Zijn  is nieuw')
      .and.not.contain('Van na de reservekopie');
    const again = await signInAs(app, 'hulpverlener.noordster');
    const { text } = await again.get(paths.planHistory({ id }));
    expect(text).not.to.contain('Zwaluw');
    expect(text).to.contain('Per vergissing geplakt');
    expect(await actsIn(app, { name: 'narrative.redactedAgain' })).to.have.length(1);
    await app.sequencer.settle();
    expect((await verifyChain(app.house.connection)).fault).to.equal(null);
    await writes('En het gaat verder');
    expect(await textNow()).to.contain('En het gaat verder');
    // Once more: the backup still holds them, and so does this one, which knows of the redaction.
    expect(await restore(await backUp('after.backup'))).not.to.contain('redactions');
    expect(await textNow()).to.contain('Zijn  is nieuw');
  });

  it('brings back nothing of what comments, suggestions and names of versions said of them', async () => {
    await writes(`Zijn ${secret} is nieuw`);
    let amina = await signInAs(app, 'hulpverlener.debrug');
    const made = async (url: string, body: object) => {
      const answer = await amina.post(url, body, { json: true });
      expect(answer.status, answer.text).to.equal(200);
      return answer.body as { commentId: string; suggestionId: string; versionId: string };
    };
    const quoted = await passageFrom(amina, id, `${secret} is`);
    const { commentId } = await made(paths.planComments({ id }), {
      ...quoted,
      words: `Is ${secret} nog juist?`,
    });
    await made(paths.planCommentAnswers({ id, commentId }), { words: `Nee, ${secret} is oud` });
    const proposed = { proposal: `Zijn ${secret}`, reason: `Omdat ${secret} korter is` };
    const { suggestionId } = await made(paths.planSuggestions({ id }), { ...quoted, ...proposed });
    await made(paths.planComments({ id }), {
      ...(await passageFrom(amina, id, 'Het budget')),
      words: 'Mooi zo',
    });
    const { versionId } = await made(paths.planVersions({ id }), { name: `Met ${secret} erin` });
    const renamed = await made(paths.planVersions({ id }), { name: `Nog eens ${secret}` });
    const file = await backUp('said.backup');
    await made(paths.planVersion({ id, versionId: renamed.versionId }), {
      newName: 'Anders genoemd',
      base: '1',
    });
    await made(paths.planCommentAnswers({ id, commentId }), { words: 'Van na de reservekopie' });
    await made(paths.planSuggestionRefusal({ id, suggestionId }), { reason: `Nee, ${secret} blijft` });
    await redacts();
    await restore(file);
    const again = await signInAs(app, 'hulpverlener.noordster');
    const { text } = await again.get(paths.planExport({ id }));
    expect(text).not.to.contain('Zwaluw').and.not.to.contain('wachtwoord');
    const { remarks, versions } = JSON.parse(text);
    const told = (one: string) => remarks.find((remark: { id: string }) => remark.id === one);
    const blot = '▇▇▇▇▇▇';
    expect(told(commentId)).to.include({ quote: `${blot} is`, words: `Is ${blot} nog juist?` });
    expect(told(commentId).answers.map((answer: { words: string }) => answer.words)).to.deep.equal([
      `Nee, ${blot} is oud`,
    ]);
    expect(told(suggestionId)).to.include({
      quote: `${blot} is`,
      proposal: `Zijn ${blot}`,
      words: `Omdat ${blot} korter is`,
      isOpen: true,
    });
    expect(told(suggestionId).turns, 'of after the backup').to.deep.equal([]);
    expect(text).to.contain('Mooi zo');
    const names = versions.map(({ name }: { name: string }) => name);
    expect(names).to.include.members([`Met ${blot} erin`, 'Anders genoemd']);
    expect((await again.get(paths.plan({ id }))).text).not.to.contain('Zwaluw');
    amina = await signInAs(app, 'hulpverlener.debrug');
    // They go on: what was taken over can be changed as any other.
    await made(paths.planVersion({ id, versionId }), { newName: 'En verder', base: '2' });
    await made(paths.planCommentAnswers({ id, commentId }), { words: 'En verder' });
  });

  it('restored after an older one, brings back nothing of what was said of them in between', async () => {
    await writes('Zijn wachtwoord is nieuw');
    const oldest = await backUp('oldest.backup');
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const made = async (url: string, body: object) => {
      const answer = await amina.post(url, body, { json: true });
      expect(answer.status, answer.text).to.equal(200);
      return answer.body as { versionId: string };
    };
    const budget = await passageFrom(amina, id, 'Het budget');
    await made(paths.planComments({ id }), { ...budget, words: `Het is ${secret}` });
    await made(paths.planComments({ id }), { ...budget, words: 'Mooi zo' });
    await made(paths.planVersions({ id }), { name: `Met ${secret}` });
    const renamed = await made(paths.planVersions({ id }), { name: `Nog eens ${secret}` });
    await writes(`Zijn ${secret} is nieuw`);
    const later = await backUp('later.backup');
    await made(paths.planVersion({ id, versionId: renamed.versionId }), { newName: 'Anders', base: '1' });
    await redacts();
    await restore(oldest);
    await restore(later);
    const again = await signInAs(app, 'hulpverlener.noordster');
    const { text } = await again.get(paths.planExport({ id }));
    expect(text).not.to.contain('Zwaluw');
    const { remarks, versions } = JSON.parse(text);
    const words = remarks.map((one: { words: string }) => one.words);
    expect(words).to.include.members(['▇▇▇▇▇▇', 'Mooi zo']);
    const names = versions.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === '▇▇▇▇▇▇')).to.have.length(2);
    expect(names).to.include('Besproken op het eerste overleg');
    expect(text).to.contain('Zijn  is nieuw');
    // What was made of them is known from now on too.
    await restore(await backUp('last.backup'));
    expect(
      (await (await signInAs(app, 'hulpverlener.noordster')).get(paths.planExport({ id }))).text,
    ).not.to.contain('Zwaluw');
  });

  it('of words that came after it, has nothing to redact, and says that it was done all the same', async () => {
    const file = await backUp('early.backup');
    await writes(`Zijn ${secret} is nieuw`);
    await redacts();
    await restore(file);
    expect(await textNow()).not.to.contain('Zijn');
    const records = await liveRedactionsOf(app.house.connection).find({}).lean();
    expect(records.map(({ sequence, isWaiting }) => [sequence, isWaiting])).to.deep.equal([[0, undefined]]);
    await writes('En het gaat verder');
  });

  it('of a text that waits to be redacted, is read by nobody until Schakel opens again', async () => {
    await writes(`Zijn ${secret} is nieuw`);
    const { connection } = app.house;
    await liveRedactionsOf(connection).collection.insertOne({
      _id: 'waits' as never,
      document: `plan:${id}`,
      sequence: 0,
      at: new Date(),
      personId: 'x',
      organisationId: 'y',
      reason: Buffer.from('-'),
      stretches: [],
      isWaiting: true,
    });
    const epochs = connection.db!.collection<{ _id: string }>('liveEpochs');
    await epochs.updateOne({ _id: `plan:${id}` }, { $set: { isWaiting: true, epoch: 0 } }, { upsert: true });
    const first = await liveUpdatesOf(connection).collection.findOne({ document: `plan:${id}` });
    expect(first).not.to.equal(null);
    const failed = await readPlainText(liveNarrative(app.house), id, (one) => one, connection).catch(
      (error) => error,
    );
    expect(failed.name).to.equal('Unreadable');
    await app.restart();
    expect(await textNow()).to.contain(secret); // nothing of these stretches was there to redact
  });
});
