import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import request from 'supertest';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { sendFile, settled } from '../../builders/files.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

/**
 * `careOffer2022.csv` holds what the answer to question no. 434 of 9 March 2022 in the Flemish Parliament says of the
 * offer: the 14 centres under their printed province, the five websites, Tandem, the Druglijn, Tabakstop and the
 * project on medicines in residential care. Cells it says nothing of are empty.
 */
const file = readFileSync(new URL('careOffer2022.csv', import.meta.url));

describe('the official answer of 2022, brought into an empty directory as a file', function () {
  this.timeout(240_000);
  let app: TestApp;
  let nora: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    // The people stay, everything they keep goes before anybody looks: a directory in which nobody wrote anything yet.
    for (const model of [OrganisationModel, SiteModel, CareUnitModel, CareModuleModel])
      await model.collection.deleteMany({});
    nora = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const open = async (query: Record<string, string | string[]>): Promise<string> => {
    const { status, text } = await request(app.address)
      .get(paths.offer({ ...query, lang: 'nl' }))
      .set('Accept', 'text/html')
      .set('Accept-Language', 'nl');
    expect(status).to.equal(200);
    return text;
  };
  const names = async (query: Record<string, string | string[]>): Promise<string[]> =>
    [...(await open(query)).matchAll(/<h3><a[^>]*>([^<]*)</g)].map(([, name]) => name!);
  const count = async (query: Record<string, string | string[]>) => (await names(query)).length;

  it('is empty before', async () => {
    expect(await names({})).to.deep.equal([]);
    expect(await CareUnitModel.countDocuments()).to.equal(0);
  });

  it('goes from the file by a look at what it would do into the directory', async () => {
    const read = await sendFile(app, nora, file, { name: 'vraag-434.csv' });
    expect([read.state, read.counts]).to.deep.equal([
      'waiting',
      { new: 44, changed: 0, unchanged: 0, conflict: 0, refused: 0 },
    ]);
    expect(await CareUnitModel.countDocuments()).to.equal(0);
    expect((await nora.post(paths.upkeepImportRun({ id: read._id }))).status).to.equal(303);
    const done = await settled(read._id);
    expect([done.state, done.groups.filter(({ state }) => state !== 'done')]).to.deep.equal(['done', []]);
    expect(await names({})).to.have.length(23);
  });

  it('by printed seat: 3, 2, 5, 2 and 2 centres; 13 open, ‘t Kader to come', async () => {
    const text = await open({});
    expect(text).to.include('Antwerpen 3, Limburg 2, Oost-Vlaanderen 5, Vlaams-Brabant 2, West-Vlaanderen 2');
    expect(await names({ status: 'planned' })).to.deep.equal(['‘t Kader']);
    const centres = await CareUnitModel.find({ kind: 'addiction_centre' }).lean();
    expect(centres).to.have.length(14);
    expect(centres.filter((one) => one.status === 'active')).to.have.length(13);
  });

  it('by place of care: De Sleutel’s day centres in four cities and three provinces', async () => {
    const provinces = ['BE-VAN', 'BE-VLI', 'BE-VOV', 'BE-VBR', 'BE-VWV'];
    expect(await Promise.all(provinces.map((province) => count({ province })))).to.deep.equal([
      4, 2, 5, 2, 3,
    ]);
    const found = 'De Sleutel dagcentra';
    for (const place of ['Antwerpen', 'Mechelen', 'Gent', 'Brugge'])
      expect((await names({ place }))[0], place).to.equal(found);
    for (const province of ['BE-VAN', 'BE-VOV', 'BE-VWV'])
      expect(await names({ province }), province).to.include(found);
  });

  it('by setting: 5 only residential, 6 only ambulatory, 3 both', async () => {
    const [residential, ambulatory] = [
      await names({ setting: 'residential' }),
      await names({ setting: 'ambulatory' }),
    ];
    const both = residential.filter((name) => ambulatory.includes(name));
    expect(both).to.have.members(['De Kiem', 'De Spiegel', 'Kompas']);
    expect([residential.length - both.length, ambulatory.length - both.length]).to.deep.equal([5, 6]);
  });

  it('five websites online, of one platform', async () => {
    const sites = ['alcoholhulp.be', 'drughulp.be', 'cannabishulp.be', 'gokhulp.be', 'depressiehulp.be'];
    expect(await names({ q: 'OnlinePsyHulp' })).to.have.members(sites);
    expect(await names({ setting: 'online' })).to.include.members(sites);
    const units = await CareUnitModel.find({ name: { $in: sites } }).lean();
    expect(new Set(units.map((one) => one.organisationId)).size).to.equal(1);
  });

  it('tobacco: one entry of the lead, found by each of the four partners', async () => {
    expect(await names({ problem: 'tobacco' })).to.deep.equal(['Tabakstop']);
    for (const q of [
      'Vlaams Instituut Gezond Leven',
      'Stichting tegen Kanker',
      'Kom op tegen Kanker',
      'VRGT',
    ])
      expect((await names({ q }))[0], q).to.equal('Tabakstop');
    const unit = await CareUnitModel.findOne({ name: 'Tabakstop' }).orFail().lean();
    const lead = await OrganisationModel.findById(unit.organisationId).orFail().lean();
    expect(lead.names[0]?.name).to.equal('Vlaams Instituut Gezond Leven');
  });

  it('elderly and medicines: finds the project in residential care', async () => {
    expect(await names({ age: 'elderly', problem: 'medicines' })).to.deep.equal([
      'Beleid psychofarmaca in woonzorgcentra',
    ]);
  });

  for (const language of ['nl', 'fr', 'de', 'en']) {
    it(`given out as HSDS in ${language} and taken in again: all of it is unchanged`, async () => {
      const given = await request(app.address).get(paths.openDataServices({ language })).expect(200);
      const services = (given.body as { services: unknown[] }).services;
      expect(services).to.have.length(37);
      const bytes = Buffer.from(JSON.stringify(given.body));
      const read = await sendFile(app, nora, bytes, { name: 'services.json' });
      expect([read.state, read.counts]).to.deep.equal([
        'waiting',
        { new: 0, changed: 0, unchanged: 37, conflict: 0, refused: 0 },
      ]);
    });
  }

  it('what the answer does not say is not known, and never zero', async () => {
    const modules = await CareModuleModel.find().lean();
    expect(modules).to.have.length(37);
    for (const one of modules) {
      expect([one.capacity?.available ?? null, one.waitingList?.persons ?? null]).to.deep.equal([null, null]);
      for (const list of [one.types, one.ages, one.problems, one.targetGroups])
        expect(list).to.satisfy((value: unknown[] | null) => value === null || value.length > 0);
    }
  });
});
