import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { CaseMemberModel } from '../models/CaseMember.ts';
import { paths } from '../server/paths.ts';
import { startTestApp, type TestApp } from './builders/app.ts';
import { actsIn, aGoal, anAction, demoCase, personIdOf } from './builders/cases.ts';
import { aVisitor, signInAs, type Visitor } from './builders/people.ts';

/** The fields of the form that goes to this address, as a browser without script would send them. */
function formFields(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const named = [...form.split('</form>')[0]!.matchAll(/<input [^>]*>/g)].map(([tag]) => tag);
  const of = (tag: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return Object.fromEntries(
    named
      .filter((tag) => !tag.includes('type="radio"') || tag.includes(' checked'))
      .filter((tag) => !/name="_/.test(tag) && tag.includes('name='))
      .map((tag) => [of(tag, 'name'), of(tag, 'value')]),
  );
}

describe('a plan without script', function () {
  this.timeout(60_000);
  let app: TestApp;
  let amina: Visitor;
  let karim: Visitor;
  let id: string;
  let goalId: string;
  let actionId: string;

  before(async () => {
    app = await startTestApp({ demo: true });
    amina = await signInAs(app, 'hulpverlener.debrug');
    karim = await signInAs(app, 'hulpverlener.noordster');
    id = (await demoCase()).id;
  });
  after(() => app.close());
  beforeEach(async () => {
    goalId = await aGoal(amina, id);
    actionId = await anAction(amina, id, goalId);
  });

  const actionNow = async () => {
    const plan = JSON.parse((await amina.get(paths.planExport({ id }))).text);
    return plan.goals
      .find((one: { id: string }) => one.id === goalId)
      .actions.find((one: { id: string }) => one.id === actionId);
  };

  it('a form of which one field came too late, sent on from the page of both values, keeps what else was typed', async () => {
    const target = paths.planAction({ id, actionId });
    await karim.post(target, { what: 'van Karim', base_what: 1 }, { json: true });
    const late = await amina.post(target, {
      what: 'van Amina & co',
      base_what: 1,
      whenWords: 'elke dinsdag om tien uur',
      base_whenWords: 1,
    });
    expect([late.status, await actionNow()]).to.deep.include(409);
    expect(late.text).to.contain('van Karim');
    const fields = formFields(late.text, target);
    expect(fields).to.deep.equal({
      whenWords: 'elke dinsdag om tien uur',
      base_whenWords: '1',
      base_what: '2',
      what: 'van Amina &amp; co',
    });
    const sent = await amina.post(target, { ...fields, what: 'van Amina & co' });
    expect(sent.status).to.equal(303);
    expect(await actionNow()).to.include({ what: 'van Amina & co', whenWords: 'elke dinsdag om tien uur' });
  });

  it('a change of whose action it is, when both values are shown, is told in names and not in ids', async () => {
    const target = paths.planAction({ id, actionId });
    const who = `caregiver:${await personIdOf(app, 'hulpverlener.noordster')}`;
    await karim.post(target, { who, base_who: 1 }, { json: true });
    const late = await amina.post(target, { who: 'environment:sibling', base_who: 1 });
    expect(late.status).to.equal(409);
    expect(late.text.replaceAll(/value="[^"]*"/g, '')).not.to.match(/caregiver:|environment:/);
  });

  it('a whole form of an action whose caregiver left the case, with another word changed, is kept', async () => {
    const target = paths.planAction({ id, actionId });
    const who = `caregiver:${await personIdOf(app, 'hulpverlener.noordster')}`;
    await amina.post(target, { who, base_who: 1 }, { json: true });
    const place = await CaseMemberModel.findOne({ case: id, role: 'caregiver', current: true }).lean();
    await amina.post(paths.caseMemberEnd({ id, memberId: place!._id }));
    const kept = await amina.post(target, { what: 'iets anders', base_what: 1, who, base_who: 2 });
    const given = await amina.post(target, { who: `caregiver:${randomUUID()}`, base_who: 2 }, { json: true });
    await CaseMemberModel.updateOne(
      { _id: place!._id },
      { $set: { current: true }, $unset: { endedAt: '' } },
    );
    expect([kept.status, given.status]).to.deep.equal([303, 422]);
    expect(await actionNow()).to.include({ what: 'iets anders', who });
  });

  it('a form that comes too late for its session, or for a goal that was put aside, gives the words back', async () => {
    const stranger = aVisitor(app);
    const words = 'een zin die nergens anders staat';
    const expired = await stranger.post(paths.planGoals({ id }), { _csrf: 'old', ownWords: words });
    await karim.post(paths.planGoalRemoval({ id, goalId }), {}, { json: true });
    const removed = await amina.post(paths.planGoal({ id, goalId }), { ownWords: words, base_ownWords: 1 });
    expect([expired.status, removed.status]).to.deep.equal([403, 409]);
    for (const answer of [expired, removed]) expect(answer.text).to.contain(words);
  });

  it('somebody around the client, named with other than the words of the list, is refused', async () => {
    const who = `environment:${'Jan'.repeat(1000)}`;
    const asked = await amina.post(paths.planAction({ id, actionId }), { who, base_who: 1 }, { json: true });
    expect(asked.status).to.equal(422);
  });

  it('a script that comes too late, being shown what stands there, is one view of the plan', async () => {
    const mine = async () =>
      actsIn(app, { name: 'plan.viewed', 'record.caseId': id, 'actor.personId': karimId });
    const karimId = await personIdOf(app, 'hulpverlener.noordster');
    app.clock.advance(11 * 60_000);
    const before = await mine();
    for (const _ of [1, 2]) {
      const late = await karim.post(paths.planGoal({ id, goalId }), { ownWords: 'x' }, { json: true });
      expect(late.body.conflicts[0].current).to.be.a('string');
    }
    expect((await mine()).length - before.length).to.equal(1);
  });
});
