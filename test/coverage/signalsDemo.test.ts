import { expect } from 'chai';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { GapModel, type GapRecord } from '../../models/Gap.ts';
import { GovernmentSignalModel } from '../../models/GovernmentSignal.ts';
import { SiteModel } from '../../models/Site.ts';
import { loadDemoSignals } from '../../server/features/coverage/signals/demo.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { whereabouts } from '../../server/geography/geography.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { type Name, signInAs } from '../builders/people.ts';

const answered = paths.signal({ id: idOf('signal', 'example-answered') });
const waiting = paths.signal({ id: idOf('signal', 'example-waiting') });
const draft = paths.signal({ id: idOf('signal', 'example-draft') });

describe('what the demo shows of signals and gaps', function () {
  this.timeout(60_000);
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  const reads: [Exclude<Name, 'nobody'>, string[]][] = [
    ['coordinator.antwerpen', [answered, waiting, draft]],
    ['coordinator.limburg', [answered, waiting]],
    ['hulpverlener.debrug', [answered, waiting]],
    ['fod', [answered]],
    ['vlaanderen', [waiting]],
    ['buitenstaander', [answered, waiting]],
  ];
  for (const [name, own] of reads)
    it(`${name} finds ${own.length} examples at /signals, marked as such there and in the letter`, async () => {
      const visitor = await signInAs(app, name);
      const list = (await visitor.get(paths.signals())).text;
      const found = [answered, waiting, draft].filter((one) => list.includes(`href="${one}"`));
      expect(found).to.deep.equal(own);
      expect(list.match(/>Voorbeeld</g)).to.have.length(own.length);
      for (const one of own)
        expect((await visitor.get(one)).text)
          .to.include('deze brief is verzonnen')
          .and.include('Voorbeeld');
    });

  it('the answered letter has who signed it, what was looked for in vain, its receipt and its answer', async () => {
    const { text } = await (await signInAs(app, 'fod')).get(answered);
    for (const said of [
      'Limburg',
      'Antwerpen',
      'ondertekend op',
      'minstens',
      'CD/voorbeeld/14',
      'een proef met twee bedden',
    ])
      expect(text).to.include(said);
  });

  it('the draft is about a gap with sources, says what those say, and takes no step for it', async () => {
    const { values } = await GovernmentSignalModel.findById(draft.split('/').at(-1)).lean().orFail();
    expect(values.scientific).to.include('6 %').and.include('Verslag 2010');
    const gap = await GapModel.findById(values.gaps[0]).lean<GapRecord>().orFail();
    expect(gap.status).to.equal('verified');
    const home = (await (await signInAs(app, 'coordinator.antwerpen')).get(paths.home())).text;
    expect(home).to.include(`href="${paths.signals()}"`);
  });

  it('filled once more, it stays as people left it', async () => {
    const id = draft.split('/').at(-1);
    await GovernmentSignalModel.updateOne({ _id: id! }, { $set: { 'values.asked': 'Iets anders' } });
    const before = await GovernmentSignalModel.find().sort({ _id: 1 }).lean();
    await loadDemoSignals(app.house);
    expect(await GovernmentSignalModel.find().sort({ _id: 1 }).lean()).to.deep.equal(before);
  });

  it('no fictional entry gives help with a stay around Turnhout, of which a source says that there is none', async () => {
    const sites = await SiteModel.find({ organisationId: /^demo-/ }).lean();
    const there = sites.filter(({ area }) => area && whereabouts(area).arrondissement === '13000');
    expect(there.length).to.be.greaterThan(0);
    const units = await CareUnitModel.find({ siteIds: { $in: there.map((one) => one._id) } }).lean();
    const stay = { careUnitId: { $in: units.map((one) => one._id) }, settings: 'residential' };
    expect(await CareModuleModel.find(stay).lean()).to.deep.equal([]);
  });

  it('what a source says stands under the day of that source', async () => {
    const gap = await GapModel.findById(idOf('gap', 'turnhout-ambulatory-only')).lean<GapRecord>().orFail();
    const days = gap.evidence.map(({ source, at }) => [
      /\d{4}/.exec(source.replace(/nr\. \d+/, ''))![0],
      at.getFullYear(),
    ]);
    expect(days).to.deep.equal([
      ['2010', 2010],
      ['2022', 2022],
    ]);
  });
});
