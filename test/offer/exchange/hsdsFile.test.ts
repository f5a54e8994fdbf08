import { expect } from 'chai';
import request from 'supertest';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OfferImportRowModel } from '../../../models/OfferImportRow.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { paths } from '../../../server/paths.ts';
import { termId } from '../../../server/standards/hsds/taxonomyMapping.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { postFile, sendFile, settled } from '../../builders/files.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON of a standard, edited as somebody would in a text editor
type Json = any;

describe('the offer in as HSDS', function () {
  this.timeout(240_000);
  let app: TestApp;
  let lut: Visitor;
  let nora: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    lut = await signInAs(app, 'beheer.debrug');
    nora = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  /** De Brug's services as we give them out. */
  const given = async (language = 'nl'): Promise<Json[]> => {
    const { body } = await request(app.address).get(paths.openDataServices({ language })).expect(200);
    return body.services.filter((one: Json) => one.organization?.name === 'De Brug');
  };
  const sent = (visitor: Visitor, content: unknown) =>
    sendFile(app, visitor, Buffer.from(JSON.stringify(content)), { name: 'diensten.json' });
  const rowsOf = (id: string) => OfferImportRowModel.find({ import: id }).sort({ row: 1 }).lean();
  const faultsOf = async (id: string) =>
    (await rowsOf(id)).flatMap((row) => row.faults.map(({ column, key }) => [column, key]));
  const run = async (visitor: Visitor, id: string) => {
    expect((await visitor.post(paths.upkeepImportRun({ id }))).status).to.equal(303);
    expect((await settled(id)).state).to.equal('done');
  };

  for (const language of ['nl', 'fr', 'de', 'en']) {
    it(`what we give out in ${language} comes back and changes nothing: list, page and open data alike`, async () => {
      const services = await given(language);
      expect(services).to.have.length.greaterThan(4);
      for (const content of [services, { contents: services }, { language, services }]) {
        const read = await sent(lut, content);
        expect([read.state, read.counts]).to.deep.equal([
          'waiting',
          { new: 0, changed: 0, unchanged: services.length, conflict: 0, refused: 0 },
        ]);
      }
    });
  }

  it('what was edited goes to the field it is of, with history', async () => {
    const services = await given();
    const one = services.find((service) => service.capacities?.length > 0);
    const module = await CareModuleModel.findById(one.id).orFail().lean();
    one.fees_description = 'Elf euro per gesprek';
    one.cost_options = [{ ...one.cost_options?.[0], amount_description: one.fees_description }];
    one.capacities[0].available = 1;
    one.phones = [{ number: '03 000 11 22' }];
    one.languages = [{ code: 'nl' }, { code: 'tr' }];
    one.attributes = [
      ...one.attributes.filter(({ link_type }: Json) => link_type !== 'problems'),
      { link_type: 'problems', taxonomy_term_id: termId('problems', 'gambling') },
    ];
    const [place] = one.service_at_locations;
    place.location.addresses[0].address_1 = 'Nieuwe Kaai 1';
    const read = await sent(lut, { services });
    expect(await faultsOf(read._id)).to.deep.equal([]);
    expect(read.counts).to.deep.include({ new: 0, refused: 0, unchanged: services.length - 1 });
    await run(lut, read._id);
    const after = await CareModuleModel.findById(one.id).orFail().lean();
    expect(after).to.deep.include({ languages: ['nl', 'tr'], problems: ['gambling'] });
    expect([after.cost?.nl, after.capacity?.available]).to.deep.equal(['Elf euro per gesprek', 1]);
    expect([after.description, after.types]).to.deep.equal([module.description, module.types]);
    const unit = await CareUnitModel.findById(module.careUnitId).orFail().lean();
    expect(unit.contact?.phone).to.equal('03 000 11 22');
    expect((await SiteModel.findById(place.location_id).orFail().lean()).street).to.equal('Nieuwe Kaai 1');
    const [step] = await OfferChangeModel.find({ recordId: one.id }).sort({ step: -1 }).lean();
    expect([step?.way, step?.origin]).to.deep.equal(['imported', read._id]);
    const again = await given();
    expect((await sent(lut, again)).counts).to.deep.include({ unchanged: again.length, changed: 0 });
  });

  const edits: [string, (one: Json) => void, string, string][] = [
    ['no id', (one) => delete one.id, '.id', 'forms.required'],
    ['an id that is a number', (one) => Object.assign(one, { id: 7 }), '.id', 'exchange.hsds.type'],
    ['a status nobody knows', (one) => Object.assign(one, { status: 'open' }), '.status', 'forms.invalid'],
    [
      'phones that are one text',
      (one) => Object.assign(one, { phones: '03' }),
      '.phones',
      'exchange.hsds.type',
    ],
    [
      'an id of nobody’s term',
      (one) => one.attributes.push({ taxonomy_term_id: 'x' }),
      '.taxonomy_term',
      'exchange.hsds.termUnknown',
    ],
    ['another name', (one) => Object.assign(one, { name: 'Iets anders' }), '.name', 'exchange.hsds.joined'],
    [
      'another organization',
      (one) => Object.assign(one.organization, { id: 'elders' }),
      '.organization.id',
      'exchange.hsds.moved',
    ],
    [
      'an e-mail that is none',
      (one) => Object.assign(one, { email: 'geen adres' }),
      '.email',
      'upkeep.errors.email',
    ],
    [
      'a postcode that is none',
      (one) => Object.assign(one.service_at_locations[0].location.addresses[0], { postal_code: 'x' }),
      '.service_at_locations[0].location.addresses[0].postal_code',
      'upkeep.errors.postcode',
    ],
    [
      'a location by its id alone',
      (one) => one.service_at_locations.push({ location_id: 'elders' }),
      '.location',
      'exchange.hsds.locationMissing',
    ],
  ];
  for (const [what, edit, path, key] of edits) {
    it(`${what}: is refused with the way to it`, async () => {
      const services = await given();
      const at = services.findIndex(
        (one) => one.service_at_locations?.[0]?.location.addresses && one.attributes,
      );
      edit(services[at]);
      const read = await sent(lut, { services });
      expect(read.counts.refused).to.equal(1);
      const [fault, ...others] = await faultsOf(read._id);
      expect(others).to.deep.equal([]);
      expect(fault?.[0])
        .to.match(/^\$\.services\[\d+\]/)
        .and.satisfy((column: string) => column.endsWith(path));
      expect([fault?.[0]?.startsWith(`$.services[${at}]`), fault?.[1]]).to.deep.equal([true, key]);
      const page = await lut.get(paths.upkeepImport({ id: read._id }));
      expect(page.text).to.include(fault![0]!).and.include(`$.services[${at}]`);
    });
  }

  const broken: [string, string, string][] = [
    ['half a file', '{"services":[{"id":', 'maar is het niet tot het einde'],
    ['JSON without services', '{"organizations":[]}', 'staan geen diensten'],
    ['a very deep one', '['.repeat(200_000), 'maar is het niet tot het einde'],
  ];
  for (const [what, content, told] of broken) {
    it(`${what}: cannot be read, and the page says why`, async () => {
      const read = await sendFile(app, lut, Buffer.from(content), { name: 'x.json' });
      expect(read.state).to.equal('refused');
      expect((await lut.get(paths.upkeepImport({ id: read._id }))).text).to.include(told);
    });
  }

  it('a service of an organisation somebody else keeps: is refused as one nobody knows', async () => {
    const jef = await signInAs(app, 'beheer.noordster');
    const read = await sent(jef, await given());
    expect(read.counts).to.deep.include({ new: 0, changed: 0, unchanged: 0 });
    expect(new Set((await faultsOf(read._id)).map(([, key]) => key))).to.deep.equal(
      new Set(['exchange.errors.recordUnknown']),
    );
  });

  it('a unit that asked not to be listed: no file brings it back', async () => {
    const services = await given();
    const module = await CareModuleModel.findById(services[0].id).orFail().lean();
    await CareUnitModel.updateOne({ _id: module.careUnitId }, { listed: false });
    const read = await sent(lut, services);
    await CareUnitModel.updateOne({ _id: module.careUnitId }, { listed: true });
    expect(await faultsOf(read._id)).to.deep.include(['$[0]', 'exchange.errors.notListed']);
  });

  it('services of another program: become an organisation with its unit, module and sites', async () => {
    const place = (id: string, city: string, postal_code: string) => ({
      location: {
        id,
        location_type: 'physical',
        addresses: [{ address_1: 'Dorpsstraat 1', city, postal_code }],
      },
    });
    const service = {
      id: 'dienst-1',
      name: 'Gesprekken aan huis',
      status: 'active',
      description: 'Voor wie niet buiten komt.',
      eligibility_description: 'Wie in de streek woont.',
      url: 'https://voorbeeld.example',
      organization: { id: 'huis-1', name: 'Het Nieuwe Huis', alternate_name: 'Het Oude Huis' },
      service_at_locations: [place('plek-1', 'Mechelen', '2800'), place('plek-2', 'Lier', '2500')],
      attributes: [{ link_type: 'settings', taxonomy_term: { code: 'mobile' } }],
    };
    const read = await sent(nora, [service]);
    expect(await faultsOf(read._id)).to.deep.equal([]);
    expect(read.counts).to.deep.include({ new: 2, refused: 0 });
    await run(nora, read._id);
    const unit = await CareUnitModel.findOne({ name: 'Gesprekken aan huis' }).orFail().lean();
    const organisation = await OrganisationModel.findById(unit.organisationId).orFail().lean();
    expect(organisation.names.map(({ name }) => name)).to.deep.equal(['Het Oude Huis', 'Het Nieuwe Huis']);
    const module = await CareModuleModel.findOne({ careUnitId: unit._id }).orFail().lean();
    expect(module).to.deep.include({ settings: ['mobile'], types: null, status: 'active' });
    expect(module.inclusion).to.deep.equal({ nl: 'Wie in de streek woont.' });
    const sites = await SiteModel.find({ _id: { $in: module.siteIds } }).lean();
    expect(sites.map(({ area }) => area).sort()).to.deep.equal(['12021', '12025']);
    const alone = { id: 'dienst-2', name: 'Van niemand', status: 'active' };
    expect(await faultsOf((await sent(nora, [alone]))._id)).to.deep.include([
      '$[0].organization',
      'exchange.hsds.organizationMissing',
    ]);
  });

  it('more than 20 MB: is refused as for other files', async () => {
    const answer = await postFile(app, lut, Buffer.alloc(20 * 1024 * 1024 + 1, '['), { name: 'x.json' });
    expect(answer.status).to.equal(422);
  });
});
