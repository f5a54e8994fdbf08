import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import request from 'supertest';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actionWords, aGoal, anAction, demoCase, goalWords, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

/** Valid by modulo 97, of nobody. */
const insz = '85.07.30-033.28';

describe('what people type into a plan', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let id: string;
  let goalId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    amina = await signInAs(app, 'hulpverlener.debrug');
    id = (await demoCase()).id;
    goalId = await aGoal(amina, id);
  });
  after(() => app.close());

  const exported = async () => JSON.parse((await amina.get(paths.planExport({ id }))).text);
  const goalWith = async (goal: string) =>
    (await exported()).goals.find((one: { id: string }) => one.id === goal);
  const add = (body: object) => amina.post(paths.planGoals({ id }), body, { json: true });
  const count = async () => (await exported()).goals.length;

  const intact = {
    'emoji with joiners': 'Samen 👩‍👩‍👧‍👦 naar zee 🏖️ 🇧🇪',
    'Arabic, right to left': 'أريد أن أستيقظ مبكراً',
    'Hebrew among Latin': 'abc שלום def',
    'a right-to-left override': 'a\u202Eb\u202Cc',
    'combining accents': 'e\u0301e\u0301 n\u0303',
    'markup and quotes': '<script>alert("x")</script> & \'y\' `z` <%= 2 %> {{3}}',
    'keys of the database': '$set {"$ne":null} a.b.c',
    'several lines with tabs': 'een\n\n\ttwee\ndrie',
    'the longest text': 'é'.repeat(600),
  };
  for (const [what, text] of Object.entries(intact)) {
    it(`${what}, as a goal's words, is stored and shown intact`, async () => {
      const added = await add({ ...goalWords, ownWords: text });
      expect(added.status, added.text).to.equal(200);
      expect((await goalWith(added.body.goalId)).ownWords).to.equal(text);
      const page = await amina.get(paths.plan({ id }));
      expect(page.status).to.equal(200);
      expect(page.text).not.to.contain('<script>alert');
    });
  }

  it('control characters and Windows line ends, in words, are left out or made plain', async () => {
    const added = await add({ ...goalWords, ownWords: '\u0000\u0007een\r\ntwee\u001b[31m\u0085' });
    expect(added.status).to.equal(200);
    expect((await goalWith(added.body.goalId)).ownWords).to.equal('een\ntwee[31m');
  });

  it('half of a surrogate pair, in words, becomes the sign for what cannot be shown', async () => {
    const added = await add({ ...goalWords, ownWords: 'half \ud83d teken' });
    const goal = added.body.goalId;
    expect((await goalWith(goal)).ownWords).to.equal('half \ufffd teken');
    const again = { ownWords: 'half \ud83d teken', base_ownWords: 1 };
    const answer = await amina.post(paths.planGoal({ id, goalId: goal }), again, { json: true });
    expect(answer.body.versions).to.deep.equal({}); // the same words again: nothing to change
  });

  const refused: [string, object][] = [
    ['too long a text', { ...goalWords, ownWords: 'x'.repeat(601) }],
    ['an empty text', { ...goalWords, ownWords: '  \n ' }],
    ['only control characters', { ...goalWords, ownWords: '\u0000\u0001' }],
    ['no text', { dimension: 'personal', lifeDomain: 'leisure' }],
    ['a list for a text', { ...goalWords, ownWords: ['a', 'b'] }],
    ['an object for a text', { ...goalWords, ownWords: { $gt: '' } }],
    ['a number for a text', { ...goalWords, ownWords: 7 }],
    ['null for a text', { ...goalWords, ownWords: null }],
    ['an unknown dimension', { ...goalWords, dimension: 'constructor' }],
    ['a list for a choice', { ...goalWords, dimension: ['personal', 'social'] }],
    ['an unknown life domain', { ...goalWords, lifeDomain: '__proto__' }],
    ['nothing', {}],
    ['a list for a body', [goalWords]],
  ];
  for (const [what, body] of refused) {
    it(`${what}, as a new goal, is refused with 422 and nothing is added`, async () => {
      const before = await count();
      const answer = await add(body);
      expect([answer.status, answer.body.error]).to.deep.equal([422, 'invalid']);
      expect(await count()).to.equal(before);
    });
  }

  const actions: [string, object][] = [
    ['somebody who is not of the case', { who: `caregiver:${randomUUID()}` }],
    ['an unknown role', { who: 'environment:' }],
    ['a made-up who', { who: 'everybody' }],
    ['a day that does not exist', { due: '2026-02-30' }],
    ['a day in another notation', { due: '30/01/2026' }],
    ['a list of days', { due: ['2026-01-01'] }],
    ['an unknown status', { status: 'constructor' }],
    ['too long a when', { whenWords: 'x'.repeat(201) }],
  ];
  for (const [what, change] of actions) {
    it(`${what}, in a new action, is refused with 422`, async () => {
      const body = { ...actionWords, ...change };
      const answer = await amina.post(paths.planActions({ id, goalId }), body, { json: true });
      expect([answer.status, answer.body.error], answer.text).to.deep.equal([422, 'invalid']);
    });
  }

  it('the bodies themselves, when malformed or enormous, are refused by the door', async () => {
    const send = async (type: string, body: string) =>
      request(app.address)
        .post(paths.planGoals({ id }))
        .set('Cookie', amina.cookie())
        .set('Accept', 'application/json')
        .set('X-CSRF-Token', await amina.csrf())
        .set('Content-Type', type)
        .send(body);
    const json = 'application/json';
    expect((await send(json, '{"ownWords": ')).status).to.equal(400);
    expect((await send(json, '"text"')).status).to.equal(400);
    expect((await send(json, `{"ownWords":"${'x'.repeat(300_000)}"}`)).status).to.equal(413);
    expect((await send(`${json}; charset=nonsense`, '{}')).status).to.equal(415);
    const form = 'application/x-www-form-urlencoded';
    expect((await send(form, 'a=1&'.repeat(1100))).status).to.equal(413);
    expect((await send(form, 'ownWords=%E0%A4%A&dimension=%ZZ')).status).to.be.oneOf([400, 422]);
    expect((await send('text/plain', 'hallo')).status).to.equal(422);
    expect((await send(json, `${'['.repeat(5000)}${']'.repeat(5000)}`)).status).to.be.oneOf([400, 422]);
  });

  it('addresses with strange ids, opened by a member, are not found', async () => {
    for (const odd of ['%00', '..%2F..', '%E0%A4%A', '$ne', 'x'.repeat(500), `${id}%20`, '[object Object]']) {
      const answer = await amina.get(`/plans/${odd}`);
      expect(answer.status, odd).to.be.oneOf([400, 404]);
    }
  });

  it('a national number, typed in words, is refused with 422 and kept only when said so', async () => {
    const words = { ...goalWords, ownWords: `Mijn nummer is ${insz}` };
    const warned = await add(words);
    expect([warned.status, Object.keys(warned.body.fields)]).to.deep.equal([422, ['ownWords']]);
    const kept = await add({ ...words, inszKept: 'on' });
    expect(kept.status).to.equal(200);
    const change = { ownWords: `Toch ${insz}`, base_ownWords: 1 };
    const goal = paths.planGoal({ id, goalId: kept.body.goalId });
    expect((await amina.post(goal, change, { json: true })).status).to.equal(422);
    expect((await amina.post(goal, { ...change, inszKept: 'on' }, { json: true })).status).to.equal(200);
    const page = await amina.post(paths.planGoals({ id }), words);
    expect([page.status, page.text]).to.satisfy(
      ([status, text]: [number, string]) =>
        status === 422 && text.includes('name="inszKept"') && text.includes(insz),
    );
  });

  it('a national number in an action, in what or when, is refused with 422', async () => {
    const actions = paths.planActions({ id, goalId });
    for (const field of ['what', 'whenWords']) {
      const answer = await amina.post(actions, { ...actionWords, [field]: insz }, { json: true });
      expect([answer.status, Object.keys(answer.body.fields)]).to.deep.equal([422, [field]]);
    }
  });

  it('a refused form, sent as a page, comes back with what was typed and the message', async () => {
    const answer = await amina.post(paths.planGoals({ id }), { ...goalWords, ownWords: 'y'.repeat(700) });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('y'.repeat(700)).and.to.contain('role="alert"');
  });

  it('an action given to a member, or to the client, is kept; given to who has no place, it is not', async () => {
    const noor = await personIdOf(app, 'hulpverlener.noordster');
    const outside = await personIdOf(app, 'buitenstaander');
    const actionId = await anAction(amina, id, goalId, { who: `caregiver:${noor}` });
    const send = (body: object) => amina.post(paths.planAction({ id, actionId }), body, { json: true });
    expect((await send({ who: `caregiver:${outside}`, base_who: 1 })).status).to.equal(422);
    expect((await send({ who: `caregiver:${outside}` })).status).to.be.oneOf([409, 422]);
    expect((await send({ who: 'environment:partner', base_who: 1 })).status).to.equal(200);
    const [action] = (await goalWith(goalId)).actions.filter((one: { id: string }) => one.id === actionId);
    expect(action.who).to.equal('environment:partner');
  });
});
