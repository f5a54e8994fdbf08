import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { io } from 'socket.io-client';
import { ConsentModel } from '../models/Consent.ts';
import { MembershipModel } from '../models/Membership.ts';
import { protocolVersion } from '../public/scripts/live/protocol.ts';
import { brusselsDay } from '../server/core/i18n.ts';
import { paths } from '../server/paths.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { actsIn, consentFor, demoCase, personIdOf } from './builders/cases.ts';
import { aVisitor, heard, letIn, signInAs } from './builders/people.ts';

const isElsewhere = (location: string): boolean =>
  new URL(location, 'https://schakel.example').host !== 'schakel.example';

describe('doors that must not lead elsewhere', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  for (const to of [
    '/\\elsewhere.example',
    '//elsewhere.example',
    '/.//elsewhere.example',
    'https://elsewhere.example',
  ]) {
    it(`an address to go on to, being ${to}, stays on this site`, async () => {
      const visitor = aVisitor(app);
      const chosen = await visitor.get(paths.language({ code: 'nl' }, { to }));
      const entered = await visitor.post(paths.signIn(), {
        email: 'buitenstaander@demo.example',
        password: app.config.demoPassword,
        to,
      });
      expect([chosen.status, entered.status]).to.deep.equal([303, 303]);
      for (const answer of [chosen, entered])
        expect(isElsewhere(answer.headers.location ?? '')).to.equal(false);
    });
  }

  it('who asks about a plan without end, on one connection, is put out and others are served', async () => {
    const { id } = await demoCase();
    const flood = (await signInAs(app, 'hulpverlener.debrug')).socket();
    const calm = (await signInAs(app, 'hulpverlener.noordster')).socket();
    expect(await Promise.all([letIn(flood), letIn(calm)])).to.deep.equal(['in', 'in']);
    const out = heard(flood, 'disconnect');
    for (let time = 0; time < 500; time += 1) flood.emit('watch', `plan:${id}`, () => {});
    expect(await out).to.equal('io server disconnect');
    expect(await calm.emitWithAck('watch', `plan:${id}`)).to.equal(true);
    calm.disconnect();
  });

  it('a session of which the row is gone, on a connection that is still open, is told nothing any more', async () => {
    const { id } = await demoCase();
    const socket = (await signInAs(app, 'hulpverlener.noordster')).socket();
    await letIn(socket);
    expect(await socket.emitWithAck('watch', `plan:${id}`)).to.equal(true);
    const sessions = app.house.connection.db!.collection('sessions');
    await sessions.deleteMany({ 'session.passport.user': await personIdOf(app, 'hulpverlener.noordster') });
    expect(await socket.emitWithAck('watch', `plan:${id}`)).to.equal(false);
    socket.disconnect();
  });
});

describe('somebody of two organisations', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  it('who opens the shared text, acts for the organisation the client agreed with and not for the older one', async () => {
    const { id } = await demoCase();
    const person = await personIdOf(app, 'hulpverlener.noordster');
    const elsewhere = await personIdOf(app, 'hulpverlener.hetbaken');
    const other = await MembershipModel.findOne({ person: elsewhere, role: 'caregiver' }).lean();
    const own = await MembershipModel.findOne({ person, role: 'caregiver' }).lean();
    const older = { role: 'caregiver', kind: 'organisation', body: other!.body, since: new Date(0) } as const;
    await MembershipModel.create([{ _id: randomUUID(), person, current: true, ...older }]);
    const socket = (await signInAs(app, 'hulpverlener.noordster')).socket();
    await letIn(socket);
    const join = { version: protocolVersion, document: `plan:${id}`, clientIds: [7], since: 0 };
    expect((await socket.emitWithAck('live:join', join)).ok).to.equal(true);
    const [opened] = await actsIn(app, { name: 'narrative.opened', 'actor.personId': person });
    expect(opened?.actor?.bodyId).to.equal(own!.body);
    socket.disconnect();
  });

  it('a connection that only stands open, asking again and again, does not keep the session alive', async () => {
    const visitor = await signInAs(app, 'hulpverlener.debrug');
    const kept = { 'session.passport.user': await personIdOf(app, 'hulpverlener.debrug') };
    const sessions = app.house.connection.db!.collection('sessions');
    const earlier = new Date(Date.now() - 30 * 60_000);
    const expires = new Date(Date.now() + 30 * 60_000);
    await sessions.updateMany(kept, {
      $set: { expires, lastModified: earlier, 'session.lastModified': earlier },
    });
    const socket = io(app.address, {
      transports: ['polling'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: visitor.cookie() },
    });
    expect(await letIn(socket)).to.equal('in');
    for (let time = 0; time < 3; time += 1) await socket.emitWithAck('watch', 'plan:nothing');
    const now = await sessions.find(kept).toArray();
    expect(now.map((one) => (one.expires as Date).getTime())).to.deep.equal([expires.getTime()]);
    socket.disconnect();
  });
});

describe('the end of a day', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2027-05-10T18:00:00Z') });
  });
  after(() => app.close());

  it('a consent for the goals that ends while one for the text goes on, tells the open page to look again', async () => {
    const { id } = await demoCase();
    const amina = await signInAs(app, 'hulpverlener.debrug');
    const karim = await signInAs(app, 'hulpverlener.noordster');
    const owner = await personIdOf(app, 'hulpverlener.debrug');
    await ConsentModel.updateMany({ case: id }, { $set: { until: brusselsDay(app.clock.now()) } });
    const consent = { ...consentFor(app, owner, ['demo-noordster']), scope: ['narrative'] };
    expect((await amina.post(paths.caseConsents({ id }), consent)).status).to.equal(303);
    await app.sequencer.settle();
    const socket = karim.socket();
    await letIn(socket);
    expect(await socket.emitWithAck('watch', `plan:${id}`)).to.equal(true);
    expect((await karim.get(paths.planRecords({ id }))).text).to.contain('data-key="goal-');
    const told = heard(socket, 'changed');
    app.clock.advance(5 * 3_600_000);
    await app.sockets.recheckAll();
    expect(await told).to.equal(id);
    expect((await karim.get(paths.planRecords({ id }))).text).not.to.contain('data-key="goal-');
    socket.disconnect();
  });
});
