import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferLinkModel } from '../../../models/OfferLink.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { aMailServer, readable } from '../../builders/mailServer.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';

const to = 'mieke.maes@voorbeeld.example';

describe('a link that is sent by mail', function () {
  this.timeout(60_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let lut: Visitor;
  let id: string;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, config: { smtpUrl: server.url } });
    lut = await signInAs(app, 'beheer.debrug');
    const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    id = (await CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail())._id;
  });
  beforeEach(() => app.clock.advance(1000));
  after(async () => {
    await app.close();
    await server.close();
  });

  const links = () => paths.upkeepLinks({ kind: 'modules', id });
  const newest = () => OfferLinkModel.findOne().sort({ createdAt: -1 }).lean().orFail();
  const again = async () => paths.upkeepLinkMail({ kind: 'modules', id, linkId: (await newest())._id });
  const addressIn = (mail: string): string => /\/offer-links\/[\w-]{43}/.exec(mail)![0];
  /** Mails to Mieke since the last look: reminders go out too. */
  const mails = (): string[] => server.mails.splice(0).filter((mail) => mail.includes(`To: ${to}`));
  const mailed = (): string => {
    const [mail, ...others] = mails();
    expect([mail !== undefined, others]).to.deep.equal([true, []]);
    return readable(mail!);
  };
  const make = (body = {}, actId?: string) =>
    lut.post(
      links(),
      { name: 'Mieke Maes', days: '30', email: to, language: 'fr', ...body },
      { ...(actId ? { actId } : {}) },
    );

  it('says who asks, for which body, about what and until when, in the language that was chosen', async () => {
    const answer = await make();
    expect([answer.status, answer.headers.location]).to.deep.equal([303, links()]);
    const mail = mailed();
    expect(mail)
      .to.include(`To: ${to}`)
      .and.include('Subject: De Brug demande : est-ce encore correct ?')
      .and.match(/Lut \S+ \(De Brug\) vous demande de vérifier/)
      .and.include('Accompagnement ambulatoire')
      .and.match(/jusqu’au \d+ \S+ 20\d\d inclus/)
      .and.not.include('Mieke Maes,');
    const page = await lut.get(links());
    expect(page.text).to.include('De link is per mail verstuurd.').and.include('Gemaild op');
    expect(page.text).not.to.include(addressIn(mail));
    const holder = await aVisitor(app).get(addressIn(mail));
    expect([holder.status, holder.text.includes('Mieke Maes')]).to.deep.equal([200, true]);
  });

  it('leaves no trace of the address: not in the store, not in the acts', async () => {
    for (const { name } of await app.house.connection.db!.listCollections().toArray())
      expect(
        JSON.stringify(await app.house.connection.db!.collection(name).find().toArray()),
        name,
      ).not.to.include(to);
    const [act] = (await actsIn(app, { name: 'module.linkMade' })).slice(-1);
    expect(act?.details).to.deep.include({ days: 30, mailed: true });
  });

  it('goes out once, when the form is sent twice', async () => {
    const actId = '7c2c5a60-0d5d-4c43-8a4e-b1a7a5a5f001';
    await Promise.all([make({}, actId), make({}, actId)]);
    await make({}, actId);
    mailed();
  });

  it('is sent again as a new one; the old one says so and does nothing', async () => {
    await make({ language: 'nl' });
    const old = addressIn(mailed());
    const before = await newest();
    app.clock.advance(1000);
    const answer = await lut.post(await again(), { email: to, language: 'de' });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, links()]);
    const mail = mailed();
    expect(mail).to.include('Subject: De Brug fragt: Stimmt das noch?').and.not.include(old);
    expect((await aVisitor(app).get(addressIn(mail))).status).to.equal(200);
    const gone = await aVisitor(app).get(old);
    expect([gone.status, gone.text.includes('Er is een nieuwere link')]).to.deep.equal([410, true]);
    const after = await newest();
    expect(after.expiresAt.getTime() - after.createdAt.getTime()).to.equal(
      before.expiresAt.getTime() - before.createdAt.getTime(),
    );
    const [act] = (await actsIn(app, { name: 'module.linkMailed' })).slice(-1);
    expect(act?.details).to.deep.equal({ link: after._id, days: 30, mailed: true, replaces: before._id });
  });

  it('can be withdrawn like any other', async () => {
    await make();
    const address = addressIn(mailed());
    await lut.post(paths.upkeepLinkWithdrawal({ kind: 'modules', id, linkId: (await newest())._id }));
    const page = await aVisitor(app).get(address);
    expect([page.status, page.text.includes('Deze link is ingetrokken')]).to.deep.equal([410, true]);
    expect((await lut.post(await again(), { email: to, language: 'nl' })).status).to.equal(404);
    expect(mails()).to.deep.equal([]);
  });

  it('is refused beside its own field when the address is none, with what was typed', async () => {
    const before = await OfferLinkModel.countDocuments();
    const first = await make({ email: 'mieke' });
    expect(first.status).to.equal(422);
    expect(first.text)
      .to.include('href="#email"')
      .and.include('value="mieke"')
      .and.include('value="Mieke Maes"');
    await make({ email: '' });
    const linkId = (await newest())._id;
    const second = await lut.post(await again(), { email: 'mieke', language: 'nl' });
    expect(second.status).to.equal(422);
    expect(second.text)
      .to.include(`href="#email-${linkId}"`)
      .and.include(`id="email-${linkId}-error"`)
      .and.not.include('id="email-error"');
    expect((await make({ language: 'xx' })).status).to.equal(422);
    expect(await OfferLinkModel.countDocuments()).to.equal(before + 1);
    expect(mails()).to.deep.equal([]);
  });

  it('is asked for by those who keep the entry alone', async () => {
    const jef = await signInAs(app, 'beheer.noordster');
    expect((await jef.post(await again(), { email: to, language: 'nl' })).status).to.equal(404);
    expect((await jef.post(links(), { name: 'Ik', days: '30', email: to })).status).to.equal(404);
    expect(mails()).to.deep.equal([]);
  });

  it('names the platform, when its coordinator asks', async () => {
    const karin = await signInAs(app, 'coordinator.antwerpen');
    await karin.post(links(), { name: 'Mieke', days: '7', email: to, language: 'nl' });
    expect(mailed()).to.include('Subject: Overlegplatform Antwerpen vraagt: klopt dit nog?');
  });

  it('goes out twenty times a day and no more', async () => {
    await OfferLinkModel.updateMany({ recordId: id }, { withdrawnAt: app.clock.now() });
    const sent = await OfferLinkModel.countDocuments({ recordId: id, mailedAt: { $exists: true } });
    for (let one = sent; one < 20; one += 1) expect((await make()).status).to.equal(303);
    const answer = await make();
    expect([answer.status, answer.text.includes('vertrokken vandaag al veel mails')]).to.deep.equal([
      409,
      true,
    ]);
    expect(mails()).to.have.length(20 - sent);
    app.clock.advance(24 * 60 * 60_000 + 1000);
    lut = await signInAs(app, 'beheer.debrug');
    await OfferLinkModel.updateMany({ recordId: id }, { withdrawnAt: app.clock.now() });
    expect((await make()).status).to.equal(303);
    mailed();
  });

  it('is shown to be passed on when no mail server took it', async () => {
    await app.restart({ smtpUrl: 'smtp://127.0.0.1:1' });
    const answer = await make();
    expect(answer.status).to.equal(200);
    expect(answer.text)
      .to.include('De mailserver nam de mail niet aan')
      .and.match(/value="http[^"]+\/offer-links\//);
    expect((await newest()).mailedAt).to.equal(undefined);
    expect(await actsIn(app, { name: 'module.linkNotMailed' })).to.have.length(1);
  });

  it('is not offered, and politely refused, where no mail server is set', async () => {
    await app.restart({ smtpUrl: undefined });
    const page = await lut.get(links());
    expect(page.text).to.include('Hier is geen mailserver ingesteld').and.not.include('name="email"');
    const before = await OfferLinkModel.countDocuments();
    const answer = await make();
    expect([answer.status, answer.text.includes('geef de link zelf door')]).to.deep.equal([422, true]);
    expect(await OfferLinkModel.countDocuments()).to.equal(before);
  });
});
