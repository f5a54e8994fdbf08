import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { ListDecisionModel } from '../../../models/ListDecision.ts';
import { OfferChangeModel } from '../../../models/OfferChange.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { ReconciliationModel } from '../../../models/Reconciliation.ts';
import { SiteModel } from '../../../models/Site.ts';
import { writeCsv } from '../../../server/features/offer/exchange/csv.ts';
import { writeXlsxSheets } from '../../../server/features/offer/exchange/xlsx.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

const heads = [
  'Naam',
  'KBO',
  'Soort',
  'Straat',
  'Postcode',
  'Gemeente',
  'Telefoon',
  'Website',
  'Contactpersoon',
];
const deBrug = [
  'De Brug vzw',
  '0123.456.749',
  '',
  'Nieuwstraat 7',
  '2600',
  'Antwerpen',
  '03/999 88 77',
  '',
  'Jan Peeters',
];
const nobody = [
  'CAW Nergens',
  '',
  'CAW',
  'Dorp 1',
  '2300',
  'Turnhout',
  '014 11 22 33',
  'caw.example',
  'An Peeters',
];
const bakery = ['Bakkerij Janssens', '', '', 'Plein 2', '2000', 'Antwerpen', '', '', ''];

describe('an official list beside the organisations of a platform', function () {
  this.timeout(240_000);
  let app: TestApp;
  let nora: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    nora = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const post = async (
    bytes: Uint8Array,
    fields: Record<string, string>,
    visitor = nora,
  ): Promise<Response> => {
    const test = request(app.address)
      .post(paths.reconciliations())
      .set('Accept', 'text/html')
      .set('Cookie', visitor.cookie())
      .field('_csrf', await visitor.csrf())
      .field('_act', randomUUID());
    for (const [name, value] of Object.entries(fields)) test.field(name, value);
    return test.attach('file', Buffer.from(bytes), 'lijst.csv');
  };
  const columns = {
    name: '0',
    enterpriseNumber: '1',
    type: '2',
    street: '3',
    postcode: '4',
    area: '5',
    phone: '6',
    website: '7',
  };
  /** Sends a list and chooses its columns. @returns its id */
  const sent = async (
    rows: string[][],
    source = 'Zorg en Gezondheid',
    date = '2026-11-01',
  ): Promise<string> => {
    const answer = await post(writeCsv([heads, ...rows]), { source, date });
    expect(answer.status, answer.text).to.equal(303);
    const id = answer.headers.location!.split('/').at(-2)!;
    const chosen = await nora.post(paths.reconciliationColumns({ id }), columns);
    expect(chosen.status, chosen.text).to.equal(303);
    return id;
  };
  const list = async (id: string, group?: string) =>
    (await nora.get(paths.reconciliation({ id }, { group }))).text;
  const counts = async (id: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      [...(await list(id)).matchAll(/group=(\w+)"[^>]*>[^<]*\((\d+)\)/g)].map(([, group, count]) => [
        group,
        Number(count),
      ]),
    );
  const decide = async (id: string, row: number, body: object) =>
    nora.post(paths.listLineDecision({ id, row: String(row) }), body);
  const line = async (id: string, row: number) =>
    (await nora.get(paths.listLine({ id, row: String(row) }))).text;
  const settle = (id: string, row: number, body: object) =>
    nora.post(paths.listLineDifferences({ id, row: String(row) }), body);

  it('asks which columns hold what, with guesses, and keeps no other column', async () => {
    const answer = await post(writeCsv([heads, deBrug]), { source: 'Sociale Kaart', date: '2026-10-01' });
    const address = answer.headers.location!;
    const page = (await nora.get(address)).text;
    for (const [name, at] of Object.entries(columns))
      expect(page, name).to.match(new RegExp(`id="${name}"[\\s\\S]*?<option value="${at}" selected`));
    const id = address.split('/').at(-2)!;
    const refused = await nora.post(paths.reconciliationColumns({ id }), { name: '' });
    expect([refused.status, refused.text.includes('Kies de kolom met de naam')]).to.deep.equal([422, true]);
    await nora.post(paths.reconciliationColumns({ id }), columns);
    expect((await ReconciliationModel.findById(id).orFail().lean()).rows).to.equal(null);
    expect(await line(id, 2))
      .to.include('Nieuwstraat 7')
      .and.not.include('Jan Peeters');
  });

  const refusals: [string, () => Promise<Uint8Array> | Uint8Array, object, string][] = [
    ['no name of a list', () => writeCsv([heads, deBrug]), { source: ' ' }, 'Vul dit in'],
    ['a day to come', () => writeCsv([heads, deBrug]), { date: '2099-01-01' }, 'Kies een dag die voorbij is'],
    ['only headings', () => writeCsv([heads]), {}, 'Onder de titels staat niets'],
    ['no headings', () => writeCsv([[''], ['x']]), {}, 'De eerste rij noemt geen kolommen'],
    ['a picture', () => Buffer.from([0, 1, 2, 0]), {}, 'Dit is geen tekst en geen rekenblad'],
    [
      'another platform',
      () => writeCsv([heads, deBrug]),
      { platform: 'BE-VLI' },
      'Kies of typ iets dat hier past',
    ],
    ['more than 5 MB', () => Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), {}, 'hoogstens 5 MB'],
  ];
  for (const [what, bytes, fields, told] of refusals) {
    it(`${what}: is refused beside its field, and what was typed stays`, async () => {
      const answer = await post(await bytes(), { source: 'Mijn lijst', date: '2026-11-01', ...fields });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(told);
      if (!('source' in fields)) expect(answer.text).to.include('value="Mijn lijst"');
    });
  }

  it('lays lines in groups, with reasons; also from a spreadsheet', async () => {
    const bytes = await writeXlsxSheets([{ name: 'x', rows: [heads, deBrug, nobody, bakery] }]);
    const answer = await post(bytes, { source: 'Uit een rekenblad', date: '2026-11-01' });
    const id = answer.headers.location!.split('/').at(-2)!;
    await nora.post(paths.reconciliationColumns({ id }), columns);
    expect(await counts(id)).to.deep.include({ sure: 1, perhaps: 0, listOnly: 2, differences: 0, done: 0 });
    expect(await list(id, 'sure'))
      .to.include('zelfde naam')
      .and.include('zelfde postcode 2600');
    const ours = await list(id, 'oursOnly');
    expect(ours).to.include('Het Baken').and.not.include('>De Brug<');
  });

  it('takes over what is chosen, by an ordinary change that names the list, and remembers what was left', async () => {
    const id = await sent([deBrug, nobody]);
    const same = await nora.post(paths.reconciliationConfirmation({ id }), { same: '2:demo-de-brug' });
    expect(same.status).to.equal(303);
    expect(await counts(id)).to.deep.include({ differences: 1, sure: 0, listOnly: 1 });
    const page = await line(id, 2);
    const base = (key: string) => new RegExp(`name="base_${key}" value="(\\d+)"`).exec(page)?.[1];
    const choices = {
      'choice_organisation.enterpriseNumber': 'take',
      'base_organisation.enterpriseNumber': base('organisation.enterpriseNumber'),
      'choice_site.street': 'take',
      'base_site.street': base('site.street'),
      'choice_site.contact.phone': 'leave',
      'base_site.contact.phone': base('site.contact.phone'),
    };
    expect((await settle(id, 2, choices)).status).to.equal(303);
    const organisation = await OrganisationModel.findById('demo-de-brug').orFail().lean();
    expect(organisation.enterpriseNumber).to.equal('0123456749');
    const [step] = await OfferChangeModel.find({ recordId: 'demo-de-brug' }).sort({ step: -1 }).lean();
    expect([step?.way, step?.origin, step?.body]).to.deep.equal(['reconciled', id, 'BE-VAN']);
    const site = await SiteModel.findOne({ organisationId: 'demo-de-brug', street: 'Nieuwstraat 7' })
      .orFail()
      .lean();
    expect(site.contact?.phone).to.not.equal('03/999 88 77');
    const history = (await nora.get(paths.upkeepHistory({ kind: 'sites', id: site._id }))).text;
    expect(history).to.include('Overgenomen uit een officiële lijst');
    expect(history).to.include('Zorg en Gezondheid, lijst van 1 november 2026');
    expect(await line(id, 2)).to.include('Niets meer te beslissen');
    expect((await actsIn(app)).map((act) => act.name)).to.include.members([
      'reconciliation.sent',
      'reconciliation.matched',
      'reconciliation.decided',
      'organisation.reconciled',
    ]);
  });

  it('a newer list: keeps what was decided, and shows what it says otherwise', async () => {
    const newer = await sent([deBrug, nobody], 'ZORG en gezondheid', '2026-11-20');
    expect(await counts(newer)).to.deep.include({ done: 1, differences: 0, sure: 0, listOnly: 1 });
    const changed = deBrug.with(6, '03/555 44 33');
    const again = await sent([changed, nobody], 'Zorg en Gezondheid', '2026-11-21');
    expect(await counts(again)).to.deep.include({ differences: 1, done: 0 });
    const page = await line(again, 2);
    expect(page).to.include('03/555 44 33').and.not.include('choice_site.street');
  });

  it('two people: a field that changed meanwhile comes back with what it says now', async () => {
    const id = await sent([deBrug.with(6, '03/111 22 33')], 'Twee mensen');
    await decide(id, 2, { decision: 'same', organisation: 'demo-de-brug' });
    const page = await line(id, 2);
    const base = Number(/name="base_site.contact.phone" value="(\d+)"/.exec(page)?.[1]);
    const site = await SiteModel.findOne({ organisationId: 'demo-de-brug', postcode: '2600' })
      .orFail()
      .lean();
    await nora.post(paths.upkeepEntry({ kind: 'sites', id: site._id }), {
      'base_contact.phone': String(base),
      'contact.phone': '03 777 77 77',
    });
    const late = await settle(id, 2, {
      'choice_site.contact.phone': 'take',
      'base_site.contact.phone': String(base),
    });
    expect(late.status).to.equal(409);
    expect(late.text).to.include('Dit veld veranderde terwijl je keek').and.include('03 777 77 77');
    const none = await settle(id, 2, {});
    expect([none.status, none.text.includes('Kies bij minstens één veld')]).to.deep.equal([422, true]);
  });

  it('not the same: is never proposed again, also not in a newer list', async () => {
    const id = await sent([deBrug], 'Een derde lijst');
    await decide(id, 2, { decision: 'different', organisation: 'demo-de-brug' });
    expect(await counts(id)).to.deep.include({ sure: 0, listOnly: 1 });
    await nora.post(paths.reconciliationMatching({ id }), {});
    const newer = await sent([deBrug], 'Een derde lijst', '2026-11-20');
    for (const one of [id, newer]) expect(await counts(one)).to.deep.include({ sure: 0, listOnly: 1 });
  });

  it('set aside: with a reason, for every newer list, until somebody decides again', async () => {
    const id = await sent([bakery], 'Een vierde lijst');
    const refused = await decide(id, 2, { decision: 'aside', reason: ' ' });
    expect([refused.status, refused.text.includes('Zeg waarom')]).to.deep.equal([422, true]);
    await decide(id, 2, { decision: 'aside', reason: 'Geen zorg' });
    const newer = await sent([bakery], 'Een vierde lijst', '2026-11-20');
    expect(await list(newer, 'aside')).to.include('Geen zorg');
    await decide(newer, 2, { decision: 'reopened' });
    expect(await counts(newer)).to.deep.include({ aside: 0, listOnly: 1 });
  });

  it('a new organisation: joins the platform with its site, and is in no directory yet', async () => {
    const id = await sent([nobody], 'Een vijfde lijst');
    const missing = await nora.post(paths.listLineOrganisation({ id, row: '2' }), { actorType: '' });
    expect(missing.status).to.equal(422);
    const made = await nora.post(paths.listLineOrganisation({ id, row: '2' }), {
      actorType: 'general_welfare',
    });
    expect(made.status, made.text).to.equal(303);
    const decision = await ListDecisionModel.findOne({ state: 'same', source: 'een vijfde lijst' })
      .orFail()
      .lean();
    const organisation = await OrganisationModel.findById(decision.organisation).orFail().lean();
    expect([organisation.names[0]?.name, organisation.admissions?.[0]?.platform]).to.deep.equal([
      'CAW Nergens',
      'BE-VAN',
    ]);
    const site = await SiteModel.findOne({ organisationId: organisation._id }).orFail().lean();
    expect([site.street, site.area, site.contact?.website]).to.deep.equal([
      'Dorp 1',
      '13040',
      'https://caw.example',
    ]);
    expect(await CareUnitModel.countDocuments({ organisationId: organisation._id })).to.equal(0);
    expect(await counts(id)).to.deep.include({ done: 1, listOnly: 0 });
    const again = await nora.post(paths.listLineOrganisation({ id, row: '2' }), {
      actorType: 'general_welfare',
    });
    expect(again.status).to.equal(409);
  });

  it('who asked not to be listed: is not brought in by a list', async () => {
    const { _id, name } = await CareUnitModel.findOne({ organisationId: 'demo-noordster' }).orFail().lean();
    await CareUnitModel.updateOne({ _id }, { listed: false });
    const id = await sent([bakery.with(0, name)], 'Een zesde lijst');
    const refused = await nora.post(paths.listLineOrganisation({ id, row: '2' }), { actorType: 'other' });
    await CareUnitModel.updateOne({ _id }, { listed: true });
    expect([refused.status, refused.text.includes('vroeg om niet in het aanbod te staan')]).to.deep.equal([
      422,
      true,
    ]);
  });

  it('another platform’s coordinator, and who keeps entries, see nothing of it', async () => {
    const id = await sent([deBrug], 'Een zevende lijst');
    const limburg = await signInAs(app, 'coordinator.limburg');
    const lut = await signInAs(app, 'beheer.debrug');
    for (const address of [paths.reconciliation({ id }), paths.listLine({ id, row: '2' })]) {
      expect((await limburg.get(address)).status).to.equal(404);
      expect((await lut.get(address)).status).to.equal(403);
    }
    expect((await limburg.get(paths.reconciliations())).text).to.not.include('Een zevende lijst');
    expect((await lut.get(paths.upkeep())).text).to.not.include(paths.reconciliations());
    const foreign = await post(writeCsv([heads, deBrug]), { source: 'x', date: '2026-11-01' }, lut);
    expect(foreign.status).to.equal(403);
    expect(
      (await limburg.post(paths.listLineDecision({ id, row: '2' }), { decision: 'aside', reason: 'x' }))
        .status,
    ).to.equal(404);
  });

  it('an organisation others keep: is compared, and nothing of it is taken over', async () => {
    const id = await sent(
      [['Noordster', '0123.456.749', '', '', '3500', '', '', '', '']],
      'Een achtste lijst',
    );
    await OrganisationModel.updateOne(
      { _id: 'demo-noordster' },
      { $pull: { admissions: { platform: 'BE-VAN' } } },
    );
    await decide(id, 2, { decision: 'same', organisation: 'demo-noordster' });
    const page = await line(id, 2);
    expect(page).to.include('Jullie houden deze organisatie niet bij').and.not.include('name="choice_');
    const late = await settle(id, 2, {
      'choice_organisation.enterpriseNumber': 'take',
      'base_organisation.enterpriseNumber': '0',
    });
    expect(late.status).to.equal(404);
  });
});
