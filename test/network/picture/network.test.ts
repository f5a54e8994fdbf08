import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { BodyModel } from '../../../models/Body.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import { PersonModel } from '../../../models/Person.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';

const at = { platform: 'BE-VAN' };

describe('the network of a platform', function () {
  this.timeout(90_000);
  let app: TestApp;
  const visitors = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => visitors.get(name)!;

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of everyone) visitors.set(name, await signInAs(app, name));
  });
  after(() => app.close());

  const shown = async (name: Name, asked: object = {}): Promise<string> => {
    const answer = await as(name).get(paths.platformNetwork(at, asked as Record<string, string>));
    expect(answer.status, answer.text.slice(0, 500)).to.equal(200);
    return answer.text;
  };
  const rowsOf = async (name: Name, asked: object = {}): Promise<string[][]> => {
    const answer = await as(name).get(paths.networkFile(at, asked as Record<string, string>));
    expect(answer.status).to.equal(200);
    expect(answer.headers['content-type']).to.match(/^text\/csv/);
    return parse(answer.text, { bom: true }) as string[][];
  };
  const daysAgo = (days: number): string =>
    brusselsDay(new Date(app.clock.now().getTime() - days * 86_400_000));
  const ogPmg = (): string => idOf('body', 'antwerp-og-pmg');

  it('is there for its coordinators, its partners and officials, and for nobody else', async () => {
    for (const name of [
      'coordinator.antwerpen',
      'hulpverlener.debrug',
      'beheer.hetbaken',
      'fod',
      'vlaanderen',
    ] as const)
      expect(await shown(name), name).to.include('OG PMG');
    for (const name of ['coordinator.limburg', 'beheer.noordster'] as const) {
      const status = (await as(name).get(paths.platformNetwork({ platform: 'BE-WLG' }))).status;
      expect(status, name).to.equal(404);
      expect((await as(name).get(paths.networkFile({ platform: 'BE-WLG' }))).status, name).to.equal(404);
    }
    expect((await as('admin').get(paths.platformNetwork(at))).status).to.equal(403);
  });

  it('leads who has one platform to it, and lets others choose', async () => {
    const own = await as('coordinator.antwerpen').get(paths.networks());
    expect([own.status, own.headers.location]).to.deep.equal([303, paths.platformNetwork(at)]);
    const all = await as('fod').get(paths.networks());
    expect(all.status).to.equal(200);
    expect(all.text).to.include(`href="${paths.platformNetwork({ platform: 'BE-WLG' })}"`);
  });

  it('tells nobody of a group inside one organisation: not others, not its own people, in no form and no count', async () => {
    const inside = (await BodyModel.findOne({ organisation: 'demo-de-brug' }).lean())!;
    const [like] = await SeatModel.find({ body: ogPmg() }).lean();
    const values = { ...like!.values, organisation: '', person: '', organisationWords: 'Huis Verborgen' };
    await SeatModel.create({ ...like, _id: idOf('seat', 'inside'), body: inside._id, values });
    const names = [...Object.values(inside.values.name), 'Huis Verborgen'];
    for (const name of ['hulpverlener.debrug', 'beheer.debrug', 'coordinator.antwerpen', 'fod'] as const) {
      const texts = [await shown(name), JSON.stringify(await rowsOf(name))];
      for (const text of texts)
        for (const one of [...names, inside._id]) expect(text, name).not.to.include(one);
    }
    const answer = await as('hulpverlener.debrug').get(paths.platformNetwork(at, { focus: inside._id }));
    expect(answer.status).to.equal(422);
    // Even if somebody wrote a platform into it, it would be of its organisation alone.
    await BodyModel.updateOne({ _id: inside._id }, { $set: { 'values.platforms': ['BE-VAN'] } });
    expect(await shown('hulpverlener.debrug')).not.to.include(names[0]);
    await BodyModel.updateOne({ _id: inside._id }, { $set: { 'values.platforms': [] } });
    await SeatModel.deleteOne({ _id: idOf('seat', 'inside') });
  });

  it('names organisations and no people', async () => {
    const seats = await SeatModel.find({ body: ogPmg() }).lean();
    const people = await PersonModel.find({ _id: { $in: seats.map((one) => one.values.person) } }).lean();
    const names = [...people.map((one) => one.name), 'Hilde Coppens'];
    expect(names.length).to.be.greaterThan(3);
    const own = (await PersonModel.findOne({ email: 'fod@demo.example' }).lean())!.name;
    const text = (await shown('fod')) + JSON.stringify(await rowsOf('fod'));
    for (const one of names.filter((name) => name !== own)) expect(text).not.to.include(one);
  });

  it('shows the seats of the day that is asked for', async () => {
    const seat = await SeatModel.findOne({ body: ogPmg(), 'values.organisation': 'demo-het-baken' }).lean();
    const { from, until } = seat!.values;
    await SeatModel.updateOne(
      { _id: seat!._id },
      { $set: { 'values.from': daysAgo(30), 'values.until': daysAgo(10) } },
    );
    const ties = async (on: string): Promise<number> =>
      (await rowsOf('coordinator.antwerpen', { on, kind: 'network' })).filter(
        ([, who, , , , , count]) => who === 'Het Baken' && count !== '0',
      ).length;
    expect([
      await ties(daysAgo(31)),
      await ties(daysAgo(30)),
      await ties(daysAgo(10)),
      await ties(daysAgo(9)),
    ]).to.deep.equal([0, 1, 1, 0]);
    await SeatModel.updateOne({ _id: seat!._id }, { $set: { 'values.from': from, 'values.until': until } });
  });

  it('leaves out a body after its last day, and shows it on that day', async () => {
    const id = idOf('body', 'antwerp-mechelen');
    const why = { at: app.clock.now(), by: null, body: 'BE-VAN', why: 'Samengevoegd', on: daysAgo(5) };
    await BodyModel.updateOne({ _id: id }, { $set: { ended: why } });
    const isThere = async (on: string) =>
      (await shown('fod', { on })).includes('Regionaal Zorgtraject Mechelen');
    expect([await isThere(daysAgo(5)), await isThere(daysAgo(4))]).to.deep.equal([true, false]);
    await BodyModel.updateOne({ _id: id }, { $set: { ended: null } });
  });

  it('says the same as a file: each organisation in each group with its places, by mandate and level', async () => {
    const [head, ...rows] = await rowsOf('coordinator.antwerpen');
    expect(head).to.include.members(['Organisatie', 'Plaatsen', 'Voorzitter', 'Werkveld']);
    const [brug] = rows.filter(([, who, , , group]) => who === 'De Brug' && group!.includes('OG PMG'));
    expect(brug!.slice(5)).to.deep.equal(['Netwerk', '2', '0', '0', '0', '1', '1', '0', '1', '1', '0']);
    const circuit = rows.find(([, who, , , , kind]) => who === 'De Brug' && kind === 'Zorgcircuit');
    expect(circuit?.[6]).to.equal('3');
  });

  it('marks in the file what a spreadsheet would take for a formula', async () => {
    const filter = { _id: 'demo-de-brug' };
    const { names } = (await OrganisationModel.findOne(filter).lean())!;
    await OrganisationModel.updateOne(filter, {
      $set: { names: [{ name: '=1+1', from: null, until: null }] },
    });
    const rows = await rowsOf('coordinator.antwerpen');
    expect(rows.map(([, who]) => who))
      .to.include("'=1+1")
      .and.not.include('=1+1');
    await OrganisationModel.updateOne(filter, { $set: { names } });
  });

  it('lets one organisation stand out, with the groups it has a place in', async () => {
    const text = await shown('coordinator.antwerpen', { focus: 'demo-de-brug' });
    expect(text).to.include('heeft een plaats in 3 organen of circuits');
    expect(text.match(/aria-current="true"[^>]*><rect/g)).to.have.length(2);
  });

  const wrong: [asked: Record<string, string>, says: string][] = [
    [{ on: '2026-02-30' }, 'Kies een dag die bestaat.'],
    [{ kind: 'vakbond' }, 'Kies iets uit de lijst.'],
    [{ sector: 'x' }, 'Kies iets uit de lijst.'],
    [{ type: '<b>' }, 'Kies iets uit de lijst.'],
    [{ seats: 'all' }, 'Kies iets uit de lijst.'],
    [{ area: '99999' }, 'Kies een gebied van dit platform.'],
    [{ area: '70000' }, 'Kies een gebied van dit platform.'],
    [{ focus: 'niemand' }, 'Wat je wilde laten opvallen'],
  ];
  for (const [asked, says] of wrong)
    it(`asked for ${JSON.stringify(asked)}, says what is wrong and shows everything`, async () => {
      const answer = await as('coordinator.antwerpen').get(paths.platformNetwork(at, asked));
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(says).and.include('OG PMG').and.include('De Brug');
      expect((await as('coordinator.antwerpen').get(paths.networkFile(at, asked))).status).to.equal(422);
    });

  it('takes something that is asked for twice for nothing it knows', async () => {
    const answer = await as('coordinator.antwerpen').get(
      `${paths.platformNetwork(at)}?kind=network&kind=external&on=a&on=b`,
    );
    expect(answer.status).to.equal(422);
  });
});
