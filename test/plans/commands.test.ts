import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn, aGoal, anAction, demoCase, goalWords, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

interface Exported {
  goals: { id: string; ownWords: string; dimension: string; lifeDomain: string; actions: { id: string }[] }[];
  putAside: { goals: { id: string }[]; actions: { id: string }[] };
}

describe('field commands', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let karim: Visitor;
  let id: string;
  let goalId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    id = (await demoCase()).id;
  });
  after(() => app.close());
  beforeEach(async () => {
    goalId = await aGoal(amina, id);
  });

  const plan = async (): Promise<Exported> => JSON.parse((await amina.get(paths.planExport({ id }))).text);
  const goalNow = async (goal = goalId) => (await plan()).goals.find((one) => one.id === goal);
  const change = (visitor: Visitor, body: object, options = {}) =>
    visitor.post(paths.planGoal({ id, goalId }), body, { json: true, ...options });

  it('two people, changing different fields of one goal at once, are both kept', async () => {
    const answers = await Promise.all([
      change(amina, { ownWords: 'Ik wil fietsen met mijn broer', base_ownWords: 1 }),
      change(karim, { lifeDomain: 'relationships', base_lifeDomain: 1 }),
    ]);
    expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200]);
    expect(answers.map((answer) => answer.body.versions)).to.deep.equal([{ ownWords: 2 }, { lifeDomain: 2 }]);
    expect(await goalNow()).to.include({
      ownWords: 'Ik wil fietsen met mijn broer',
      lifeDomain: 'relationships',
      dimension: 'personal',
    });
  });

  it('two people, changing the same field from the same version, get one yes and one 409 with both values', async () => {
    const answers = await Promise.all([
      change(amina, { ownWords: 'van Amina', base_ownWords: 1 }),
      change(karim, { ownWords: 'van Karim', base_ownWords: 1 }),
    ]);
    const won = answers.find((answer) => answer.status === 200);
    const lost = answers.find((answer) => answer.status === 409);
    expect([won?.body.versions, lost?.body.error]).to.deep.equal([{ ownWords: 2 }, 'conflict']);
    const kept = answers[0] === won ? 'van Amina' : 'van Karim';
    const yours = answers[0] === won ? 'van Karim' : 'van Amina';
    const by = await personIdOf(app, answers[0] === won ? 'hulpverlener.debrug' : 'hulpverlener.noordster');
    expect(lost!.body.conflicts).to.have.length(1);
    expect(lost!.body.conflicts[0]).to.include({ field: 'ownWords', yours, current: kept, version: 2, by });
    expect((await goalNow())?.ownWords).to.equal(kept);
  });

  it('a stale field among fresh ones, in one command, writes none of them and leaves no act', async () => {
    await change(amina, { ownWords: 'eerst', base_ownWords: 1 });
    const actId = randomUUID();
    const both = { ownWords: 'laat', base_ownWords: 1, dimension: 'social', base_dimension: 1 };
    const answer = await change(karim, both, { actId });
    expect(answer.status).to.equal(409);
    expect(await goalNow()).to.include({ ownWords: 'eerst', dimension: 'personal' });
    expect(await actsIn(app, { _id: actId })).to.deep.equal([]);
  });

  it('a stale command, wanting what already stands there, is no conflict', async () => {
    await change(amina, { ownWords: 'hetzelfde', base_ownWords: 1 });
    const answer = await change(karim, { ownWords: 'hetzelfde', base_ownWords: 1 });
    expect([answer.status, answer.body.versions]).to.deep.equal([200, {}]);
  });

  it('a command without the version it was based on, changing something, is a conflict', async () => {
    expect((await change(karim, { ownWords: 'zonder basis' })).status).to.equal(409);
    expect((await change(karim, { ownWords: 'uit de toekomst', base_ownWords: 9 })).status).to.equal(409);
    expect((await goalNow())?.ownWords).to.equal(goalWords.ownWords);
  });

  it('a command, sent five times at once under one act id, is done once and answered alike', async () => {
    const actId = randomUUID();
    const body = { ...goalWords, ownWords: 'vijf keer geklikt' };
    const goals = paths.planGoals({ id });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => amina.post(goals, body, { json: true, actId })),
    );
    expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.goalId)).size).to.equal(1);
    const later = await amina.post(goals, body, { json: true, actId });
    expect(later.body).to.deep.equal(answers[0]!.body);
    expect(await actsIn(app, { _id: actId })).to.have.length(1);
    const made = (await plan()).goals.filter((goal) => goal.ownWords === 'vijf keer geklikt');
    expect(made).to.have.length(1);
  });

  it('a form, sent twice by a double click, adds one goal and leads to the same place', async () => {
    const actId = randomUUID();
    const twice = [0, 1].map(() =>
      amina.post(paths.planGoals({ id }), { ...goalWords, ownWords: 'dubbelklik' }, { actId }),
    );
    const [first, second] = await Promise.all(twice);
    expect([first!.status, second!.status]).to.deep.equal([303, 303]);
    expect(first!.headers.location).to.equal(second!.headers.location);
    expect((await plan()).goals.filter((goal) => goal.ownWords === 'dubbelklik')).to.have.length(1);
  });

  it('a field command, repeated under its act id after somebody changed the field again, changes nothing more', async () => {
    const actId = randomUUID();
    const command = { ownWords: 'eerste', base_ownWords: 1 };
    const first = await change(amina, command, { actId });
    await change(karim, { ownWords: 'tweede', base_ownWords: 2 });
    const repeat = await change(amina, command, { actId });
    expect([repeat.status, repeat.body]).to.deep.equal([200, first.body]);
    expect((await goalNow())?.ownWords).to.equal('tweede');
  });

  it('an act id, used by somebody else, is refused and nothing is written', async () => {
    const actId = randomUUID();
    await change(amina, { dimension: 'social', base_dimension: 1 }, { actId });
    const byOther = await change(karim, { dimension: 'clinical', base_dimension: 2 }, { actId });
    expect(byOther.status).to.equal(409);
    expect((await goalNow())?.dimension).to.equal('social');
  });

  it('a command, changed and sent again under the act id it had, is not taken for done', async () => {
    const actId = randomUUID();
    await change(amina, { ownWords: 'eerst dit', base_ownWords: 1 }, { actId });
    const again = await change(amina, { ownWords: 'toch dit', base_ownWords: 2 }, { actId });
    expect(again.status).to.equal(200);
    expect((await goalNow())?.ownWords).to.equal('toch dit');
  });

  it('a form, gone back to, changed and sent again, adds what was typed the second time too', async () => {
    const actId = randomUUID();
    for (const ownWords of ['van voor het teruggaan', 'van na het teruggaan'])
      await amina.post(paths.planGoals({ id }), { ...goalWords, ownWords }, { actId });
    const words = (await plan()).goals.map((goal) => goal.ownWords);
    expect(words).to.include.members(['van voor het teruggaan', 'van na het teruggaan']);
  });

  it('an act id that is none, with a command, is refused and nothing is written', async () => {
    for (const actId of ['', '7', 'x'.repeat(40), `${randomUUID()}'`]) {
      const answer = await change(amina, { dimension: 'social', base_dimension: 1 }, { actId });
      expect(answer.status, actId).to.equal(422);
    }
    expect((await goalNow())?.dimension).to.equal('personal');
  });

  it('a stale form without script, sent as a page, comes back as a page with both values and the new base', async () => {
    await change(karim, { ownWords: 'De woorden van Karim', base_ownWords: 1 });
    const stale = { ...goalWords, ownWords: 'De woorden van Amina', base_ownWords: 1 };
    const bases = { base_dimension: 1, base_lifeDomain: 1 };
    const answer = await amina.post(paths.planGoal({ id, goalId }), { ...stale, ...bases });
    expect(answer.status).to.equal(409);
    expect(answer.text).to.contain('De woorden van Karim').and.to.contain('De woorden van Amina');
    expect(answer.text).to.match(/name="base_ownWords" value="2"/);
    const personId = await personIdOf(app, 'hulpverlener.debrug');
    const acts = await actsIn(app, { 'actor.personId': personId });
    expect(acts.map((act) => act.name)).to.include('plan.viewed'); // the page shows the plan: that is a view
    const decided = await amina.post(paths.planGoal({ id, goalId }), {
      ownWords: 'De woorden van Amina',
      base_ownWords: 2,
    });
    expect(decided.status).to.equal(303);
    expect((await goalNow())?.ownWords).to.equal('De woorden van Amina');
  });

  it('a goal put aside, edited by who still saw it, is 409; put back, it is edited again', async () => {
    const actionId = await anAction(amina, id, goalId);
    await karim.post(paths.planGoalRemoval({ id, goalId }), {}, { json: true });
    expect(await goalNow()).to.equal(undefined);
    const late = [
      await change(amina, { dimension: 'social', base_dimension: 1 }),
      await amina.post(paths.planActions({ id, goalId }), { what: 'x', who: 'client' }, { json: true }),
    ];
    expect(late.map((answer) => answer.status)).to.deep.equal([409, 409]);
    await amina.post(paths.planGoalRestoration({ id, goalId }), {}, { json: true });
    expect((await goalNow())?.actions.map((action) => action.id)).to.deep.equal([actionId]);
    expect((await change(amina, { dimension: 'social', base_dimension: 1 })).status).to.equal(200);
  });

  it('an action put aside, edited by who still saw it, is 409; put back, it is where it was', async () => {
    const actionId = await anAction(amina, id, goalId);
    const send = (path: string, body = {}) => karim.post(path, body, { json: true });
    await send(paths.planActionRemoval({ id, actionId }));
    await send(paths.planActionRemoval({ id, actionId })); // already so: nothing happens
    expect((await goalNow())?.actions).to.deep.equal([]);
    expect((await plan()).putAside.actions.map((action) => action.id)).to.include(actionId);
    const edit = { status: 'done', base_status: 1 };
    expect((await send(paths.planAction({ id, actionId }), edit)).status).to.equal(409);
    await send(paths.planActionRestoration({ id, actionId }));
    expect((await send(paths.planAction({ id, actionId }), edit)).status).to.equal(200);
    expect((await goalNow())?.actions).to.have.length(1);
  });

  it('twenty commands of two people on one goal at once, each on its own version, lose nothing in between', async () => {
    const send = async (visitor: Visitor, field: string, values: string[]) => {
      for (const [index, value] of values.entries()) {
        const answer = await change(visitor, { [field]: value, [`base_${field}`]: index + 1 });
        expect(answer.status, answer.text).to.equal(200);
      }
    };
    const words = Array.from({ length: 10 }, (_, index) => `versie ${index}`);
    const dimensions = Array.from({ length: 10 }, (_, index) => (index % 2 ? 'social' : 'clinical'));
    await Promise.all([send(amina, 'ownWords', words), send(karim, 'dimension', dimensions)]);
    expect(await goalNow()).to.include({ ownWords: 'versie 9', dimension: 'social' });
  });
});
