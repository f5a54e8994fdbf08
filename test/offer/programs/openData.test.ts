import { expect } from 'chai';
import request from 'supertest';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { languages } from '../../../server/core/i18n.ts';
import { csvCell, csvKinds } from '../../../server/features/offer/programs/csv.ts';
import { catalogue } from '../../../server/features/offer/upkeep/catalogue.ts';
import { paths } from '../../../server/paths.ts';
import { shapes } from '../../../server/standards/hsds/shapes.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { signInAs } from '../../builders/people.ts';

/** Rows of a CSV file as RFC 4180 has them. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

describe('a cell of a CSV file', () => {
  const cells: [string, string][] = [
    ['De Brug', 'De Brug'],
    ['a, b', '"a, b"'],
    ['zeg "ja"', '"zeg ""ja"""'],
    ['twee\nregels', '"twee\nregels"'],
    ['=SUM(A1)', "'=SUM(A1)"],
    ['+32 3 000', "'+32 3 000"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\t=1', "'\t=1"],
    ['=1,"2"', '"\'=1,""2"""'],
    ['', ''],
  ];
  for (const [typed, cell] of cells)
    it(`${JSON.stringify(typed)} is written ${JSON.stringify(cell)}`, () => {
      expect(csvCell(typed)).to.equal(cell);
    });
});

describe('the open data', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  const file = (name: string) => fetch(app.address + paths.openDataFile({ file: name }));
  const recordsIn = async (name: string): Promise<Record<string, string>[]> => {
    const [head, ...rows] = rowsOf(await (await file(name)).text());
    return rows.map((row) => Object.fromEntries(head!.map((column, at) => [column, row[at] ?? ''])));
  };

  for (const language of languages) {
    it(`in ${language}: a page with every file, the licence and the date`, async () => {
      const { status, text } = await request(app.address)
        .get(paths.openData())
        .set('Accept', 'text/html')
        .set('Accept-Language', language);
      expect(status).to.equal(200);
      for (const name of [...Object.keys(csvKinds), 'services.json'])
        expect(text).to.include(`/offer/open-data/${name}`);
      expect(text)
        .to.include('https://creativecommons.org/publicdomain/zero/1.0/')
        .and.include(paths.hsdsOpenApi());
      expect(text).not.to.match(/programs\.\w+/);
    });
  }

  for (const [name, kind] of Object.entries(csvKinds)) {
    it(`${name} has a column for every field of the catalogue, a day and a type of its own, and leads nobody's name`, async () => {
      const answer = await file(name);
      expect(answer.headers.get('content-type')).to.match(/^text\/csv/);
      expect(answer.headers.get('content-disposition')).to.match(/filename="?schakel-\d{4}-\d{2}-\d{2}-/);
      expect(answer.headers.get('access-control-allow-origin')).to.equal('*');
      const [head = [], ...rows] = rowsOf(await answer.text());
      for (const { name: field } of catalogue[kind])
        expect(
          head.some((column) => column === field || column === `${field}_nl`),
          field,
        ).to.equal(true);
      expect(rows.length).to.be.greaterThan(5);
      for (const row of rows) expect(row).to.have.length(head.length);
      expect(head.filter((column) => /by|fields|provenance/i.test(column))).to.deep.equal([]);
    });
  }

  it('joins: every module has its unit, every unit its sites and organisation', async () => {
    const [modules, units, sites, organisations] = await Promise.all(
      Object.keys(csvKinds)
        .reverse()
        .map(recordsIn)
        .map((one, at) => one.then((rows) => [at, rows] as const)),
    ).then((all) => all.map(([, rows]) => rows));
    const ids = (rows: Record<string, string>[]) => new Set(rows.map((one) => one.id));
    for (const one of modules!) expect(ids(units!).has(one.careUnitId!)).to.equal(true);
    for (const one of [...modules!, ...units!])
      for (const id of (one.siteIds ?? '').split(';').filter((id) => id !== '' && id !== 'none'))
        expect(ids(sites!).has(id), `${one.id} ${id}`).to.equal(true);
    for (const one of units!)
      if (one.organisationId) expect(ids(organisations!).has(one.organisationId)).to.equal(true);
    const brug = organisations!.find((one) => one.id === 'demo-de-brug');
    expect(brug?.fictional).to.equal('true');
    const first = modules!.find((one) => one['capacity.maximum'] === '60');
    expect(first).to.deep.include({
      types: 'ambulatory_counselling',
      ages: 'adults;elderly',
      targetGroups: 'none',
    });
    expect(first!.cost_nl).to.match(/^11 euro/);
    expect([first!.cost_fr, first!.hours_nl]).to.deep.equal(['', '']);
  });

  it('services.json holds every service, each as its shape says', async () => {
    const answer = await fetch(`${app.address}${paths.openDataServices({ language: 'fr' })}`);
    const body = (await answer.json()) as {
      license: string;
      date: string;
      language: string;
      services: unknown[];
    };
    expect([body.license, body.language]).to.deep.equal(['CC0-1.0', 'fr']);
    expect(body.date).to.match(/^\d{4}-\d{2}-\d{2}$/);
    const listed = await request(app.address).get(`${paths.hsdsServices()}?per_page=1`);
    expect(body.services).to.have.length(listed.body.total_items);
    for (const one of body.services)
      expect(shapes.services.safeParse(one).error?.issues ?? []).to.deep.equal([]);
  });

  it('is 304 for who has it until something changes; leaves out who asked not to be listed', async () => {
    const address = `${app.address}${paths.openDataFile({ file: 'modules.csv' })}`;
    const first = await fetch(address);
    const all = (await first.text()).length;
    const mine = { headers: { 'If-None-Match': first.headers.get('etag')! } };
    const again = await fetch(address, mine);
    expect([again.status, await again.text()]).to.deep.equal([304, '']);
    const head = await fetch(address, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag')]).to.deep.equal([200, first.headers.get('etag')]);
    const unit = await CareUnitModel.findOne({ name: 'De Brug, mobiel team' }).lean().orFail();
    const lut = await signInAs(app, 'beheer.debrug');
    await lut.post(paths.upkeepEntry({ kind: 'units', id: unit._id }), { base_listed: '1', listed: 'no' });
    const later = await fetch(address, mine);
    const text = await later.text();
    expect(later.status).to.equal(200);
    expect(text.length).to.be.lessThan(all);
    for (const one of await CareModuleModel.find({ careUnitId: unit._id }).lean())
      expect(text).not.to.include(one._id);
  });

  it('a file there is none of, in JSON, is 404; so is one with a name of the language itself', async () => {
    for (const name of ['people.csv', 'constructor', '..%2Fmodules.csv']) {
      const answer = await fetch(`${app.address}/offer/open-data/${name}`);
      expect([answer.status, answer.headers.get('content-type')], name).to.deep.equal([
        404,
        'application/json; charset=utf-8',
      ]);
    }
    const bad = await fetch(`${app.address}${paths.openDataServices({ language: 'it' })}`);
    expect(bad.status).to.equal(400);
  });
});
