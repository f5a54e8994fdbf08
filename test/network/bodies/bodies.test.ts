import { expect } from 'chai';
import { BodyModel } from '../../../models/Body.ts';
import { BodyChangeModel } from '../../../models/BodyChange.ts';
import { CoordinatingFunctionModel } from '../../../models/CoordinatingFunction.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import {
  bodiesVisibleTo,
  bodyVisibleTo,
  currentSeats,
} from '../../../server/features/network/bodies/queries.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';

const insz = '85.07.30-033.28';
const demoBody = (key: string): string => idOf('body', key);

describe('bodies and who sits in them', function () {
  this.timeout(90_000);
  let app: TestApp;
  const visitors = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => visitors.get(name)!;
  const ids = new Map<Name, string>();

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of everyone) {
      visitors.set(name, await signInAs(app, name));
      ids.set(name, await personIdOf(app, name));
    }
  });
  after(() => app.close());
  afterEach(async () => {
    // What the demo knows came from documents, or is of nobody.
    const made = { 'added.by': { $ne: null } };
    const own = (await BodyModel.find(made).lean()).map((one) => one._id);
    await Promise.all([
      BodyModel.deleteMany(made),
      SeatModel.deleteMany({ $or: [made, { body: { $in: own } }] }),
      CoordinatingFunctionModel.deleteMany(made),
      BodyChangeModel.deleteMany({}),
    ]);
  });

  const nora = (): Visitor => as('coordinator.antwerpen');
  const today = (): string => brusselsDay(app.clock.now());
  const daysAgo = (days: number): string =>
    brusselsDay(new Date(app.clock.now().getTime() - days * 86_400_000));
  const lastPart = (location = ''): string => /\/([^/?#]+)(?:[?#].*)?$/.exec(location)?.[1] ?? '';
  const aGroup = { kind: 'working_group', openness: 'members', name_nl: 'Werkgroep jongeren' };

  async function aBody(visitor = nora(), said: object = {}): Promise<string> {
    const answer = await visitor.post(paths.bodies(), { ...aGroup, platforms: 'BE-VAN', ...said });
    expect(answer.status, answer.text.slice(0, 3000)).to.equal(303);
    return lastPart(answer.headers.location);
  }
  async function aSeat(id: string, said: object = {}, visitor = nora()): Promise<string> {
    const answer = await visitor.post(paths.seats({ id }), {
      ...{ organisation: 'demo-de-brug', mandate: 'member', from: daysAgo(100) },
      ...said,
    });
    expect(answer.status, answer.text.slice(0, 3000)).to.equal(303);
    return /#seat-(.+)$/.exec(answer.headers.location!)![1]!;
  }
  const insideDeBrug = (): Promise<string> =>
    aBody(as('hulpverlener.debrug'), { openness: 'inside', organisation: 'demo-de-brug', platforms: [] });
  const page = async (visitor: Visitor, id: string): Promise<string> => {
    const answer = await visitor.get(paths.body({ id }));
    expect(answer.status).to.equal(200);
    return answer.text;
  };

  describe('what documents say, in the demo', () => {
    const bodiesOf = (platform: string) =>
      BodyModel.find({ 'values.platforms': platform, 'added.by': null }).lean();

    it('Liège has three working groups, Brussels two, Luxembourg one that meets twice a year', async () => {
      const groups = async (platform: string) =>
        (await bodiesOf(platform)).filter(({ values }) => values.kind === 'working_group');
      expect(await groups('BE-WLG')).to.have.length(3);
      expect(await groups('BE-BRU')).to.have.length(2);
      const [luxembourg, ...others] = await groups('BE-WLX');
      expect(others).to.deep.equal([]);
      expect([luxembourg!.values.rhythmUnit, luxembourg!.values.rhythmNumber]).to.deep.equal([
        'times_a_year',
        2,
      ]);
    });

    it('Brussels works with five other bodies; both platforms of Hainaut share the group on alcohol', async () => {
      const external = (await bodiesOf('BE-BRU')).filter(({ values }) => values.kind === 'external');
      expect(external.map(({ values }) => values.name.nl)).to.deep.include.members([
        'OTB',
        'Fedito',
        'VAD',
        'LBFSM',
        'GGF-netwerk',
      ]);
      const alcohol = await BodyModel.findById(demoBody('hainaut-alcohol')).lean();
      expect(alcohol!.values).to.deep.include({
        platforms: ['BE-WHT-1', 'BE-WHT-2'],
        rhythmUnit: 'every_weeks',
        rhythmNumber: 6,
      });
    });

    it('OG PMG tells the printed 21 actors beside those that are named, with its source and lines', async () => {
      const text = await page(nora(), demoBody('antwerp-og-pmg'));
      expect(text).to.include('De bron telt 21 actoren').and.include('Deze bestaat uit 21 actoren');
      expect(text).to.include('Hier staan er 21 met naam').and.include('r. 1102-1104');
      expect(text).to.include('Werkgroep Regionaal Zorgtraject Mechelen');
    });

    it('the Netwerkcomité of Oost-Vlaanderen meets every two months, which is six times a year', async () => {
      const text = await page(as('fod'), demoBody('east-committee'));
      expect(text).to.include('Om de 2 maanden').and.include('6 keer per jaar');
      expect(text).to.include('Vast Bureau van het Netwerkcomité');
    });

    it('LIZOM shows its four parts, its agreement and its 16 partners', async () => {
      const text = await page(as('coordinator.limburg'), demoBody('lizom'));
      for (const part of [
        'LIZOM-stuurgroep',
        'LIZOM-zorgtraject',
        'Team Patiëntenzorg',
        'Provinciaal Meldpunt Signaaldossiers',
      ])
        expect(text).to.include(part);
      expect(text).to.include('De bron telt 16 actoren').and.include('Overeenkomst tot oprichting');
    });

    it('working time stands as it is printed, share by share', async () => {
      const shown = async (platform: string) =>
        (await as('fod').get(paths.platformBodies({ platform }))).text;
      expect(await shown('BE-WLG')).to.include('<q>drie vierde</q>');
      expect(await shown('BE-WBR')).to.include('<q>ongeveer 8u/week</q>');
      const east = await shown('BE-VOV');
      for (const share of ['Inhoud', 'Administratie', 'Coördinatie'])
        expect(east).to.include(`<b>${share}</b>`);
      const antwerp = await shown('BE-VAN');
      for (const area of ['Antwerpen', 'Mechelen', 'Turnhout']) expect(antwerp).to.include(`<b>${area}</b>`);
    });

    it('loading it twice doubles nothing', async () => {
      const count = async () => [await BodyModel.countDocuments(), await SeatModel.countDocuments()];
      const before = await count();
      await app.restart();
      for (const name of everyone) visitors.set(name, await signInAs(app, name));
      expect(await count()).to.deep.equal(before);
    });
  });

  describe('a body', () => {
    it('is begun by a coordinator with a name, under one act, and repeated under the same id it is one', async () => {
      const actId = crypto.randomUUID();
      const send = () => nora().post(paths.bodies(), { ...aGroup, platforms: 'BE-VAN' }, { actId });
      const [first, second] = [await send(), await send()];
      expect(first.headers.location).to.equal(second.headers.location);
      const id = lastPart(first.headers.location);
      const acts = await actsIn(app, { 'record.id': id });
      expect(acts.map(({ name, actor }) => [name, actor?.bodyId])).to.deep.equal([['body.added', 'BE-VAN']]);
      expect(await page(nora(), id))
        .to.include('Werkgroep jongeren')
        .and.include('Overlegplatform Antwerpen');
    });

    it('without a name is refused beside the field, and keeps what was typed', async () => {
      const answer = await nora().post(paths.bodies(), {
        ...aGroup,
        platforms: 'BE-VAN',
        name_nl: '',
        purpose_nl: 'Overleg over jongeren',
      });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('href="#name_nl"').and.include('Overleg over jongeren');
    });

    it('of another platform, or inside another organisation, is not made', async () => {
      const before = await BodyModel.countDocuments();
      const bodies: [Visitor, object][] = [
        [nora(), { ...aGroup, platforms: 'BE-VLI' }],
        [as('beheer.debrug'), { ...aGroup, platforms: 'BE-VAN' }],
        [as('beheer.debrug'), { ...aGroup, openness: 'inside', organisation: 'demo-noordster' }],
        [nora(), { ...aGroup, openness: 'inside', organisation: 'demo-de-brug' }],
      ];
      for (const [visitor, said] of bodies)
        expect((await visitor.post(paths.bodies(), said)).status).to.equal(422);
      expect(await BodyModel.countDocuments()).to.equal(before);
    });

    it('cannot be its own part, nor part of what it holds', async () => {
      const whole = await aBody();
      const part = await aBody(nora(), { parent: whole });
      for (const parent of [whole, part]) {
        const answer = await nora().post(paths.bodyFields({ id: whole }), { base_parent: '0', parent });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('href="#parent"');
      }
    });

    it('a rhythm without its number is refused', async () => {
      const answer = await nora().post(paths.bodies(), {
        ...aGroup,
        platforms: 'BE-VAN',
        rhythmUnit: 'every_weeks',
      });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('href="#rhythmNumber"');
    });

    it('a national number is refused, and kept once somebody said it is none', async () => {
      const said = { ...aGroup, platforms: 'BE-VAN', purpose_nl: `Over ${insz}` };
      const refused = await nora().post(paths.bodies(), said);
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('name="inszKept"');
      expect((await nora().post(paths.bodies(), { ...said, inszKept: 'on' })).status).to.equal(303);
    });

    it('changed by two at once comes back to the second with both values, who chooses', async () => {
      const id = await aBody(nora(), { platforms: ['BE-VAN', 'BE-VLI'] });
      const change = (visitor: Visitor, said: object) => visitor.post(paths.bodyFields({ id }), said);
      expect((await change(nora(), { base_theme: '0', theme_nl: 'Jongeren' })).status).to.equal(303);
      const late = await change(as('coordinator.limburg'), {
        base_theme: '0',
        theme_nl: 'Jeugd',
        base_source: '0',
        source: 'Verslag',
      });
      expect(late.status).to.equal(409);
      expect(late.text).to.include('Jongeren').and.include('Jeugd').and.include('Nora Verbist');
      expect((await BodyModel.findById(id).lean())!.values.source).to.equal('');
      const chosen = await change(as('coordinator.limburg'), {
        base_theme: '1',
        chosen_theme: '{"nl":"Jeugd"}',
        base_source: '0',
        source: 'Verslag',
      });
      expect(chosen.status).to.equal(303);
      expect((await BodyModel.findById(id).lean())!.values).to.deep.include({
        theme: { nl: 'Jeugd' },
        source: 'Verslag',
      });
      expect(await page(nora(), id))
        .to.include('Thema')
        .and.include('van nl: Jongeren naar nl: Jeugd');
    });

    it('cannot be written away from the platforms of who writes', async () => {
      const id = await aBody();
      const answer = await nora().post(paths.bodyFields({ id }), {
        base_platforms: '0',
        platforms: 'BE-VLI',
      });
      expect(answer.status).to.equal(422);
    });

    it('is ended with a day and a reason, takes no seats then, and is taken up again', async () => {
      const id = await aBody();
      const end = (said: object) => nora().post(paths.bodyEnd({ id }), said);
      expect((await end({ why: '', on: today() })).status).to.equal(422);
      expect((await end({ why: 'Klaar', on: daysAgo(-2) })).status).to.equal(422);
      expect((await end({ why: 'Het doel is bereikt', on: today() })).status).to.equal(303);
      expect(await page(nora(), id)).to.include('Het doel is bereikt');
      expect((await nora().get(paths.bodies())).text).not.to.include(id);
      expect((await nora().get(paths.bodies({ state: 'ended' }))).text).to.include(id);
      const seat = { organisation: 'demo-de-brug', mandate: 'member' };
      expect((await nora().post(paths.seats({ id }), seat)).status).to.equal(409);
      expect((await end({ why: 'Nog eens', on: today() })).status).to.equal(409);
      expect((await nora().post(paths.bodyResumption({ id }), { why: 'Er is weer werk' })).status).to.equal(
        303,
      );
      const text = await page(nora(), id);
      expect(text).to.include('Er is weer werk').and.include('Weer opgenomen');
      expect((await nora().get(paths.bodies())).text).to.include(id);
    });

    it('is found by kind, platform, area, target group, theme and words', async () => {
      const id = await aBody(nora(), {
        areas: '13000',
        ages: 'children_youth',
        targetGroups: 'young_users',
        theme_nl: 'Feesten',
        purpose_nl: 'Samen vroeg erbij',
      });
      const shows = async (query: object): Promise<boolean> =>
        (await nora().get(paths.bodies(query as never))).text.includes(id);
      for (const query of [
        { kind: 'working_group' },
        { platform: 'BE-VAN' },
        { area: '13000' },
        { area: '10000' },
        { age: 'children_youth' },
        { target: 'young_users' },
        { theme: 'Feesten' },
        { q: 'vroeg erbij' },
        { q: 'werkgroep JONGEREN' },
      ])
        expect(await shows(query), JSON.stringify(query)).to.equal(true);
      for (const query of [
        { kind: 'network' },
        { platform: 'BE-VLI' },
        { area: '12000' },
        { age: 'elderly' },
        { target: 'forensic' },
        { theme: 'Wonen' },
        { q: 'iets anders' },
      ])
        expect(await shows(query), JSON.stringify(query)).to.equal(false);
    });

    it('of the kind network names the meanings of the register, and who supports them', async () => {
      const circuitMeaning = idOf('meaning', 'care-circuit-flanders');
      const id = await aBody(nora(), { kind: 'network', circuitMeaning });
      const text = await page(nora(), id);
      expect(text).to.include('Vlaamse overheid').and.include('afgestemd zorgaanbod');
      expect(text).to.include('Nog niemand anders zei hetzelfde te bedoelen');
      const wrong = await nora().post(paths.bodies(), {
        ...aGroup,
        kind: 'network',
        platforms: 'BE-VAN',
        networkMeaning: circuitMeaning,
      });
      expect(wrong.status).to.equal(422);
    });
  });

  describe('a group inside one organisation', () => {
    it('is there for its own people, and for nobody else by any address', async () => {
      const id = await insideDeBrug();
      const seat = await aSeat(id, { person: ids.get('hulpverlener.debrug') }, as('beheer.debrug'));
      const at = { id, item: seat };
      const reads = [paths.body, paths.bodyLive, paths.bodyFields, paths.newSeat].map((path) => path({ id }));
      const seats = [paths.seat, paths.seatDelegate, paths.seatCorrection].map((path) => path(at));
      const posts: [string, object][] = [
        [paths.bodyFields({ id }), { base_source: '0', source: 'x' }],
        [paths.bodyEnd({ id }), { why: 'x', on: today() }],
        [paths.bodyResumption({ id }), { why: 'x' }],
        [paths.bodyMembership({ id }), {}],
        [paths.bodyDeparture({ id }), {}],
        [paths.seats({ id }), { organisation: 'demo-de-brug', mandate: 'member' }],
        [paths.seatDelegate(at), { name: 'Iemand', from: today(), seen: '0' }],
      ];
      for (const name of everyone) {
        const isOwn = /debrug$/.test(name);
        for (const address of reads.slice(0, 1))
          expect((await as(name).get(address)).status, `${name} ${address}`).to.equal(isOwn ? 200 : 404);
        if (isOwn) continue;
        for (const address of [...reads, ...seats])
          expect((await as(name).get(address)).status, `${name} ${address}`).to.be.oneOf([403, 404]);
        for (const [address, said] of posts)
          expect((await as(name).post(address, said)).status, `${name} ${address}`).to.be.oneOf([403, 404]);
      }
      expect(await SeatModel.countDocuments({ body: id })).to.equal(1);
    });

    it('stands in no list or count of others, and not among what a body can be part of', async () => {
      const counted = async (name: Name): Promise<string> =>
        /id="found">([^<]+)</.exec((await as(name).get(paths.bodies())).text)![1]!;
      const [before, own] = [await counted('coordinator.antwerpen'), await counted('beheer.debrug')];
      const id = await insideDeBrug();
      expect(await counted('coordinator.antwerpen')).to.equal(before);
      expect(await counted('beheer.debrug')).not.to.equal(own);
      for (const name of everyone.filter((one) => !/debrug$/.test(one))) {
        const texts = await Promise.all([
          as(name).get(paths.bodies({ state: 'all' })),
          as(name).get(paths.platformBodies({ platform: 'BE-VAN' })),
          as(name).get(paths.newBody({ kind: 'working_group', platform: 'BE-VAN' })),
        ]);
        for (const { text } of texts) expect(text, name).not.to.include(id);
        const person = { id: ids.get(name)!, affiliations: await affiliationsOf(name) };
        expect(await bodyVisibleTo(app.house, person, id), name).to.equal(null);
        expect((await bodiesVisibleTo(app.house, person)).map((one) => one.id)).not.to.include(id);
      }
      const part = await nora().post(paths.bodies(), { ...aGroup, platforms: 'BE-VAN', parent: id });
      expect(part.status).to.equal(422);
    });

    it('stays inside: it cannot be opened or given to a platform', async () => {
      const id = await insideDeBrug();
      for (const said of [
        { base_openness: '0', openness: 'open' },
        { base_platforms: '0', platforms: 'BE-VAN' },
      ])
        expect((await as('beheer.debrug').post(paths.bodyFields({ id }), said)).status).to.equal(422);
      const seat = { organisation: 'demo-noordster', mandate: 'member' };
      expect((await as('beheer.debrug').post(paths.seats({ id }), seat)).status).to.equal(422);
    });

    it('nobody from elsewhere hears on an open socket that it changed', async () => {
      const id = await insideDeBrug();
      const answerTo = async (name: Name): Promise<unknown> => {
        const socket = as(name).socket();
        try {
          return await new Promise((resolve) => socket.emit('watch', `body:${id}`, resolve));
        } finally {
          socket.disconnect();
        }
      };
      expect(await answerTo('beheer.debrug')).to.equal(true);
      for (const name of ['coordinator.antwerpen', 'fod', 'admin', 'beheer.noordster'] as const)
        expect(await answerTo(name), name).to.equal(false);
    });
  });

  async function affiliationsOf(name: Name) {
    const held = await app.house.connection
      .db!.collection('memberships')
      .find({ person: ids.get(name)!, current: true })
      .toArray();
    return held.map(({ role, kind, body }) => ({ membershipId: '', role, kind, bodyId: body, bodyName: '' }));
  }

  describe('seats', () => {
    it('without a delegate are to be named; others are told of seats by id, person and term', async () => {
      const id = await aBody();
      const vacant = await aSeat(id, { organisation: 'demo-de-kade' });
      const named = await aSeat(id, {
        person: ids.get('beheer.debrug'),
        level: 'governance',
        voice: 'client',
      });
      expect(await page(nora(), id))
        .to.include('Nog aan te duiden')
        .and.include('Lut Maes');
      const all = await currentSeats(id, today());
      expect(
        [...all]
          .sort((a) => (a.id === vacant ? -1 : 1))
          .map((one) => [one.id, one.organisation, one.person, one.name, one.actorType]),
      ).to.deep.equal([
        [vacant, 'demo-de-kade', null, '', 'sheltered_living'],
        [named, 'demo-de-brug', ids.get('beheer.debrug'), 'Lut Maes', 'mental_health_centre'],
      ]);
      expect(await currentSeats(id, daysAgo(101))).to.deep.equal([]);
    });

    it('are of a partner, with people and sites of that partner, or of somebody by name', async () => {
      const id = await aBody();
      const refusals: [object, string][] = [
        [{ organisation: 'nobody-knows' }, 'organisation'],
        [{ person: ids.get('beheer.noordster') }, 'person'],
        [{ person: ids.get('beheer.debrug'), name: 'Iemand' }, 'name'],
        [{ email: 'geen adres' }, 'email'],
        [{ site: 'elsewhere' }, 'site'],
        [{ from: today(), until: daysAgo(3) }, 'until'],
        [{ organisation: '', name: '' }, 'organisation'],
      ];
      for (const [said, field] of refusals) {
        const answer = await nora().post(paths.seats({ id }), {
          organisation: 'demo-de-brug',
          mandate: 'member',
          ...said,
        });
        expect(answer.status, field).to.equal(422);
        expect(answer.text, field).to.include(`href="#${field}"`);
      }
      await aSeat(id, {
        organisation: '',
        name: 'Dokter Janssens',
        actorType: 'general_practice',
        profession: 'general_practitioner',
      });
      expect(await page(nora(), id))
        .to.include('Huisartsenpraktijk')
        .and.not.include('Er is geen huisarts bij');
    });

    it('nobody sits twice at one table at one time', async () => {
      const id = await aBody();
      await aSeat(id, { person: ids.get('beheer.debrug'), from: daysAgo(100), until: daysAgo(50) });
      await aSeat(id, { person: ids.get('beheer.debrug'), from: daysAgo(20) });
      const again = await nora().post(paths.seats({ id }), {
        organisation: 'demo-de-brug',
        person: ids.get('beheer.debrug'),
        mandate: 'chair',
        from: today(),
      });
      expect(again.status).to.equal(422);
      expect(again.text).to.include('zit hier al');
    });

    const name = (visitor: Visitor, id: string, item: string, said: object) =>
      visitor.post(paths.seatDelegate({ id, item }), { from: today(), seen: '0', ...said });

    it('a partner replaces its own delegate: the old seat gets a last day, the new one begins, both stay known', async () => {
      const id = await aBody();
      const old = await aSeat(id, { person: ids.get('hulpverlener.debrug'), level: 'field' });
      const answer = await name(as('beheer.debrug'), id, old, { person: ids.get('aanbod.debrug') });
      expect(answer.status, answer.text.slice(0, 2000)).to.equal(303);
      const [first, second] = await SeatModel.find({ body: id }).sort({ 'added.at': 1 }).lean();
      expect(first!.values).to.deep.include({ person: ids.get('hulpverlener.debrug'), until: daysAgo(1) });
      expect(second).to.deep.include({ replaces: old, mistaken: null });
      expect(second!.values).to.deep.include({
        person: ids.get('aanbod.debrug'),
        from: today(),
        until: '',
        level: 'field',
        mandate: 'member',
      });
      expect((await currentSeats(id, today())).map((one) => one.name)).to.deep.equal(['Els Goossens']);
      expect((await currentSeats(id, daysAgo(1))).map((one) => one.name)).to.deep.equal(['Amina El Idrissi']);
      const [act] = await actsIn(app, { 'record.id': id, name: 'seat.delegateNamed' });
      expect(act!.actor?.bodyId).to.equal('demo-de-brug');
      expect(await page(nora(), id))
        .to.include('Afgevaardigde vervangen')
        .and.include('Lut Maes');
    });

    it('a vacant seat is filled where it stands; who sits there may hand over their own', async () => {
      const id = await aBody();
      const item = await aSeat(id, { from: '' });
      expect(
        (await name(as('beheer.debrug'), id, item, { person: ids.get('hulpverlener.debrug') })).status,
      ).to.equal(303);
      expect(await SeatModel.countDocuments({ body: id })).to.equal(1);
      const seen = (await as('hulpverlener.debrug').get(paths.seatDelegate({ id, item }))).text.match(
        /name="seen" value="(\d+)"/,
      )![1]!;
      const answer = await name(as('hulpverlener.debrug'), id, item, {
        name: 'Wim Baert',
        from: daysAgo(-7),
        seen,
      });
      expect(answer.status, answer.text.slice(0, 2000)).to.equal(303);
      expect((await currentSeats(id, daysAgo(-7))).map((one) => one.name)).to.deep.equal(['Wim Baert']);
    });

    it('somebody else names nobody there', async () => {
      const id = await aBody();
      const item = await aSeat(id, { person: ids.get('hulpverlener.debrug') });
      for (const who of ['beheer.noordster', 'aanbod.debrug', 'fod'] as const)
        expect((await name(as(who), id, item, { name: 'Iemand' })).status, who).to.be.oneOf([403, 404]);
      expect(
        (await as('beheer.noordster').post(paths.seat({ id, item }), { base_mandate: '0', mandate: 'chair' }))
          .status,
      ).to.equal(403);
      expect(await SeatModel.countDocuments({ body: id })).to.equal(1);
    });

    it('two who name a delegate at once: the second is told, with what they typed kept', async () => {
      const id = await aBody();
      const item = await aSeat(id);
      expect((await name(nora(), id, item, { name: 'Eerste Naam' })).status).to.equal(303);
      const late = await name(as('beheer.debrug'), id, item, { name: 'Tweede Naam' });
      expect(late.status).to.equal(422);
      expect(late.text)
        .to.include('wijzigde deze plaats intussen')
        .and.include('Eerste Naam')
        .and.include('Tweede Naam');
    });

    it('a replacement on the first day of who sits there is refused with what to do instead', async () => {
      const id = await aBody();
      const item = await aSeat(id, { person: ids.get('beheer.debrug'), from: today() });
      const answer = await name(nora(), id, item, { person: ids.get('aanbod.debrug') });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Hoort hier niet');
    });

    it('a person who is wrong there is taken from the table with a reason, and what they did stays', async () => {
      const id = await aBody();
      const item = await aSeat(id, { person: ids.get('beheer.debrug') });
      const correct = (why: string) => nora().post(paths.seatCorrection({ id, item }), { why });
      expect((await correct('')).status).to.equal(422);
      expect((await correct('Een naamgenoot werd bedoeld')).status).to.equal(303);
      expect(await currentSeats(id, today())).to.deep.equal([]);
      expect(await currentSeats(id, daysAgo(50))).to.deep.equal([]);
      const text = await page(nora(), id);
      expect(text).to.include('Een naamgenoot werd bedoeld').and.include('Lut Maes');
      expect((await SeatModel.findById(item).lean())!.values.person).to.equal(ids.get('beheer.debrug'));
      expect((await correct('Nog eens')).status).to.be.oneOf([404, 409]);
      await aSeat(id, { person: ids.get('beheer.debrug') });
    });

    it('two who change one seat see both values', async () => {
      const id = await aBody(nora(), { platforms: ['BE-VAN', 'BE-VLI'] });
      const item = await aSeat(id);
      const change = (visitor: Visitor, level: string) =>
        visitor.post(paths.seat({ id, item }), { base_level: '0', level });
      expect((await change(nora(), 'field')).status).to.equal(303);
      const late = await change(as('coordinator.limburg'), 'governance');
      expect(late.status).to.equal(409);
      expect(late.text).to.include('Werkveld').and.include('Bestuur of directie');
    });

    it('officials and passers-by see organisations, no people; an address nobody but who keeps the body', async () => {
      const id = await aBody(nora(), { openness: 'open' });
      await aSeat(id, { name: 'Hilde Coppens', email: 'hilde@voorbeeld.be' });
      expect(await page(nora(), id)).to.include('hilde@voorbeeld.be');
      expect(await page(as('beheer.debrug'), id))
        .to.include('Hilde Coppens')
        .and.not.include('hilde@voorbeeld.be');
      for (const who of ['fod', 'admin', 'coordinator.limburg'] as const) {
        const text = await page(as(who), id);
        expect(text, who).to.include('De Brug').and.not.include('Hilde Coppens');
        expect(text, who).not.to.include('voorbeeld.be').and.not.include('Nora Verbist');
      }
    });

    it('the history keeps that an address changed, never the address', async () => {
      const id = await aBody();
      const item = await aSeat(id, { name: 'Hilde Coppens', email: 'oud@voorbeeld.be' });
      await nora().post(paths.seat({ id, item }), { base_email: '0', email: 'nieuw@voorbeeld.be' });
      const kept = JSON.stringify([
        await BodyChangeModel.find({ about: id }).lean(),
        await actsIn(app, { 'record.id': id }),
      ]);
      expect(kept).to.include('email').and.not.include('voorbeeld.be').and.not.include('Hilde');
    });
  });

  describe('a group that is open to anyone', () => {
    it('is joined and left by one button, from any platform, and joined again', async () => {
      const id = demoBody('recovery-academies');
      const limburg = as('hulpverlener.noordster');
      expect(await page(limburg, id)).to.include('Doe mee');
      for (let round = 0; round < 2; round++) {
        expect((await limburg.post(paths.bodyMembership({ id }))).status).to.equal(303);
        expect(await page(limburg, id)).to.include('Ga weg uit deze groep');
        expect((await limburg.post(paths.bodyMembership({ id }))).status).to.equal(422);
        expect((await limburg.post(paths.bodyDeparture({ id }))).status).to.equal(303);
        expect((await limburg.post(paths.bodyDeparture({ id }))).status).to.equal(409);
      }
    });

    it('an official or administrator joins too, with no organisation to speak for', async () => {
      const id = demoBody('recovery-academies');
      for (const who of ['fod', 'admin'] as const) {
        expect((await as(who).post(paths.bodyMembership({ id }))).status, who).to.equal(303);
        const seat = (await currentSeats(id, today())).find((one) => one.person === ids.get(who));
        expect(seat!.organisation, who).to.equal(null);
      }
    });

    it('one of members is not joined', async () => {
      const id = await aBody();
      expect((await as('beheer.debrug').post(paths.bodyMembership({ id }))).status).to.equal(409);
    });
  });

  describe('who is missing', () => {
    it('stands on the page and in the overview of the platform, with a step for who keeps the body alone', async () => {
      const id = await aBody();
      await aSeat(id, { organisation: 'demo-de-kade' });
      const text = await page(nora(), id);
      expect(text).to.include('De Kade heeft een plaats, maar nog geen afgevaardigde');
      expect(text).to.include('Niemand spreekt hier voor cliënten');
      expect(text).to.include(`${paths.newSeat({ id })}?voice=client`);
      const partner = await page(as('beheer.debrug'), id);
      expect(partner).to.include('Niemand spreekt hier voor cliënten').and.not.include('?voice=client');
      const overview = await nora().get(paths.platformBodies({ platform: 'BE-VAN' }));
      expect(overview.text)
        .to.include(paths.body({ id }))
        .and.include('Centrum algemeen welzijnswerk: niemand aan tafel');
      expect(await page(as('fod'), id)).not.to.include('Wie ontbreekt');
    });

    it('the step leads to a seat with what is missing filled in', async () => {
      const id = await aBody();
      const asked = await nora().get(paths.newSeat({ id }, { type: 'general_welfare' }));
      expect(asked.text).to.include('Het Baken').and.not.include('>De Brug<');
      const form = await nora().get(paths.newSeat({ id }, { organisation: 'demo-de-brug', voice: 'client' }));
      expect(form.text).to.match(/<option value="client" selected/);
    });
  });

  describe('the coordinating function', () => {
    const platform = 'BE-VAN';

    it('is shared out over people, with working time as it is said, and its history', async () => {
      const said = {
        share: 'content',
        person: ids.get('coordinator.antwerpen'),
        workingTime: 'halftijds, zegt het bestuur',
        from: today(),
      };
      const add = (visitor: Visitor, more: object = {}) =>
        visitor.post(paths.functions({ platform }), { ...said, ...more });
      expect((await add(nora(), { share: 'area' })).status).to.equal(422);
      expect((await add(nora(), { person: ids.get('beheer.debrug') })).status).to.equal(422);
      expect((await add(nora())).status).to.equal(303);
      const shown = await nora().get(paths.platformBodies({ platform }));
      expect(shown.text).to.include('<q>halftijds, zegt het bestuur</q>').and.include('Nora Verbist');
      const [made] = await CoordinatingFunctionModel.find({ platform, 'added.by': { $ne: null } }).lean();
      const change = (workingTime: string, base: string) =>
        nora().post(paths.functionFields({ platform, item: made!._id }), {
          base_workingTime: base,
          workingTime,
        });
      expect((await change('drie vierde', '0')).status).to.equal(303);
      expect((await change('voltijds', '0')).status).to.equal(409);
      expect((await nora().get(paths.platformBodies({ platform }))).text).to.include(
        'van halftijds, zegt het bestuur naar drie vierde',
      );
      expect((await as('fod').get(paths.platformBodies({ platform }))).text)
        .to.include('drie vierde')
        .and.not.include('Nora Verbist');
    });

    it('of a platform one has no part in is not there', async () => {
      expect((await nora().get(paths.platformBodies({ platform: 'BE-VLI' }))).status).to.equal(404);
      expect(
        (await nora().post(paths.functions({ platform: 'BE-VLI' }), { share: 'whole' })).status,
      ).to.equal(404);
    });
  });
});
