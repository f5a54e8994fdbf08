import { expect } from 'chai';
import { PersonModel } from '../../models/Person.ts';
import { actsOf } from '../../server/core/acts.ts';
import { hashPassword, passwordFits } from '../../server/features/accounts/passwords.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaregiverOf, anOrganisation, aPerson } from './people.ts';
import { aPassword, tokenIn, Visitor, wordsOf } from './visitor.ts';

describe('Signing in', () => {
  let app: TestApp;
  let organisation: string;
  const email = 'nora@test.example';

  before(async () => {
    app = await startTestApp();
    organisation = await anOrganisation(app.house, 'De Proef', 'BE-VAN');
    await aPerson(app.house, email, aPassword, aCaregiverOf(organisation));
  });
  after(() => app.close());

  it('with the right password, from any page, goes on to that page', async () => {
    const visitor = new Visitor(app);
    const sent = await visitor.get('/account');
    expect(sent.headers.location).to.equal('/sign-in?to=%2Faccount');
    const answer = await visitor.send('/sign-in', {
      email: ' Nora@Test.example ',
      password: aPassword,
      to: '/account',
    });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, '/account']);
    expect(await visitor.isSignedIn()).to.equal(true);
  });

  it('never leads to another site', async () => {
    for (const to of ['//evil.example/x', '/\\evil.example', 'https://evil.example']) {
      const answer = await new Visitor(app).send('/sign-in', { email, password: aPassword, to });
      expect(answer.headers.location, to).to.equal('/');
    }
  });

  it('gives a new session, so that a cookie planted before is worth nothing', async () => {
    const visitor = new Visitor(app);
    const before = (await visitor.get('/sign-in')).headers['set-cookie'] as unknown as string[];
    const planted = before.find((one) => one.startsWith('schakel='))?.split(';')[0] ?? '';
    await visitor.signIn(email);
    const thief = await fetch(`${app.address}/account`, { headers: { cookie: planted }, redirect: 'manual' });
    expect(thief.status).to.equal(303);
  });

  it('with a wrong password or an unknown address is refused in the same words, with the address kept', async () => {
    const wrong = await new Visitor(app).signIn(email, 'iets anders helemaal');
    const unknown = await new Visitor(app).signIn('nobody@test.example', 'iets anders helemaal');
    expect([wrong.status, unknown.status]).to.deep.equal([422, 422]);
    expect(wordsOf(wrong.text)).to.equal(wordsOf(unknown.text));
    expect(wrong.text).to.include(`value="${email}"`).and.not.include('iets anders helemaal');
    expect(wrong.text).to.include('href="#form"').and.include('id="form"');
  });

  it('with an unknown address is compared all the same, with a hash of the same cost', async () => {
    // How long it takes is measured side by side by `npm run bench`.
    expect(await passwordFits(undefined, aPassword)).to.equal(false);
    expect(await passwordFits(await hashPassword(aPassword), aPassword)).to.equal(true);
    expect(await passwordFits(await hashPassword(aPassword), `${aPassword}!`)).to.equal(false);
  });

  it('is an act, and so is every refusal, without an address in it', async () => {
    await new Visitor(app).signIn(email);
    await new Visitor(app).signIn('nobody@test.example');
    const person = await PersonModel.findOne({ email });
    const acts = await actsOf(app.house.connection)
      .find({ name: /^account\.sign/ })
      .toArray();
    expect(acts.filter((act) => act.actor?.personId === person?._id && act.name === 'account.signedIn')).to
      .not.be.empty;
    const refused = acts.filter((act) => act.record.id === 'unknown');
    expect(refused.map((act) => act.actor)).to.include(null);
    expect(JSON.stringify(acts)).to.not.match(/@|127\.0\.0\.1/);
    expect(acts[0]?.details.device).to.equal('Chromium, Linux');
  });

  it('without the form’s token is refused with 403', async () => {
    const answer = await new Visitor(app).post('/sign-in', { email, password: aPassword });
    expect(answer.status).to.equal(403);
  });

  it('of somebody who belongs nowhere any more is refused with an explanation', async () => {
    await aPerson(app.house, 'gone@test.example', aPassword);
    const answer = await new Visitor(app).signIn('gone@test.example');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('nieuwe uitnodiging');
  });

  it('a form that is sent twice is two acts, so that none hides behind the other', async () => {
    const visitor = new Visitor(app);
    const count = () => actsOf(app.house.connection).countDocuments({ name: 'account.signedIn' });
    const before = await count();
    const form = { email, password: aPassword, _act: '3e2f6f0a-8a7c-4f3e-9d2b-1c1f6c9d0a11' };
    await visitor.post('/sign-in', { ...form, _csrf: tokenIn((await visitor.get('/sign-in')).text) });
    const other = new Visitor(app);
    await other.post('/sign-in', { ...form, _csrf: tokenIn((await other.get('/sign-in')).text) });
    expect((await count()) - before).to.equal(2);
  });
});

describe('A session', () => {
  let app: TestApp;
  const email = 'karim@test.example';

  before(async () => {
    app = await startTestApp();
    await aPerson(
      app.house,
      email,
      aPassword,
      aCaregiverOf(await anOrganisation(app.house, 'De Proef', 'BE-VAN')),
    );
  });
  after(() => app.close());

  it('ends at sign-out, for the cookie too', async () => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    const answer = await visitor.send('/sign-out', {}, '/account');
    expect(answer.headers.location).to.equal('/sign-in');
    expect(await visitor.isSignedIn()).to.equal(false);
    const act = await actsOf(app.house.connection).findOne({ name: 'account.signedOut' });
    expect(act?.details.session).to.match(/^[0-9a-f]{16}$/);
  });

  it('ends everywhere after signing out everywhere', async () => {
    const [here, there] = [new Visitor(app), new Visitor(app)];
    await here.signIn(email);
    await there.signIn(email);
    await here.send('/account/sessions', {}, '/account');
    expect([await here.isSignedIn(), await there.isSignedIn()]).to.deep.equal([false, false]);
    expect((await there.signIn(email)).status).to.equal(303);
  });

  it('elsewhere ends when the password changes; the one that changed it goes on', async () => {
    const [here, there] = [new Visitor(app), new Visitor(app)];
    await here.signIn(email);
    await there.signIn(email);
    const fields = { currentPassword: aPassword, newPassword: 'zeven groene paraplu’s' };
    const answer = await here.send('/account/password', fields, '/account');
    expect(answer.headers.location).to.equal('/account');
    expect([await here.isSignedIn(), await there.isSignedIn()]).to.deep.equal([true, false]);
    expect((await new Visitor(app).signIn(email)).status).to.equal(422);
    await here.send(
      '/account/password',
      { currentPassword: fields.newPassword, newPassword: aPassword },
      '/account',
    );
  });

  it('ends twelve hours after signing in, however busy it was', async () => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    app.clock.advance(12 * 3_600_000 - 1000);
    expect(await visitor.isSignedIn()).to.equal(true);
    app.clock.advance(2000);
    expect(await visitor.isSignedIn()).to.equal(false);
  });

  it('survives a restart of the program', async () => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    const cookie = await visitor
      .get('/account')
      .then((answer) => answer.headers['set-cookie'] as unknown as string[]);
    await app.restart();
    const answer = await fetch(`${app.address}/account`, {
      headers: { cookie: cookie.map((one) => one.split(';')[0]).join('; ') },
      redirect: 'manual',
    });
    expect(answer.status).to.equal(200);
  });
});
