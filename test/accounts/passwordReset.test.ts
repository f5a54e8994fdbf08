import { expect } from 'chai';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aMailServer, until } from '../builders/mailServer.ts';
import {
  aCaregiverOf,
  aCoordinatorOf,
  anAdministrator,
  anAdministratorOf,
  anOrganisation,
  aPerson,
} from './people.ts';
import { addressIn, aPassword, tokenIn, Visitor, wordsOf } from './visitor.ts';

describe('A new password by mail', () => {
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let organisation: string;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ config: { smtpUrl: server.url } });
    organisation = await anOrganisation(app.house, 'De Proef', 'BE-VAN');
  });
  after(async () => {
    await app.close();
    await server.close();
  });
  const linkTo = async (email: string): Promise<string> => {
    const has = () => server.mails.findLast((mail) => mail.includes(`To: ${email}`));
    await until(() => has() !== undefined);
    return addressIn(has() ?? '');
  };

  it('answers the same for an address that is not known, and mails only the one that is', async () => {
    await aPerson(app.house, 'jef@test.example', aPassword, aCaregiverOf(organisation));
    const known = await new Visitor(app).send('/password-reset', { email: 'jef@test.example' });
    const unknown = await new Visitor(app).send('/password-reset', { email: 'nobody@test.example' });
    expect([known.status, unknown.status]).to.deep.equal([200, 200]);
    expect(wordsOf(known.text)).to.equal(wordsOf(unknown.text));
    expect(await linkTo('jef@test.example')).to.match(/^\/password-reset\/[\w-]{43}$/);
    expect(server.mails.join()).to.not.include('nobody@');
  });

  it('works once, ends every session, and lets the person in at once though others failed to', async () => {
    const email = 'griet@test.example';
    await aPerson(app.house, email, aPassword, aCaregiverOf(organisation));
    const before = new Visitor(app);
    await before.signIn(email);
    const stranger = new Visitor(app);
    for (let round = 0; round < 6; round += 1) await stranger.signIn(email, 'fout fout fout');
    const visitor = new Visitor(app);
    await visitor.send('/password-reset', { email });
    const link = await linkTo(email);
    const short = await visitor.send(link, { newPassword: 'kort' });
    expect(short.status).to.equal(422);
    const answer = await visitor.send(link, { newPassword: 'negen gele parkieten' });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, '/']);
    expect([await visitor.isSignedIn(), await before.isSignedIn()]).to.deep.equal([true, false]);
    expect((await new Visitor(app).get(link)).status).to.equal(404);
  });

  it('is over after an hour, and no more than three an hour are mailed', async () => {
    const email = 'bart@test.example';
    await aPerson(app.house, email, aPassword, aCaregiverOf(organisation));
    const mails = () => server.mails.filter((mail) => mail.includes(`To: ${email}`)).length;
    for (let asked = 1; asked <= 5; asked += 1) {
      await new Visitor(app).send('/password-reset', { email });
      await until(() => mails() >= Math.min(asked, 3));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(mails()).to.equal(3);
    app.clock.advance(3_600_000 + 1000);
    expect((await new Visitor(app).get(await linkTo(email))).status).to.equal(404);
  });

  it('an invitation goes by mail too, in its language, and is then not shown', async () => {
    await aPerson(app.house, 'head@test.example', aPassword, anAdministratorOf(organisation));
    const head = new Visitor(app);
    await head.signIn('head@test.example');
    const page = `/organisations/${organisation}`;
    const fields = { name: 'Claire', email: 'claire@test.example', role: 'caregiver', language: 'fr' };
    const answer = await head.send(`${page}/people`, fields, page);
    expect(answer.text).to.include('claire@test.example').and.not.include('/invitations/');
    const link = await linkTo('claire@test.example');
    expect(server.mails.at(-1)).to.match(/Subject: (Invitation|=\?UTF-8\?)/);
    expect((await new Visitor(app, 'fr').get(link)).text).to.include('Vous êtes invité');
  });
});

describe('A new password by hand', () => {
  let app: TestApp;
  let ours: string;
  let theirs: string;
  const signedIn = async (email: string): Promise<Visitor> => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    return visitor;
  };

  before(async () => {
    app = await startTestApp();
    ours = await anOrganisation(app.house, 'Ons Huis', 'BE-VAN');
    theirs = await anOrganisation(app.house, 'Hun Huis', 'BE-VAN');
    await aPerson(app.house, 'head@test.example', aPassword, anAdministratorOf(ours));
    await aPerson(app.house, 'coordinator@test.example', aPassword, aCoordinatorOf('BE-VAN'));
    await aPerson(app.house, 'admin@test.example', aPassword, anAdministrator);
  });
  after(() => app.close());

  it('is a link made by who looks after the person, which works once', async () => {
    const id = await aPerson(app.house, 'lost@test.example', aPassword, aCaregiverOf(ours));
    const head = await signedIn('head@test.example');
    const answer = await head.send(`/people/${id}/password-reset`, {}, `/organisations/${ours}`);
    const link = addressIn(answer.text);
    const late = new Visitor(app);
    const _csrf = tokenIn((await late.get(link)).text);
    expect((await new Visitor(app).send(link, { newPassword: 'negen gele parkieten' })).status).to.equal(303);
    expect((await late.post(link, { newPassword: 'tien gele parkieten', _csrf })).status).to.equal(422);
    expect((await new Visitor(app).signIn('lost@test.example', 'negen gele parkieten')).status).to.equal(303);
  });

  it('is refused to others, and for somebody who also works elsewhere', async () => {
    const both = await aPerson(
      app.house,
      'both@test.example',
      aPassword,
      aCaregiverOf(ours),
      aCaregiverOf(theirs),
    );
    const our = await aPerson(app.house, 'our@test.example', aPassword, aCaregiverOf(ours));
    const attempts: [string, string][] = [
      ['head@test.example', both],
      ['coordinator@test.example', our],
      ['admin@test.example', our],
      ['our@test.example', both],
    ];
    for (const [who, whose] of attempts) {
      const answer = await (await signedIn(who)).send(`/people/${whose}/password-reset`, {}, '/account');
      expect(answer.status, who).to.be.oneOf([403, 404]);
    }
  });
});
