import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { ClientSession } from 'mongodb';
import { CareModuleModel } from '../../models/CareModule.ts';
import { CareUnitModel } from '../../models/CareUnit.ts';
import { SiteModel } from '../../models/Site.ts';
import type { Affiliation } from '../../server/core/person.ts';
import type { Unit } from '../../server/core/unitOfWork.ts';
import { frames } from '../../server/features/coverage/frames.ts';
import { cellsOf, matrix } from '../../server/features/coverage/matrix.ts';
import { type Inventory, offerLines } from '../../server/features/coverage/offerLines.ts';
import type { AskedLook, MatrixAnswer } from '../../server/features/coverage/service/asked.ts';
import { startCoverage } from '../../server/features/coverage/service/coverage.ts';
import { territory, zone } from '../../server/features/coverage/territories.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { addEntry, changeEntry, confirmEntry } from '../../server/features/offer/upkeep/actions.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';

const now = new Date('2026-11-22T10:00:00Z');
const today = '2026-11-22';
const frame = frames.get('own')!;
const types = ['ambulatory_counselling', 'therapeutic_community', 'crisis', 'aftercare'];
const areas = ['11000', '12000', '13000', '44000', '71000', '21000'];

const look = (day: string): AskedLook => ({
  areas: [...areas.map((code) => ({ code })), { code: 'kempen', parts: ['13000', '12000'] }],
  axes: [{ dimension: 'type', values: types }],
  filters: {},
  frame,
  day,
});

/** The whole offer as the store has it now, looked at by the pure part. */
async function plainly(day: string) {
  const inventory = {
    sites: await SiteModel.find().lean(),
    careUnits: await CareUnitModel.find().lean(),
    careModules: await CareModuleModel.find().lean(),
  } as unknown as Inventory;
  const found = matrix(offerLines(inventory), {
    ...look(day),
    areas: [...areas.map((code) => territory(code)), zone('kempen', ['13000', '12000'])],
  });
  return cellsOf(found).map(({ verdict, ground, counts }) => ({ verdict, ground, counts }));
}

const aContributor = {
  ...{ kind: 'organisation', bodyId: 'demo-de-brug', bodyName: 'De Brug', role: 'contributor' },
} as Affiliation;

const short = ({ cells }: MatrixAnswer) =>
  cells.map(({ verdict, ground, counts }) => ({ verdict, ground, counts }));

describe('coverage, worked out in its thread', function () {
  this.timeout(60_000);
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({ demo: true, now });
  });
  afterEach(() => app.close());

  const coverage = () => app.house.coverage;
  const answer = async (day = today) => short(await coverage().matrix(look(day)));
  const change = (type: string, id: string, work: (session: ClientSession) => Promise<unknown>) =>
    app.house.unitOfWork.do({ name: `${type}.changed`, actor: null, record: { type, id } }, async (one) => {
      await work(one.session);
      return null;
    });
  const soon = async (is: () => Promise<unknown>, wanted: unknown): Promise<void> => {
    for (let left = 500; left > 0; left--) {
      if (JSON.stringify(await is()) === JSON.stringify(wanted)) return;
      await pause(20);
    }
    expect(await is()).to.deep.equal(wanted);
  };

  it('the offer of the store: says what the pure part says of it', async () => {
    const answered = await answer();
    expect(answered).to.deep.equal(await plainly(today));
    expect(new Set(answered.map(({ verdict }) => verdict)).size).to.be.greaterThan(2);
  });

  it('a waiting list, a place, a unit that moves: the matrix that was asked follows, and tells', async () => {
    await answer();
    let told = 0;
    const stop = coverage().onChange(() => {
      told += 1;
    });
    const module = await CareModuleModel.findOne({ types: 'ambulatory_counselling', status: 'active' })
      .sort({ _id: -1 })
      .orFail();
    await change('module', module._id, (session) =>
      CareModuleModel.updateOne(
        { _id: module._id },
        { waitingList: { persons: 80, weeks: 70, countedOn: new Date(today), note: null }, changedAt: now },
        { session },
      ),
    );
    await soon(() => answer(), await plainly(today));
    const site = (await CareUnitModel.findById(module.careUnitId).orFail()).siteIds[0]!;
    await change('site', site, (session) =>
      SiteModel.updateOne({ _id: site }, { area: '44021' }, { session }),
    );
    await soon(() => answer(), await plainly(today));
    await change('module', module._id, (session) =>
      CareModuleModel.updateOne({ _id: module._id }, { careUnitId: idOf('unit', 'kompas') }, { session }),
    );
    await soon(() => answer(), await plainly(today));
    await change('module', module._id, (session) =>
      CareModuleModel.deleteOne({ _id: module._id }, { session }),
    );
    await soon(() => answer(), await plainly(today));
    await soon(async () => told >= 4, true);
    stop();
  });

  it('an opened cell: the same verdict, and its entries with their units', async () => {
    const matrixAnswer = await coverage().matrix(look(today));
    for (const [at, { verdict, ground, counts }] of matrixAnswer.cells.slice(0, types.length).entries()) {
      const cell = await coverage().cell({
        ...{ area: { code: areas[0]! }, kind: { type: types[at]! }, frame, day: today },
        most: 2,
      });
      expect({ verdict: cell.verdict, ground: cell.ground }).to.deep.equal({ verdict, ground });
      const all = counts.reduce((sum, one) => sum + one, 0);
      expect(cell.entries.length + cell.more).to.equal(all);
      expect(cell.entries.length).to.equal(Math.min(2, all));
      for (const entry of cell.entries)
        expect(await CareUnitModel.exists({ _id: entry.unit })).to.not.equal(null);
    }
  });

  it('a day that is over: the offer as it was, whatever was said, made or moved since', async () => {
    const before = await answer();
    const [unit, other] = await CareUnitModel.find({ organisationId: 'demo-de-brug' })
      .sort({ order: 1 })
      .lean();
    const module = await CareModuleModel.findOne({ careUnitId: unit!._id })
      .sort({ order: 1 })
      .orFail()
      .lean();
    const lut = { id: 'lut', affiliations: [aContributor] };
    const write = async (type: string, id: string, work: (one: Unit) => Promise<unknown>) =>
      app.house.unitOfWork.do({ name: `${type}.changed`, actor: null, record: { type, id } }, async (one) => {
        await work(one);
        return null;
      });
    app.clock.set(new Date('2026-12-03T10:00:00Z'));
    const values = { types: ['crisis'], careUnitId: other!._id, siteIds: [] };
    await write('module', module._id, async (one) => {
      const { fields } = await CareModuleModel.findById(module._id).orFail().lean();
      await changeEntry(
        one,
        lut,
        'module',
        module._id,
        Object.entries(values).map(([field, value]) => ({
          ...{ field, value },
          base: fields?.[field]?.version ?? 0,
        })),
      );
    });
    await write('unit', unit!._id, (one) =>
      addEntry(one, lut, { kind: 'module', unit: unit!._id }, [
        { field: 'types', value: ['therapeutic_community'], base: 0 },
        { field: 'settings', value: ['residential'], base: 0 },
        { field: 'status', value: 'active', base: 0 },
      ]),
    );
    const siteId = unit!.siteIds[0]!;
    await write('site', siteId, async (one) => {
      const { fields } = await SiteModel.findById(siteId).orFail().lean();
      const base = fields?.area?.version ?? 0;
      await changeEntry(one, lut, 'site', siteId, [{ field: 'area', value: '13040', base }]);
    });
    await write('module', module._id, (one) => confirmEntry(one, lut, 'module', module._id));
    await soon(() => answer('2026-12-03'), await plainly('2026-12-03'));
    expect(await answer('2026-12-03')).to.not.deep.equal(before);
    expect(await answer(today)).to.deep.equal(before);
    // Once more, when the thread knows it, and after another change.
    await change('module', module._id, (session) =>
      CareModuleModel.deleteOne({ _id: 'nobody' }, { session }),
    );
    expect(await answer(today)).to.deep.equal(before);
  });

  it('an answer is kept until something changes, and no longer', async () => {
    const [first, again] = [await coverage().matrix(look(today)), await coverage().matrix(look(today))];
    expect(again).to.equal(first);
    const cell = { ...{ area: { code: '10000' }, kind: {}, frame, day: today }, most: 2 };
    const opened = await coverage().cell(cell);
    const evidence = { passages: [], tasks: [], meanings: [], dismissals: [] };
    const candidates = () => coverage().candidates({ ...evidence, frame, day: today, within: ['10000'] });
    const brought = await candidates();
    expect([await coverage().cell(cell), await candidates()]).to.have.ordered.members([opened, brought]);
    const modules = await CareModuleModel.find({ status: 'active' }).lean();
    for (const { _id } of modules)
      await change('module', _id, (session) => CareModuleModel.deleteOne({ _id }, { session }));
    await soon(async () => (await coverage().matrix(look(today))).modules, first.modules - modules.length);
    await soon(() => answer(), await plainly(today));
    const counted = ({ entries, more }: { entries: unknown[]; more: number }) => entries.length + more;
    expect(counted(await coverage().cell(cell))).to.be.lessThan(counted(opened));
    expect((await candidates()).gaps.length).to.be.greaterThan(brought.gaps.length);
  });

  it('warm: the offer is read before anybody asks', async () => {
    const { connection, logger, clock } = app.house;
    const own = startCoverage({ connection, logger, clock, sequencer: app.sequencer });
    await own.warm();
    const then = await plainly(today);
    await CareModuleModel.deleteMany({}); // without an act: who reads now sees nothing
    expect(short(await own.matrix(look(today)))).to.deep.equal(then);
    expect(await plainly(today)).to.not.deep.equal(then);
    await own.close();
  });

  it('a thread that ended: another one begins with everything', async () => {
    const { connection, logger, clock } = app.house;
    const own = startCoverage({ connection, logger, clock, sequencer: app.sequencer });
    const first = short(await own.matrix(look(today)));
    await own.close();
    expect(first).to.deep.equal(await plainly(today));
  });
});
