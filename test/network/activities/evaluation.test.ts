import { expect } from 'chai';
import { type EvaluationAnswer, EvaluationModel, type EvaluationRecord } from '../../../models/Evaluation.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { resultsOf } from '../../../server/features/network/activities/evaluation/results.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn } from '../../builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from '../../builders/people.ts';

const anAnswer = (said: Partial<EvaluationAnswer> = {}): EvaluationAnswer => ({
  ...{ useful: 4, clear: null, organised: null, met: null, use: null },
  ...{ good: '', better: '', sector: '', ...said },
});
const several = (count: number, said: Partial<EvaluationAnswer> = {}) =>
  Array.from({ length: count }, () => anAnswer(said));

describe('the results of an evaluation', () => {
  it('of four answers, nothing is told; of five, all of it', () => {
    expect(resultsOf(several(4))).to.equal(null);
    expect(resultsOf(several(5))).to.deep.include({ count: 5 });
  });

  it('a question that fewer than five answered tells neither mean nor spread', () => {
    const [useful, clear] = resultsOf([...several(5), anAnswer({ clear: 1 })])!.questions;
    expect(useful).to.deep.include({ answered: 6, mean: 4, spread: [0, 0, 0, 6, 0] });
    expect(clear).to.deep.equal({ question: 'clear', answered: 1, mean: null, spread: null });
  });

  it('a sector with fewer than five stands with others, so that nobody is what is left over', () => {
    const answers = [
      ...several(6, { sector: 'addiction' }),
      ...several(5, { sector: 'welfare' }),
      anAnswer({ sector: 'other' }),
    ];
    expect(resultsOf(answers)!.sectors.map((one) => [[...one.sectors].sort(), one.count])).to.deep.equal([
      [['addiction'], 6],
      [['other', 'welfare'], 6],
    ]);
  });
});

describe('the anonymous form of an activity', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;
  let today: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    today = brusselsDay(app.clock.now());
  });
  after(() => app.close());

  const open = async (): Promise<{ id: string; token: string }> => {
    const made = await coordinator.post(paths.activities(), {
      ...{ type: 'training', title: 'Vorming', day: today, platform: 'BE-VAN', times: '1' },
    });
    const id = made.headers.location!.split('/').at(-1)!;
    const answer = await coordinator.post(paths.activityEvaluation({ id }), {
      opensOn: today,
      closesOn: today,
    });
    expect(answer.status, answer.text.slice(0, 500)).to.equal(303);
    return { id, token: (await recordOf(id)).token };
  };
  const recordOf = async (id: string): Promise<EvaluationRecord> =>
    (await EvaluationModel.findById(id).lean<EvaluationRecord>())!;
  const answerAs = (visitor: Visitor, token: string, body: object) =>
    visitor.post(paths.evaluation({ token }), body);

  it('answered by somebody without an account, it keeps the answer and nothing of who or when', async () => {
    const { id, token } = await open();
    const sent = await answerAs(aVisitor(app), token, {
      useful: '5',
      good: 'De sprekers',
      sector: 'welfare',
    });
    expect(sent.status).to.equal(303);
    const raw = await app.house.connection.db!.collection('evaluations').findOne({ _id: id as never });
    expect(raw!.answers).to.deep.equal([anAnswer({ useful: 5, good: 'De sprekers', sector: 'welfare' })]);
    const acts = await actsIn(app, { name: 'activity.evaluated', 'record.id': id });
    expect(acts).to.have.length(1);
    expect(acts[0]).to.deep.include({ actor: null, details: {} });
    expect(JSON.stringify(acts)).not.to.include('sprekers').and.not.include(token);
  });

  it('answered while signed in, it is nobody’s answer too', async () => {
    const { id, token } = await open();
    await answerAs(coordinator, token, { useful: '1' });
    const acts = await actsIn(app, { name: 'activity.evaluated', 'record.id': id });
    expect(acts.map((one) => one.actor)).to.deep.equal([null]);
  });

  it('a browser that answered is thanked and told so when it comes again', async () => {
    const { token } = await open();
    const visitor = aVisitor(app);
    await answerAs(visitor, token, { useful: '5' });
    expect((await visitor.get(paths.evaluation({ token }, { done: 'yes' }))).text).to.include('Dank je');
    expect((await visitor.get(paths.evaluation({ token }))).text).to.include('kwam al een antwoord');
    expect((await aVisitor(app).get(paths.evaluation({ token }))).text).not.to.include(
      'kwam al een antwoord',
    );
  });

  it('with nothing answered, or with a mailbox of somebody, it comes back with what was written', async () => {
    const { token } = await open();
    const empty = await answerAs(aVisitor(app), token, {});
    expect(empty.status).to.equal(422);
    const named = await answerAs(aVisitor(app), token, {
      useful: '2',
      better: 'Vraag jan.peeters@voorbeeld.example',
    });
    expect(named.status).to.equal(422);
    expect(named.text).to.include('jan.peeters@voorbeeld.example').and.include('id="identityKept"');
    expect(named.text).to.match(/id="useful-2"[^>]*checked/);
  });

  it('while it is open nobody reads an answer; closed, from five answers on they are there, and it opens no more', async () => {
    const { id, token } = await open();
    for (let at = 0; at < 4; at++)
      await answerAs(aVisitor(app), token, { useful: '4', good: `Woord ${'abcd'[at]}` });
    const page = async () => (await coordinator.get(paths.activityEvaluation({ id }))).text;
    expect(await page())
      .to.include('Minder dan vijf')
      .and.not.include('Woord a');
    await answerAs(aVisitor(app), token, { useful: '4', good: 'Woord e' });
    expect(await page())
      .to.include('5 antwoorden')
      .and.not.include('Woord a');
    await coordinator.post(paths.activityEvaluationEnd({ id }), {});
    expect(await page())
      .to.include('Woord a')
      .and.include('Woord e');
    expect((await answerAs(aVisitor(app), token, { useful: '1' })).status).to.equal(409);
    const again = await coordinator.post(paths.activityEvaluation({ id }), {
      opensOn: today,
      closesOn: '2099-01-01',
    });
    expect(again.status).to.equal(409);
  });

  it('closed with four answers, it never shows them', async () => {
    const { id, token } = await open();
    for (const good of ['een', 'twee', 'drie', 'vier'])
      await answerAs(aVisitor(app), token, { useful: '4', good: `Woord ${good}` });
    await coordinator.post(paths.activityEvaluationEnd({ id }), {});
    expect((await coordinator.get(paths.activityEvaluation({ id }))).text)
      .to.include('tonen we niets')
      .and.not.include('Woord een');
  });

  it('an address that is none is not found', async () => {
    expect((await aVisitor(app).get(paths.evaluation({ token: 'x'.repeat(43) }))).status).to.equal(404);
  });
});

describe('the anonymous form, asked for too often', function () {
  this.timeout(60_000);
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ demo: true, secrets: 2 });
  });
  after(() => app.close());

  it('from one address, it is told to wait', async () => {
    const visitor = aVisitor(app);
    const statuses: number[] = [];
    for (let at = 0; at < 4; at++)
      statuses.push((await visitor.post(paths.evaluation({ token: 'x' }), { useful: '1' })).status);
    expect(statuses.at(-1)).to.equal(429);
  });
});
