import { expect } from 'chai';
import { generateSync } from 'otplib';
import { PersonModel } from '../../models/Person.ts';
import { actsOf } from '../../server/core/acts.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaregiverOf, anOrganisation, aPerson } from './people.ts';
import { aPassword, tokenIn, Visitor } from './visitor.ts';

describe('The second factor', () => {
  let app: TestApp;
  let organisation: string;
  const email = 'amina@test.example';
  let secret = '';
  let codes: string[] = [];

  before(async () => {
    app = await startTestApp();
    organisation = await anOrganisation(app.house, 'De Proef', 'BE-VAN');
    await aPerson(app.house, email, aPassword, aCaregiverOf(organisation));
  });
  after(() => app.close());

  const codeNow = (): string => generateSync({ secret, epoch: Math.floor(app.clock.now().getTime() / 1000) });
  const nextStep = (): void => app.clock.advance(30_000);
  const afterPassword = async (): Promise<Visitor> => {
    const visitor = new Visitor(app);
    const answer = await visitor.signIn(email);
    expect(answer.headers.location).to.equal('/sign-in/second-factor');
    return visitor;
  };
  const give = (visitor: Visitor, code: string) => visitor.send('/sign-in/second-factor', { code });

  it('is asked before the case space, and leads to setting it up when there is none', async () => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    const answer = await visitor.get('/plans');
    expect([answer.status, answer.headers.location?.split('?')[0]]).to.deep.equal([
      303,
      '/account/second-factor',
    ]);
  });

  it('is set up with the password and a first code, and gives ten recovery codes once', async () => {
    const visitor = new Visitor(app);
    await visitor.signIn(email);
    const page = (await visitor.get('/account/second-factor')).text;
    const sealed = /name="sealed" value="([^"]+)"/.exec(page)?.[1] ?? '';
    secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '');
    expect(page).to.include('<svg class="qr"').and.not.include('style=');
    const form = { sealed, code: codeNow(), currentPassword: aPassword, to: '/plans' };
    const wrong = await visitor.send('/account/second-factor', {
      ...form,
      currentPassword: 'niet het goede',
    });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include(inGroups(secret)).and.not.include(form.code);
    const answer = await visitor.send('/account/second-factor', form);
    expect(answer.status).to.equal(200);
    codes = [...answer.text.matchAll(/<code>([a-z0-9-]{14})<\/code>/g)].map((match) => match[1] ?? '');
    expect(codes).to.have.length(10);
    expect(answer.text).to.include('href="/plans"');
    expect((await visitor.get('/plans')).status).to.equal(200);
  });

  it('keeps the secret sealed and the recovery codes hashed', async () => {
    const kept = JSON.stringify(await app.house.connection.collection('people').find().toArray());
    expect(kept).to.not.include(secret);
    for (const code of codes) expect(kept).to.not.include(code);
  });

  it('is asked at the next sign-in; without it nobody is signed in', async () => {
    const visitor = await afterPassword();
    expect(await visitor.isSignedIn()).to.equal(false);
    expect((await give(visitor, '000000')).status).to.equal(422);
    expect(await visitor.isSignedIn()).to.equal(false);
    nextStep();
    expect((await give(visitor, codeNow())).status).to.equal(303);
    expect((await visitor.get('/plans')).status).to.equal(200);
  });

  it('takes a code once, also the code of the step before', async () => {
    nextStep();
    const code = codeNow();
    expect((await give(await afterPassword(), code)).status).to.equal(303);
    expect((await give(await afterPassword(), code)).status).to.equal(422);
    nextStep();
    expect((await give(await afterPassword(), code)).status).to.equal(422);
  });

  it('takes a code once when two bring it at the same time', async () => {
    nextStep();
    const two = [await afterPassword(), await afterPassword()];
    for (const one of two) await one.get('/sign-in/second-factor');
    const code = codeNow();
    const answers = await Promise.all(two.map((one) => give(one, code)));
    expect(answers.map((one) => one.status).sort()).to.deep.equal([303, 422]);
  });

  it('takes each recovery code once, typed in capitals or without dashes', async () => {
    const [first = '', second = ''] = codes;
    expect((await give(await afterPassword(), first.toUpperCase())).status).to.equal(303);
    expect((await give(await afterPassword(), first)).status).to.equal(422);
    expect((await give(await afterPassword(), second.replaceAll('-', ''))).status).to.equal(303);
    const person = await PersonModel.findOne({ email });
    expect(person?.secondFactor?.recoveryCodes).to.have.length(8);
  });

  it('makes who guesses wait', async () => {
    nextStep();
    const guesser = await afterPassword();
    for (let guess = 0; guess < 5; guess += 1) await give(guesser, `00000${guess}`);
    const answer = await give(guesser, codeNow());
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('te veel pogingen');
    app.clock.advance(16 * 60_000);
    expect((await give(await afterPassword(), codeNow())).status).to.equal(303);
  });

  it('is over ten minutes after the password', async () => {
    const visitor = await afterPassword();
    const _csrf = tokenIn((await visitor.get('/sign-in/second-factor')).text);
    app.clock.advance(10 * 60_000 + 1000);
    const answer = await visitor.post('/sign-in/second-factor', { code: codeNow(), _csrf });
    expect(answer.headers.location).to.match(/^\/sign-in/);
    expect((await visitor.get('/sign-in')).text).to.include('Het duurde te lang');
    expect(await visitor.isSignedIn()).to.equal(false);
  });

  it('is asked of a session that began before it was set up', async () => {
    const other = 'lut@test.example';
    await aPerson(app.house, other, aPassword, aCaregiverOf(organisation));
    const [early, late] = [new Visitor(app), new Visitor(app)];
    await early.signIn(other);
    await late.signIn(other);
    const page = (await late.get('/account/second-factor')).text;
    const sealed = /name="sealed" value="([^"]+)"/.exec(page)?.[1] ?? '';
    secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '');
    await late.send('/account/second-factor', { sealed, code: codeNow(), currentPassword: aPassword });
    expect((await early.get('/plans')).headers.location?.split('?')[0]).to.equal('/sign-in/second-factor');
    nextStep();
    const answer = await early.send('/sign-in/second-factor', { code: codeNow(), to: '/plans' });
    expect(answer.headers.location).to.equal('/plans');
    nextStep();
    const removed = await early.send(
      '/account/second-factor/removal',
      { code: codeNow() },
      '/account/second-factor',
    );
    expect(removed.headers.location).to.equal('/account');
    expect(
      await actsOf(app.house.connection).countDocuments({ name: 'account.secondFactorRemoved' }),
    ).to.equal(1);
    // The other session gave a code of the factor that was taken off: it stands for nothing any more.
    expect((await late.get('/plans')).headers.location?.split('?')[0]).to.equal('/account/second-factor');
  });

  it('a code of an earlier factor, in a session that changes its password, does not stand for the new one', async () => {
    const other = 'nele@test.example';
    await aPerson(app.house, other, aPassword, aCaregiverOf(organisation));
    const [first, second] = [new Visitor(app), new Visitor(app)];
    const setUp = async (visitor: Visitor): Promise<void> => {
      const page = (await visitor.get('/account/second-factor')).text;
      const sealed = /name="sealed" value="([^"]+)"/.exec(page)?.[1] ?? '';
      secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '');
      const form = { sealed, code: codeNow(), currentPassword: aPassword };
      expect((await visitor.send('/account/second-factor', form)).status).to.equal(200);
      nextStep();
    };
    await first.signIn(other);
    await setUp(first);
    await second.signIn(other);
    await give(second, codeNow());
    nextStep();
    await second.send('/account/second-factor/removal', { code: codeNow() }, '/account/second-factor');
    await setUp(second);
    const passwords = { currentPassword: aPassword, newPassword: 'zeven groene tandems' };
    expect((await first.send('/account/password', passwords, '/account')).status).to.equal(303);
    expect((await first.get('/plans')).headers.location?.split('?')[0]).to.equal('/sign-in/second-factor');
  });
});

const inGroups = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? '';
