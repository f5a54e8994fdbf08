import { expect } from 'chai';
import { InvitationModel } from '../../models/Invitation.ts';
import { MembershipModel } from '../../models/Membership.ts';
import { PersonModel } from '../../models/Person.ts';
import { actsOf } from '../../server/core/acts.ts';
import { ensureSetUpLink } from '../../server/features/accounts/setUp.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCaregiverOf, anAdministratorOf, anOrganisation, aPerson } from './people.ts';
import { addressIn, aPassword, tokenIn, Visitor } from './visitor.ts';

describe('The first administrator', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  const account = { name: 'Tom Wauters', email: 'tom@test.example', newPassword: aPassword };

  it('is made by the link of the newest start, once', async () => {
    const older = addressIn(app.firstSteps.join(' '));
    const newest = addressIn((await ensureSetUpLink(app.house)) ?? '');
    expect((await new Visitor(app).get(older)).status).to.equal(404);
    const visitor = new Visitor(app);
    const spare = new Visitor(app);
    const waiting = tokenIn((await spare.get(newest)).text);
    const answer = await visitor.send(newest, account);
    expect([answer.status, answer.headers.location]).to.deep.equal([303, '/']);
    expect((await visitor.get('/platforms')).status).to.equal(200);
    const second = await spare.post(newest, { ...account, email: 'eve@test.example', _csrf: waiting });
    expect(second.status).to.equal(422);
    expect(await PersonModel.countDocuments()).to.equal(1);
  });

  it('once there, no start offers a link', async () => {
    expect(await ensureSetUpLink(app.house)).to.equal(null);
    await app.restart();
    expect(app.firstSteps).to.deep.equal([]);
  });
});

describe('An invitation', () => {
  let app: TestApp;
  let organisation: string;
  let head: Visitor;
  let page: string;

  before(async () => {
    app = await startTestApp();
    organisation = await anOrganisation(app.house, 'De Proef', 'BE-VAN');
    page = `/organisations/${organisation}`;
    await aPerson(app.house, 'head@test.example', aPassword, anAdministratorOf(organisation));
    head = new Visitor(app);
    await head.signIn('head@test.example');
  });
  after(() => app.close());

  const invite = async (email: string, role = 'caregiver'): Promise<string> => {
    const answer = await head.send(`${page}/people`, { name: 'Sofie', email, role, language: 'nl' }, page);
    expect(answer.status).to.equal(200);
    return addressIn(answer.text);
  };
  const membersOf = async (email: string): Promise<number> => {
    const person = await PersonModel.findOne({ email });
    return MembershipModel.countDocuments({ person: person?._id ?? '', current: true });
  };
  const fresh = { name: 'Sofie Willems', newPassword: aPassword };

  it('is shown once as a link when there is no mail, and kept only as a hash', async () => {
    const link = await invite('once@test.example');
    const token = link.split('/').at(-1) ?? '-';
    const everything = [
      await InvitationModel.find().lean(),
      await actsOf(app.house.connection).find().toArray(),
      await app.house.connection.collection('sessions').find().toArray(),
    ];
    expect(token).to.have.length(43);
    expect(JSON.stringify(everything)).to.not.include(token);
  });

  it('is not used up by looking, makes an account and signs in by accepting', async () => {
    const link = await invite('new@test.example');
    for (let look = 0; look < 3; look += 1) expect((await new Visitor(app).get(link)).status).to.equal(200);
    const visitor = new Visitor(app);
    expect((await visitor.send(link, fresh)).status).to.equal(303);
    expect(await visitor.isSignedIn()).to.equal(true);
    expect(await membersOf('new@test.example')).to.equal(1);
  });

  it('used before, withdrawn, expired or unknown opens one and the same page', async () => {
    const used = await invite('used@test.example');
    await new Visitor(app).send(used, fresh);
    const withdrawn = await invite('withdrawn@test.example');
    const record = await InvitationModel.findOne({ email: 'withdrawn@test.example' });
    await head.send(`/invitations/${record?._id}/withdrawal`, {}, page);
    const expired = await invite('expired@test.example');
    app.clock.advance(7 * 24 * 3_600_000 + 1000);
    const pages = await Promise.all(
      [used, withdrawn, expired, '/invitations/nothing-of-the-kind'].map((link) =>
        new Visitor(app).get(link),
      ),
    );
    const words = pages.map((one) => `${one.status} ${/<main[\s\S]*<\/main>/.exec(one.text)?.[0]}`);
    expect(new Set(words).size).to.equal(1);
    expect(words[0]).to.match(/^404/).and.include('werkt niet meer');
    await head.signIn('head@test.example');
    const list = await head.get(page);
    for (const word of ['Aangenomen', 'Ingetrokken', 'Verlopen']) expect(list.text).to.include(word);
  });

  it('used by ten at once makes one member', async () => {
    const link = await invite('race@test.example');
    const racers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const visitor = new Visitor(app);
        return { visitor, token: tokenIn((await visitor.get(link)).text) };
      }),
    );
    const answers = await Promise.all(
      racers.map(({ visitor, token }) => visitor.post(link, { ...fresh, _csrf: token })),
    );
    expect(answers.filter((one) => one.status === 303)).to.have.length(1);
    expect(answers.filter((one) => one.status === 422)).to.have.length(9);
    expect(await membersOf('race@test.example')).to.equal(1);
  });

  it('to somebody with an account adds a membership, with the password or signed in', async () => {
    const other = await anOrganisation(app.house, 'Elders', 'BE-VLI');
    await aPerson(app.house, 'two@test.example', aPassword, aCaregiverOf(other));
    const first = await invite('two@test.example');
    const wrong = await new Visitor(app).send(first, { password: 'niet het goede' });
    expect(wrong.status).to.equal(422);
    expect((await new Visitor(app).send(first, { password: aPassword })).status).to.equal(303);
    const visitor = new Visitor(app);
    await visitor.signIn('two@test.example');
    const second = await invite('two@test.example', 'organisationAdministrator');
    expect((await visitor.send(second)).headers.location).to.equal('/account');
    expect(await membersOf('two@test.example')).to.equal(3);
    expect((await visitor.get(page)).status).to.equal(200);
  });

  it('of another address is not taken up by who happens to be signed in', async () => {
    const link = await invite('somebody@test.example');
    const answer = await head.send(link, {}, link);
    expect(answer.status).to.equal(409);
    expect(await membersOf('somebody@test.example')).to.equal(0);
  });

  it('with a password that is too easy shows the form again, with the name and without the password', async () => {
    const link = await invite('easy@test.example');
    for (const newPassword of ['kort', 'wachtwoord123', 'easy is mijn naam', '111111111111']) {
      const answer = await new Visitor(app).send(link, { name: 'Griet', newPassword });
      expect(answer.status, newPassword).to.equal(422);
      expect(answer.text).to.include('value="Griet"').and.include('aria-invalid="true"');
      expect(answer.text).to.not.include(`value="${newPassword}"`);
    }
  });

  it('for a role this person may not give is refused', async () => {
    for (const role of ['administrator', 'coordinator', 'official']) {
      const fields = { name: 'Eve', email: 'eve@test.example', role, language: 'nl' };
      expect((await head.send(`${page}/people`, fields, page)).status, role).to.equal(422);
    }
  });

  it('sent again makes the earlier link worthless', async () => {
    const first = await invite('again@test.example');
    const second = await invite('again@test.example');
    expect((await new Visitor(app).get(first)).status).to.equal(404);
    expect((await new Visitor(app).get(second)).status).to.equal(200);
  });
});
