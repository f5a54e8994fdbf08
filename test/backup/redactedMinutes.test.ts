import { expect } from 'chai';
import { AmendmentModel } from '../../models/Amendment.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aMeeting, type KnownMeeting } from '../builders/meetings.ts';
import { signInAs, type Visitor } from '../builders/people.ts';
import { aWriter } from '../builders/writers.ts';
import { EMBEDDED } from '../storage/aStore.ts';
import { aShelf, command } from './aDatabase.ts';

const secret = 'wachtwoord Zwaluw-4711';

// The commands find the store by its directory.
(EMBEDDED ? describe : describe.skip)('a backup from before words of minutes were redacted', function () {
  this.timeout(90_000);
  const shelf = aShelf();
  let app: TestApp;
  let meeting: KnownMeeting;
  let leader: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    meeting = await aMeeting(app, ['coordinator.antwerpen', 'hulpverlener.debrug'], ['Nachtlijn']);
    leader = await signInAs(app, 'coordinator.antwerpen');
  });
  after(async () => {
    await app?.close();
    await shelf.remove();
  });

  const item = (): string => meeting.items[0]!;
  const tell = (fields: object) => leader.post(paths.meetingRoom({ id: meeting.id }), fields, { json: true });
  const remark = async (text: string): Promise<void> => {
    const answer = await leader.post(paths.amendments({ id: meeting.id }), { item: item(), text });
    expect(answer.status, answer.text).to.equal(303);
  };
  const backUp = async (name: string): Promise<string> => {
    const file = shelf.file(name);
    expect(await command('backup', [file], app.config.dataDir)).to.include({ code: 0, errors: '' });
    return file;
  };
  const restore = async (file: string): Promise<string> => {
    const { house } = app;
    app.clock.set(new Date());
    const told = await command('restore', [file, '--overwrite'], app.config.dataDir);
    expect(told).to.include({ code: 0, errors: '' });
    while (app.house === house) await new Promise((resolve) => setTimeout(resolve, 20));
    leader = await signInAs(app, 'coordinator.antwerpen');
    return told.output;
  };
  const texts = async (): Promise<string[]> =>
    (await AmendmentModel.find({ item: item() }).sort({ at: 1 }).lean()).map((one) => one.text);

  it('brings them back to nobody, in the minutes or in what was said of them; what came after is undone', async () => {
    await tell({ kind: 'opened' });
    await tell({ kind: 'turned', item: item() });
    const writer = await aWriter(leader, `minutes:${item()}`);
    expect(await writer.write(`Het ${secret} is nieuw.`)).to.equal('stored');
    writer.close();
    await tell({ kind: 'closed' });
    const empty = await backUp('before.remarks');
    await remark(`Moet ${secret} hier staan?`);
    const file = await backUp('before.redaction');
    await remark('Van na de reservekopie');
    const body = { words: secret, reason: 'Per vergissing geplakt' };
    const made = await leader.post(paths.minutesRedactions({ id: meeting.id, item: item() }), body);
    expect(made.status, made.text).to.equal(303);
    expect(await restore(file)).to.contain('Kept as it was before the restore: 1 redactions');
    const page = await leader.get(paths.meetingMinutes({ id: meeting.id }));
    expect(page.text).to.contain('is nieuw.').and.contain('Per vergissing geplakt');
    expect(page.text).to.contain('hier staan?').and.not.contain('Zwaluw');
    expect(await texts()).to.deep.equal(['Moet ▇▇▇▇▇▇ hier staan?']);
    expect(await actsIn(app, { name: 'minutes.redactedAgain' })).to.have.length(1);
    // An older one first: then nobody knows any more what the remark says without them, and nothing of it is left.
    await restore(empty);
    expect(await texts()).to.deep.equal([]);
    await restore(file);
    expect(await texts()).to.deep.equal(['▇▇▇▇▇▇']);
    expect((await leader.get(paths.meetingMinutes({ id: meeting.id }))).text).not.to.contain('Zwaluw');
  });
});
