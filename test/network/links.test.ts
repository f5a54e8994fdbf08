import { expect } from 'chai';
import { AgendaItemModel } from '../../models/AgendaItem.ts';
import { CircuitModel } from '../../models/Circuit.ts';
import { GovernmentSignalModel } from '../../models/GovernmentSignal.ts';
import { RecommendationModel } from '../../models/Recommendation.ts';
import { WorkPointModel, type WorkPointRecord } from '../../models/WorkPoint.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

const body = idOf('body', 'antwerp-mechelen');
const next = idOf('meeting', 'demo-next');
const text = 'Zoek samen een arts. Begin bij de huisartsenkringen.';

describe('what activities, work points and agendas say of each other', function () {
  this.timeout(60_000);
  let app: TestApp;
  let nora: Visitor;
  let amina: Visitor;
  let limburg: Visitor;
  let year: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    nora = await signInAs(app, 'coordinator.antwerpen');
    amina = await signInAs(app, 'hulpverlener.debrug');
    limburg = await signInAs(app, 'coordinator.limburg');
    year = String(Number(brusselsDay(app.clock.now()).slice(0, 4)) + 1);
  });
  after(() => app.close());

  const madeBy = async (visitor: Visitor, path: string, form: object): Promise<string> => {
    const answer = await visitor.post(path, form);
    expect(answer.status, answer.text.slice(0, 800)).to.equal(303);
    return answer.headers.location!.split('/').at(-1)!;
  };
  const anActivity = (said: object = {}): Promise<string> =>
    madeBy(nora, paths.activities(), {
      ...{ type: 'round_table', title: 'Rondetafel jongeren', platform: 'BE-VAN', times: '1' },
      ...{ day: brusselsDay(app.clock.now()), ...said },
    });
  const aPoint = (said: object = {}): Promise<string> =>
    madeBy(nora, paths.workPoints(), { plan: `BE-VAN-${year}`, title_nl: 'Artsen vinden', ...said });
  const recommended = async (activity: string): Promise<string> => {
    await nora.post(paths.recommendations({ id: activity }), { recommendation: text });
    return (await RecommendationModel.findOne({ activity, text }).lean())!._id;
  };
  const pointOf = async (id: string): Promise<WorkPointRecord> =>
    (await WorkPointModel.findById(id).lean<WorkPointRecord>())!;
  const shown = async (visitor: Visitor, path: string): Promise<string> => {
    const answer = await visitor.get(path);
    expect(answer.status, path).to.equal(200);
    return answer.text;
  };

  describe('a recommendation becomes a work point', () => {
    it('filled in from the page of the activity, and named on both pages', async () => {
      const activity = await anActivity({ language: 'nl' });
      const recommendation = await recommended(activity);
      const make = paths.newWorkPoint({ recommendation });
      expect(await shown(nora, paths.activity({ id: activity }))).to.include(make);
      expect(await shown(amina, paths.activity({ id: activity }))).not.to.include(make);
      const form = await shown(nora, make);
      expect(form).to.include('>Zoek samen een arts.<').and.include(text).and.include('Rondetafel jongeren');
      const id = await aPoint({ recommendation });
      expect((await pointOf(id)).values.links).to.deep.equal([`recommendation:${recommendation}`]);
      expect(await shown(amina, paths.workPoint({ id })))
        .to.include(`${paths.activity({ id: activity })}#recommendations`)
        .and.include('Aanbevolen op “Rondetafel jongeren”');
      expect(await shown(amina, paths.activity({ id: activity }))).to.include(paths.workPoint({ id }));
    });

    it('of another platform, taken back, or of nobody, is refused and loses nothing that was typed', async () => {
      const activity = await anActivity();
      const recommendation = await recommended(activity);
      expect((await limburg.get(paths.newWorkPoint({ recommendation }))).status).to.equal(404);
      const before = await WorkPointModel.countDocuments();
      const foreign = await limburg.post(paths.workPoints(), {
        ...{ plan: `BE-VLI-${year}`, title_nl: 'Van een ander', recommendation },
      });
      expect(foreign.status).to.be.within(400, 499);
      expect(await WorkPointModel.countDocuments()).to.equal(before);
      await nora.post(paths.recommendationWithdrawal({ id: activity, item: recommendation }));
      expect((await nora.get(paths.newWorkPoint({ recommendation }))).status).to.equal(404);
      const gone = await nora.post(paths.workPoints(), {
        ...{ plan: `BE-VAN-${year}`, title_nl: 'Van vroeger', recommendation },
      });
      expect(gone.status).to.be.within(400, 499);
      expect(await WorkPointModel.countDocuments()).to.equal(before);
    });
  });

  describe('a work point, an activity, a circuit or a signal on an agenda', () => {
    const kinds = {
      workPoint: { make: aPoint, agenda: paths.workPointAgenda },
      activity: { make: anActivity, agenda: paths.activityAgenda },
      circuit: {
        make: async () => (await CircuitModel.findOne({ 'values.platforms': 'BE-VAN' }).lean().orFail())._id,
        agenda: paths.circuitAgenda,
      },
      signal: {
        make: async () =>
          (
            await GovernmentSignalModel.findOne({ 'values.platforms': 'BE-VAN', sent: { $ne: null } })
              .lean()
              .orFail()
          )._id,
        agenda: paths.signalAgenda,
      },
    };
    for (const kind of ['workPoint', 'activity', 'circuit', 'signal'] as const)
      it(`${kind}: brought to a group in one step, linked on its item and in the room, and told on its own page`, async () => {
        const id = await kinds[kind].make();
        const own = paths[kind]({ id });
        const bring = kinds[kind].agenda({ id });
        expect(await shown(nora, own)).to.include(`href="${bring}"`);
        const href = paths.newBacklogItem({ id: body }, { about: `${kind}:${id}` });
        expect(await shown(nora, bring)).to.include(href.replaceAll('&', '&amp;'));
        expect(await shown(nora, href)).to.include(`value="${kind}:${id}" checked`);
        const item = await madeBy(nora, paths.backlog({ id: body }), {
          ...{ title: 'Hoe ver staan we?', purpose: 'discuss', about: `${kind}:${id}` },
        });
        expect(await shown(nora, paths.agendaItem({ id: item }))).to.include(`href="${own}"`);
        expect(await shown(nora, own)).to.include(paths.agendaItem({ id: item }));
        expect(await shown(amina, own)).to.include(paths.agendaItem({ id: item }));
        await nora.post(paths.agendaItemMeeting({ id: item }), { meeting: next });
        expect(await shown(nora, paths.meetingRoom({ id: next }, { item }))).to.include(`href="${own}"`);
        await AgendaItemModel.updateOne({ _id: item }, { $set: { state: 'done' } });
        expect(await shown(amina, own)).to.include('Besproken op');
      });

    it('a draft, or a plan of another platform, is nothing that others can name or are told the title of', async () => {
      const draft = await anActivity({ day: '2099-01-01', title: 'Nog geheim' });
      expect((await amina.get(paths.activityAgenda({ id: draft }))).status).to.equal(404);
      const proposal = { title: 'Wat komt er?', purpose: 'discuss' };
      const hidden = await amina.post(paths.backlog({ id: body }), {
        ...proposal,
        about: `activity:${draft}`,
      });
      expect(hidden.status).to.equal(422);
      const item = await madeBy(nora, paths.backlog({ id: body }), {
        ...proposal,
        about: `activity:${draft}`,
      });
      expect(await shown(amina, paths.agendaItem({ id: item }))).not.to.include('Nog geheim');
      const point = await aPoint();
      expect((await limburg.get(paths.workPointAgenda({ id: point }))).status).to.equal(404);
    });
  });
});
