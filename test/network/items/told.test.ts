import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { ActivityModel } from '../../../models/Activity.ts';
import { BodyModel } from '../../../models/Body.ts';
import { CircuitModel } from '../../../models/Circuit.ts';
import { GapModel } from '../../../models/Gap.ts';
import { GovernmentSignalModel } from '../../../models/GovernmentSignal.ts';
import { MeetingModel } from '../../../models/Meeting.ts';
import { RecommendationModel } from '../../../models/Recommendation.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { WorkPointModel } from '../../../models/WorkPoint.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { personIdOf } from '../../builders/cases.ts';
import { letIn, type Name, signInAs, type Visitor } from '../../builders/people.ts';
import { emptySeat } from './aGroup.ts';

type Known = Exclude<Name, 'nobody'>;

const body = idOf('body', 'antwerp-mechelen');
const next = idOf('meeting', 'demo-next');
/** Keeps the group, sits there for De Brug, sits there for Het Baken, reads the register and is not of the group. */
const [nora, amina, third, outside] = [
  'coordinator.antwerpen',
  'hulpverlener.debrug',
  'hulpverlener.hetbaken',
  'beheer.hetbaken',
] as const;

describe('what agendas and recommendations say of something, told to its page', function () {
  this.timeout(90_000);
  let app: TestApp;
  const visitors = new Map<Known, Visitor>();
  const sockets: Socket[] = [];

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of [nora, amina, third, outside] as const) visitors.set(name, await signInAs(app, name));
    const person = await personIdOf(app, third);
    await SeatModel.create([emptySeat(body, { organisation: 'demo-het-baken', person })]);
  });
  after(() => app.close());
  beforeEach(() => app.clock.advance(1000));
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });

  /** Somebody with the page open. Answers how often they were told since they were last asked. */
  async function listener(name: Known, topic: string): Promise<() => Promise<number>> {
    const socket = visitors.get(name)!.socket();
    sockets.push(socket);
    expect(await letIn(socket)).to.equal('in');
    expect(await socket.timeout(5000).emitWithAck('watch', topic), `${name} ${topic}`).to.equal(true);
    let told = 0;
    const id = topic.slice(topic.indexOf(':') + 1);
    socket.on('changed', (said: string) => {
      if (said === id) told += 1;
    });
    // Messages come in the order in which they were sent: what was told is there before this one.
    return async () => {
      const asked = new Promise((resolve) => socket.once('asked', resolve));
      app.sockets.io.to(topic).emit('asked');
      await asked;
      const since = told;
      told = 0;
      return since;
    };
  }

  const done = async (name: Known, path: string, form: object = {}): Promise<string> => {
    const answer = await visitors.get(name)!.post(path, form);
    expect(answer.status, `${path} ${answer.text.slice(0, 600)}`).to.equal(303);
    return /\/([^/?#]+)(?:[?#].*)?$/.exec(answer.headers.location ?? '')?.[1] ?? '';
  };
  const propose = (about: string | string[], said: object = {}, of = body): Promise<string> =>
    done(nora, paths.backlog({ id: of }), { title: 'Waar staan we?', purpose: 'discuss', about, ...said });
  const aGap = async (): Promise<string> => {
    const gap = { platform: 'BE-VAN', kind: 'missing', title: 'Geen nazorg in Mechelen' };
    return `gap:${await done(nora, paths.gaps(), gap)}`;
  };
  const anActivity = (said: object = {}): Promise<string> =>
    done(nora, paths.activities(), {
      ...{ type: 'round_table', title: 'Rondetafel jongeren', platform: 'BE-VAN', times: '1' },
      ...{ day: brusselsDay(app.clock.now()), ...said },
    });

  const someOf: Record<string, () => Promise<string>> = {
    gap: async () => (await GapModel.findOne({ 'values.platforms': 'BE-VAN' }).lean())!._id,
    workPoint: async () => (await WorkPointModel.findOne({ platform: 'BE-VAN', year: 2010 }).lean())!._id,
    circuit: async () => (await CircuitModel.findOne({ 'values.platforms': 'BE-VAN' }).lean())!._id,
    signal: async () => (await GovernmentSignalModel.findOne({ 'values.platforms': 'BE-VAN' }).lean())!._id,
    activity: async () =>
      (await ActivityModel.findOne({ 'values.platform': 'BE-VAN', state: 'confirmed' }).lean())!._id,
  };
  const pageOf = (topic: string): string => {
    const [kind = '', id = ''] = topic.split(':');
    return paths[kind as 'gap' | 'workPoint' | 'circuit' | 'signal' | 'activity']({ id });
  };
  for (const [kind, some] of Object.entries(someOf))
    it(`${kind}: an item about it is added, changed, planned, gets a decision, is taken off and withdrawn: told each time`, async () => {
      const topic = `${kind}:${await some()}`;
      const told = await listener(nora, topic);
      const item = await propose(topic);
      expect(await told(), 'added').to.equal(1);
      await done(nora, paths.agendaItemFields({ id: item }), { base_title: '0', title: 'Hoe ver staan we?' });
      expect(await told(), 'changed').to.equal(1);
      await done(nora, paths.agendaItemMeeting({ id: item }), { meeting: next });
      expect(await told(), 'planned').to.equal(1);
      await done(nora, paths.agendaItemOutcomes({ id: item }), { kind: 'decision', text: 'Wij doen dit.' });
      expect(await told(), 'a decision').to.equal(1);
      expect((await visitors.get(nora)!.get(pageOf(topic))).text)
        .to.include(paths.agendaItem({ id: item }))
        .and.include('Wij doen dit.');
      await done(nora, paths.agendaItemReturn({ id: item }), { state: 'postponed' });
      expect(await told(), 'taken off').to.equal(1);
      await done(nora, paths.agendaItemWithdrawal({ id: item }), { why: 'Opgelost' });
      expect(await told(), 'withdrawn').to.equal(1);
      await done(nora, paths.agendaItemRevival({ id: item }));
      expect(await told(), 'taken up again').to.equal(1);
    });

  it('who reads the page and not the group hears nothing at all; who sits there hears it once', async () => {
    const gap = await aGap();
    const [seated, stranger] = [await listener(third, gap), await listener(outside, gap)];
    const item = await propose(gap);
    await done(nora, paths.agendaItemMeeting({ id: item }), { meeting: next });
    expect(await seated()).to.equal(2);
    expect(await stranger()).to.equal(0);
  });

  it('a restricted item is told to whom it concerns alone, and to the others once, as it goes from them', async () => {
    const gap = await aGap();
    const [ours, others] = [await listener(amina, gap), await listener(third, gap)];
    const item = await propose(gap);
    expect([await ours(), await others()]).to.deep.equal([1, 1]);
    app.clock.advance(1000);
    const fields = paths.agendaItemFields({ id: item });
    await done(nora, fields, { base_organisations: '0', organisations: 'demo-de-brug' });
    expect([await ours(), await others()], 'it goes from their page').to.deep.equal([1, 1]);
    app.clock.advance(1000);
    await done(nora, fields, { base_title: '0', title: 'Kosten delen' });
    await done(nora, paths.agendaItemMeeting({ id: item }), { meeting: next });
    await done(nora, paths.agendaItemOutcomes({ id: item }), { kind: 'decision', text: 'Elk de helft.' });
    expect([await ours(), await others()]).to.deep.equal([3, 0]);
    expect((await visitors.get(amina)!.get(pageOf(gap))).text).to.include('Elk de helft.');
    expect((await visitors.get(third)!.get(pageOf(gap))).text)
      .not.to.include('Elk de helft.')
      .and.not.include('Kosten delen');
  });

  it('an item that is about something else from now on is told to both pages', async () => {
    const [was, is] = [await aGap(), await aGap()];
    const item = await propose(was);
    const [toldWas, toldIs] = [await listener(nora, was), await listener(nora, is)];
    app.clock.advance(1000);
    await done(nora, paths.agendaItemFields({ id: item }), { base_about: '0', about: is });
    expect([await toldWas(), await toldIs()]).to.deep.equal([1, 1]);
    app.clock.advance(1000);
    await done(nora, paths.agendaItemFields({ id: item }), { base_title: '0', title: 'Nu over dat' });
    expect([await toldWas(), await toldIs()]).to.deep.equal([0, 1]);
  });

  it('a group inside one member is told to its own people: the coordinator does not hear that anything happened', async () => {
    const inside = (await BodyModel.findOne({ 'values.openness': 'inside' }).lean())!;
    const gap = await aGap();
    const [own, coordinator] = [await listener(amina, gap), await listener(nora, gap)];
    const form = { title: 'Bij ons', purpose: 'discuss', about: gap };
    await done(amina, paths.backlog({ id: inside._id }), form);
    expect([await own(), await coordinator()]).to.deep.equal([1, 0]);
  });

  it('of a group that is open to anyone, what stands in a draft of a meeting is told to who sits there alone', async () => {
    const openness = (await BodyModel.findById(body).lean())!.values.openness;
    await BodyModel.updateOne({ _id: body }, { $set: { 'values.openness': 'open' } });
    await MeetingModel.updateOne({ _id: next }, { $set: { state: 'draft' } });
    try {
      const gap = await aGap();
      const [keeper, reader] = [await listener(nora, gap), await listener(outside, gap)];
      await done(nora, paths.meetingAgenda({ id: next }), {
        ...{ title: 'Eerst intern', purpose: 'discuss', about: gap },
      });
      expect([await keeper(), await reader()], 'added to a draft').to.deep.equal([1, 0]);
      app.clock.advance(1000);
      const waiting = await propose(gap);
      expect([await keeper(), await reader()], 'in the backlog').to.deep.equal([1, 1]);
      app.clock.advance(1000);
      await done(nora, paths.agendaItemMeeting({ id: waiting }), { meeting: next });
      expect([await keeper(), await reader()], 'it goes from their page').to.deep.equal([1, 1]);
      app.clock.advance(1000);
      await done(nora, paths.agendaItemFields({ id: waiting }), { base_title: '0', title: 'Nog intern' });
      expect([await keeper(), await reader()], 'changed in a draft').to.deep.equal([1, 0]);
      await done(nora, paths.meetingCall({ id: next }));
      expect([await keeper(), await reader()], 'called: both items').to.deep.equal([2, 2]);
    } finally {
      await BodyModel.updateOne({ _id: body }, { $set: { 'values.openness': openness } });
      await MeetingModel.updateOne({ _id: next }, { $set: { state: 'called' } });
    }
  });

  it('a recommendation becomes a gap and a work point: the page of the activity is told, and each later step of them', async () => {
    const activity = await anActivity();
    await done(nora, paths.recommendations({ id: activity }), { recommendation: 'Zoek een arts.' });
    const recommendation = (await RecommendationModel.findOne({ activity }).lean())!._id;
    const told = await listener(amina, `activity:${activity}`);
    const gap = { platform: 'BE-VAN', kind: 'missing', title: 'Geen arts', recommendation };
    const gapId = await done(nora, paths.gaps(), gap);
    expect(await told(), 'a gap').to.equal(1);
    await done(nora, paths.gapContributions({ id: gapId }), { words: 'Wij zien dit ook' });
    expect(await told(), 'something of the gap').to.equal(1);
    const year = Number(brusselsDay(app.clock.now()).slice(0, 4)) + 1;
    const point = { plan: `BE-VAN-${year}`, title_nl: 'Arts zoeken', recommendation };
    const pointId = await done(nora, paths.workPoints(), point);
    expect(await told(), 'a work point').to.equal(1);
    const onPoint = await listener(amina, `workPoint:${pointId}`);
    await done(nora, paths.recommendationWithdrawal({ id: activity, item: recommendation }));
    expect(await told(), 'withdrawn').to.equal(1);
    expect(await onPoint(), 'the point was made of it').to.equal(1);
    await done(nora, paths.gapContributions({ id: gapId }), { words: 'Nog altijd' });
    expect(await told(), 'of what they are not shown any more').to.equal(0);
  });

  it('a later activity that adopts a recommendation is told', async () => {
    const [activity, later] = [await anActivity(), await anActivity({ title: 'Studiedag' })];
    await done(nora, paths.recommendations({ id: activity }), { recommendation: 'Zoek een arts.' });
    const item = (await RecommendationModel.findOne({ activity }).lean())!._id;
    const told = await listener(amina, `activity:${later}`);
    await done(nora, paths.recommendationAdoption({ id: activity, item }), { adoptedIn: later });
    expect(await told()).to.equal(1);
  });

  it('who was sent the summary alone, and who may not read the gap, hear nothing of what became of a recommendation', async () => {
    const activity = await anActivity();
    await done(nora, paths.recommendations({ id: activity }), { recommendation: 'Zoek een arts.' });
    const recommendation = (await RecommendationModel.findOne({ activity }).lean())!._id;
    const official = await signInAs(app, 'fod');
    visitors.set('fod', official);
    visitors.set('coordinator.limburg', await signInAs(app, 'coordinator.limburg'));
    const sending = {
      at: app.clock.now(),
      by: null,
      body: 'BE-VAN',
      to: 'BE-VLI',
      told: 0,
      readers: ['BE-VLI'],
    };
    await ActivityModel.updateOne({ _id: activity }, { $set: { sendings: [sending] } });
    const topic = `activity:${activity}`;
    const [summary, reader] = [await listener('coordinator.limburg', topic), await listener('fod', topic)];
    const year = Number(brusselsDay(app.clock.now()).slice(0, 4)) + 1;
    const point = { plan: `BE-VAN-${year}`, title_nl: 'Nog in ontwerp', recommendation };
    await done(nora, paths.workPoints(), point);
    expect([await summary(), await reader()], 'a point of a draft').to.deep.equal([0, 0]);
    await done(nora, paths.gaps(), {
      platform: 'BE-VAN',
      kind: 'missing',
      title: 'Geen arts',
      recommendation,
    });
    expect([await summary(), await reader()], 'a gap').to.deep.equal([0, 1]);
  });
});
