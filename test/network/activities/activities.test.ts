import { expect } from 'chai';
import { ActivityModel, type ActivityRecord } from '../../../models/Activity.ts';
import { GapModel } from '../../../models/Gap.ts';
import { RecommendationModel } from '../../../models/Recommendation.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

describe('activities', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let partner: Visitor;
  let official: Visitor;
  let limburg: Visitor;
  let today: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    limburg = await signInAs(app, 'coordinator.limburg');
    partner = await signInAs(app, 'hulpverlener.debrug');
    official = await signInAs(app, 'fod');
    today = brusselsDay(app.clock.now());
  });
  after(() => app.close());

  const form = (body: object = {}) => ({
    ...{
      type: 'intervision',
      title: 'Intervisie dubbele diagnose',
      day: today,
      platform: 'BE-VAN',
      times: '1',
    },
    ...body,
  });
  const add = async (body: object = {}): Promise<string> => {
    const answer = await coordinator.post(paths.activities(), form(body));
    expect(answer.status, answer.text.slice(0, 600)).to.equal(303);
    return answer.headers.location!.split('/').at(-1)!;
  };
  const recordOf = async (id: string): Promise<ActivityRecord> =>
    (await ActivityModel.findById(id).lean<ActivityRecord>())!;

  it('an activity with who came, sent from the form, is there with its act and without a word in it', async () => {
    const id = await add({
      who_0: 'kind:general_practice',
      present_0: '3',
      invited_0: '9',
      who_1: 'organisation:demo-de-brug',
      level_1: 'field',
      present_1: '2',
    });
    const { attendance, state, values } = await recordOf(id);
    expect(state).to.equal('confirmed');
    expect(values.year).to.equal(Number(today.slice(0, 4)));
    expect(attendance).to.deep.equal([
      {
        kind: 'general_practice',
        level: '',
        organisation: '',
        site: '',
        invited: 9,
        present: 3,
        excused: null,
      },
      {
        kind: 'mental_health_centre',
        level: 'field',
        organisation: 'demo-de-brug',
        site: '',
        invited: null,
        present: 2,
        excused: null,
      },
    ]);
    const acts = await actsIn(app, { name: 'activity.added', 'record.id': id });
    expect(acts.map((one) => one.actor?.bodyId)).to.deep.equal(['BE-VAN']);
    expect(JSON.stringify(acts)).not.to.include('dubbele diagnose');
  });

  it('what is wrong, sent from the form, comes back beside its field with everything that was typed', async () => {
    const answer = await coordinator.post(
      paths.activities(),
      form({ title: '', present_0: '4', who_1: 'kind:police', present_1: 'veel', place: 'Zaal 3' }),
    );
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="title-error"').and.include('value="Zaal 3"');
    const counted = await coordinator.post(
      paths.activities(),
      form({ present_0: '4', who_1: 'kind:police', present_1: 'veel' }),
    );
    expect(counted.text)
      .to.include('id="who_0-error"')
      .and.include('id="present_1-error"')
      .and.include('value="veel"');
  });

  it('a telephone number in a text is kept only after somebody said that it is of a service', async () => {
    const summary = 'Bel Jan op 0470 12 34 56';
    const refused = await coordinator.post(paths.activities(), form({ summary }));
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('id="identityKept"').and.include(summary);
    const id = await add({ summary, identityKept: 'on' });
    expect((await recordOf(id)).values.summary).to.equal(summary);
  });

  it('a valid national number is not kept by saying that it is of a service', async () => {
    const answer = await coordinator.post(
      paths.activities(),
      form({ summary: '85.07.30-033.28', identityKept: 'on' }),
    );
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="inszKept"');
  });

  it('the next of the same type begins with the rows of the last, and its numbers beside the empty inputs', async () => {
    await add({ type: 'study_day', who_0: 'kind:police', present_0: '7' });
    const page = await coordinator.get(paths.newActivity({ type: 'study_day' }));
    expect(page.text)
      .to.match(/value="kind:police" selected/)
      .and.include('vorige keer 7');
    expect(page.text).to.match(/id="present_0"[^>]*value=""/);
  });

  it('more rows, asked for while typing, come back with what was typed, and nothing is kept', async () => {
    const before = await ActivityModel.countDocuments();
    const answer = await coordinator.post(paths.activities(), form({ more: 'rows', title: 'Half getypt' }));
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.include('Half getypt')
      .and.include('id="who_9"')
      .and.not.include('class="summary"');
    expect(await ActivityModel.countDocuments()).to.equal(before);
  });

  it('two who change one activity: the second is shown both values, of who came too, and saves', async () => {
    const id = await add();
    const change = (body: object) => coordinator.post(paths.activityFields({ id }), body);
    await change({
      base_place: '0',
      place: 'Zaal 1',
      base_attendance: '0',
      who_0: 'kind:police',
      present_0: '4',
    });
    const second = await change({
      base_place: '0',
      place: 'Zaal 2',
      base_attendance: '0',
      who_0: 'kind:police',
      present_0: '5',
    });
    expect(second.status).to.equal(409);
    expect(second.text)
      .to.include('Zaal 1')
      .and.include('Zaal 2')
      .and.include('Politie: Aanwezig 4')
      .and.include('Aanwezig 5');
    const chosen = /name="chosen_attendance" value="([^"]*present|[^"]*5[^"]*)"/.exec(second.text)![1]!;
    await change({ base_attendance: '1', chosen_attendance: chosen });
    expect((await recordOf(id)).attendance[0]!.present).to.equal(5);
    const page = await coordinator.get(paths.activity({ id }));
    expect(page.text).to.include('Zaal 1').and.include('Politie: Aanwezig 5');
  });

  it('repeated, it makes dated drafts that count only once somebody says that they took place', async () => {
    const id = await add({ day: '2026-01-13', title: 'Maandelijkse intervisie' });
    expect(
      (await coordinator.post(paths.activityRepeats({ id }), { rhythm: 'monthly_weekday', count: '3' }))
        .status,
    ).to.equal(303);
    const drafts = await ActivityModel.find({ repeats: id })
      .sort({ 'values.day': 1 })
      .lean<ActivityRecord[]>();
    expect(drafts.map((one) => [one.values.day, one.state])).to.deep.equal([
      ['2026-02-10', 'draft'],
      ['2026-03-10', 'draft'],
      ['2026-04-14', 'draft'],
    ]);
    const countedIn = async () =>
      (await coordinator.get(paths.activityFiguresFile({ platform: 'BE-VAN', year: '2026' }))).text;
    const before = await countedIn();
    const draft = drafts[0]!._id;
    expect((await partner.get(paths.activity({ id: draft }))).status).to.equal(404);
    await coordinator.post(paths.activityConfirmation({ id: draft }), {
      day: '2026-02-11',
      who_0: 'kind:police',
      present_0: '6',
    });
    expect((await recordOf(draft)).values.day).to.equal('2026-02-11');
    expect(await countedIn()).not.to.equal(before);
    await coordinator.post(paths.activityEnd({ id: drafts[1]!._id }), { way: 'cancelled', why: 'Sneeuw' });
    expect((await recordOf(drafts[1]!._id)).state).to.equal('cancelled');
    await coordinator.post(paths.activityRepeats({ id }), { rhythm: 'monthly_weekday', count: '3' });
    expect(await ActivityModel.countDocuments({ repeats: id })).to.equal(4);
  });

  it('one that is to come is a draft by itself', async () => {
    expect((await recordOf(await add({ day: '2099-01-01' }))).state).to.equal('draft');
  });

  it('put aside with a reason, it is there for those who write and for nobody else, and can be taken up', async () => {
    const id = await add({ title: 'Een titel voor zichzelf' });
    expect((await coordinator.post(paths.activityEnd({ id }), { way: 'aside', why: '' })).status).to.equal(
      422,
    );
    await coordinator.post(paths.activityEnd({ id }), { way: 'aside', why: 'Dubbel ingevoerd' });
    expect((await partner.get(paths.activity({ id }))).status).to.equal(404);
    expect((await coordinator.get(paths.activity({ id }))).text).to.include('Dubbel ingevoerd');
    const sequel = paths.activity({ id: await add({ title: 'Het vervolg', follows: id }) });
    expect((await coordinator.get(sequel)).text).to.include('Een titel voor zichzelf');
    expect((await partner.get(sequel)).text)
      .to.include('Een andere activiteit')
      .and.not.include('Een titel voor zichzelf');
    await coordinator.post(paths.activityReturn({ id }), {});
    expect((await recordOf(id)).state).to.equal('draft');
  });

  it('partners and officials read; officials see no names; nobody else writes', async () => {
    const id = await add({ type: 'training', led: 'Dr. Someone', title: 'Vorming' });
    expect((await partner.get(paths.activity({ id }))).text)
      .to.include('Dr. Someone')
      .and.include('Nora Verbist');
    const seen = await official.get(paths.activity({ id }));
    expect(seen.text).to.include('Vorming').and.not.include('Dr. Someone').and.not.include('Nora Verbist');
    expect((await limburg.get(paths.activity({ id }))).status).to.equal(404);
    for (const visitor of [partner, official])
      expect((await visitor.post(paths.activities(), form())).status).to.equal(403);
    expect((await limburg.post(paths.activities(), form())).status).to.equal(422);
  });

  it('a recommendation becomes a gap in one step, filled in, and is adopted by a later activity alone', async () => {
    const id = await add({ type: 'round_table', title: 'Rondetafel jongeren', day: '2026-03-01' });
    const earlier = await add({ day: '2026-02-01', title: 'Eerdere' });
    const later = await add({ type: 'round_table', title: 'Synthese', day: '2026-05-01' });
    await coordinator.post(paths.recommendations({ id }), {
      recommendation: 'Meer vroege interventie bij jongeren',
    });
    const made = (await RecommendationModel.findOne({ activity: id }).lean())!;
    const page = await coordinator.get(paths.newGap({ platform: 'BE-VAN', recommendation: made._id }));
    expect(page.text)
      .to.include('value="Meer vroege interventie bij jongeren"')
      .and.include('Rondetafel jongeren, 2026-03-01');
    const sent = await coordinator.post(paths.gaps(), {
      ...{ platform: 'BE-VAN', kind: 'missing', title: 'Vroege interventie', recommendation: made._id },
      ...{ evidenceKind: 'practice', evidenceSource: 'Rondetafel jongeren, 2026-03-01' },
    });
    expect(sent.status).to.equal(303);
    const gap = (await GapModel.findOne({ recommendation: made._id }).lean())!;
    expect(gap.values.origin).to.equal('actor_report');
    const adoption = paths.recommendationAdoption({ id, item: made._id });
    expect((await coordinator.post(adoption, { adoptedIn: earlier })).status).to.equal(422);
    expect((await coordinator.post(adoption, { adoptedIn: later })).status).to.equal(303);
    expect((await coordinator.get(paths.activity({ id }))).text)
      .to.include('In het register: Vroege interventie')
      .and.include('Overgenomen in: Synthese');
    const recommended = 'Meer vroege interventie bij jongeren';
    for (const reader of [coordinator, partner, official])
      expect((await reader.get(paths.activity({ id: later }))).text)
        .to.include(recommended)
        .and.include('Rondetafel jongeren');
    const backAgain = async (one: string): Promise<void> => {
      await coordinator.post(paths.activityReturn({ id: one }), {});
      await coordinator.post(paths.activityConfirmation({ id: one }), {});
    };
    // Whoever may not read one of the two reads nothing of it at the other either.
    const aside = { way: 'aside', why: 'Dubbel ingevoerd' };
    await coordinator.post(paths.activityEnd({ id: later }), aside);
    expect((await partner.get(paths.activity({ id }))).text).not.to.include('Synthese');
    expect((await coordinator.get(paths.activity({ id }))).text).to.include('Overgenomen in: Synthese');
    await backAgain(later);
    await coordinator.post(paths.activityEnd({ id }), aside);
    for (const reader of [partner, official])
      expect((await reader.get(paths.activity({ id: later }))).text)
        .not.to.include(recommended)
        .and.not.include('Rondetafel jongeren');
    expect((await coordinator.get(paths.activity({ id: later }))).text).to.include(recommended);
    await backAgain(id);
    await coordinator.post(paths.recommendationWithdrawal({ id, item: made._id }));
    expect((await partner.get(paths.activity({ id: later }))).text).not.to.include(recommended);
  });

  it('what the report of 2010 prints stands in the demo with its source, and what it does not is not known', async () => {
    const page = await official.get(paths.activities({ platform: 'BE-WNA', year: '2009' }));
    expect(page.text.match(/Rondetafel:/g)).to.have.length(4);
    const exchange = await ActivityModel.findOne({
      'values.type': 'personnel_exchange',
    }).lean<ActivityRecord>();
    expect(exchange?.values.times).to.equal(null);
    const figures = await official.get(paths.activityFiguresFile({ platform: 'BE-VAN', year: '2010' }));
    expect(figures.text)
      .to.include('Vorming,Aantal,0,1')
      .and.include('Studiedag,Aantal,1,0')
      .and.include('Ontmoetingsdag,Aantal,1,0');
  });
});
