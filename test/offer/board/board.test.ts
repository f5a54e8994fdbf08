import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { OrganisationModel } from '../../../models/Organisation.ts';
import type { Act } from '../../../server/core/acts.ts';
import type { Role } from '../../../server/core/person.ts';
import { boardsChangedBy } from '../../../server/features/offer/board/queries.ts';
import { mayFollowBoard } from '../../../server/features/offer/policy.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { aVisitor, everyone, heard, letIn, type Name, signInAs } from '../../builders/people.ts';

const antwerp = 'BE-VAN';

describe('who may follow a board', () => {
  const person = (role: Role, bodyId: string) => ({
    affiliations: [
      {
        ...{ membershipId: 'm', role, bodyId, bodyName: '' },
        kind: role === 'coordinator' ? ('platform' as const) : ('organisation' as const),
      },
    ],
  });
  const table: [Role, string, boolean][] = [
    ['coordinator', antwerp, true],
    ['coordinator', 'BE-VLI', false],
    ['organisationAdministrator', 'brug', true],
    ['contributor', 'brug', true],
    ['organisationAdministrator', 'elders', false],
    ['contributor', antwerp, false],
    ['caregiver', 'brug', false],
    ['official', antwerp, false],
    ['administrator', antwerp, false],
  ];
  for (const [role, body, may] of table) {
    it(`${role} of ${body}: ${may ? 'yes' : 'no'}`, () => {
      expect(mayFollowBoard(person(role, body), antwerp, ['brug', 'ster'])).to.equal(may);
    });
  }
});

describe('the boards an act changes', () => {
  const act = (name: string, type: string) =>
    ({ name, record: { type, id: 'some' }, details: {} }) as unknown as Act;
  const none = [
    'gap.changed gap',
    'signal.sent signal',
    'standard.defaultChanged standard',
    'zone.added zone',
  ];
  for (const one of [...none, 'statement.ended statement', 'candidate.dismissed platform'])
    it(`${one}: none`, async () => {
      const [name = '', type = ''] = one.split(' ');
      expect(await boardsChangedBy(act(name, type))).to.deep.equal([]);
    });
  it('one that nobody knows here: all', async () => {
    expect(await boardsChangedBy(act('weather.changed', 'weather'))).to.equal('all');
  });
});

describe('the live board', function () {
  this.timeout(60_000);
  let app: TestApp;
  const sockets: Socket[] = [];
  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-26T10:00:00Z') });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  after(() => app.close());

  const board = (platform: string) => paths.offerBoard({ platform });
  const entries = (platform: string) => paths.offerBoardEntries({ platform });
  const watcher = async (name: Exclude<Name, 'nobody'>, platform: string) => {
    const visitor = await signInAs(app, name);
    const socket = visitor.socket();
    sockets.push(socket);
    expect(await letIn(socket)).to.equal('in');
    const may: boolean = await socket.timeout(5000).emitWithAck('watch', `board:${platform}`);
    return { visitor, socket, may };
  };
  const firstModule = async (unitName: string) => {
    const unit = await CareUnitModel.findOne({ name: unitName }).lean().orFail();
    return CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
  };
  const setFree = async (name: Exclude<Name, 'nobody'>, unitName: string, available: number) => {
    const module = await firstModule(unitName);
    const states = module.fields as unknown as Record<string, { version: number }>;
    const body = {
      'base_capacity.available': String(states.capacity_available!.version),
      'capacity.available': String(available),
    };
    const partner = await signInAs(app, name);
    expect((await partner.post(paths.upkeepNumbers({ id: module._id }), body)).status).to.equal(303);
    return module;
  };
  const silentFor = async (socket: Socket, milliseconds: number): Promise<boolean> => {
    let told = false;
    socket.once('changed', () => {
      told = true;
    });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return !told;
  };

  it('shows the numbers of the platform by kind of help, with their age', async () => {
    const nora = await signInAs(app, 'coordinator.antwerpen');
    const { status, text } = await nora.get(board(antwerp));
    expect(status).to.equal(200);
    expect(text).to.include('Vrije plaatsen en wachtlijsten: Antwerpen');
    const heads = [...text.matchAll(/<h2 id="group-(\w+)"/g)].map(([, id]) => id);
    expect(heads).to.include.members(['detox', 'outreach', 'ambulatory_counselling']);
    expect(text).to.include('<b>3</b> vrij').and.include('van 60 plaatsen').and.include('12 dagen geleden');
    expect(text).to.include('<b>14</b> personen wachten').and.include('Vrije plaatsen niet bekend');
    expect(text).not.to.include('ADIC');
  });

  it('is the current page of the menu, not the directory whose address its own begins with', async () => {
    const karin = await signInAs(app, 'coordinator.antwerpen');
    const current = async (path: string) =>
      [
        ...(await karin.get(path)).text.matchAll(
          /href="([^"]+)" aria-current="(page|true)">[^<]*<\/a><\/li>/g,
        ),
      ]
        .filter(([, href]) => href === paths.offer() || href === paths.offerBoards())
        .map(([, href, state]) => [href, state]);
    expect(await current(board(antwerp))).to.deep.equal([[paths.offerBoards(), 'true']]);
    expect(await current(paths.offer())).to.deep.equal([[paths.offer(), 'page']]);
  });

  it('tells two coordinators of two platforms, and a partner, that a partner of both changed a number; without content', async () => {
    const nora = await watcher('coordinator.antwerpen', antwerp);
    const joris = await watcher('coordinator.limburg', 'BE-VLI');
    const lut = await watcher('beheer.debrug', antwerp);
    expect([nora.may, joris.may, lut.may]).to.deep.equal([true, true, true]);
    const told = Promise.all([nora, joris, lut].map(({ socket }) => heard(socket, 'changed')));
    const module = await setFree('beheer.noordster', 'Noordster, verblijf', 7);
    expect(await told).to.deep.equal([antwerp, 'BE-VLI', antwerp]);
    for (const [who, platform] of [
      [nora, antwerp],
      [joris, 'BE-VLI'],
    ] as const) {
      const part = await who.visitor.get(entries(platform), { json: true });
      expect(part.status).to.equal(200);
      const own = part.text.slice(part.text.indexOf(`id="detox-${module._id}"`));
      expect(own.slice(0, own.indexOf('</li>')))
        .to.include('<b>7</b> vrij')
        .and.include('vandaag');
    }
  });

  it('tells a board nothing of what happens on another, and nothing of what is no part of it', async () => {
    const joris = await watcher('coordinator.limburg', 'BE-VLI');
    const silent = silentFor(joris.socket, 1500);
    await setFree('beheer.debrug', 'De Brug, team verslaving', 9);
    const lut = await signInAs(app, 'beheer.debrug');
    await lut.post(paths.accountName(), { name: 'Lut Maes' });
    expect(await silent).to.equal(true);
  });

  const allowed: Name[] = [
    'coordinator.antwerpen',
    'beheer.debrug',
    'aanbod.debrug',
    'beheer.noordster',
    'beheer.hetbaken',
  ];
  for (const name of everyone) {
    const may = allowed.includes(name);
    it(`${name}, opening and watching the board of Antwerpen, ${may ? 'is let in' : 'is refused'}`, async () => {
      const one = await watcher(name, antwerp);
      expect(one.may).to.equal(may);
      const statuses = [];
      for (const address of [board(antwerp), entries(antwerp)])
        statuses.push((await one.visitor.get(address)).status);
      expect(new Set(statuses)).to.satisfy((all: Set<number>) =>
        may ? all.has(200) && all.size === 1 : [...all].every((status) => status === 403 || status === 404),
      );
    });
  }

  it('nobody is sent to sign in; strange topics and platforms that are none are answered no', async () => {
    const visitor = aVisitor(app);
    const answer = await visitor.get(board(antwerp));
    expect([answer.status, answer.headers.location]).to.deep.equal([
      303,
      paths.signIn({ to: board(antwerp) }),
    ]);
    const nora = await watcher('coordinator.antwerpen', antwerp);
    for (const topic of ['board:', 'board:BE-XXX', 'board:be-van', `board:${antwerp} `, 'constructor:x', {}])
      expect(await nora.socket.timeout(5000).emitWithAck('watch', topic), String(topic)).to.equal(false);
    expect((await nora.visitor.get(board('BE-XXX'))).status).to.equal(404);
    expect((await nora.visitor.get(board('BE-VLI'))).status).to.equal(404);
  });

  it('leads who has one board straight there, and shows the others a list', async () => {
    const nora = await (await signInAs(app, 'coordinator.antwerpen')).get(paths.offerBoards());
    expect([nora.status, nora.headers.location]).to.deep.equal([303, board(antwerp)]);
    const jef = await (await signInAs(app, 'beheer.noordster')).get(paths.offerBoards());
    expect(jef.text).to.include(board(antwerp)).and.include(board('BE-VLI'));
  });

  it('on the wall shows the same without menus; another view than that is the ordinary one', async () => {
    const nora = await signInAs(app, 'coordinator.antwerpen');
    expect((await nora.get(`${board(antwerp)}?view=wall`)).text).to.include('data-view="wall"');
    expect((await nora.get(`${board(antwerp)}?view=x`)).text).not.to.include('data-view');
  });

  it('somebody whose organisation is of the platform no more is put out at the next time of asking, and told nothing more', async () => {
    const griet = await watcher('beheer.hetbaken', antwerp);
    expect(griet.may).to.equal(true);
    const told = heard(griet.socket, 'access');
    await OrganisationModel.updateOne({ _id: 'demo-het-baken' }, { $set: { admissions: [] } });
    await app.sockets.recheckAll();
    expect(await told).to.equal(antwerp);
    expect(await griet.socket.timeout(5000).emitWithAck('watch', `board:${antwerp}`)).to.equal(false);
    const silent = silentFor(griet.socket, 1200);
    await setFree('beheer.debrug', 'De Brug, team verslaving', 4);
    expect(await silent).to.equal(true);
  });
});

describe('the demo', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  it('has a year of numbers behind it, and says today what it always said', async () => {
    const nora = await signInAs(app, 'coordinator.antwerpen');
    const { text } = await nora.get(paths.offerBoard({ platform: antwerp }));
    const lines = [...text.matchAll(/<path[^>]* d="(M[^"]+)"/g)].map(([, d]) => d!);
    // Every line turns: the numbers went up and down.
    expect(lines.filter((line) => line.split('V').length > 5)).to.have.length.above(8);
    const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    const first = await CareModuleModel.findOne({ careUnitId: unit._id }).sort({ order: 1 }).lean().orFail();
    expect([first.capacity?.available, first.waitingList?.persons, first.steps]).to.deep.equal([3, 14, 9]);
  });

  it('has a link that was used and a suggestion that waits, once, also after a restart', async () => {
    await app.restart();
    const lut = await signInAs(app, 'beheer.debrug');
    const list = await lut.get(paths.upkeepSuggestions());
    expect(list.text.match(/Via een link voor Sam Okafor/g)).to.have.length(1);
    expect((await lut.get(paths.home())).text).to.include('1 suggestie wacht op jou');
  });

  it('calls its organisations examples, in the list and on the sheet, and no real one', async () => {
    const visitor = aVisitor(app);
    const list = (await visitor.get(paths.offer({ q: 'brug' }))).text;
    const own = list.slice(list.indexOf('De Brug, team verslaving</a>'));
    expect(own.slice(0, own.indexOf('</li>'))).to.include('Voorbeeld');
    const unit = await CareUnitModel.findOne({ name: 'De Brug, team verslaving' }).lean().orFail();
    expect((await visitor.get(paths.offerEntry({ id: unit._id }))).text).to.include(
      'Deze organisatie bestaat niet',
    );
    const real = await CareUnitModel.findOne({ organisationId: null, listed: true }).lean().orFail();
    expect((await visitor.get(paths.offerEntry({ id: real._id }))).text).not.to.include('Voorbeeld');
  });
});
