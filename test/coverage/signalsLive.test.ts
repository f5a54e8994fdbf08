import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { letIn, type Name, signInAs, type Visitor } from '../builders/people.ts';
import { aReadyDraft, aVerifiedGap } from '../builders/signals.ts';

type Known = Exclude<Name, 'nobody'>;

describe('signals to government, followed live', function () {
  this.timeout(60_000);
  let app: TestApp;
  let antwerpen: Visitor;
  let limburg: Visitor;
  let gap: string;
  let draft: string;
  let letter: string;
  const sockets: Socket[] = [];

  before(async () => {
    app = await startTestApp({ demo: true });
    antwerpen = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    gap = await aVerifiedGap(['BE-VAN', 'BE-VLI']);
    draft = await aReadyDraft(antwerpen, gap);
    letter = await aReadyDraft(antwerpen, await aVerifiedGap());
    const sent = await antwerpen.post(paths.signalDispatch({ id: letter }), { revision: '2' });
    expect(sent.status).to.equal(303);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  after(() => app.close());

  async function watcher(name: Known): Promise<Socket> {
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

  /** The draft, the letter, and the lists somebody may follow. */
  const matrix: [Known, draft: boolean, letter: boolean, lists: string[]][] = [
    ['coordinator.antwerpen', true, true, ['signals:BE-VAN']],
    ['coordinator.limburg', true, false, ['signals:BE-VLI']],
    ['hulpverlener.debrug', false, true, ['letters:BE-VAN']],
    ['fod', false, true, ['letters:fod-cel-drugs']],
    ['vlaanderen', false, false, ['letters:vlaamse-overheid-zorg']],
    ['admin', false, false, []],
  ];
  const lists = ['BE-VAN', 'BE-VLI'].flatMap((one) => [`signals:${one}`, `letters:${one}`]);
  const all = [...lists, 'letters:fod-cel-drugs', 'letters:vlaamse-overheid-zorg'];
  for (const [name, ofDraft, ofLetter, own] of matrix)
    it(`${name} follows ${ofDraft ? 'a' : 'no'} draft, ${ofLetter ? 'a' : 'no'} letter, and ${own.join() || 'no list'}`, async () => {
      const socket = await watcher(name);
      expect(await watch(socket, `signal:${draft}`)).to.equal(ofDraft);
      expect(await watch(socket, `signal:${letter}`)).to.equal(ofLetter);
      const may = [];
      for (const topic of all) if (await watch(socket, topic)) may.push(topic);
      expect(may).to.deep.equal(own);
    });

  it('what is not there, or of another form, is followed by nobody', async () => {
    const socket = await watcher('fod');
    const none = '00000000-0000-4000-8000-000000000000';
    for (const topic of [`signal:${none}`, 'signal:', 'signals:', 'letters:', 'letters:a b', 'signals:all'])
      expect(await watch(socket, topic), topic).to.equal(false);
  });

  it('a change of words and a signature are told to the other platform, in its page and list, without a word of them', async () => {
    const socket = await watcher('coordinator.limburg');
    await watch(socket, `signal:${draft}`);
    await watch(socket, 'signals:BE-VLI');
    const told = () => Promise.all([heard(socket, 'changed', draft), heard(socket, 'changed', 'BE-VLI')]);
    const seen: unknown[][] = [];
    socket.onAny((...event) => seen.push(event));
    let next = told();
    await antwerpen.post(paths.signalFields({ id: draft }), { base_size: '0', size: 'Dertig mensen' });
    await next;
    const parts = (await limburg.get(paths.signalParts({ id: draft }, { seen: '2' }))).text;
    expect(parts).to.include('Dertig mensen').and.not.include('<html');
    expect(parts)
      .to.include('Zonet veranderd: Hoe groot')
      .and.not.include(paths.signalSignature({ id: draft }));
    const fresh = (await limburg.get(paths.signalParts({ id: draft }, { seen: '3' }))).text;
    expect(fresh).not.to.include('Zonet veranderd');
    expect(fresh).to.include(paths.signalSignature({ id: draft }));
    next = told();
    const own = { platform: 'BE-VAN', revision: '3' };
    await antwerpen.post(paths.signalSignature({ id: draft }), own);
    await next;
    expect((await limburg.get(paths.signalParts({ id: draft }))).text).to.match(
      /Antwerpen[^<]*, versie 3, op/,
    );
    expect((await limburg.get(paths.signalRows())).text)
      .to.include(paths.signal({ id: draft }))
      .and.not.include('<html');
    expect(JSON.stringify(seen)).not.to.match(/Dertig|Antwerpen/);
  });

  it('a draft is told to no list of letters; sent, it is, and so is the page of its gap', async () => {
    const own = await aVerifiedGap();
    const [official, partner] = [await watcher('fod'), await watcher('hulpverlener.debrug')];
    await watch(official, 'letters:fod-cel-drugs');
    await watch(partner, 'letters:BE-VAN');
    await watch(partner, `gap:${own}`);
    const early: unknown[] = [];
    const note = (id: string): void => void early.push(id);
    for (const socket of [official, partner]) socket.on('changed', note);
    const atGap = heard(partner, 'changed', own);
    const id = await aReadyDraft(antwerpen, own);
    await atGap;
    expect(early.filter((one) => one !== own)).to.deep.equal([]);
    const told = Promise.all([
      heard(official, 'changed', 'fod-cel-drugs'),
      heard(partner, 'changed', 'BE-VAN'),
    ]);
    await antwerpen.post(paths.signalDispatch({ id }), { revision: '2' });
    await told;
  });

  it('a step of its gap is told to the page of the draft: it may be what the dispatch waits for', async () => {
    const socket = await watcher('coordinator.limburg');
    await watch(socket, `signal:${draft}`);
    const told = heard(socket, 'changed', draft);
    const step = { status: 'accepted', why: 'Kan niet anders', seen: 2 };
    expect((await antwerpen.post(paths.gapSteps({ id: gap }), step)).status).to.equal(303);
    await told;
    expect((await limburg.get(paths.signalParts({ id: draft }))).text).to.include(
      'Deze lacune is afgesloten',
    );
  });

  it('of another platform from now on, it reaches the list of that one, and leaves it with those who followed it', async () => {
    const own = await aReadyDraft(antwerpen, await aVerifiedGap());
    const socket = await watcher('coordinator.limburg');
    await watch(socket, 'signals:BE-VLI');
    expect(await watch(socket, `signal:${own}`)).to.equal(false);
    const share = (base: string, platforms: string[]) =>
      antwerpen.post(paths.signalFields({ id: own }), { base_platforms: base, platforms });
    const came = heard(socket, 'changed', 'BE-VLI');
    expect((await share('0', ['BE-VAN', 'BE-VLI'])).status).to.equal(303);
    await came;
    expect(await watch(socket, `signal:${own}`)).to.equal(true);
    const gone = Promise.all([heard(socket, 'access', own), heard(socket, 'changed', 'BE-VLI')]);
    expect((await share('1', ['BE-VAN'])).status).to.equal(303);
    await gone;
    expect(await watch(socket, `signal:${own}`)).to.equal(false);
  });
});
