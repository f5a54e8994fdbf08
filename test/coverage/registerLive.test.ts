import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { GapModel } from '../../models/Gap.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { letIn, type Name, signInAs, type Visitor } from '../builders/people.ts';

describe('the register of gaps, followed live', function () {
  this.timeout(60_000);
  let app: TestApp;
  let partner: Visitor;
  let coordinator: Visitor;
  let gap: string;
  const sockets: Socket[] = [];

  before(async () => {
    app = await startTestApp({ demo: true });
    partner = await signInAs(app, 'aanbod.debrug');
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    gap = await report();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  after(() => app.close());

  async function report(): Promise<string> {
    const body = { platform: 'BE-VAN', kind: 'missing', title: 'Geen nazorg in Mechelen' };
    const answer = await partner.post(paths.gaps(), body);
    return answer.headers.location!.split('/').at(-1)!;
  }

  async function watcher(name: Exclude<Name, 'nobody'>): Promise<Socket> {
    const socket = (await signInAs(app, name)).socket();
    sockets.push(socket);
    expect(await letIn(socket)).to.equal('in');
    return socket;
  }
  const watch = (socket: Socket, topic: string): Promise<boolean> =>
    socket.timeout(5000).emitWithAck('watch', topic);
  const heard = (socket: Socket, event: 'changed' | 'access', id: string): Promise<void> =>
    new Promise((resolve) => {
      socket.on(event, (told: string) => told === id && resolve());
    });

  const matrix: [Exclude<Name, 'nobody'>, own: boolean, limburg: boolean][] = [
    ['coordinator.antwerpen', true, false],
    ['coordinator.limburg', false, true],
    ['hulpverlener.debrug', true, false],
    ['hulpverlener.noordster', true, true],
    ['fod', true, true],
    ['admin', false, false],
  ];
  for (const [name, own, limburg] of matrix)
    it(`${name} may ${own ? '' : 'not '}follow the register and a gap of Antwerpen, and ${limburg ? '' : 'not '}that of Limburg`, async () => {
      const socket = await watcher(name);
      expect(await watch(socket, `gap:${gap}`)).to.equal(own);
      expect(await watch(socket, 'gaps:BE-VAN')).to.equal(own);
      expect(await watch(socket, 'gaps:BE-VLI')).to.equal(limburg);
    });

  it('a gap that is not there, or of another form, is followed by nobody', async () => {
    const socket = await watcher('fod');
    const none = '00000000-0000-4000-8000-000000000000';
    for (const topic of [`gap:${none}`, 'gap:', 'gaps:', 'gaps:BE-XXX', `gap:${gap} `])
      expect(await watch(socket, topic), topic).to.equal(false);
  });

  it('what a partner says, with the gap and its list open elsewhere, is told there without its words, and fetched', async () => {
    const socket = await watcher('coordinator.antwerpen');
    await watch(socket, `gap:${gap}`);
    await watch(socket, 'gaps:BE-VAN');
    const told = Promise.all([heard(socket, 'changed', gap), heard(socket, 'changed', 'BE-VAN')]);
    await partner.post(paths.gapContributions({ id: gap }), { words: 'Wij zien dit elke week' });
    await told;
    const parts = (await coordinator.get(paths.gapParts({ id: gap }))).text;
    expect(parts).to.include('Wij zien dit elke week').and.not.include('<html');
    expect((await coordinator.get(paths.gapRows())).text)
      .to.include(gap)
      .and.not.include('<html');
  });

  it('a gap that another platform shares from now on reaches its list, and leaves it with those who followed it', async () => {
    const [limburg, noordster] = await Promise.all([
      watcher('coordinator.limburg'),
      watcher('hulpverlener.noordster'),
    ]);
    await watch(limburg, 'gaps:BE-VLI');
    await watch(noordster, `gap:${gap}`);
    const came = heard(limburg, 'changed', 'BE-VLI');
    const asked = heard(noordster, 'access', gap);
    const share = (base: number, platforms: string | string[]) =>
      coordinator.post(paths.gapFields({ id: gap }), { base_platforms: String(base), platforms });
    expect((await share(0, ['BE-VAN', 'BE-VLI'])).status).to.equal(303);
    await Promise.all([came, asked]);
    expect(await watch(limburg, `gap:${gap}`)).to.equal(true);
    const gone = Promise.all([heard(limburg, 'access', gap), heard(limburg, 'changed', 'BE-VLI')]);
    expect((await share(1, 'BE-VAN')).status).to.equal(303);
    await gone;
    expect(await watch(limburg, `gap:${gap}`)).to.equal(false);
    expect((await GapModel.findById(gap).lean().orFail()).values.platforms).to.deep.equal(['BE-VAN']);
  });
});
