import { expect } from 'chai';
import { paths } from '../server/paths.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { demoCase, personIdOf } from './builders/cases.ts';
import { aVisitor, heard, letIn, signInAs } from './builders/people.ts';

const isElsewhere = (location: string): boolean =>
  new URL(location, 'https://schakel.example').host !== 'schakel.example';

describe('doors that must not lead elsewhere', function () {
  this.timeout(30_000);
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
