import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { CaseMemberModel } from '../../models/CaseMember.ts';
import { ConsentModel } from '../../models/Consent.ts';
import { MembershipModel } from '../../models/Membership.ts';
import { brusselsDay } from '../../server/core/i18n.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { aGoal, consentFor, demoCase, goalWords, personIdOf } from '../builders/cases.ts';
import { heard, signInAs, type Visitor } from '../builders/people.ts';
import { aWriter, type Writer } from '../builders/writers.ts';

const sofie = 'hulpverlener.hetbaken';

/** Each test: Sofie of Het Baken is let in by consent and invitation, has the plan open, and loses one of the grounds. */
describe('access that ends', function () {
  this.timeout(60_000);
  let app: TestApp;
  let id: string;
  let amina: Visitor;
  let guest: Visitor;
  let writer: Writer;
  let own: Writer;
  /** What the guest's page was told. */
  let told: string[];
  const open: Socket[] = [];

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2027-05-10T18:00:00Z') });
    id = (await demoCase()).id;
  });
  after(() => app.close());

  beforeEach(async () => {
    amina = await signInAs(app, 'hulpverlener.debrug');
    guest = await signInAs(app, sofie);
    const ownerId = await personIdOf(app, 'hulpverlener.debrug');
    const consent = consentFor(app, ownerId, ['demo-het-baken']);
    const until = brusselsDay(app.clock.now());
    await amina.post(paths.caseConsents({ id }), { ...consent, until });
    const person = await personIdOf(app, sofie);
    if (!(await CaseMemberModel.exists({ case: id, person, current: true }))) {
      const invited = await amina.post(paths.caseMembers({ id }), { person: `${person}@demo-het-baken` });
      expect(invited.status).to.equal(303);
    }
    writer = await aWriter(guest, `plan:${id}`);
    own = await aWriter(amina, `plan:${id}`);
    open.push(writer.socket, own.socket);
    expect(writer.joined.ok && own.joined.ok).to.equal(true);
    expect(await writer.write('Zolang het mag')).to.equal('stored');
    for (const one of [writer, own])
      expect(await one.socket.emitWithAck('watch', `plan:${id}`)).to.equal(true);
    told = [];
    for (const event of ['changed', 'access']) writer.socket.on(event, () => told.push(event));
    await app.sequencer.settle();
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });

  const withdraw = async () => {
    const consent = await ConsentModel.findOne({ case: id, 'grants.body': 'demo-het-baken' }).lean();
    const address = paths.caseConsentWithdrawal({ id, consentId: consent!._id });
    expect((await amina.post(address, { body: 'demo-het-baken' })).status).to.equal(303);
  };

  /** Pages, scripts and forms find nothing any more; nothing is written. */
  async function isClosedFor(visitor: Visitor): Promise<void> {
    for (const path of [paths.plan, paths.planExport, paths.planPrint, paths.planRecords, paths.caseConsents])
      expect((await visitor.get(path({ id }))).status).to.equal(404);
    const before = (await amina.get(paths.planExport({ id }))).body.goals.length;
    for (const json of [false, true])
      expect((await visitor.post(paths.planGoals({ id }), goalWords, { json })).status).to.equal(404);
    expect((await amina.get(paths.planExport({ id }))).body.goals.length).to.equal(before);
    expect((await visitor.get(paths.plans())).text).not.to.contain(paths.plan({ id }));
  }

  /** Others write and change; a page that is out hears neither. */
  async function hearsNothingMore(): Promise<void> {
    told = [];
    const before = writer.news.length;
    const changed = heard(own.socket, 'changed');
    await own.socket.emitWithAck('watch', `plan:${id}`);
    await aGoal(amina, id);
    expect(await own.write('Niet meer voor iedereen')).to.equal('stored');
    await changed;
    await app.sequencer.settle();
    // The answer to a question of its own comes after whatever was sent to it before.
    if (writer.socket.connected)
      expect(await writer.socket.emitWithAck('watch', `plan:${id}`)).to.equal(false);
    expect(told).to.deep.equal([]);
    expect(writer.news.length).to.equal(before);
  }

  it('consent withdrawn, while the plan is open, puts the page out at once and refuses what it sends', async () => {
    const removed = heard(writer.socket, 'live:removed');
    const access = heard(writer.socket, 'access');
    await withdraw();
    expect(await removed).to.deep.equal({ document: `plan:${id}`, reason: 'no_longer_allowed' });
    expect(await access).to.equal(id);
    expect(await writer.write('Te laat')).to.equal('not_joined');
    await isClosedFor(guest);
    await hearsNothingMore();
    expect((await amina.get(paths.planExport({ id }))).text).not.to.contain('Te laat');
  });

  it('consent withdrawn and given anew, opens the plan again for the same place', async () => {
    await withdraw();
    const ownerId = await personIdOf(app, 'hulpverlener.debrug');
    await amina.post(paths.caseConsents({ id }), consentFor(app, ownerId, ['demo-het-baken']));
    expect((await guest.get(paths.plan({ id }))).status).to.equal(200);
    const again = await aWriter(guest, `plan:${id}`);
    open.push(again.socket);
    expect(await again.write('Weer welkom')).to.equal('stored');
    await withdraw();
  });

  it('a write that raced with the withdrawal, whichever came first, is either before it or refused', async () => {
    const sent = Array.from({ length: 8 }, (_, index) => writer.write(`race ${index}`));
    const [answers] = await Promise.all([Promise.all(sent), withdraw()]);
    await app.sequencer.settle();
    const text = (await amina.get(paths.planExport({ id }))).text;
    for (const [index, answer] of answers.entries())
      expect(text.includes(`race ${index}`), answer).to.equal(answer === 'stored');
    await isClosedFor(guest);
  });

  it('the place in the case ended, while the plan is open, puts the page out at once', async () => {
    const removed = heard(writer.socket, 'live:removed');
    const person = await personIdOf(app, sofie);
    const member = await CaseMemberModel.findOne({ case: id, person, current: true }).lean();
    const end = paths.caseMemberEnd({ id, memberId: member!._id });
    expect((await amina.post(end)).status).to.equal(303);
    expect(await removed).to.deep.equal({ document: `plan:${id}`, reason: 'no_longer_allowed' });
    expect(await writer.write('Te laat')).to.equal('not_joined');
    await isClosedFor(guest);
    await hearsNothingMore();
  });

  it('signed out, in another tab, closes the connection at once', async () => {
    const gone = heard(writer.socket, 'disconnect');
    expect((await guest.post(paths.signOut())).status).to.equal(303);
    await gone;
    expect(await writer.write('Te laat')).to.equal('disconnected');
    await hearsNothingMore();
  });

  it('signed out in one browser, while another is open, leaves the other open', async () => {
    const other = await signInAs(app, sofie);
    await other.post(paths.signOut());
    await app.sequencer.settle();
    expect(await writer.write('Nog hier')).to.equal('stored');
  });

  it('signed out everywhere, from another browser, closes the connection at once', async () => {
    const gone = heard(writer.socket, 'disconnect');
    const other = await signInAs(app, sofie);
    expect((await other.post(paths.accountSessions())).status).to.equal(303);
    await gone;
    expect((await guest.get(paths.plan({ id }))).status).to.equal(303); // to the sign-in page
    await hearsNothingMore();
  });

  it('the membership of the organisation ended, closes the connection at once', async () => {
    const gone = heard(writer.socket, 'disconnect');
    const person = await personIdOf(app, sofie);
    const griet = await signInAs(app, 'beheer.hetbaken');
    const membership = await MembershipModel.findOne({ person, current: true }).lean();
    expect((await griet.post(paths.membershipEnd({ id: membership!._id }))).status).to.equal(303);
    await gone;
    await hearsNothingMore();
    expect((await guest.get(paths.plan({ id }))).status).to.be.oneOf([303, 404]);
    expect(
      (await guest.post(paths.planGoals({ id }), goalWords).catch(() => null))?.status ?? 404,
    ).to.be.oneOf([303, 404]);
    await MembershipModel.updateOne(
      { _id: membership!._id },
      { $set: { current: true }, $unset: { endedAt: '' } },
    );
  });

  it('the last day of the consent over, while the plan is open, closes it without anybody doing anything', async () => {
    app.clock.advance(5 * 3_600_000); // past midnight in Brussels
    await isClosedFor(guest);
    const removed = heard(writer.socket, 'live:removed');
    await app.sockets.recheckAll();
    expect(await removed).to.deep.equal({ document: `plan:${id}`, reason: 'no_longer_allowed' });
    await hearsNothingMore();
  });

  it('the longest time of a session over, while the plan is open, closes the connection', async () => {
    const gone = heard(writer.socket, 'disconnect');
    app.clock.advance(13 * 3_600_000);
    await app.sockets.recheckAll();
    await gone;
    expect((await guest.get(paths.plan({ id }))).status).to.equal(303);
  });
});
