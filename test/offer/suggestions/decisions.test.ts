import { expect } from 'chai';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OfferSuggestionModel } from '../../../models/OfferSuggestion.ts';
import { SuggestionAddressModel } from '../../../models/SuggestionAddress.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { aMailServer, until } from '../../builders/mailServer.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';

describe('a suggestion, decided by those who keep the entry', function () {
  this.timeout(60_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let lut: Visitor;
  let els: Visitor;
  let jef: Visitor;
  let unitId: string;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, config: { smtpUrl: server.url } });
    await OfferSuggestionModel.deleteMany({});
    lut = await signInAs(app, 'beheer.debrug');
    els = await signInAs(app, 'aanbod.debrug');
    jef = await signInAs(app, 'beheer.noordster');
    unitId = (await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail())._id;
  });
  after(async () => {
    await app.close();
    await server.close();
  });

  const unitNow = () => CareUnitModel.findById(unitId).lean().orFail();
  const versionsNow = async () =>
    (await unitNow()).fields as unknown as Record<string, { version: number } | undefined>;
  const versionOf = async (field: string) => String((await versionsNow())[field]?.version ?? 0);
  const one = (id: string) => OfferSuggestionModel.findById(id).lean().orFail();
  const decide = (who: Visitor, id: string, body: object) => who.post(paths.upkeepSuggestion({ id }), body);

  /** A report with a telephone number and a website, and what is added; answers its id. */
  async function aReport(more: object = {}): Promise<string> {
    app.clock.advance(1000);
    const sent = await aVisitor(app).post(paths.offerReport({ id: unitId }), {
      'base_contact.phone': await versionOf('contact_phone'),
      'contact.phone': '03 111 22 33',
      'base_contact.website': await versionOf('contact_website'),
      'contact.website': 'https://anders.example',
      ...more,
    });
    expect(sent.status).to.equal(303);
    return (await OfferSuggestionModel.findOne().sort({ madeAt: -1 }).lean().orFail())._id;
  }

  it('is counted in the overview, listed, and shown beside what the entry says', async () => {
    const id = await aReport({ words: 'Het nummer is veranderd', email: 'ann@voorbeeld.example' });
    const offer = await lut.get(paths.upkeepOffer({ id: 'demo-de-brug' }));
    expect(offer.text).to.include('1 suggestie wacht op jou');
    const list = await els.get(paths.upkeepSuggestions());
    expect(list.text).to.include('Telefoon, Website').and.include(paths.upkeepSuggestion({ id }));
    const page = await els.get(paths.upkeepSuggestion({ id }));
    expect(page.text)
      .to.include('03 111 22 33')
      .and.include('https://debrug.example')
      .and.include('https://anders.example')
      .and.include('Het nummer is veranderd')
      .and.include('ann@voorbeeld.example');
  });

  it('is shown to those who keep the entry alone', async () => {
    const id = await aReport();
    expect((await jef.get(paths.upkeepSuggestion({ id }))).status).to.equal(404);
    expect((await jef.get(paths.upkeepSuggestions())).text).not.to.include(id);
    const answer = await decide(jef, id, { all: 'accepted', 'base_contact.phone': '0' });
    expect(answer.status).to.equal(404);
    expect((await one(id)).decidedAt).to.equal(null);
    const helping = await signInAs(app, 'coordinator.antwerpen');
    expect((await helping.get(paths.upkeepSuggestion({ id }))).status).to.equal(200);
  });

  it('is followed in half: one field changes in the name of who decided, the other keeps its reason', async () => {
    const id = await aReport({ words: 'Het nummer', email: 'ann@voorbeeld.example' });
    const answer = await decide(lut, id, {
      'state_contact.phone': 'accepted',
      'base_contact.phone': await versionOf('contact_phone'),
      'state_contact.website': 'declined',
      'base_contact.website': await versionOf('contact_website'),
      'reason_contact.website': 'Dat is van een ander huis',
      answer: 'accepted',
    });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, paths.upkeepSuggestions()]);
    const now = await unitNow();
    expect(now.contact).to.deep.include({ phone: '03 111 22 33', website: 'https://debrug.example' });
    const lutId = await personIdOf(app, 'beheer.debrug');
    const [step] = await OfferChangeModel.find({ recordId: unitId }).sort({ step: -1 }).limit(1).lean();
    expect([step?.way, step?.origin, step?.by, step?.body]).to.deep.equal([
      'suggested',
      id,
      lutId,
      'demo-de-brug',
    ]);
    const made = await one(id);
    expect([made.decidedBy, made.body, made.answer]).to.deep.equal([lutId, 'demo-de-brug', 'accepted']);
    expect(made.proposals.map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['accepted', ''],
      ['declined', 'Dat is van een ander huis'],
    ]);
    const page = await lut.get(paths.upkeepSuggestion({ id }));
    expect(page.text).to.include('Dat is van een ander huis').and.include('Beslist door');
    const history = await lut.get(paths.upkeepHistory({ kind: 'units', id: unitId }));
    expect(history.text)
      .to.include('Overgenomen uit een suggestie')
      .and.include(paths.upkeepSuggestion({ id }));
    const [act] = (await actsIn(app, { name: 'unit.suggestionDecided' })).slice(-1);
    expect(act?.details).to.deep.include({ accepted: ['contact.phone'], declined: ['contact.website'] });
    expect(JSON.stringify(act)).not.to.match(/111 22|ander huis|voorbeeld/);
  });

  it('is told in one mail that quotes nobody, and the address is gone', async () => {
    const mine = () => server.mails.filter((mail) => mail.includes('To: ann@voorbeeld.example'));
    await until(() => mine().length > 0);
    expect(mine()).to.have.length(1);
    const text = mine()[0]!;
    expect(text).to.include('Overgenomen: Telefoon').and.include('Niet overgenomen: Website');
    expect(text).not.to.match(/ander huis|111 22|Het nummer|Lut/);
    const left = await SuggestionAddressModel.find().lean();
    const open = await OfferSuggestionModel.find({ decidedAt: null }).lean();
    expect(left.every(({ _id }) => open.some((one) => one._id === _id))).to.equal(true);
  });

  it('waits on, when only a part was decided, and the address with it', async () => {
    const id = await aReport({ 'contact.phone': '03 999 00 00', email: 'bo@voorbeeld.example' });
    const answer = await decide(lut, id, {
      'state_contact.phone': 'declined',
      'base_contact.phone': await versionOf('contact_phone'),
      reason: 'Het oude is juist',
    });
    expect(answer.headers.location).to.equal(paths.upkeepSuggestion({ id }));
    const made = await one(id);
    expect(made.proposals.map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['declined', 'Het oude is juist'],
      ['open', ''],
    ]);
    expect(await SuggestionAddressModel.countDocuments({ _id: id })).to.equal(1);
    const rest = await decide(lut, id, { all: 'declined', 'base_contact.website': '1', reason: 'Ook dit' });
    expect(rest.status).to.equal(303);
    expect((await one(id)).proposals.map((two) => two.reason)).to.deep.equal([
      'Het oude is juist',
      'Ook dit',
    ]);
    expect(await SuggestionAddressModel.countDocuments({ _id: id })).to.equal(0);
  });

  it('says that the entry changed since it was made, and is still a decision', async () => {
    const id = await aReport({ 'contact.phone': '03 222 00 00' });
    await els.post(paths.upkeepEntry({ kind: 'units', id: unitId }), {
      'base_contact.phone': await versionOf('contact_phone'),
      'contact.phone': '03 333 00 00',
    });
    const page = await lut.get(paths.upkeepSuggestion({ id }));
    expect(page.text)
      .to.include('Els Goossens veranderde dit op')
      .and.include('Toen stond er:')
      .and.include('03 111 22 33')
      .and.include('03 333 00 00')
      .and.include('03 222 00 00');
    const answer = await decide(lut, id, {
      all: 'accepted',
      'base_contact.phone': await versionOf('contact_phone'),
      'base_contact.website': await versionOf('contact_website'),
    });
    expect(answer.status).to.equal(303);
    expect((await unitNow()).contact).to.deep.include({
      phone: '03 222 00 00',
      website: 'https://anders.example',
    });
  });

  it('is not decided on what nobody saw: a field that changes meanwhile comes back, with what was typed', async () => {
    const id = await aReport({ 'contact.phone': '03 444 00 00', 'contact.website': 'https://nog.example' });
    const seen = await versionOf('contact_phone');
    await els.post(paths.upkeepEntry({ kind: 'units', id: unitId }), {
      'base_contact.phone': seen,
      'contact.phone': '03 555 00 00',
    });
    const late = await decide(lut, id, {
      'state_contact.phone': 'accepted',
      'base_contact.phone': seen,
      'state_contact.website': 'declined',
      'base_contact.website': await versionOf('contact_website'),
      'reason_contact.website': 'Bestaat niet',
    });
    expect(late.status).to.equal(409);
    expect(late.text)
      .to.include('veranderd terwijl je besliste')
      .and.include('value="Bestaat niet"')
      .and.include(`name="base_contact.phone" value="${Number(seen) + 1}"`);
    expect((await unitNow()).contact?.phone).to.equal('03 555 00 00');
    expect((await one(id)).proposals.map((two) => two.state)).to.deep.equal(['open', 'open']);
  });

  it('is decided once: who comes second is told', async () => {
    const id = await aReport({ 'contact.phone': '03 666 00 00', 'contact.website': 'https://www.example' });
    const body = {
      all: 'declined',
      reason: 'Nee',
      'base_contact.phone': await versionOf('contact_phone'),
      'base_contact.website': await versionOf('contact_website'),
    };
    const answers = await Promise.all([decide(lut, id, body), decide(els, id, body)]);
    expect(answers.map((answer) => answer.status).sort()).to.deep.equal([303, 409]);
    expect((await decide(els, id, body)).status).to.equal(409);
  });

  for (const [what, body, told] of [
    [
      'a decline without a reason',
      { 'state_contact.phone': 'declined', 'base_contact.phone': '1' },
      'Zeg waarom',
    ],
    ['nothing', {}, 'Kies bij minstens'],
    [
      'a reason that is too long',
      {
        'state_contact.phone': 'declined',
        'base_contact.phone': '1',
        'reason_contact.phone': 'x'.repeat(501),
      },
      'hoogstens 500 tekens',
    ],
    [
      'a reason with a national number',
      { all: 'declined', 'base_contact.phone': '1', 'base_contact.website': '1', reason: '85.07.30-033.28' },
      'rijksregisternummer',
    ],
  ] as [string, object, string][])
    it(`refuses ${what}, and decides nothing`, async () => {
      const id = await aReport({ 'contact.phone': '03 777 00 00', 'contact.website': 'https://x.example' });
      const answer = await decide(lut, id, body);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(told);
      expect((await one(id)).proposals.every((two) => two.state === 'open')).to.equal(true);
    });

  it('shows no address that is older than ninety days, whatever the store still holds', async () => {
    const id = await aReport({ 'contact.phone': '03 888 00 00', email: 'oud@voorbeeld.example' });
    const page = () => lut.get(paths.upkeepSuggestion({ id }));
    expect((await page()).text).to.include('oud@voorbeeld.example');
    app.clock.advance(90 * 24 * 60 * 60_000);
    lut = await signInAs(app, 'beheer.debrug');
    expect((await page()).text).not.to.include('oud@voorbeeld.example');
    const { expireAfterSeconds } = (await SuggestionAddressModel.collection.indexes()).find(
      (index) => index.key.until,
    )!;
    expect(expireAfterSeconds).to.equal(0);
  });
});
