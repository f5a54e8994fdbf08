import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { CaseMemberModel } from '../../models/CaseMember.ts';
import { ConsentModel } from '../../models/Consent.ts';
import { MembershipModel } from '../../models/Membership.ts';
import { liveNarrative } from '../../server/features/plans/live.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aGoal, demoCase, personIdOf } from '../builders/cases.ts';
import { signInAs, type Visitor } from '../builders/people.ts';

/** Longer than nothing is kept after an act that matters. */
const settled = () => pause(1100);

/**
 * Answers about who may write are kept as long as nothing was done that may change them. Asked as another server asks,
 * which hears of what is done here only through the store.
 */
describe('answers about who may write, kept by another server', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let amina: Visitor;
  let karim: Visitor;

  beforeEach(async () => {
    app = await startTestApp({ demo: true });
    id = (await demoCase()).id;
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
  });
  afterEach(() => app.close());

  /** The word before and right after something is done; null is a word under which nothing is kept. */
  async function words(done: () => Promise<unknown>): Promise<[number | null, number | null]> {
    const narrative = liveNarrative(app.house);
    await app.sequencer.settle();
    await narrative.watch!.word();
    await settled();
    const before = await narrative.watch!.word();
    expect(before, 'kept while nothing is done').to.be.a('number');
    await done();
    return [before, await narrative.watch!.word()];
  }

  const karimIs = () => personIdOf(app, 'hulpverlener.noordster');
  const endings: [name: string, done: () => Promise<{ status: number }>][] = [
    [
      'a consent is withdrawn',
      async () => {
        const consent = await ConsentModel.findOne({ case: id, 'grants.body': 'demo-noordster' }).lean();
        const address = paths.caseConsentWithdrawal({ id, consentId: consent!._id });
        return amina.post(address, { body: 'demo-noordster' });
      },
    ],
    [
      'a place in the case ends',
      async () => {
        const member = await CaseMemberModel.findOne({
          case: id,
          person: await karimIs(),
          current: true,
        }).lean();
        return amina.post(paths.caseMemberEnd({ id, memberId: member!._id }));
      },
    ],
    [
      'a membership ends',
      async () => {
        const membership = await MembershipModel.findOne({ person: await karimIs(), current: true }).lean();
        const administrator = await signInAs(app, 'beheer.noordster');
        return administrator.post(paths.membershipEnd({ id: membership!._id }));
      },
    ],
    ['somebody signs out', () => karim.post(paths.signOut())],
    ['somebody signs out everywhere', () => karim.post(paths.accountSessions())],
  ];
  for (const [name, done] of endings)
    it(`when ${name}, serve no longer`, async () => {
      const [before, after] = await words(async () => expect((await done()).status).to.equal(303));
      expect(after).to.not.equal(before);
    });

  it('when somebody reads the plan or changes a goal, go on serving', async () => {
    const [before, after] = await words(async () => {
      expect((await karim.get(paths.plan({ id }))).status).to.equal(200);
      await aGoal(amina, id);
    });
    expect(after).to.equal(before);
  });

  it('are compared by the session and the day: one that ended has no sign, and another day is another one', async () => {
    const sessions = app.house.connection.collection<{
      _id: string;
      session: { passport?: { user: string } };
    }>('sessions');
    const mine = { 'session.passport.user': await karimIs() };
    const sessionId = (await sessions.findOne(mine))!._id;
    const person = { personId: await karimIs(), sessionId, name: '', organisationName: '', language: 'nl' };
    app.clock.set(new Date('2030-05-10T18:00:00Z'));
    await sessions.updateOne(mine, { $set: { 'session.signedInAt': app.clock.now().getTime() } });
    // One look serves for a moment; each of these is a first one.
    const sign = async () => (await liveNarrative(app.house).signs!([person])).get(sessionId);
    const before = await sign();
    expect(before).to.be.a('string');
    expect(await sign()).to.equal(before);
    await sessions.updateOne(mine, { $set: { 'session.epoch': 99 } });
    const other = await sign();
    expect(other).to.be.a('string').that.does.not.equal(before);
    app.clock.set(new Date('2030-05-11T00:00:00Z'));
    expect(await sign(), 'the next day')
      .to.be.a('string')
      .that.does.not.equal(other);
    app.clock.set(new Date('2030-05-11T07:00:00Z'));
    expect(await sign(), 'signed in for too long').to.equal(undefined);
    app.clock.set(new Date('2030-05-10T18:00:00Z'));
    expect(await sign()).to.equal(other);
    await sessions.deleteOne(mine);
    expect(await sign()).to.equal(undefined);
  });
});
