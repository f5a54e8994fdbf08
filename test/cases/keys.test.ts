import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { demoCase, goalWords } from '../builders/cases.ts';
import { signInAs } from '../builders/people.ts';
import { aWriter } from '../builders/writers.ts';

const caseCollections = [
  'cases',
  'goals',
  'planactions',
  'consents',
  'casemembers',
  'liveUpdates',
  'keymarks',
];

/** Started without the demo's loading: a demo writes its case anew, a real installation never does. */
describe('the master key', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let exported: string;
  let master: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    const amina = await signInAs(app, 'hulpverlener.debrug');
    exported = (await amina.get(paths.planExport({ id }))).text;
    master = join(app.config.keyDir, 'master.key');
  });
  after(() => app.close());

  const everything = async (): Promise<string> => {
    const rows = caseCollections.map((name) => app.house.connection.db!.collection(name).find({}).toArray());
    return JSON.stringify(await Promise.all(rows));
  };
  const withoutTime = (text: string) => ({ ...JSON.parse(text), exportedAt: '' });

  async function isClosedClearly(state: 'missing' | 'wrong', before: string): Promise<void> {
    expect(app.house.keys.state).to.equal(state);
    const amina = await signInAs(app, 'hulpverlener.debrug');
    for (const path of [
      paths.plan,
      paths.planExport,
      paths.planPrint,
      paths.planHistory,
      paths.planHistoryText,
      paths.planRecords,
      paths.planRemarks,
      paths.caseConsents,
    ]) {
      const page = await amina.get(path({ id }));
      expect(page.status, path.pattern).to.equal(503);
      expect(page.text).to.contain('sleutel'); // says in words what is missing
    }
    expect((await amina.get(paths.plans())).status).to.equal(200);
    const script = await amina.post(paths.planGoals({ id }), goalWords, { json: true });
    expect([script.status, script.body.error]).to.deep.equal([503, 'unavailable']);
    expect((await amina.post(paths.planGoals({ id }), goalWords)).status).to.equal(503);
    expect((await amina.post(paths.cases(), { body: 'demo-de-brug' }, { json: true })).status).to.equal(503);
    const writer = await aWriter(amina, `plan:${id}`);
    expect(writer.joined).to.deep.equal({ ok: false, reason: 'key_unavailable' });
    writer.close();
    const stranger = await signInAs(app, 'buitenstaander');
    expect((await stranger.get(paths.plan({ id }))).status).to.equal(404);
    expect(await everything()).to.equal(before);
  }

  async function isBack(): Promise<void> {
    expect(app.house.keys.state).to.equal('ready');
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const again = (await amina.get(paths.planExport({ id }))).text;
    expect(withoutTime(again)).to.deep.equal(withoutTime(exported));
    expect((await amina.get(paths.plan({ id }))).status).to.equal(200);
  }

  it('missing at the start, closes the cases with 503 and a clear text, changes nothing, and put back opens them', async () => {
    const before = await everything();
    renameSync(master, `${master}.away`);
    await app.restart();
    expect(existsSync(master)).to.equal(false); // no new key beside data that was sealed with another one
    await isClosedClearly('missing', before);
    renameSync(`${master}.away`, master);
    await app.restart();
    await isBack();
  });

  it('another one at the start, closes the cases the same way, and the right one put back opens them', async () => {
    const before = await everything();
    const right = readFileSync(master);
    writeFileSync(master, `${randomBytes(32).toString('base64')}\n`);
    await app.restart();
    await isClosedClearly('wrong', before);
    writeFileSync(master, right);
    await app.restart();
    await isBack();
  });

  it('the key of one case gone, closes that case alone', async () => {
    const file = join(app.config.keyDir, 'data', `${id}.key`);
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const other = await amina.post(paths.cases(), { body: 'demo-de-brug' });
    const otherId = /\/cases\/([^/]+)\//.exec(other.headers.location!)![1]!;
    renameSync(file, `${file}.away`);
    await app.restart();
    const again = await signInAs(app, 'hulpverlener.debrug');
    expect((await again.get(paths.plan({ id }))).status).to.equal(503);
    expect((await again.get(paths.plan({ id: otherId }))).status).to.equal(200);
    expect((await again.get(paths.plans())).status).to.equal(200);
    renameSync(`${file}.away`, file);
    expect((await again.get(paths.plan({ id }))).status).to.equal(200); // found again without a restart
  });
});
