import { expect } from 'chai';
import { paths } from '../server/paths.ts';
import { demoPassword, startTestApp, type TestApp } from './builders/app.ts';
import { demoCase } from './builders/cases.ts';
import { mustBeFaultless, seedFrom } from './builders/fuzzing.ts';
import { RouteFuzz } from './builders/fuzzRoutes.ts';
import { SocketFuzz } from './builders/fuzzSockets.ts';
import { aVisitor, signInAs } from './builders/people.ts';

/** A sample; `npm run proof` sends far more. FUZZ_SEED sends something else. */
const seed = seedFrom(process.env.FUZZ_SEED ?? 'sample');

describe(`what no browser would send, a sample (FUZZ_SEED=${seed})`, function () {
  this.timeout(60_000);
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ demo: true });
  });
  after(() => app.close());

  // First, because a member may put others out of the case afterwards, by accident and by right.
  it('the sockets, spoken to so by a member and an outsider, stay up, and the honest page goes on', async () => {
    const fuzz = await SocketFuzz.on(app, seed);
    await fuzz.run(10);
    await fuzz.knock(10);
    await fuzz.verify();
    mustBeFaultless(fuzz.faults);
    expect(fuzz.sent).to.be.greaterThan(800);
  });

  it('every row of the route table, asked so by a stranger and a member, answers without a fault and changes nothing it may not', async () => {
    const fuzz = await RouteFuzz.on(app, seed);
    await fuzz.asSomeStranger();
    await fuzz.asMember(1);
    fuzz.close();
    mustBeFaultless(fuzz.faults);
    expect(fuzz.counts['2xx'], 'were not all refused').to.be.greaterThan(10);
  });

  it('a body that is too large, sent by a browser, is refused with a page of ours', async () => {
    const visitor = aVisitor(app);
    const answer = await visitor.post(paths.signIn(), { email: 'x'.repeat(300_000) });
    expect(answer.status).to.equal(413);
    expect(answer.text).to.contain('– Schakel</title>').and.not.to.contain('server/');
  });

  it('a choice given twice, in a form that is refused, is shown again without it', async () => {
    const member = await signInAs(app, 'hulpverlener.debrug');
    const { id, actionId } = await demoCase();
    const twice = { who: ['client', 'client'], base_who: ['1', '2'], what: '' };
    const answer = await member.post(paths.planAction({ id, actionId }), twice);
    expect(answer.status).to.equal(422);
  });

  it('a second factor that was not sealed here, in its form, is refused and a new one is offered', async () => {
    const member = await signInAs(app, 'hulpverlener.debrug');
    const form = { sealed: 'c2VhbGVk', code: '123456', currentPassword: demoPassword };
    const answer = await member.post(paths.accountSecondFactor(), form);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('name="sealed"').and.not.to.contain('c2VhbGVk');
  });
});
