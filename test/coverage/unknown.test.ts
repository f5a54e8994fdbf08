import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { languages, translator } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { everyone, type Name, signInAs, type Visitor } from '../builders/people.ts';

const now = new Date('2026-11-26T10:00:00Z');
const unescaped = (text: string): string =>
  text.replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&amp;', '&');

/** Each entry of the list as its text and its markup. */
const rowsOf = (text: string): string[] => unescaped(text).split('<h3 class="h4">').slice(1);
const cellsOf = (row: string): number => Number(/Kan ([\d.]+) cel/.exec(row)![1]!.replace('.', ''));

describe('the list of what to ask first', function () {
  this.timeout(120_000);
  let app: TestApp;
  const visitors = new Map<string, Visitor>();
  const visitor = async (name: Exclude<Name, 'nobody'>): Promise<Visitor> => {
    const known = visitors.get(name) ?? (await signInAs(app, name));
    visitors.set(name, known);
    return known;
  };

  before(async () => {
    app = await startTestApp({ demo: true, now });
  });
  after(() => app.close());

  const list = async (name: Exclude<Name, 'nobody'>, asked: object = { platform: 'BE-VAN' }) =>
    (await visitor(name)).get(paths.unknown(asked as Record<string, string>));

  for (const name of everyone) {
    const isReader = name !== 'admin';
    it(`of ${name}: ${isReader ? 'is there' : 'is not'}`, async () => {
      expect((await list(name, {})).status).to.be.oneOf(isReader ? [200] : [403]);
    });
  }

  it('stands above the matrix, for the platform one looks from', async () => {
    const nora = await visitor('coordinator.antwerpen');
    const text = (await nora.get(paths.coverage())).text;
    expect(text).to.include(`href="${paths.unknown({ platform: 'BE-VAN' })}"`);
  });

  it('names each entry with what it lacks, most cells first, and since when and by which body it stands', async () => {
    const { text } = await list('coordinator.antwerpen');
    const rows = rowsOf(text);
    expect(rows.length).to.be.greaterThan(3);
    const cells = rows.map(cellsOf);
    expect(cells).to.deep.equal([...cells].sort((a, b) => b - a));
    expect(unescaped(text)).to.match(/[\d.]+ van de [\d.]+ cellen valt niets te zeggen/);
    const old = rows.find((one) => one.includes('Uit een bron van 9 maart 2022'))!;
    expect(old).to.include('welke soort hulp').and.include('of het nog klopt');
    const people = ['Nora Verbist', 'Lut Maes', 'Els Goossens', 'Jef Aerts'];
    for (const person of people) expect(rows.join(), person).not.to.include(person);
  });

  it('counts by an entry what the opened cells say of it', async () => {
    const module = await CareModuleModel.findOne({ types: null, provenance: { $ne: null } })
      .lean()
      .orFail();
    const asked = {
      areas: [{ code: '11000' }, { code: '12000' }, { code: '13000' }],
      types: ['crisis', 'detox'],
    };
    const frame = (await import('../../server/features/coverage/frames.ts')).frames.get('own')!;
    const look = { frame, day: '2026-11-26' };
    const answer = await app.house.coverage.first({ ...asked, ...look, ages: [], targets: [], most: 1000 });
    let counted = 0;
    for (const area of asked.areas)
      for (const type of asked.types) {
        const cell = await app.house.coverage.cell({ ...look, area, kind: { type }, most: 1000 });
        const own = cell.entries.find((one) => one.id === module._id);
        if (cell.ground === 'unknown' && own?.lineClass === 'unknown') counted += 1;
      }
    expect(answer.entries.find((one) => one.id === module._id)?.cells ?? 0).to.equal(counted);
  });

  it('gives a coordinator one step to ask, and the organisation itself the way to its entry', async () => {
    const byOrganisation = async (organisationId: string) => {
      const units = await CareUnitModel.find({ organisationId }, { _id: 1 }).lean();
      return CareModuleModel.find({ careUnitId: { $in: units.map((one) => one._id) } }).lean();
    };
    const modules = await byOrganisation('demo-noordster');
    const asks = (text: string): string[] =>
      modules
        .filter(({ _id: id }) => text.includes(paths.upkeepLinks({ kind: 'modules', id })))
        .map((one) => one._id);
    const keeps = (text: string): string[] =>
      modules
        .filter(({ _id: id }) => text.includes(`"${paths.upkeepEntry({ kind: 'modules', id })}"`))
        .map((one) => one._id);
    const own = (await list('beheer.noordster')).text;
    const coordinator = (await list('coordinator.antwerpen')).text;
    const partner = (await list('hulpverlener.debrug')).text;
    expect(keeps(own)).not.to.deep.equal([]);
    expect(asks(own)).to.deep.equal([]);
    expect(asks(coordinator)).to.deep.equal(keeps(own));
    expect([...asks(partner), ...keeps(partner)]).to.deep.equal([]);
    const nora = await visitor('coordinator.antwerpen');
    const [first] = asks(coordinator);
    expect((await nora.get(paths.upkeepLinks({ kind: 'modules', id: first! }))).status).to.equal(200);
  });

  it('once the entry says what it lacked: that is no longer asked', async () => {
    const jef = await visitor('beheer.noordster');
    const { text } = await list('beheer.noordster');
    const isOwn = (one: string): boolean => one.includes('Ontbreekt: voor wie.') && one.includes('Werk bij');
    const id = /href="\/upkeep\/modules\/([^"]+)"/.exec(rowsOf(text).find(isOwn)!)![1]!;
    const said = await jef.post(`/upkeep/modules/${id}`, {
      base_targetGroups: '0',
      targetGroups: ['dual_diagnosis'],
    });
    expect(said.status).to.equal(303);
    for (let left = 200; left > 0; left--) {
      const again = rowsOf((await list('beheer.noordster')).text);
      if (!again.some((one) => one.includes(`/upkeep/modules/${id}"`) && isOwn(one))) return;
      await pause(20);
    }
    expect.fail('it is still asked for whom it is');
  });

  it('of an entry that is not publicly listed: counts it, and names it to whom it concerns', async () => {
    const limburg = { platform: 'BE-VLI' };
    const text = (await list('coordinator.limburg', limburg)).text;
    const unit = (await CareUnitModel.find({ organisationId: 'demo-noordster' }).lean()).find(({ name }) =>
      unescaped(text).includes(`>${name}<`),
    )!;
    await CareUnitModel.updateOne({ _id: unit._id }, { listed: false });
    try {
      const rows = rowsOf((await list('fod', limburg)).text);
      expect(rows.filter((one) => one.includes('niet openbaar vermeld staat'))).not.to.deep.equal([]);
      expect(rows.join()).not.to.include(unit.name).and.not.include(unit._id);
      expect((await list('coordinator.limburg', limburg)).text).to.include(unit.name);
    } finally {
      await CareUnitModel.updateOne({ _id: unit._id }, { listed: true });
    }
  });

  it('of a platform one has nothing to do with: is not there', async () => {
    expect((await list('coordinator.limburg', { platform: 'BE-VAN' })).status).to.equal(404);
  });

  for (const language of languages)
    it(`in ${language}: has every text`, async () => {
      const reader = await signInAs(app, 'coordinator.antwerpen');
      await reader.get(paths.language({ code: language }));
      const { text } = await reader.get(paths.unknown());
      expect(unescaped(text)).to.include(translator(language)('unknown.title'));
      expect(text.match(/unknown\.[a-z]+\.?[\w.-]*|\{\{\w+\}\}/g) ?? []).to.deep.equal([]);
    });
});
