import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { monthsBetween } from '../../../server/features/offer/upkeep/standing.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { aVisitor, signInAs } from '../../builders/people.ts';

describe('months between two days', () => {
  for (const [from, until, months] of [
    ['2026-01-31', '2026-02-27', 0],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-15', '2026-08-14', 6],
    ['2026-01-15', '2026-08-15', 7],
    ['2025-11-26', '2026-11-26', 12],
    ['2026-08-15', '2026-01-15', 0],
  ] as const) {
    it(`${from} to ${until}: ${months}`, () => {
      expect(monthsBetween(from, until)).to.equal(months);
    });
  }
});

describe('what the public reads of confirmations', function () {
  this.timeout(60_000);
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-26T09:00:00Z') });
  });
  after(() => app.close());

  const unitNamed = (name: string) => CareUnitModel.findOne({ name }).lean().orFail();
  const sheetOf = async (name: string) =>
    (await aVisitor(app).get(paths.offerEntry({ id: (await unitNamed(name))._id }))).text;
  const listed = async (q: string) => (await aVisitor(app).get(paths.offer({ q }))).text;

  it('says in list and sheet that nobody confirmed an entry for seven months, and to call first', async () => {
    for (const [language, words] of [
      ['nl', 'Al 7 maanden niet bevestigd'],
      ['fr', 'Non confirmé depuis 7 mois'],
    ]) {
      const visitor = aVisitor(app);
      await visitor.get(paths.language({ code: language! }, { to: '/offer' }));
      const { _id } = await unitNamed('De Brug, mobiel team');
      expect((await visitor.get(paths.offer({ q: 'brug mobiel' }))).text).to.include(words);
      expect((await visitor.get(paths.offerEntry({ id: _id }))).text).to.include(`<b>${words}`);
    }
    expect(await sheetOf('De Brug, mobiel team'))
      .to.include('bel eerst.</b> Laatst bevestigd door De Brug op 26 april 2026.')
      .and.not.include('Lut');
  });

  it('is back to normal in one click of its organisation, which it names, not the person', async () => {
    const els = await signInAs(app, 'aanbod.debrug');
    const { _id } = await unitNamed('De Brug, mobiel team');
    await els.post(paths.upkeepConfirmation({ kind: 'units', id: _id }));
    const sheet = await sheetOf('De Brug, mobiel team');
    expect(sheet).to.include('Bevestigd door De Brug op 26 november 2026.').and.not.include('Els');
    const list = await listed('brug mobiel');
    expect(list)
      .to.include('Bevestigd 26 november 2026')
      .and.include('bevestigd door De Brug')
      .and.not.include('Els');
  });

  it('says of a module of a confirmed entry that it was not confirmed itself', async () => {
    const { _id } = await unitNamed('De Brug, mobiel team');
    expect((await sheetOf('De Brug, mobiel team')).match(/Al 7 maanden niet bevestigd/g)).to.have.length(3);
    await CareModuleModel.updateMany({ careUnitId: _id }, { verified: { at: app.clock.now(), by: 'x' } });
    await app.restart();
    expect(await sheetOf('De Brug, mobiel team')).not.to.include('niet bevestigd');
  });

  it('names the platform when its coordinator confirmed for them', async () => {
    const nora = await signInAs(app, 'coordinator.antwerpen');
    const { _id } = await unitNamed('De Brug, team verslaving');
    await nora.post(paths.upkeepConfirmation({ kind: 'units', id: _id }));
    const sheet = await sheetOf('De Brug, team verslaving');
    expect(sheet)
      .to.match(/Bevestigd door [^.]*Antwerpen op 26 november/)
      .and.not.include('Nora');
  });

  it('keeps the words of what was only taken from a source', async () => {
    const { name } = await CareUnitModel.findOne({ 'provenance.sourceId': { $exists: true } })
      .lean()
      .orFail();
    expect(await sheetOf(name)).to.include('Nog niet bevestigd door de organisatie.');
    expect(await listed(name)).to.include('Nog niet bevestigd');
  });
});
