import { expect } from 'chai';
import { MembershipModel } from '../../models/Membership.ts';
import { PersonModel } from '../../models/Person.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { signInAs } from '../builders/people.ts';

describe('somebody who leaves an organisation and comes back', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp({ demo: true });
  });

  after(() => app.close());

  const membershipOf = async (email: string) => {
    const person = await PersonModel.findOne({ email }).lean();
    return MembershipModel.findOne({ person: person!._id, role: 'caregiver', current: true }).lean();
  };

  it('has no place in the cases of before, until invited there again', async () => {
    const karim = await signInAs(app, 'hulpverlener.noordster');
    const list = await karim.get(paths.plans());
    const plan = /href="(\/plans\/[0-9a-f-]{36})"/.exec(list.text)![1]!;
    expect((await karim.get(plan)).status).to.equal(200);

    const membership = await membershipOf('hulpverlener.noordster@demo.example');
    const manager = await signInAs(app, 'beheer.noordster');
    await manager.post(paths.membershipEnd({ id: membership!._id }));
    // What accepting a new invitation leaves behind: the same person, a new membership of the same body.
    const { _id, endedAt, ...again } = (await MembershipModel.findById(membership!._id).lean())!;
    await MembershipModel.create({ ...again, _id: `${_id}-again`, since: app.clock.now(), current: true });

    const back = await signInAs(app, 'hulpverlener.noordster');
    expect((await back.get(plan)).status).to.equal(404);
    expect((await back.get(paths.plans())).text).to.not.include(plan);
  });
});
