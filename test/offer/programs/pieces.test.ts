import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { SiteModel } from '../../../models/Site.ts';
import { Pieces } from '../../../server/features/offer/programs/pieces.ts';
import { publicOffer } from '../../../server/features/offer/programs/queries.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

describe('the offer for programs, kept current from the acts', function () {
  this.timeout(60_000);
  let app: TestApp;
  let lut: Visitor;
  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    await publicOffer(app.house, app.clock.now());
  });
  after(() => app.close());

  const unitNamed = (name: string) => CareUnitModel.findOne({ name }).lean().orFail();
  const moduleOf = (careUnitId: string) =>
    CareModuleModel.findOne({ careUnitId }).sort({ order: 1 }).lean().orFail();
  const change = async (kind: string, id: string, body: object): Promise<void> => {
    app.clock.advance(1000);
    expect((await lut.post(paths.upkeepEntry({ kind, id }), body)).status, JSON.stringify(body)).to.equal(
      303,
    );
  };
  const version = (record: unknown, field: string): string => {
    const { fields } = record as { fields?: Record<string, { version: number } | undefined> };
    return String(fields?.[field]?.version ?? 0);
  };
  const shown = ({ services, places }: { services: object[]; places: { id: string }[] }) => ({
    services,
    places: places.map((one) => one.id),
  });

  const team = () => unitNamed('De Brug, team verslaving');
  const mobile = () => unitNamed('De Brug, mobiel team');
  const changes: [string, () => Promise<void>][] = [
    [
      'a number',
      async () => {
        const module = await moduleOf((await team())._id);
        const base = version(module, 'capacity_available');
        await change('modules', module._id, { 'base_capacity.available': base, 'capacity.available': '1' });
      },
    ],
    [
      'a module that goes to another unit',
      async () => {
        const module = await moduleOf((await team())._id);
        const base = version(module, 'careUnitId');
        await change('modules', module._id, { base_careUnitId: base, careUnitId: (await mobile())._id });
      },
    ],
    [
      'the name of a unit',
      async () => {
        const unit = await team();
        await change('units', unit._id, { base_name: version(unit, 'name'), name: 'De Brug, nieuwe naam' });
      },
    ],
    [
      'where a site is',
      async () => {
        const site = await SiteModel.findOne({ 'name.nl': 'De Brug Berchem' }).lean().orFail();
        await change('sites', site._id, { base_area: version(site, 'area'), area: '11001' });
      },
    ],
    [
      'the name of an organisation',
      async () => {
        const id = 'demo-de-brug';
        const body = { base_description: '0', description_nl: 'Een huis met veel deuren' };
        await change('organisations', id, body);
      },
    ],
    [
      'a unit that is no longer listed',
      async () => {
        const unit = await mobile();
        await change('units', unit._id, { base_listed: version(unit, 'listed'), listed: 'no' });
      },
    ],
    [
      'the same unit, listed again',
      async () => {
        const unit = await mobile();
        await change('units', unit._id, { base_listed: version(unit, 'listed'), listed: 'yes' });
      },
    ],
    [
      'a confirmation',
      async () => {
        app.clock.advance(1000);
        const { _id } = await moduleOf((await mobile())._id);
        expect((await lut.post(paths.upkeepConfirmation({ kind: 'modules', id: _id }))).status).to.equal(303);
      },
    ],
  ];
  for (const [what, make] of changes)
    it(`is after ${what} what it would be, read anew, and has another mark`, async () => {
      const before = await publicOffer(app.house, app.clock.now());
      await make();
      const after = await publicOffer(app.house, app.clock.now());
      expect(after.mark).not.to.equal(before.mark);
      const pieces = (await Pieces.read(true)).inOrder();
      const anew = {
        services: pieces.flatMap((one) => one.services),
        places: pieces.flatMap((one) => one.places),
      };
      expect(shown(after)).to.deep.equal(shown(anew));
    });

  it('reads nothing anew for what changed nothing of it, and keeps its mark', async () => {
    const before = await publicOffer(app.house, app.clock.now());
    await signInAs(app, 'fod');
    await lut.post(paths.upkeepLinks({ kind: 'units', id: (await mobile())._id }), {
      name: 'Mieke',
      days: '7',
    });
    const after = await publicOffer(app.house, app.clock.now());
    expect(after).to.equal(before);
  });

  it('has the same mark however it came to be: read at once, or piece by piece', async () => {
    const anew = await Pieces.read(true);
    const byPieces = await Pieces.read(true);
    const units = await CareUnitModel.find({}, { _id: 1 }).lean();
    await byPieces.renew(units.reverse().map(({ _id }) => ({ type: 'unit', id: _id })));
    expect(byPieces.mark).to.equal(anew.mark);
  });
});
