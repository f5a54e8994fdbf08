import { expect } from 'chai';
import { BodyModel } from '../../../models/Body.ts';
import { MeetingModel } from '../../../models/Meeting.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { bodiesVisibleTo } from '../../../server/features/network/bodies/queries.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { personIdOf } from '../../builders/cases.ts';
import { everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';

const ogPmg = idOf('body', 'antwerp-og-pmg');

describe('where one goes on from the page of a body, and from that of an organisation', function () {
  this.timeout(90_000);
  let app: TestApp;
  const visitors = new Map<Name, Visitor>();
  const as = (name: Name): Visitor => visitors.get(name)!;

  before(async () => {
    app = await startTestApp({ demo: true });
    for (const name of everyone) visitors.set(name, await signInAs(app, name));
  });
  after(() => app.close());

  const section = async (name: Name, address: string, id: string): Promise<string> => {
    const answer = await as(name).get(address);
    expect(answer.status, `${name} ${address}`).to.equal(200);
    return new RegExp(`<section [^>]*aria-labelledby="${id}".*?</section>`, 's').exec(answer.text)?.[0] ?? '';
  };
  const linksOn = (name: Name, id = ogPmg): Promise<string> =>
    section(name, paths.body({ id }), 'work-title');
  const hrefsIn = (text: string): string[] =>
    [...text.matchAll(/href="([^"#]+)[^"]*"/g)].map((one) => one[1]!.replaceAll('&amp;', '&'));

  async function visible(name: Name) {
    const id = await personIdOf(app, name);
    const held = await app.house.connection
      .db!.collection('memberships')
      .find({ person: id, current: true })
      .toArray();
    const affiliations = held.map(({ role, kind, body }) => ({ role, kind, bodyId: body }));
    return bodiesVisibleTo(app.house, { id, affiliations } as never);
  }

  it('who sits there comes from a body to its meetings, agenda, what waits and what came of it, and the network', async () => {
    for (const name of ['coordinator.antwerpen', 'beheer.debrug'] as const) {
      const hrefs = hrefsIn(await linksOn(name));
      const next = await MeetingModel.findOne({
        body: ogPmg,
        state: 'called',
        endsAt: { $gt: app.clock.now() },
      })
        .sort({ startsAt: 1 })
        .lean();
      expect(hrefs, name).to.include.members([
        paths.meeting({ id: next!._id }),
        paths.meetingAgenda({ id: next!._id }),
        paths.meetings({ body: ogPmg }),
        paths.backlog({ id: ogPmg }),
        paths.bodyDecisions({ id: ogPmg }),
        paths.platformNetwork({ platform: 'BE-VAN' }, { focus: ogPmg }),
      ]);
    }
  });

  it('an official, who reads no agendas, is led to the meetings and the network only', async () => {
    const hrefs = hrefsIn(await linksOn('fod'));
    expect(hrefs).to.include.members([
      paths.meetings({ body: ogPmg }),
      paths.platformNetwork({ platform: 'BE-VAN' }, { focus: ogPmg }),
    ]);
    expect(hrefs.filter((one) => /agenda|backlog|decisions|new/.test(one))).to.deep.equal([]);
  });

  it('a meeting that was cancelled is neither the next nor the last', async () => {
    const coming = { body: ogPmg, endsAt: { $gt: app.clock.now() } };
    const before = await MeetingModel.find(coming).lean();
    await MeetingModel.updateMany(coming, { $set: { state: 'cancelled' } });
    const text = await linksOn('coordinator.antwerpen');
    expect(text)
      .to.include('Er is er geen gepland.')
      .and.include(paths.newMeeting({ body: ogPmg }));
    expect(await linksOn('beheer.debrug')).not.to.include(paths.newMeeting({ body: ogPmg }));
    for (const one of before) await MeetingModel.updateOne({ _id: one._id }, { $set: { state: one.state } });
  });

  it('nobody is led to a page they may not open, from any body of Antwerp or inside their organisation', async () => {
    let asked = 0;
    for (const name of everyone) {
      const answers = new Map<string, number>();
      const near = (await visible(name)).filter(
        (one) => one.organisation || one.platforms.includes('BE-VAN'),
      );
      for (const { id } of near) {
        for (const href of hrefsIn(await linksOn(name, id))) {
          if (!answers.has(href)) answers.set(href, (await as(name).get(href)).status);
          expect(answers.get(href), `${name} ${href}`).to.equal(200);
          asked += 1;
        }
      }
    }
    expect(asked).to.be.greaterThan(60);
  });

  it('the page of an organisation says where it sits; what is inside it shows to its own people alone', async () => {
    const inside = (await BodyModel.findOne({ organisation: 'demo-de-brug' }).lean())!;
    const like = (await SeatModel.findOne({ body: ogPmg, 'values.organisation': 'demo-de-brug' }).lean())!;
    await SeatModel.create({ ...like, _id: idOf('seat', 'inside'), body: inside._id });
    const address = paths.organisation({ id: 'demo-de-brug' });
    const own = await section('beheer.debrug', address, 'tables-title');
    const coordinator = await section('coordinator.antwerpen', address, 'tables-title');
    for (const text of [own, coordinator])
      expect(hrefsIn(text)).to.include.members([
        paths.body({ id: ogPmg }),
        paths.platformNetwork({ platform: 'BE-VAN' }, { focus: 'demo-de-brug' }),
      ]);
    expect(own).to.include(inside.values.name.nl).and.include('2 plaatsen aan tafel');
    expect(coordinator).not.to.include(inside.values.name.nl).and.not.to.include(inside._id);
    await SeatModel.deleteOne({ _id: idOf('seat', 'inside') });
  });
});
