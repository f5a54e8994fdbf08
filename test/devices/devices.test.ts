import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { OwnDeviceModel } from '../../models/OwnDevice.ts';
import { createLog } from '../../server/live/log.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, demoCase, type KnownCase, personIdOf } from '../builders/cases.ts';
import { aVisitor, type Name, signInAs, type Visitor } from '../builders/people.ts';

interface Given {
  device: string;
  lease: string;
  secret: string;
  person: string;
  milliseconds: number;
  readable: string[];
  redacted: Record<string, number>;
  restoration: string;
}

describe('devices that people mark as their own', function () {
  this.timeout(60_000);
  let app: TestApp;
  let known: KnownCase;
  let amina: Visitor;
  let aminaId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    known = await demoCase();
    aminaId = await personIdOf(app, 'hulpverlener.debrug');
  });
  after(() => app.close());
  beforeEach(async () => {
    await OwnDeviceModel.deleteMany({});
    amina = await signInAs(app, 'hulpverlener.debrug');
  });

  /** On the same browser: it keeps its cookies. */
  const signInAgain = async (visitor: Visitor, name: Name): Promise<void> => {
    visitor.name = 'nobody';
    await visitor.get(paths.signIn()); // a session of its own, with a token of its own
    await visitor.post(paths.signIn(), { email: `${name}@demo.example`, password: app.config.demoPassword });
    visitor.name = name;
  };
  const mark = (visitor: Visitor) => visitor.post(paths.ownDevices());
  const lease = (visitor: Visitor) => visitor.post(paths.ownDeviceLease(), {}, { json: true });
  const given = async (visitor: Visitor): Promise<Given> => {
    const answer = await lease(visitor);
    expect(answer.status).to.equal(200);
    return answer.body as Given;
  };
  const stateOf = async (visitor: Visitor, { device, lease: name }: Pick<Given, 'device' | 'lease'>) =>
    (await visitor.get(paths.ownDeviceState({ device, lease: name }), { json: true })).body;

  it('is listed on the page of its person, with since and last contact, once however often it is marked', async () => {
    await mark(amina);
    await mark(amina);
    const { text } = await amina.get(paths.account());
    expect(text).to.include('dit toestel').and.include('Laatste contact op');
    expect(await OwnDeviceModel.countDocuments({ person: aminaId })).to.equal(1);
    const acts = await actsIn(app, { name: 'device.marked' });
    expect(acts.at(-1)).to.deep.include({ record: { type: 'person', id: aminaId } });
  });

  it('gets no lease before it is marked', async () => {
    expect((await lease(amina)).status).to.equal(409);
    expect(await OwnDeviceModel.countDocuments()).to.equal(0);
  });

  it('gets a lease of seven days, the secret, and what its person may read; the same again while it holds', async () => {
    await mark(amina);
    const first = await given(amina);
    expect(first).to.deep.include({ person: aminaId, milliseconds: 7 * 86_400_000, readable: [known.id] });
    expect(Buffer.from(first.secret, 'base64')).to.have.length(32);
    expect(await given(amina)).to.deep.equal(first);
    expect(await stateOf(amina, first)).to.deep.equal({
      lease: 'holds',
      person: aminaId,
      readable: [known.id],
      redacted: {},
      restoration: app.house.fence.restoration,
    });
  });

  it('is told from which moment on no copy of a text holds words that were redacted, where it may be read', async () => {
    await mark(amina);
    const first = await given(amina);
    expect(first.redacted).to.deep.equal({});
    const words = { words: 'Drie weken', reason: 'Per vergissing geplakt' };
    expect((await amina.post(paths.planRedactions({ id: known.id }), words)).status).to.equal(303);
    const sequence = await createLog(app.house.connection).lastSequence(`plan:${known.id}`);
    const redacted = { [known.id]: sequence };
    expect(await given(amina)).to.deep.include({ redacted, restoration: app.house.fence.restoration });
    expect(await stateOf(amina, first)).to.deep.include({ readable: [known.id], redacted });
    const other = await signInAs(app, 'coordinator.antwerpen');
    expect(await stateOf(other, first)).to.deep.include({ readable: [], redacted: {} });
    const nobody = await stateOf(aVisitor(app), first);
    expect(nobody).to.deep.equal({ lease: 'holds', person: null, readable: null });
  });

  it('has its secret in no act and, in the database, only sealed', async () => {
    await mark(amina);
    const { secret } = await given(amina);
    const kept = JSON.stringify([
      await app.house.connection.db!.collection('acts').find({}).toArray(),
      await OwnDeviceModel.find({}).lean(),
    ]);
    expect(kept).not.to.include(secret);
    const record = await OwnDeviceModel.findOne({ person: aminaId }).lean();
    const sealed = Buffer.from((record!.sealedSecret as unknown as { buffer: Uint8Array }).buffer);
    expect(sealed.includes(Buffer.from(secret, 'base64'))).to.equal(false);
  });

  it('has no lease any more after signing out of it, and another one after signing in again', async () => {
    await mark(amina);
    const first = await given(amina);
    await amina.post(paths.signOut());
    expect(await stateOf(amina, first)).to.deep.equal({ lease: 'over', person: null, readable: null });
    await signInAgain(amina, 'hulpverlener.debrug');
    const second = await given(amina);
    expect(second.lease).not.to.equal(first.lease);
    expect([second.device, second.secret]).to.deep.equal([first.device, first.secret]);
  });

  it('has no lease any more after its person signed out everywhere, from wherever', async () => {
    await mark(amina);
    const first = await given(amina);
    const elsewhere = await signInAs(app, 'hulpverlener.debrug');
    await elsewhere.post(paths.accountSessions());
    expect((await stateOf(amina, first)).lease).to.equal('over');
    expect((await lease(amina)).status).to.equal(401);
  });

  it('is told that it is gone once its person said so, from whichever device', async () => {
    await mark(amina);
    const first = await given(amina);
    const elsewhere = await signInAs(app, 'hulpverlener.debrug');
    const ended = await elsewhere.post(paths.ownDeviceEnd({ id: first.device }));
    expect([ended.status, ended.headers.location]).to.deep.equal([303, paths.account()]);
    expect((await stateOf(amina, first)).lease).to.equal('gone');
    expect((await lease(amina)).status).to.equal(409);
  });

  it('of somebody else cannot be ended, leased or listed', async () => {
    await mark(amina);
    const first = await given(amina);
    const karim = await signInAs(app, 'hulpverlener.noordster');
    expect((await karim.post(paths.ownDeviceEnd({ id: first.device }))).status).to.equal(404);
    expect((await lease(karim)).status).to.equal(409);
    expect((await karim.get(paths.account())).text).not.to.include('Laatste contact op');
    expect((await stateOf(amina, first)).lease).to.equal('holds');
  });

  it('of another person on the same browser gets nothing of the first one', async () => {
    await mark(amina);
    const first = await given(amina);
    await amina.post(paths.signOut());
    await signInAgain(amina, 'buitenstaander');
    expect((await lease(amina)).status).to.equal(409);
    await mark(amina);
    const other = await given(amina);
    expect(other.secret).not.to.equal(first.secret);
    expect(other.readable).to.deep.equal([]);
  });

  it('says nothing to who guesses: an unknown device is gone', async () => {
    const guess = { device: randomUUID(), lease: randomUUID() };
    expect(await stateOf(aVisitor(app), guess)).to.deep.equal({
      lease: 'gone',
      person: null,
      readable: null,
    });
    const bad = await aVisitor(app).get(`${paths.ownDeviceState()}?device=x&lease=y`, { json: true });
    expect(bad.status).to.equal(422);
  });

  it('goes back to the plan it was marked on, and never to another site', async () => {
    const back = await amina.post(paths.ownDevices(), { to: paths.plan({ id: known.id }) });
    expect(back.headers.location).to.equal(paths.plan({ id: known.id }));
    for (const to of ['//elsewhere.example', '/plans/../sign-out', 'https://elsewhere.example'])
      expect((await amina.post(paths.ownDevices(), { to })).headers.location).to.equal(paths.account());
  });

  it('is offered to nobody, and leased to nobody, where the setting is 0', async () => {
    await mark(amina);
    const first = await given(amina);
    await app.restart({ offlineDays: 0 });
    expect((await lease(amina)).status).to.equal(409);
    expect((await stateOf(amina, first)).lease).to.equal('gone');
    amina = await signInAs(app, 'hulpverlener.debrug');
    expect((await mark(amina)).status).to.equal(404);
    expect((await amina.get(paths.plan({ id: known.id }))).text).not.to.include('data-device-form');
    await app.restart({ offlineDays: 7 });
  });

  it('shows a page without a network that holds words of the site only, the same for everyone, in four languages', async () => {
    for (const code of ['nl', 'fr', 'de', 'en']) {
      const mine = await amina.get(paths.offlineShell({ code }));
      const nobodys = await aVisitor(app).get(paths.offlineShell({ code }));
      expect(mine.status).to.equal(200);
      expect(mine.text).to.equal(nobodys.text).and.include(`<html lang="${code}">`);
      expect(mine.text).not.to.match(/Amina|csrf|_act/);
    }
    expect((await amina.get(paths.offlineShell({ code: 'xx' }))).status).to.equal(404);
  });

  it('may let the worker answer for the whole site, and asks for it anew each time', async () => {
    const { headers } = await aVisitor(app).get('/build/offlineWorker.js');
    expect(headers['service-worker-allowed']).to.equal('/');
    expect(headers['cache-control']).to.equal('no-cache');
    expect(headers['content-security-policy']).to.include("worker-src 'self'");
    const other = await aVisitor(app).get('/build/plan.js');
    expect(other.headers['service-worker-allowed']).to.equal(undefined);
  });
});
