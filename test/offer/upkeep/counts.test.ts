import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { SiteModel } from '../../../models/Site.ts';
import { moduleCounts, waitingOf } from '../../../server/features/offer/upkeep/counts.ts';
import { offerOf } from '../../../server/features/offer/upkeep/queries.ts';
import { dueOn, isRunning, isWaiting } from '../../../server/features/offer/upkeep/standing.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';

describe('what the store counts of an offer', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
    // Each entry was confirmed on another day, and each third module stopped or stops.
    let at = 0;
    for (const model of [SiteModel, CareUnitModel, CareModuleModel] as (typeof SiteModel)[])
      for (const { _id } of await model.find({}, { _id: 1 }).lean()) {
        at += 1;
        const verified =
          at % 7 === 0 ? null : { at: new Date(Date.UTC(2026, 4, 1) + at * 17 * 3_600_000), by: 'x' };
        await model.updateOne({ _id }, { verified });
      }
    const modules = await CareModuleModel.find({}, { _id: 1 }).lean();
    for (const [place, { _id }] of modules.entries())
      await CareModuleModel.updateOne(
        { _id },
        place % 3 === 0
          ? { until: new Date(Date.UTC(2026, 8, 1 + place)) }
          : place % 5 === 0
            ? { status: 'stopped' }
            : {},
      );
  });
  after(() => app.close());

  const days = [
    ...['2026-05-20', '2026-08-31', '2026-09-10', '2026-10-03', '2026-10-08', '2026-10-11'],
    ...['2026-10-14', '2026-10-17', '2026-10-20', '2026-10-31', '2026-11-15', '2027-02-28'],
  ];
  const ids = ['demo-de-brug', 'demo-noordster'];
  const isAsItSays = async (today: string): Promise<void> => {
    const { sites, units, modules } = await offerOf(ids);
    const waits = (kind: 'site' | 'unit' | 'module', all: typeof sites | typeof units | typeof modules) =>
      all.filter((one) => isRunning(kind, one, today) && isWaiting(one, today));
    const all = [...waits('site', sites), ...waits('unit', units), ...waits('module', modules)];
    expect(await waitingOf(ids, today), today).to.equal(all.length);
    const counts = await moduleCounts(ids, today);
    for (const id of ids) {
      const own = new Set(units.filter((one) => one.organisationId === id).map((one) => one._id));
      const theirs = modules.filter((one) => own.has(one.careUnitId));
      const waiting = waits('module', theirs).length;
      expect(counts.get(id), today).to.deep.equal({ modules: theirs.length, waiting });
    }
  };

  for (const today of days) it(`is what the rules say of each entry, on ${today}`, () => isAsItSays(today));

  it('is so on the first day each entry is asked about, and on the day before', async () => {
    const { modules } = await offerOf(ids);
    for (const { verified } of modules) {
      if (!verified) continue;
      const asked = Date.parse(dueOn(verified)!) - 30 * 86_400_000;
      for (const day of [asked - 86_400_000, asked])
        await isAsItSays(new Date(day).toISOString().slice(0, 10));
    }
  });

  it('is nothing for who keeps nothing, without a question', async () => {
    expect(await waitingOf([], '2026-11-15')).to.equal(0);
  });
});
