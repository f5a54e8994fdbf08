import { expect } from 'chai';
import request from 'supertest';
import { open } from '../server/core/policy.ts';
import { caseSpace } from '../server/features/cases/policy.ts';
import { paths } from '../server/paths.ts';
import { routes } from '../server/routes.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { aCaseOf, actionWords, actsIn, demoCase, type KnownCase, personIdOf } from './builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from './builders/people.ts';
import { addressOf } from './builders/routeSamples.ts';

const writing = routes.filter((row) => row.verb === 'post');
const readingCases = routes.filter((row) => row.verb === 'get' && row.permission === caseSpace);

describe('the route table', function () {
  this.timeout(60_000);
  let app: TestApp;
  let owner: Visitor;
  let known: KnownCase;

  before(async () => {
    app = await startTestApp({ demo: true });
    owner = await signInAs(app, 'hulpverlener.debrug');
    known = await demoCase();
  });
  after(() => app.close());

  const addressIn = (row: (typeof routes)[number]): string =>
    addressOf(row, { ...known, token: 'x', code: 'nl' });

  it('is there: a check that finds no rows has failed', () => {
    expect(writing.length).to.be.greaterThan(25);
    expect(readingCases.length).to.be.greaterThan(6);
  });

  it('has an act on every row that writes, also the public ones', () => {
    expect(writing.filter((row) => !row.act || !/^[a-z]\w*\.\w+$/.test(row.act))).to.deep.equal([]);
  });

  it('has an act on every row that shows a case', () => {
    expect(readingCases.filter((row) => !row.act).map((row) => row.path.pattern)).to.deep.equal([]);
  });

  it('says public on no row of a case', () => {
    const shown = routes.filter((row) => /^\/(plans|cases)/.test(row.path.pattern));
    expect(shown.filter((row) => row.permission === open || !row.permission.secondFactor)).to.deep.equal([]);
  });

  it('has each verb and address once', () => {
    const names = routes.map((row) => `${row.verb} ${row.path.pattern}`);
    expect(new Set(names).size).to.equal(names.length);
  });

  for (const row of writing) {
    for (const json of [false, true]) {
      const form = json ? 'a script' : 'a form';
      it(`POST ${row.path.pattern} from ${form}, without the token of the session, is refused before anything happens`, async () => {
        const before = (await actsIn(app)).length;
        const visitor = row.permission === open ? aVisitor(app) : owner;
        await visitor.csrf(); // a session that has a token, which is not sent
        const test = request(app.address).post(addressIn(row)).set('Cookie', visitor.cookie());
        test.set('Accept', json ? 'application/json' : 'text/html').type(json ? 'json' : 'form');
        const response = await test.send({ ownWords: 'x' });
        expect(response.status).to.equal(403);
        if (json) expect(response.body.error).to.equal('form_expired');
        expect((await actsIn(app)).length).to.equal(before);
      });
    }
  }

  for (const row of readingCases) {
    it(`GET ${row.path.pattern}, visited by a member of the case, leaves exactly the act ${row.act}`, async () => {
      app.clock.advance(11 * 60_000); // a view long after the last one
      const before = new Set((await actsIn(app)).map((act) => act._id));
      const response = await owner.get(addressIn(row));
      expect(response.status).to.equal(200);
      const added = (await actsIn(app)).filter((act) => !before.has(act._id));
      const personId = await personIdOf(app, 'hulpverlener.debrug');
      expect(added.map((act) => [act.name, act.actor?.personId])).to.deep.equal([[row.act, personId]]);
      const caseId = row.path.pattern.includes(':id') ? known.id : undefined;
      expect(added[0]?.record.caseId).to.equal(caseId);
    });
  }

  it('GET /plans/:id/records, fetched again within ten minutes by the same page, is one view', async () => {
    app.clock.advance(11 * 60_000);
    const views = async () => (await actsIn(app, { name: 'plan.viewed' })).length;
    const before = await views();
    for (let time = 0; time < 3; time++) await owner.get(paths.planRecords({ id: known.id }));
    expect(await views()).to.equal(before + 1);
  });

  it('records of another case, named inside an own case, are not found and not written', async () => {
    const stranger = await signInAs(app, 'buitenstaander');
    const own = await aCaseOf(stranger, 'demo-de-kade');
    const { goalId, actionId, consentId, memberId, versionId, commentId, suggestionId, searchId } = known;
    const asked = [
      stranger.post(paths.planGoal({ id: own.id, goalId }), { dimension: 'social', base_dimension: 1 }),
      stranger.post(paths.planGoalRemoval({ id: own.id, goalId })),
      stranger.post(paths.planGoalRestoration({ id: own.id, goalId })),
      stranger.post(paths.planActions({ id: own.id, goalId }), actionWords),
      stranger.post(paths.planAction({ id: own.id, actionId }), { status: 'done', base_status: 1 }),
      stranger.post(paths.planActionRemoval({ id: own.id, actionId })),
      stranger.post(paths.planActionRestoration({ id: own.id, actionId })),
      stranger.post(paths.caseConsentWithdrawal({ id: own.id, consentId }), { body: 'demo-noordster' }),
      stranger.post(paths.caseMemberEnd({ id: own.id, memberId })),
      stranger.post(paths.caseSearchWithdrawal({ id: own.id, searchId })),
      stranger.post(paths.planVersion({ id: own.id, versionId }), { newName: 'Van mij', base: 1 }),
      stranger.post(paths.planVersionRemoval({ id: own.id, versionId })),
      stranger.post(paths.planVersionRestoration({ id: own.id, versionId })),
      stranger.post(paths.planCommentAnswers({ id: own.id, commentId }), { words: 'Van mij' }),
      stranger.post(paths.planCommentResolution({ id: own.id, commentId })),
      stranger.post(paths.planCommentReopening({ id: own.id, commentId })),
      stranger.post(paths.planSuggestionAnswers({ id: own.id, suggestionId }), { words: 'Van mij' }),
      stranger.post(paths.planSuggestionAcceptance({ id: own.id, suggestionId })),
      stranger.post(paths.planSuggestionRefusal({ id: own.id, suggestionId })),
      stranger.post(paths.planSuggestionWithdrawal({ id: own.id, suggestionId })),
      // One named as the other is not found either.
      owner.post(paths.planCommentResolution({ id: known.id, commentId: suggestionId })),
      owner.post(paths.planSuggestionAcceptance({ id: known.id, suggestionId: commentId })),
    ];
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer.status)).to.deep.equal(answers.map(() => 404));
    expect(await demoCase()).to.deep.equal(known);
    const exported = JSON.parse((await owner.get(paths.planExport({ id: known.id }))).text);
    expect(exported.goals.map((goal: { id: string }) => goal.id)).to.include(goalId);
  });
});
