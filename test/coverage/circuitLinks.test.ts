import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { GapModel, type GapRecord } from '../../models/Gap.ts';
import { passagesOf } from '../../server/features/coverage/circuits/queries.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aCircuit, aModule, anItem } from '../builders/circuits.ts';
import { heard, letIn, signInAs, type Visitor } from '../builders/people.ts';

const watch = (socket: Socket, topic: string): Promise<boolean> =>
  new Promise((resolve) => socket.emit('watch', topic, resolve));

describe('a circuit and what lies around it', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const showing = async (id: string): Promise<string> => (await coordinator.get(paths.circuit({ id }))).text;
  const reports = (page: string): string[] =>
    [...page.matchAll(/href="(\/gaps\/new\?[^"]+)"/g)].map((found) => found[1]!.replaceAll('&amp;', '&'));

  /** Sends the register's form as it came, with nothing typed in it. */
  async function sendAsItIs(address: string): Promise<GapRecord> {
    const form = (await coordinator.get(address)).text.split('<h1>')[1]!;
    const hidden = [...form.matchAll(/<input type="hidden" name="([a-zA-Z]+)" value="([^"]*)"/g)];
    const body: Record<string, string[]> = {};
    for (const [, name, value] of hidden) body[name!] = [...(body[name!] ?? []), value!];
    const chosen = [...form.matchAll(/<select[^>]* name="(\w+)".*?<\/select>/gs)].map(
      ([select, name]) => [name!, /value="([^"]*)" selected/.exec(select)?.[1] ?? ''] as const,
    );
    const kind = /name="kind" value="(\w+)" checked/.exec(form)?.[1];
    const title = /name="title" type="text" value="([^"]*)"/.exec(form)?.[1];
    const sent = { ...body, ...Object.fromEntries(chosen), kind, title };
    const answer = await coordinator.post(paths.gaps(), sent);
    expect(answer.status, answer.text.slice(0, 600)).to.equal(303);
    const id = /\/gaps\/([^/?#]+)/.exec(answer.headers.location ?? '')![1];
    return GapModel.findById(id).lean<GapRecord>().orFail();
  }

  it('a wanted part is reported in one step with all that is known, and the part and the gap lead to each other', async () => {
    const id = await aCircuit(coordinator, {
      targetGroups: 'dual_diagnosis',
      ages: 'adults',
      areas: '13000',
    });
    await anItem(coordinator, id, 'parts', { type: 'crisis' });
    const [address] = reports(await showing(id));
    const gap = await sendAsItIs(address!);
    const { kind, functions, ages, targetGroups, areas, platforms } = gap.values;
    expect({ kind, functions, ages, targetGroups, areas, platforms }).to.deep.equal({
      kind: 'missing',
      functions: ['crisis'],
      ages: ['adults'],
      targetGroups: ['dual_diagnosis'],
      areas: ['13000'],
      platforms: ['BE-VAN'],
    });
    expect(gap.values.title.nl).to.equal('Geen crisishulp in Turnhout');
    expect(await showing(id)).to.include(paths.gap({ id: gap._id }));
    expect((await coordinator.get(paths.gap({ id: gap._id }))).text).to.include(paths.circuit({ id }));
    await coordinator.post(paths.gapSteps({ id: gap._id }), {
      status: 'solved',
      why: 'x',
      solvedBy: 'y',
      seen: 1,
    });
    expect(await showing(id)).not.to.include(paths.gap({ id: gap._id }));
  });

  it('a transition that does not work is reported in one step, with both its ends; one that works is not offered', async () => {
    const id = await aCircuit(coordinator);
    const from = await anItem(coordinator, id, 'parts', { module: await aModule('demo-noordster', 'detox') });
    const to = await anItem(coordinator, id, 'parts', { module: await aModule('demo-de-brug', 'aftercare') });
    const way = await anItem(coordinator, id, 'transitions', { from, to, works: 'well' });
    expect(reports(await showing(id))).to.deep.equal([]);
    const address = paths.circuitItem({ id, kind: 'transitions', item: way });
    await coordinator.post(address, { base_works: '0', works: 'not' });
    const gap = await sendAsItIs(reports(await showing(id))[0]!);
    expect(gap.values).to.include({ kind: 'transition', from: 'detox', to: 'aftercare' });
    expect(await showing(id)).to.include(paths.gap({ id: gap._id }));
    expect((await coordinator.get(paths.gap({ id: gap._id }))).text).to.include(paths.circuit({ id }));
  });

  it('an address with codes nobody knows shows the empty form', async () => {
    const page = await coordinator.get(`${paths.newGap()}?kind=nonsense&ages=nobody&function=%3Cb%3E`);
    expect(page.status).to.equal(200);
    const form = page.text.split('<h1>')[1]!;
    expect(form).not.to.include('nonsense').and.not.include('name="ages"').and.not.include('Ontbreekt: ');
  });

  it('the passages of circuits in use join the organisations of their modules, those of a draft none', async () => {
    const frame = [
      { code: 'residential_to_aftercare', from: { setting: 'residential' }, to: { type: 'aftercare' } },
    ];
    const id = await aCircuit(coordinator, { status: 'draft' });
    const from = await anItem(coordinator, id, 'parts', { module: await aModule('demo-noordster', 'detox') });
    const to = await anItem(coordinator, id, 'parts', { module: await aModule('demo-de-brug', 'aftercare') });
    await anItem(coordinator, id, 'transitions', { from, to, works: 'with_difficulty' });
    expect(await passagesOf(['BE-VAN'], frame)).to.deep.equal([]);
    await coordinator.post(paths.circuitFields({ id }), { base_status: '0', status: 'in_use' });
    const joined = { transition: 'residential_to_aftercare', from: 'demo-noordster', to: 'demo-de-brug' };
    expect(await passagesOf(['BE-VAN'], frame)).to.deep.equal([joined]);
    expect(await passagesOf(['BE-VLI'], frame)).to.deep.equal([]);
  });

  it('who has a circuit open is told of every change in it and of gaps, by its id alone; who may not read it is not', async () => {
    const id = await aCircuit(coordinator);
    const socket = coordinator.socket();
    expect(await letIn(socket)).to.equal('in');
    expect(await watch(socket, `circuit:${id}`)).to.equal(true);
    const stranger = (await signInAs(app, 'coordinator.limburg')).socket();
    await letIn(stranger);
    expect(await watch(stranger, `circuit:${id}`)).to.equal(false);
    let told = heard(socket, 'changed');
    const part = await anItem(coordinator, id, 'parts', { type: 'crisis' });
    expect(await told).to.equal(id);
    told = heard(socket, 'changed');
    await coordinator.post(paths.gaps(), { platform: 'BE-VAN', kind: 'missing', title: 'Geen crisisopvang' });
    expect(await told).to.equal(id);
    const fresh = await coordinator.get(paths.circuitLive({ id }));
    expect(fresh.text).to.include(`data-key="part-${part}"`).and.not.include('<html');
    for (const one of [socket, stranger]) one.disconnect();
  });

  it('the report of 2010 stands there for Limburg as far as it goes, and the example says that it is one', async () => {
    const limburg = await signInAs(app, 'coordinator.limburg');
    const list = (await limburg.get(paths.circuits())).text;
    expect(list).to.include('LIZOM').and.include('0 onderdelen').and.not.include('Voorbeeld');
    const antwerp = (await coordinator.get(paths.circuits())).text;
    expect(antwerp)
      .to.include('Dubbele diagnose in Antwerpen')
      .and.include('Voorbeeld')
      .and.not.include('LIZOM');
  });
});
