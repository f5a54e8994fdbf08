import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { MembershipModel } from '../../../models/Membership.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OfferLinkModel } from '../../../models/OfferLink.ts';
import { OfferSuggestionModel } from '../../../models/OfferSuggestion.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { until } from '../../builders/mailServer.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';
import { freePort, startProgram } from '../../builders/program.ts';

const day = 24 * 60 * 60_000;

describe('a link for somebody without account', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  let id: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    id = (await CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail())._id;
  });
  after(() => app.close());

  const links = () => paths.upkeepLinks({ kind: 'modules', id });
  const moduleNow = () => CareModuleModel.findById(id).lean().orFail();
  const stepsNow = async () => String((await moduleNow()).steps ?? 0);

  /** Makes a link on the page and answers its address. */
  async function aLink(name = 'Mieke Maes', who = lut): Promise<string> {
    app.clock.advance(1000);
    const made = await who.post(links(), { name, days: '30' });
    expect(made.status).to.equal(200);
    return new URL(/value="(http[^"]+\/offer-links\/[\w-]{43})"/.exec(made.text)![1]!).pathname;
  }

  it('is shown once to who makes it; only a hash of it is kept, for thirty days', async () => {
    const address = await aLink();
    const token = address.split('/').at(-1)!;
    const [kept] = await OfferLinkModel.find().sort({ createdAt: -1 }).lean();
    expect(kept).to.deep.include({ kind: 'module', recordId: id, name: 'Mieke Maes' });
    expect(kept!.expiresAt.getTime() - kept!.createdAt.getTime()).to.equal(30 * day);
    expect(JSON.stringify([kept, await actsIn(app)])).not.to.include(token);
    const again = await lut.get(links());
    expect(again.text).to.include('Mieke Maes').and.not.include(token);
  });

  it('shows everything the entry says, tells nobody its address, and is not used up by looking', async () => {
    const address = await aLink();
    for (let time = 0; time < 2; time += 1) {
      const page = await aVisitor(app).get(address);
      expect(page.status).to.equal(200);
      expect(page.text)
        .to.include('Mieke Maes, Lut')
        .and.include('11 euro per gesprek')
        .and.include('Alles klopt nog')
        .and.not.include('name="base_careUnitId"');
      expect(page.headers['referrer-policy']).to.equal('no-referrer');
      expect(page.headers['cache-control']).to.equal('no-store');
    }
  });

  it('confirms the entry in one click, for who made it, and then thanks', async () => {
    const address = await aLink('Mieke Maes');
    const holder = aVisitor(app);
    const answer = await holder.post(address, { answer: 'confirm', steps: await stepsNow() });
    expect([answer.status, answer.headers.location]).to.deep.equal([303, address]);
    const thanks = await holder.get(address);
    expect(thanks.status).to.equal(200);
    expect(thanks.text).to.include('<h1>Bedankt</h1>').and.not.include('Alles klopt nog');
    const lutId = await personIdOf(app, 'beheer.debrug');
    expect((await moduleNow()).verified).to.deep.equal({
      at: app.clock.now(),
      by: lutId,
      body: 'demo-de-brug',
    });
    const [step] = await OfferChangeModel.find({ recordId: id }).sort({ step: -1 }).limit(1).lean();
    expect([step?.way, step?.by]).to.deep.equal(['confirmed', lutId]);
    const history = await lut.get(paths.upkeepHistory({ kind: 'modules', id }));
    expect(history.text).to.include('Via een link voor Mieke Maes');
    const [act] = (await actsIn(app, { name: 'module.confirmedByLink' })).slice(-1);
    expect([act?.actor, act?.record]).to.deep.equal([null, { type: 'module', id }]);
    expect(JSON.stringify(act)).not.to.include('Mieke');
  });

  it('brings corrections, field by field, to who keeps the entry; nothing is confirmed', async () => {
    const address = await aLink('Bas');
    const before = await moduleNow();
    const answer = await aVisitor(app).post(address, {
      answer: 'correct',
      steps: await stepsNow(),
      base_cost: '1',
      cost_nl: 'Gratis',
      base_targetGroups: '1',
      targetGroups: ['homeless'],
      words: 'En de rest klopt',
    });
    expect(answer.status).to.equal(303);
    const [made] = await OfferSuggestionModel.find().sort({ madeAt: -1 }).lean();
    expect(made?.proposals.map(({ field, value }) => [field, value])).to.deep.equal([
      ['targetGroups', ['homeless']],
      ['cost', { nl: 'Gratis' }],
    ]);
    expect(await moduleNow()).to.deep.equal(before);
    const page = await lut.get(paths.upkeepSuggestion({ id: made!._id }));
    expect(page.text).to.include('Via een link voor Bas').and.include('En de rest klopt');
    expect((await aVisitor(app).get(address)).text).to.include('<h1>Bedankt</h1>');
  });

  it('is used once, also by two at the same time', async () => {
    const address = await aLink();
    const body = { answer: 'correct', steps: await stepsNow(), words: 'Fout' };
    const before = await OfferSuggestionModel.countDocuments();
    await Promise.all([aVisitor(app).post(address, body), aVisitor(app).post(address, body)]);
    await aVisitor(app).post(address, body);
    expect(await OfferSuggestionModel.countDocuments()).to.equal(before + 1);
  });

  it('is not used up by a form that is refused, which keeps what was typed', async () => {
    const address = await aLink();
    const holder = aVisitor(app);
    const states = (await moduleNow()).fields as unknown as Record<string, { version: number }>;
    const base = String(states.capacity_available!.version);
    for (const [body, told] of [
      [{ 'base_capacity.available': base, 'capacity.available': 'veel' }, 'Typ een getal van 0 of meer'],
      [{ 'base_capacity.available': base, 'capacity.available': '900' }, 'meer vrij zijn dan er is'],
      [{ base_types: '1', types: ['bestaat-niet'] }, 'Kies of typ iets dat hier past'],
      [{ base_careUnitId: '1', careUnitId: 'x' }, 'een veld dat er niet is'],
      [{}, 'Zeg wat er niet klopt'],
      [{ base_cost: '1', cost_nl: 'Vraag 85.07.30-033.28' }, 'rijksregisternummer'],
    ] as [object, string][]) {
      const answer = await holder.post(address, { answer: 'correct', steps: await stepsNow(), ...body });
      expect(answer.status, told).to.equal(422);
      expect(answer.text).to.include(told);
      for (const typed of Object.values(body).filter((one) => /veel|900|Vraag/.test(String(one))))
        expect(answer.text).to.include(typed);
    }
    expect((await holder.post(address, { answer: 'misschien', steps: '1' })).status).to.equal(422);
    expect((await holder.get(address)).text).to.include('Alles klopt nog');
  });

  it('confirms nothing that its holder did not see', async () => {
    const address = await aLink();
    const seen = await stepsNow();
    await lut.post(paths.upkeepConfirmation({ kind: 'modules', id }));
    const answer = await aVisitor(app).post(address, { answer: 'confirm', steps: seen });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('intussen veranderd')
      .and.include(`name="steps" value="${Number(seen) + 1}"`);
  });

  it('says that it was withdrawn, and does nothing', async () => {
    const address = await aLink();
    const [link] = await OfferLinkModel.find().sort({ createdAt: -1 }).lean();
    const params = { kind: 'modules', id, linkId: link!._id };
    expect((await lut.post(paths.upkeepLinkWithdrawal(params))).status).to.equal(303);
    const page = await aVisitor(app).get(address);
    expect([page.status, page.text.includes('Deze link is ingetrokken')]).to.deep.equal([410, true]);
    const steps = await stepsNow();
    const answer = await aVisitor(app).post(address, { answer: 'confirm', steps });
    expect([answer.status, await stepsNow()]).to.deep.equal([410, steps]);
    expect((await lut.post(paths.upkeepLinkWithdrawal(params))).status).to.equal(404);
  });

  it('is made and withdrawn by those who keep the entry alone', async () => {
    const jef = await signInAs(app, 'beheer.noordster');
    const before = await OfferLinkModel.countDocuments();
    expect((await jef.get(links())).status).to.equal(404);
    expect((await jef.post(links(), { name: 'Ik', days: '30' })).status).to.equal(404);
    const linkId = (await OfferLinkModel.findOne({ usedAt: null }).lean().orFail())._id;
    const withdrawal = paths.upkeepLinkWithdrawal({ kind: 'modules', id, linkId });
    expect((await jef.post(withdrawal)).status).to.equal(404);
    expect(await OfferLinkModel.countDocuments()).to.equal(before);
    const ofOrganisation = paths.upkeepLinks({ kind: 'organisations', id: 'demo-de-brug' });
    expect((await lut.get(ofOrganisation)).status).to.equal(404);
  });

  for (const [what, body, told] of [
    ['no name', { days: '30' }, 'Vul dit in'],
    ['a name that is too long', { name: 'x'.repeat(101), days: '30' }, 'hoogstens 100 tekens'],
    ['a year', { name: 'Mieke', days: '365' }, 'Kies of typ iets dat hier past'],
  ] as [string, object, string][])
    it(`is not made with ${what}`, async () => {
      const before = await OfferLinkModel.countDocuments();
      const answer = await lut.post(links(), body);
      expect([answer.status, answer.text.includes(told)]).to.deep.equal([422, true]);
      expect(await OfferLinkModel.countDocuments()).to.equal(before);
    });

  it('is not found, when it was never given out', async () => {
    const address = paths.offerLink({ token: 'x'.repeat(43) });
    expect((await aVisitor(app).get(address)).status).to.equal(404);
    expect((await aVisitor(app).post(address, { answer: 'confirm', steps: '0' })).status).to.equal(404);
  });

  it('expires on its day, and says so', async () => {
    const address = await aLink();
    app.clock.advance(30 * day);
    const page = await aVisitor(app).get(address);
    expect([page.status, page.text.includes('Deze link is vervallen')]).to.deep.equal([410, true]);
    const answer = await aVisitor(app).post(address, { answer: 'confirm', steps: await stepsNow() });
    expect(answer.status).to.equal(410);
  });

  it('opens nothing any more, once who made it keeps the entry no longer', async () => {
    const els = await signInAs(app, 'aanbod.debrug');
    const address = await aLink('Mieke', els);
    expect((await aVisitor(app).get(address)).status).to.equal(200);
    const person = await personIdOf(app, 'aanbod.debrug');
    await MembershipModel.updateMany({ person }, { $set: { current: false } });
    const page = await aVisitor(app).get(address);
    expect([page.status, page.text.includes('Deze link is ingetrokken')]).to.deep.equal([410, true]);
    const steps = await stepsNow();
    const answer = await aVisitor(app).post(address, { answer: 'confirm', steps });
    expect([answer.status, await stepsNow()]).to.deep.equal([410, steps]);
  });
});

describe('the log of the program', function () {
  this.timeout(120_000);

  it('says that a link was opened and sent, not which', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'schakel-links-'));
    const program = await startProgram(directory, await freePort(), { LOG_LEVEL: 'trace' });
    try {
      const token = 'y'.repeat(43);
      const visitor = aVisitor(program);
      await visitor.get(paths.offerLink({ token }));
      await visitor.post(paths.offerLink({ token }), { answer: 'confirm', steps: '0', words: token });
      await until(() => program.output().includes('"POST"'));
      expect(program.output()).to.include('"POST"').and.not.include(token);
    } finally {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
