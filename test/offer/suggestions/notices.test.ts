import { expect } from 'chai';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { MembershipModel } from '../../../models/Membership.ts';
import { OfferSuggestionModel } from '../../../models/OfferSuggestion.ts';
import { PersonModel } from '../../../models/Person.ts';
import { SuggestionNoticeModel } from '../../../models/SuggestionNotice.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { tellOfSuggestions } from '../../../server/features/offer/suggestions/notices.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { aMailServer, readable } from '../../builders/mailServer.ts';
import { aVisitor, signInAs } from '../../builders/people.ts';

const minutes = 60_000;
const day = 24 * 60 * minutes;

describe('that suggestions came', function () {
  this.timeout(60_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let unitId: string;
  let nobodys: string;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, now: new Date('2026-06-01T08:00:00Z') });
    await OfferSuggestionModel.deleteMany({});
    await app.restart({ smtpUrl: server.url });
    await PersonModel.updateOne({ email: 'aanbod.debrug@demo.example' }, { language: 'fr' });
    unitId = (await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail())._id;
    nobodys = (await CareUnitModel.findOne({ organisationId: null, listed: true }).lean().orFail())._id;
  });
  after(async () => {
    await app.close();
    await server.close();
  });

  const report = async (id = unitId): Promise<void> => {
    const answer = await aVisitor(app).post(paths.offerReport({ id }), { words: 'Niemand neemt nog op' });
    expect(answer.status).to.equal(303);
  };
  const addresseeOf = (mail: string): string => /^To: (.*)@/m.exec(mail)![1]!;
  /** What the mails about suggestions say since the last look, by who gets them. */
  const mailed = (): Record<string, string> =>
    Object.fromEntries(
      server.mails
        .splice(0)
        .map(readable)
        .filter((mail) => /^Subject: .*uggesti/m.test(mail))
        .map((mail) => [addresseeOf(mail), mail]),
    );
  const tell = (): Promise<number> => tellOfSuggestions(app.house);
  const home = async (name: Parameters<typeof signInAs>[1]) =>
    (await (await signInAs(app, name)).get(paths.home())).text;

  it('is mailed to everybody who keeps the entry, in their language, without a word of it', async () => {
    await report();
    await report();
    app.clock.advance(2 * minutes);
    await tell();
    // The look at the start of the program may be as late as this one, and have sent some of them.
    while (server.mails.filter((mail) => mail.includes('uggesti')).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const mails = mailed();
    expect(Object.keys(mails).sort()).to.deep.equal(['aanbod.debrug', 'beheer.debrug']);
    expect(mails['beheer.debrug'])
      .to.include('Subject: Nieuwe suggesties over het zorgaanbod')
      .and.include('- De Brug: 2 suggesties')
      .and.include(`http://127.0.0.1${paths.upkeepSuggestions()}`);
    expect(mails['aanbod.debrug']).to.include('- De Brug : 2 suggestions');
    expect(JSON.stringify(mails)).not.to.match(/Niemand neemt|team verslaving|Lut |Els /);
    const person = await personIdOf(app, 'beheer.debrug');
    const [act] = await actsIn(app, { name: 'person.toldOfSuggestions', 'record.id': person });
    expect(act?.details).to.deep.equal({ suggestions: 2 });
  });

  it('stands on the start page of who decides, and of nobody else', async () => {
    expect(await home('beheer.debrug')).to.include('2 suggesties wachten op jou');
    expect(await home('coordinator.antwerpen')).to.include('2 suggesties wachten op jou');
    for (const other of ['beheer.noordster', 'hulpverlener.debrug', 'fod'] as const)
      expect(await home(other), other).not.to.match(/suggesties? wacht/);
  });

  it('is not mailed twice: not on the same day, not by two servers, not about the same', async () => {
    await report();
    app.clock.advance(2 * minutes);
    expect(await tell()).to.equal(0);
    app.clock.advance(day);
    const [one, other] = await Promise.all([tell(), tell()]);
    expect(one! + other!).to.equal(2);
    expect(mailed()['beheer.debrug']).to.include('- De Brug: 1 suggestie\n');
    app.clock.advance(day);
    expect([await tell(), mailed()]).to.deep.equal([0, {}]);
  });

  it('is left until no earlier one can still be on its way into the store', async () => {
    app.clock.advance(day);
    await report();
    expect(await tell()).to.equal(0);
    app.clock.advance(2 * minutes);
    expect(await tell()).to.equal(2);
    mailed();
  });

  it('is not mailed when it was decided before, and leaves the start page', async () => {
    app.clock.advance(day);
    await report();
    const lut = await signInAs(app, 'beheer.debrug');
    for (const { _id } of await OfferSuggestionModel.find({ decidedAt: null }).lean())
      expect((await lut.post(paths.upkeepSuggestion({ id: _id }), { answer: 'accepted' })).status).to.equal(
        303,
      );
    app.clock.advance(2 * minutes);
    expect([await tell(), mailed()]).to.deep.equal([0, {}]);
    expect(await home('beheer.debrug')).not.to.match(/suggesties? wacht/);
  });

  it('is tried again on the same day when no mail server took it', async () => {
    await report();
    app.clock.advance(2 * minutes);
    await app.restart({ smtpUrl: 'smtp://127.0.0.1:1' });
    expect(await tell()).to.equal(0);
    const notTold = () => actsIn(app, { name: 'person.notToldOfSuggestions' });
    while ((await notTold()).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    // The look at the start is as much on its way as this one.
    const today = brusselsDay(app.clock.now());
    while (await SuggestionNoticeModel.exists({ _id: new RegExp(`/${today}$`) }))
      await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('is looked at when the program starts', async () => {
    await app.restart({ smtpUrl: server.url });
    while (server.mails.filter((mail) => mail.includes('uggesti')).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Object.keys(mailed()).sort()).to.deep.equal(['aanbod.debrug', 'beheer.debrug']);
  });

  it('goes to coordinators for entries of nobody, and where an organisation has nobody of its own', async () => {
    app.clock.advance(day);
    await report(nobodys);
    await report();
    await MembershipModel.updateMany({ body: 'demo-de-brug' }, { $unset: { current: 1 } });
    app.clock.advance(2 * minutes);
    expect(await tell()).to.equal(2);
    const mails = mailed();
    expect(Object.keys(mails).sort()).to.deep.equal(['coordinator.antwerpen', 'coordinator.limburg']);
    expect(mails['coordinator.antwerpen'])
      .to.include('- De Brug: 2 suggesties')
      .and.include('- Zonder organisatie: 1 suggestie');
    expect(mails['coordinator.limburg']).to.include('Zonder organisatie').and.not.include('De Brug');
    expect(await home('coordinator.limburg')).to.include('1 suggestie wacht op jou');
    expect(await home('beheer.noordster')).not.to.match(/suggesties? wacht/);
  });

  it('is on the start page only, where no mail server is set', async () => {
    app.clock.advance(day);
    await report(nobodys);
    app.clock.advance(2 * minutes);
    await app.restart({ smtpUrl: undefined });
    const before = await SuggestionNoticeModel.countDocuments();
    expect(await tell()).to.equal(0);
    expect(await SuggestionNoticeModel.countDocuments()).to.equal(before);
    expect(await home('coordinator.limburg')).to.include('2 suggesties wachten op jou');
  });
});
