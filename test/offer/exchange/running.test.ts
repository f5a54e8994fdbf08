import { expect } from 'chai';
import mongoose from 'mongoose';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { MembershipModel } from '../../../models/Membership.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OfferImportModel, type OfferImportRecord } from '../../../models/OfferImport.ts';
import { actsOf } from '../../../server/core/acts.ts';
import { boardsChangedBy } from '../../../server/features/offer/board/queries.ts';
import { writeCsv } from '../../../server/features/offer/exchange/csv.ts';
import { partSize } from '../../../server/features/offer/exchange/parts.ts';
import { silence } from '../../../server/features/offer/exchange/service.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { sendFile, settled } from '../../builders/files.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

const organisation = 'demo-de-brug';
/** Modules: so many transactions that what is looked at half-way is not over by then. */
const many = partSize * 12 + 10;

describe('an import under way', function () {
  this.timeout(300_000);
  let app: TestApp;
  let lut: Visitor;
  let modulesBefore: number;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    modulesBefore = await CareModuleModel.countDocuments();
  });
  after(() => app.close());

  /** New modules in one new unit. */
  const file = (unit: string, rows = many): Uint8Array =>
    writeCsv([
      [
        'organisation.id',
        'unit.id',
        'unit.name',
        'unit.kind',
        'unit.status',
        'unit.listed',
        'module.status',
        'module.cost.nl',
        'module.until',
        'module.from',
      ],
      ...Array.from({ length: rows }, (_, at) => [
        ...[organisation, 'new:groot', unit, 'other', 'active', 'yes', 'active', `Prijs ${at}`, '', ''],
      ]),
    ]);
  const begin = (id: string) => lut.post(paths.upkeepImportRun({ id }));
  const modulesOf = async (unit: string): Promise<number> => {
    const found = await CareUnitModel.findOne({ name: unit }).lean();
    return found ? CareModuleModel.countDocuments({ careUnitId: found._id }) : 0;
  };
  const until = async (id: string, reached: (record: OfferImportRecord) => boolean) => {
    for (;;) {
      const record = await OfferImportModel.findById(id).orFail().lean<OfferImportRecord>();
      if (reached(record)) return record;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const inPart = (record: OfferImportRecord): boolean => record.groups.some((one) => one.state === 'running');

  it('writes nothing more, and leaves nothing half in, once its sender keeps the organisation no longer', async () => {
    const read = await sendFile(app, lut, file('Eenheid nul'));
    await begin(read._id);
    await until(read._id, inPart);
    const person = (await OfferImportModel.findById(read._id).orFail().lean()).by;
    await MembershipModel.updateOne({ person, body: organisation }, { $unset: { current: 1 } });
    const ended = await settled(read._id);
    await MembershipModel.updateOne({ person, body: organisation }, { $set: { current: true } });
    expect([ended.groups[0]!.state, ended.groups[0]!.told?.key]).to.deep.equal([
      'failed',
      'exchange.errors.recordUnknown',
    ]);
    expect(await modulesOf('Eenheid nul')).to.equal(0);
    expect(await CareModuleModel.countDocuments()).to.equal(modulesBefore);
  });

  it('shows how far it is, stops when asked, and leaves nothing of an organisation that was half in', async () => {
    const read = await sendFile(app, lut, file('Eenheid een'));
    expect(read.counts.new).to.equal(many);
    await begin(read._id);
    const moving = await until(read._id, inPart);
    expect(moving.groups[0]!.written).to.be.greaterThan(0).and.lessThan(many);
    const page = await lut.get(paths.upkeepImport({ id: read._id }));
    expect(page.text).to.include('<progress').and.include('http-equiv="refresh"').and.include('/stop"');
    const part = await lut.get(paths.upkeepImportProgress({ id: read._id }));
    expect(part.text).to.include('<progress').and.not.include('<html');
    expect((await lut.post(paths.upkeepImportStop({ id: read._id }))).status).to.equal(303);
    const stopped = await settled(read._id);
    expect([stopped.state, stopped.cancelled, stopped.groups[0]!.state]).to.deep.equal([
      'done',
      true,
      'waiting',
    ]);
    expect([await modulesOf('Eenheid een'), await CareModuleModel.countDocuments()]).to.deep.equal([
      0,
      modulesBefore,
    ]);
    const after = await lut.get(paths.upkeepImport({ id: read._id }));
    expect(after.text).to.include('Gestopt').and.include('Ga verder');
    // Begun again, it goes in as if it had not been stopped.
    expect((await begin(read._id)).status).to.equal(303);
    expect(await settled(read._id)).to.deep.include({ state: 'done', cancelled: false });
    expect(await modulesOf('Eenheid een')).to.equal(many);
    await lut.post(paths.upkeepImportUndoing({ id: read._id }));
    expect(await settled(read._id)).to.deep.include({ state: 'undone', left: 0 });
    expect(await CareModuleModel.countDocuments()).to.equal(modulesBefore);
  });

  it('asks the store as often for a hundred records as for ten, forth and back', async () => {
    const offers = ['caremodules', 'careunits', 'sites', 'organisations', 'offerchanges', 'moduletypes'];
    const asked = async (unit: string, rows: number): Promise<number[]> => {
      const read = await sendFile(app, lut, file(unit, rows));
      const counts: number[] = [];
      for (const path of [paths.upkeepImportRun, paths.upkeepImportUndoing]) {
        let count = 0;
        mongoose.set('debug', (collection: string) => {
          if (offers.includes(collection)) count += 1;
        });
        await lut.post(path({ id: read._id }));
        await settled(read._id);
        mongoose.set('debug', false);
        counts.push(count);
      }
      expect(await modulesOf(unit)).to.equal(0);
      return counts;
    };
    const few = await asked('Eenheid vier', 10);
    const more = await asked('Eenheid vijf', 100);
    // Documents are sent in portions of fifty: records and steps, forth and back.
    for (const [at, count] of more.entries()) expect(count - few[at]!).to.be.within(0, 4);
  });

  it('names in its acts what it touched, so that search and boards follow that and no more', async () => {
    const read = await sendFile(app, lut, file('Eenheid zes', 3));
    await begin(read._id);
    await settled(read._id);
    const unit = await CareUnitModel.findOne({ name: 'Eenheid zes' }).lean().orFail();
    const about = { name: 'organisation.imported', 'details.import': read._id };
    const act = await actsOf(app.house.connection).findOne(about);
    expect(act?.details).to.deep.equal({
      ...{ import: read._id, records: 4, changed: [`unit ${unit._id}`], fields: [] },
    });
    const found = await lut.get(paths.offer({ q: 'Eenheid zes', exact: '1', old: '1' }));
    expect(found.text).to.include('Eenheid zes');
    await lut.post(paths.upkeepImportUndoing({ id: read._id }));
    await settled(read._id);
    const gone = await lut.get(paths.offer({ q: 'Eenheid zes', exact: '1', old: '1' }));
    expect(gone.text).not.to.include(`>Eenheid zes<`);
  });

  it('says in its act that something went elsewhere, so that every board that shows it is told', async () => {
    const units = await CareUnitModel.find({ organisationId: organisation }).sort({ order: 1 }).lean();
    const [from, to] = [units[0]!._id, units[1]!._id];
    const module = await CareModuleModel.findOne({ careUnitId: from }).lean().orFail();
    const read = await sendFile(
      app,
      lut,
      writeCsv([
        ['module.id', 'unit.id'],
        [module._id, to],
      ]),
    );
    await begin(read._id);
    expect(await settled(read._id)).to.deep.include({ state: 'done' });
    const act = await actsOf(app.house.connection).findOne({
      ...{ name: 'organisation.imported', 'details.import': read._id },
    });
    expect(act?.details.changed).to.have.members([`unit ${from}`, `unit ${to}`]);
    expect(act?.details.fields).to.deep.equal(['careUnitId']);
    expect(await boardsChangedBy(act!)).to.equal('all');
    await lut.post(paths.upkeepImportUndoing({ id: read._id }));
    expect(await settled(read._id)).to.deep.include({ state: 'undone', left: 0 });
    expect(await CareModuleModel.findById(module._id).lean()).to.deep.include({
      ...{ careUnitId: from, siteIds: module.siteIds },
    });
  });

  it('is found as interrupted after a restart, goes on where it was, and doubles nothing', async () => {
    const read = await sendFile(app, lut, file('Eenheid twee'));
    await begin(read._id);
    await until(read._id, inPart);
    await app.restart();
    lut = await signInAs(app, 'beheer.debrug');
    const left = await OfferImportModel.findById(read._id).orFail().lean<OfferImportRecord>();
    expect([left.state, left.groups[0]!.written < many]).to.deep.equal(['running', true]);
    expect((await begin(read._id)).status).to.equal(409);
    app.clock.advance(silence + 1000);
    expect((await lut.get(paths.upkeepImport({ id: read._id }))).text)
      .to.include('Onderbroken')
      .and.include('Ga verder');
    expect((await begin(read._id)).status).to.equal(303);
    const done = await settled(read._id);
    expect([done.state, done.groups[0]!.state, done.groups[0]!.written]).to.deep.equal([
      'done',
      'done',
      many + 1,
    ]);
    expect(await modulesOf('Eenheid twee')).to.equal(many);
    expect(await OfferChangeModel.countDocuments({ origin: read._id, way: 'imported' })).to.equal(many + 1);

    await lut.post(paths.upkeepImportUndoing({ id: read._id }));
    expect(await settled(read._id)).to.deep.include({ state: 'undone', left: 0 });
    expect(await CareModuleModel.countDocuments()).to.equal(modulesBefore);
  });

  it('takes an organisation back whole when one of its records turns out not to go in, and says which row', async () => {
    const module = await CareModuleModel.findOne({ status: 'active', careUnitId: { $exists: true } })
      .lean()
      .orFail();
    const unit = await CareUnitModel.findOne({ organisationId: organisation }).lean().orFail();
    const own = await CareModuleModel.findOne({ careUnitId: unit._id }).lean().orFail();
    expect(module._id).to.be.a('string');
    const text = Buffer.from(file('Eenheid drie'))
      .toString('utf8')
      .replace('organisation.id', 'module.id;organisation.id');
    const [head = '', ...rows] = text.trim().split('\r\n');
    const row = `${own._id};;;;;;;active;Nieuwe prijs;;`;
    const read = await sendFile(
      app,
      lut,
      Buffer.from([head, ...rows.map((one) => `;${one}`), row, ''].join('\r\n')),
    );
    expect(read.counts).to.deep.include({ new: many, changed: 1 });
    // Somebody changes the same field between the reading and the yes.
    const version = own.fields?.cost?.version ?? 0;
    const entry = paths.upkeepEntry({ kind: 'modules', id: own._id });
    await lut.post(entry, { base_cost: String(version), cost_nl: 'Van een ander' });
    await begin(read._id);
    const failed = await settled(read._id);
    expect([failed.state, failed.groups[0]!.state, failed.groups[0]!.told]).to.deep.equal([
      'done',
      'failed',
      { key: 'exchange.errors.changedMeanwhile', row: many + 2 },
    ]);
    expect([await modulesOf('Eenheid drie'), await CareModuleModel.countDocuments()]).to.deep.equal([
      0,
      modulesBefore,
    ]);
    const page = await lut.get(paths.upkeepImport({ id: read._id }));
    expect(page.text)
      .to.include('Niet gelukt, niets veranderd')
      .and.include(`Rij ${many + 2}`);
  });
});
