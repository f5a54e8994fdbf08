import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { SiteModel } from '../../../models/Site.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf, randomId } from '../../builders/cases.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

describe('confirming many entries at once', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  let nora: Visitor;
  let jef: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    nora = await signInAs(app, 'coordinator.antwerpen');
    jef = await signInAs(app, 'beheer.noordster');
  });
  after(() => app.close());

  const siteNamed = (name: string) => SiteModel.findOne({ 'name.nl': name }).lean().orFail();
  const unitNamed = (name: string) => CareUnitModel.findOne({ name }).lean().orFail();
  const ticksIn = (text: string): string[] =>
    [...text.matchAll(/name="entry" value="([^"]+)"/g)].map((found) => found[1]!);
  const confirmations = (id: string) => OfferChangeModel.countDocuments({ recordId: id, way: 'confirmed' });

  it('lists what waits, the longest first, for a partner only their own', async () => {
    const unit = await unitNamed('De Brug, mobiel team');
    const longAgo = { at: new Date(app.clock.now().getTime() - 400 * 86_400_000), by: randomId() };
    await CareUnitModel.updateOne({ _id: unit._id }, { verified: longAgo });
    const page = await lut.get(paths.upkeepDue());
    expect(page.status).to.equal(200);
    const ticks = ticksIn(page.text);
    expect([ticks.length, ticks[0]]).to.deep.equal([12, `units/${unit._id}`]);
    expect(page.text).to.include('12 wachten op een bevestiging').and.include('Laatst door Lut ');
    expect(page.text).not.to.include('Noordster');
  });

  it('lists for a coordinator what waits in all organisations of the platform, and in one when asked', async () => {
    await SiteModel.updateOne({ 'name.nl': 'Noordster Turnhout' }, { verified: null });
    const all = await nora.get(paths.upkeepDue());
    expect(all.text).to.include('Noordster').and.include('De Brug').and.include('Nog nooit bevestigd');
    expect(ticksIn(all.text)).to.have.length(13);
    const one = await nora.get(paths.upkeepDue({ organisation: 'demo-noordster' }));
    expect(ticksIn(one.text)).to.have.length(1);
    expect((await lut.get(paths.upkeepDue({ organisation: 'demo-noordster' }))).status).to.equal(404);
    expect((await nora.get(`${paths.upkeepDue()}?page=x&organisation=a&organisation=b`)).status).to.equal(
      200,
    );
  });

  it('asks for a tick when nothing is ticked, and keeps the list', async () => {
    const answer = await lut.post(paths.upkeepDueConfirmations(), { organisation: '', page: '1' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="entry-error"').and.include('Kruis aan wat nog klopt');
    expect(ticksIn(answer.text)).to.have.length(12);
    const odd = await lut.post(paths.upkeepDueConfirmations(), { entry: ['organisations/demo-de-brug'] });
    expect(odd.status).to.equal(422);
  });

  it('confirms nothing at all when one of the ticks is not theirs', async () => {
    const own = await unitNamed('De Brug, mobiel team');
    const foreign = await unitNamed('Noordster, verblijf');
    const entry = [`units/${own._id}`, `units/${foreign._id}`];
    expect((await lut.post(paths.upkeepDueConfirmations(), { entry })).status).to.equal(404);
    expect(await confirmations(own._id)).to.equal(0);
    expect(await actsIn(app, { name: 'unit.confirmed' })).to.have.length(0);
  });

  it('confirms what is ticked, with an act and a step in the history for each entry', async () => {
    const unit = await unitNamed('De Brug, mobiel team');
    const module = await CareModuleModel.findOne({ careUnitId: unit._id }).lean().orFail();
    const entry = [`units/${unit._id}`, `modules/${module._id}`];
    const actId = randomId();
    const post = () => nora.post(paths.upkeepDueConfirmations(), { entry }, { actId });
    expect([(await post()).status, (await post()).status]).to.deep.equal([303, 303]);
    const acts = await actsIn(app, { 'record.id': { $in: [unit._id, module._id] }, name: /\.confirmed$/ });
    expect(acts.map((act) => [act.name, act.record.type, act.actor?.bodyId]).sort()).to.deep.equal([
      ['module.confirmed', 'module', 'BE-VAN'],
      ['unit.confirmed', 'unit', 'BE-VAN'],
    ]);
    expect([await confirmations(unit._id), await confirmations(module._id)]).to.deep.equal([1, 1]);
    const { verified } = await unitNamed('De Brug, mobiel team');
    expect(verified).to.deep.include({ by: await personIdOf(app, 'coordinator.antwerpen'), body: 'BE-VAN' });
    expect(ticksIn((await lut.get(paths.upkeepDue())).text)).to.have.length(10);
  });

  it('confirms a whole site in one click: the site, its units, its modules, and nothing elsewhere or stopped', async () => {
    const berchem = await siteNamed('De Brug Berchem');
    const mechelen = await siteNamed('De Brug Mechelen');
    const modules = await CareModuleModel.find({ siteIds: berchem._id }).sort({ order: 1 }).lean();
    const [ended, ...going] = modules;
    await CareModuleModel.updateOne({ _id: ended!._id }, { status: 'stopped' });
    expect((await jef.post(paths.upkeepSiteConfirmation({ id: berchem._id }))).status).to.equal(404);
    const answer = await lut.post(paths.upkeepSiteConfirmation({ id: berchem._id }));
    expect(answer.status).to.equal(303);
    const said = (await lut.get(answer.headers.location!)).text;
    expect(said).to.include(`${going.length + 3} bevestigd`);
    const now = app.clock.now().getTime();
    for (const { _id } of going)
      expect((await CareModuleModel.findById(_id).lean())?.verified?.at.getTime()).to.equal(now);
    expect(await confirmations(ended!._id)).to.equal(0);
    expect(await confirmations(mechelen._id)).to.equal(0);
    expect(await confirmations(berchem._id)).to.equal(1);
  });

  it('has nothing more to ask once everything is confirmed, and asks again half a year later', async () => {
    const mechelen = await siteNamed('De Brug Mechelen');
    await lut.post(paths.upkeepSiteConfirmation({ id: mechelen._id }));
    expect((await lut.get(paths.upkeepDue())).text).to.include('Alles is het voorbije half jaar bevestigd');
    app.clock.advance(184 * 86_400_000);
    const again = await signInAs(app, 'beheer.debrug');
    expect(ticksIn((await again.get(paths.upkeepDue())).text)).to.have.length(11);
  });
});
