import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OfferImportModel } from '../../../models/OfferImport.ts';
import { OfferImportRowModel } from '../../../models/OfferImportRow.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { readCsv, writeCsv } from '../../../server/features/offer/exchange/csv.ts';
import { readXlsx, writeXlsxSheets } from '../../../server/features/offer/exchange/xlsx.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { postFile, SheetOfCells, sendFile, settled } from '../../builders/files.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

describe('the offer out and in as files', function () {
  this.timeout(240_000);
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

  const exported = async (visitor: Visitor, of: string, format = 'csv'): Promise<Buffer> => {
    const answer = await visitor
      .get(paths.upkeepExport({ of, format }))
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    expect(answer.status).to.equal(200);
    return answer.body as Buffer;
  };
  const sheet = async (visitor: Visitor, of: string) =>
    new SheetOfCells(readCsv(await exported(visitor, of)));
  const run = async (visitor: Visitor, id: string) => {
    expect((await visitor.post(paths.upkeepImportRun({ id }))).status).to.equal(303);
    return settled(id);
  };
  const rowsOf = (id: string) => OfferImportRowModel.find({ import: id }).sort({ row: 1 }).lean();

  it('gives back in CSV and XLSX what would change nothing', async () => {
    const csv = await exported(lut, 'demo-de-brug');
    expect(csv.subarray(0, 3).toString('hex')).to.equal('efbbbf');
    const read = await sendFile(app, lut, csv);
    expect([read.state, read.counts]).to.deep.equal([
      'waiting',
      { new: 0, changed: 0, unchanged: 9, conflict: 0, refused: 0 },
    ]);
    const xlsx = await exported(lut, 'demo-de-brug', 'xlsx');
    expect(await readXlsx(xlsx)).to.deep.equal(readCsv(csv).map((row) => trimmed(row)));
    const again = await sendFile(app, lut, xlsx, { name: 'aanbod.xlsx' });
    expect(again.counts).to.deep.equal(read.counts);
    const page = await lut.get(paths.upkeepImport({ id: again._id }));
    expect(page.text).to.include('Er is niets om in te voeren');
  });

  const trimmed = (row: string[]): string[] => {
    const kept = [...row];
    while (kept.at(-1) === '') kept.pop();
    return kept;
  };

  it('changes what was edited, with history, and takes it back where nobody changed it since', async () => {
    const file = await sheet(lut, 'demo-de-brug');
    const id = file.at(0, 'module.id');
    const other = file.at(1, 'module.id');
    file
      .put(0, 'module.cost.fr', '=11 euros')
      .put(0, 'module.targetGroups', '')
      .put(1, 'module.hours.nl', 'Elke dag');
    const before = await CareModuleModel.findById(id).lean().orFail();
    expect(before.targetGroups).to.deep.equal([]);
    const read = await sendFile(app, lut, writeCsv(file.all()));
    expect(read.counts).to.deep.include({ changed: 2, unchanged: 7 });
    const page = await lut.get(paths.upkeepImport({ id: read._id }));
    expect(page.text).to.include('Kost voor de cliënt').and.include('=11 euros');
    expect((await CareModuleModel.findById(id).lean().orFail()).cost).to.deep.equal(before.cost);

    expect(await run(lut, read._id)).to.deep.include({ state: 'done', worker: null });
    const after = await CareModuleModel.findById(id).lean().orFail();
    expect([after.cost, after.targetGroups]).to.deep.equal([{ ...before.cost, fr: '=11 euros' }, null]);
    const [step] = await OfferChangeModel.find({ recordId: id }).sort({ step: -1 }).limit(1).lean();
    expect([step?.way, step?.origin]).to.deep.equal(['imported', read._id]);
    expect((await sheet(lut, 'demo-de-brug')).at(0, 'module.cost.fr')).to.equal("'=11 euros");

    await lut.post(paths.upkeepEntry({ kind: 'modules', id: other }), {
      base_hours: '1',
      hours_nl: 'Elke nacht',
    });
    expect((await lut.post(paths.upkeepImportUndoing({ id: read._id }))).status).to.equal(303);
    const undone = await settled(read._id);
    expect([undone.state, undone.left]).to.deep.equal(['undone', 1]);
    const back = await CareModuleModel.findById(id).lean().orFail();
    expect([back.cost, back.targetGroups]).to.deep.equal([before.cost, []]);
    expect((await CareModuleModel.findById(other).lean().orFail()).hours).to.deep.equal({ nl: 'Elke nacht' });
    const acts = (await actsIn(app)).map((act) => act.name);
    expect(acts).to.include.members([
      'offer.exported',
      'import.sent',
      'import.read',
      'import.begun',
      'organisation.imported',
      'organisation.importUndone',
      'import.undone',
    ]);
  });

  it('leaves cells alone that nobody edited, and shows both where two did', async () => {
    const file = await sheet(lut, 'demo-de-brug');
    const id = file.at(2, 'module.id');
    const { fields } = await CareModuleModel.findById(id).lean().orFail();
    const states = fields as unknown as Record<string, { version: number } | undefined>;
    const version = (field: string) => String(states[field]?.version ?? 0);
    await lut.post(paths.upkeepEntry({ kind: 'modules', id }), {
      base_hours: version('hours'),
      hours_nl: 'Van negen tot vijf',
      'base_capacity.available': version('capacity_available'),
      'capacity.available': '6',
    });
    file.put(2, 'module.capacity.available', '7').put(2, 'module.cost.nl', 'Niets');
    const read = await sendFile(app, lut, writeCsv(file.all()));
    const [row] = await rowsOf(read._id);
    const base = Number(version('capacity_available')) + 1;
    expect([row?.outcome, row?.conflicts]).to.deep.equal([
      'conflict',
      [{ kind: 'module', id, field: 'capacity.available', yours: 7, current: 6, base, choice: null }],
    ]);
    expect(read.groups[0]?.state).to.equal('kept');
    expect((await lut.get(paths.upkeepImport({ id: read._id }))).text).to.include(
      'sinds de export ook door iemand anders',
    );
    const fresh = await sheet(lut, 'demo-de-brug');
    expect((await sendFile(app, lut, writeCsv(fresh.all()))).counts).to.deep.include({ unchanged: 9 });
  });

  /** A module whose cost, hours and numbers somebody else changed after it was exported, and the file as it is sent. */
  const disputed = async (at: number, mine: { available: string }) => {
    const file = await sheet(lut, 'demo-de-brug');
    const id = file.at(at, 'module.id');
    const { fields } = await CareModuleModel.findById(id).lean().orFail();
    const version = (field: string): string => String(fields?.[field]?.version ?? 0);
    await lut.post(paths.upkeepEntry({ kind: 'modules', id }), {
      ...{ base_cost: version('cost'), cost_nl: 'Van een ander' },
      ...{ base_hours: version('hours'), hours_nl: 'Van een ander' },
      ...{ 'base_capacity.maximum': version('capacity_maximum'), 'capacity.maximum': '9' },
      ...{ 'base_capacity.unit': version('capacity_unit'), 'capacity.unit': 'places' },
      ...{ 'base_capacity.available': version('capacity_available'), 'capacity.available': '3' },
    });
    file
      .put(at, 'module.cost.nl', 'Uit het bestand')
      .put(at, 'module.hours.nl', 'Uit het bestand')
      .put(at, 'module.capacity.available', mine.available)
      .put(at, 'module.referral.nl', 'Bel zelf');
    const { _id } = await sendFile(app, lut, writeCsv(file.all()));
    const row = at + 2;
    const choose = (choices: Record<string, string>, extra = {}) =>
      lut.post(paths.upkeepImportChoices({ id: _id }), {
        ...Object.fromEntries(
          Object.entries(choices).map(([field, way]) => [`choice_${row}_module_${field}`, way]),
        ),
        ...extra,
      });
    const now = () => OfferImportModel.findById(_id).orFail().lean();
    return { id, importId: _id, row, choose, now };
  };

  it('lets its sender choose a value field by field, keeps that until it is begun, and writes what was chosen', async () => {
    const { id, importId, row, choose, now } = await disputed(3, { available: '4' });
    expect((await now()).groups[0]).to.deep.include({ state: 'kept', records: 1 });
    const page = await lut.get(paths.upkeepImport({ id: importId }));
    const name = `choice_${row}_module_cost`;
    expect(page.text)
      .to.include(`name="${name}" value="open" checked`)
      .and.include('Kies eerst')
      .and.not.include('/run"');
    const some = await choose({ cost: 'mine', 'capacity.available': 'theirs', hours: 'open' });
    expect([some.status, some.headers.location]).to.deep.equal([
      ...[303, `${paths.upkeepImport({ id: importId }, { rows: 'conflict', page: 1 })}#rows`],
    ]);
    expect((await now()).groups[0]?.state).to.equal('kept');
    // What the form does not speak of stays decided.
    expect((await choose({ hours: 'theirs' })).status).to.equal(303);
    expect((await now()).groups[0]).to.deep.include({ state: 'waiting', records: 1 });
    const decided = await lut.get(paths.upkeepImport({ id: importId }));
    expect(decided.text).to.include(`name="${name}" value="mine" checked`).and.include('/run"');
    expect(await CareModuleModel.exists({ _id: id, 'cost.nl': 'Uit het bestand' })).to.equal(null);

    await run(lut, importId);
    const after = await CareModuleModel.findById(id).lean().orFail();
    expect([after.cost?.nl, after.hours?.nl, after.referral?.nl, after.capacity?.available]).to.deep.equal([
      ...['Uit het bestand', 'Van een ander', 'Bel zelf', 3],
    ]);
    expect(await OfferChangeModel.countDocuments({ recordId: id, origin: importId })).to.equal(1);
    expect((await choose({ cost: 'theirs' })).status).to.equal(409);
    await lut.post(paths.upkeepImportUndoing({ id: importId }));
    expect(await settled(importId)).to.deep.include({ state: 'undone', left: 0 });
    const back = await CareModuleModel.findById(id).lean().orFail();
    expect([back.cost?.nl, back.referral?.nl ?? null]).to.deep.equal(['Van een ander', null]);
  });

  it('takes all values of a page at once, and counts nothing to write where all stays as it is', async () => {
    const { importId, choose, now, row } = await disputed(4, { available: '4' });
    const open = { cost: 'open', hours: 'open', 'capacity.available': 'open' };
    await choose(open, { all: 'mine' });
    const page = await lut.get(paths.upkeepImport({ id: importId }));
    expect(page.text).to.include(`name="choice_${row}_module_hours" value="mine" checked`);
    await choose(open, { all: 'theirs' });
    const [kept] = await rowsOf(importId);
    expect(kept?.records.map(({ changes }) => changes.map(({ field }) => field))).to.deep.equal([
      ['referral'],
    ]);
    expect((await now()).groups[0]).to.deep.include({ state: 'waiting', records: 1 });
  });

  it('refuses a choice that does not fit with the rest, beside its field, and keeps nothing of it', async () => {
    const { importId, row, choose } = await disputed(5, { available: '12' });
    const name = `choice_${row}_module_capacity.available`;
    const answer = await choose({ cost: 'mine', hours: 'open', 'capacity.available': 'mine' });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include(`<a href="#${name}">`)
      .and.include(`name="${name}" value="mine" checked`)
      .and.include(`id="${name}-error"`);
    const [kept] = await rowsOf(importId);
    expect(kept?.conflicts.map(({ choice }) => choice)).to.deep.equal([null, null, null]);
    const other = await nora.post(paths.upkeepImportChoices({ id: importId }), { [name]: 'theirs' });
    expect(other.status).to.equal(404);
  });

  it('adds what is new under keys of its own, in one go, and takes it back as if it had never been', async () => {
    const file = await sheet(nora, 'platform:BE-VAN');
    const before = [
      await CareModuleModel.countDocuments(),
      await CareUnitModel.countDocuments(),
      await SiteModel.countDocuments(),
    ];
    const whole = {
      'organisation.id': 'new:haven',
      'organisation.names.1.name': 'De Haven',
      'organisation.actorType': 'general_welfare',
      'unit.id': 'new:inloop',
      'unit.name': 'De Haven, inloop',
      'unit.kind': 'other',
      'unit.status': 'active',
      'unit.listed': 'yes',
      'site.id': 'new:kaai',
      'site.name.nl': 'De Kaai',
      'site.kind': 'building',
      'site.area': '11002',
    };
    file.add({
      ...whole,
      'module.types': 'low_threshold_reception|outreach',
      'module.settings': 'ambulatory',
      'module.status': 'active',
    });
    file.add({ ...whole, 'module.types': 'crisis', 'module.status': 'planned', 'module.from': '1/3/2027' });
    const read = await sendFile(app, nora, writeCsv(file.all()));
    expect(await rowsOf(read._id)).to.have.length(2);
    expect([read.counts.new, read.counts.refused, read.groups.map((one) => one.records)]).to.deep.equal([
      2,
      0,
      [5],
    ]);
    const done = await run(nora, read._id);
    expect(done.groups[0]).to.deep.include({ state: 'done', written: 5, name: 'De Haven' });
    const haven = await OrganisationModel.findOne({ 'names.name': 'De Haven' }).lean().orFail();
    expect(haven.admissions?.map((one) => one.platform)).to.deep.equal(['BE-VAN']);
    const unit = await CareUnitModel.findOne({ organisationId: haven._id }).lean().orFail();
    const modules = await CareModuleModel.find({ careUnitId: unit._id }).sort({ order: 1 }).lean();
    expect(modules.map((one) => [one.types, one.siteIds.length, one.verified])).to.deep.equal([
      [['low_threshold_reception', 'outreach'], 1, null],
      [['crisis'], 1, null],
    ]);
    expect((await nora.get(paths.upkeepImport({ id: read._id }, { rows: 'new' }))).text).to.include(
      'Nieuwe zorgeenheid',
    );

    await nora.post(paths.upkeepImportUndoing({ id: read._id }));
    expect(await settled(read._id)).to.deep.include({ state: 'undone', left: 0 });
    expect([
      await CareModuleModel.countDocuments(),
      await CareUnitModel.countDocuments(),
      await SiteModel.countDocuments(),
    ]).to.deep.equal(before);
    expect(await OrganisationModel.exists({ _id: haven._id })).to.equal(null);
  });

  it('refuses in words of the forms, and lets nothing of that organisation in', async () => {
    const file = await sheet(lut, 'demo-de-brug');
    file
      .put(0, 'module.capacity.available', 'veel')
      .put(1, 'unit.name', '')
      .put(2, 'module.cost.nl', 'Gratis');
    file.put(3, 'module.types', 'bestaat_niet').put(4, 'module.siteIds', 'elders');
    file.add({ 'module.id': 'wie-weet', 'module.cost.nl': 'x' });
    file.add({ 'organisation.id': 'new:x', 'organisation.names.1.name': 'Nieuw huis' });
    const read = await sendFile(app, lut, writeCsv(file.all()));
    const told = (await rowsOf(read._id)).flatMap((row) =>
      row.faults.map((one) => [row.row, one.column, one.key]),
    );
    expect(told).to.deep.equal([
      [2, 'module.capacity.available', 'upkeep.errors.amount'],
      [3, 'unit.name', 'forms.required'],
      [5, 'module.types', 'upkeep.errors.typeUnknown'],
      [6, 'module.siteIds', 'upkeep.errors.siteUnknown'],
      [11, 'module.id', 'exchange.errors.recordUnknown'],
      [12, 'organisation.id', 'exchange.errors.organisationNew'],
    ]);
    const page = await lut.get(paths.upkeepImport({ id: read._id }));
    expect(page.text)
      .to.include('module.capacity.available')
      .and.include('Blijft voorlopig buiten')
      .and.not.include('/run"');
    expect((await lut.post(paths.upkeepImportRun({ id: read._id }))).status).to.equal(303);
    expect(await settled(read._id)).to.deep.include({ state: 'done' });
    expect(await CareModuleModel.exists({ 'cost.nl': 'Gratis' })).to.equal(null);
  });

  it('knows nothing of what somebody else keeps, neither records nor imports', async () => {
    const file = await sheet(lut, 'demo-de-brug');
    file.put(0, 'module.cost.nl', 'Van een ander');
    const read = await sendFile(app, jef, writeCsv(file.all()));
    expect(read.counts).to.deep.include({ refused: 9, changed: 0, unchanged: 0 });
    const pages = [paths.upkeepImport({ id: read._id }), paths.upkeepImportProgress({ id: read._id })];
    for (const page of pages) expect((await lut.get(page)).status).to.equal(404);
    expect((await lut.post(paths.upkeepImportRun({ id: read._id }))).status).to.equal(404);
    expect((await jef.get(paths.upkeepExport({ of: 'demo-de-brug', format: 'csv' }))).status).to.equal(404);
    expect((await jef.get(paths.upkeepExport({ of: 'platform:BE-VAN', format: 'csv' }))).status).to.equal(
      404,
    );
  });

  it('never lists again what asked not to be listed', async () => {
    const file = await sheet(lut, 'demo-de-brug');
    const id = file.at(0, 'unit.id');
    await CareUnitModel.updateOne({ _id: id }, { $set: { listed: false } });
    file.put(0, 'module.cost.nl', 'Iets anders');
    file.add({
      'organisation.id': 'demo-de-brug',
      'unit.name': 'de  brug, Team verslaving',
      'unit.kind': 'other',
    });
    const kept = await sendFile(app, lut, writeCsv(file.all()));
    const told = (await rowsOf(kept._id)).flatMap((row) => row.faults.map((one) => [one.column, one.key]));
    expect(told).to.deep.include(['unit.name', 'exchange.errors.notListed']);
    const asked = new SheetOfCells([
      ['unit.id', 'unit.listed'],
      [id, 'yes'],
    ]);
    const read = await sendFile(app, lut, writeCsv(asked.all()));
    const [row] = await rowsOf(read._id);
    expect(row?.faults[0]).to.deep.include({ column: 'unit.listed', key: 'exchange.errors.notListed' });
    await CareUnitModel.updateOne({ _id: id }, { $set: { listed: true } });
  });

  it('reads other encodings and separators, and says where a file is broken', async () => {
    const id = (await sheet(lut, 'demo-de-brug')).at(0, 'module.id');
    const latin = Buffer.from(`module.id,module.cost.nl\n${id},"één euro, per keer"\n`, 'latin1');
    expect((await sendFile(app, lut, latin)).counts).to.deep.include({ changed: 1 });
    const utf16 = Buffer.from(`\ufeffmodule.id\tmodule.cost.nl\n${id}\téén euro\n`, 'utf16le');
    expect((await sendFile(app, lut, utf16)).counts).to.deep.include({ changed: 1 });
    const broken: [Uint8Array, string, object | undefined][] = [
      [
        Buffer.from('module.id;module.kost\n'),
        'exchange.broken.unknownColumn',
        { row: 1, column: 'B', name: 'module.kost' },
      ],
      [
        Buffer.from('module.id;module.id\n'),
        'exchange.broken.doubleColumn',
        { row: 1, column: 'B', name: 'module.id' },
      ],
      [Buffer.from('module.id;unit.id\na;"b\n'), 'exchange.broken.csv', { row: 2, column: 2 }],
      [Buffer.from('module.id;unit.id\na;b;c\n'), 'exchange.broken.cellBeyond', { row: 2, column: 'C' }],
      [Buffer.from([0x4d, 0x5a, 0, 0, 1]), 'exchange.broken.noText', undefined],
      [Buffer.from('PK\u0003\u0004 geen rekenblad'), 'exchange.broken.xlsx', undefined],
      [Buffer.from(`module.id\n${'x\n'.repeat(50_001)}`), 'exchange.broken.tooManyRows', { most: 50_000 }],
    ];
    for (const [bytes, key, values] of broken) {
      const read = await sendFile(app, lut, bytes);
      expect([read.state, read.told?.key, read.told?.values]).to.deep.equal(['refused', key, values]);
    }
    const french = await lut
      .get(paths.upkeepImport({ id: (await sendFile(app, lut, broken[3]![0]))._id }))
      .set('Cookie', `schakel-language=fr; ${lut.cookie()}`);
    expect(french.text).to.match(/Ligne 2/);
  });

  it('refuses no file, one that is too large, and one from who keeps nothing', async () => {
    const nothing = await postFile(app, lut, Buffer.alloc(0));
    expect([nothing.status, nothing.text.includes('Kies een bestand met iets erin.')]).to.deep.equal([
      422,
      true,
    ]);
    const large = await postFile(app, lut, Buffer.alloc(20 * 1024 * 1024 + 1, 'x'));
    expect([large.status, large.text.includes('hoogstens 20 MB')]).to.deep.equal([422, true]);
    const other = await signInAs(app, 'hulpverlener.debrug');
    expect((await postFile(app, other, Buffer.from('module.id\n'))).status).to.equal(403);
  });

  it('refuses a spreadsheet that unpacks to more than memory should hold', async () => {
    const sheets = await writeXlsxSheets([{ name: 'offer', rows: [['module.id'], ['x']] }]);
    const { deflateRawSync } = await import('node:zlib');
    const bomb = deflateRawSync(Buffer.alloc(450 * 1024 * 1024));
    const read = await sendFile(app, lut, withPart(sheets, bomb), { name: 'groot.xlsx' });
    expect([read.state, read.told?.key]).to.deep.equal(['refused', 'exchange.broken.tooMuchInside']);
  });

  /** A zip file whose first part is packed so, and lies about its length. */
  function withPart(zip: Uint8Array, packed: Buffer): Buffer {
    const name = Buffer.from('xl/worksheets/sheet9.xml');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(1000, 24);
    central.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(30 + name.length + packed.length, 16);
    expect(zip.length).to.be.greaterThan(0);
    return Buffer.concat([local, name, packed, central, name, end]);
  }
});
