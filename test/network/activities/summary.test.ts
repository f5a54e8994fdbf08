import { expect } from 'chai';
import { ActivityModel, type ActivityRecord } from '../../../models/Activity.ts';
import { SeatModel } from '../../../models/Seat.ts';
import { SummaryNoticeModel } from '../../../models/SummaryNotice.ts';
import { brusselsDay } from '../../../server/core/i18n.ts';
import { sendSummaryMails } from '../../../server/features/network/activities/summary/mails.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { actsIn, personIdOf } from '../../builders/cases.ts';
import { aMailServer, readable, until } from '../../builders/mailServer.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';
import { emptySeat } from '../items/aGroup.ts';

const body = idOf('body', 'antwerp-og-pmg');
const summary = 'De wachtlijst is lang en het huis zoekt een arts.';

describe('the summary of a bilateral visit, sent to everybody concerned', function () {
  this.timeout(60_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let coordinator: Visitor;
  let partner: Visitor;
  let outsider: Visitor;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, config: { smtpUrl: server.url } });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    partner = await signInAs(app, 'aanbod.debrug');
    outsider = await signInAs(app, 'coordinator.limburg');
  });
  after(async () => {
    await app?.close();
    await server?.close();
  });

  const visitTo = async (said: object = {}): Promise<string> => {
    const answer = await coordinator.post(paths.activities(), {
      ...{ type: 'bilateral_visit', title: 'Bezoek aan Het Baken', day: brusselsDay(app.clock.now()) },
      ...{ platform: 'BE-VAN', times: '1', service: 'demo-het-baken', place: 'Zaal 7', summary, ...said },
    });
    expect(answer.status, answer.text.slice(0, 800)).to.equal(303);
    return answer.headers.location!.split('/').at(-1)!;
  };
  const send = (id: string, to: string) => coordinator.post(paths.activitySending({ id }), { to });
  const recordOf = async (id: string): Promise<ActivityRecord> =>
    (await ActivityModel.findById(id).lean<ActivityRecord>())!;
  const toldOf = async (activity: string): Promise<string[]> =>
    (await SummaryNoticeModel.find({ activity }).lean()).map((one) => one.person);

  /** Waits until every notice of an activity is so: the house sends by itself too. Half a minute at most. */
  const settled = async (activity: string, as: { state: string; tries?: number }): Promise<void> => {
    const isSo = async () =>
      (await SummaryNoticeModel.countDocuments({ activity, ...(as as object) })) ===
      (await SummaryNoticeModel.countDocuments({ activity }));
    for (let looks = 0; looks < 600 && !(await isSo()); looks += 1)
      await new Promise((go) => setTimeout(go, 50));
  };

  it('the page to send it from says to how many actors and people each choice goes', async () => {
    const id = await visitTo();
    expect((await coordinator.get(paths.activity({ id }))).text).to.include(paths.activitySending({ id }));
    const page = await coordinator.get(paths.activitySending({ id }));
    expect(page.status).to.equal(200);
    expect(page.text).to.include('value="platform"').and.include(`value="body:${body}"`).and.include(summary);
    expect(page.text).to.match(/\d+ actoren, \d+ personen krijgen bericht/);
  });

  it('sent to every organisation in one action, each of their people is told once by a mail without content', async () => {
    const id = await visitTo();
    expect((await send(id, 'platform')).status).to.equal(303);
    const told = await toldOf(id);
    expect(told).to.include(await personIdOf(app, 'aanbod.debrug'));
    expect(told).not.to.include(await personIdOf(app, 'coordinator.antwerpen'));
    expect(told).not.to.include(await personIdOf(app, 'coordinator.limburg'));
    const itsMails = () => server.mails.map(readable).filter((one) => one.includes(paths.activity({ id })));
    await until(() => itsMails().length >= told.length);
    const mails = itsMails();
    expect(mails).to.have.length(told.length);
    for (const mail of mails) expect(mail).not.to.match(/Baken|wachtlijst|Zaal 7|coordinator\.antwerpen/);
    const [act] = await actsIn(app, { name: 'activity.summarySent', 'record.id': id });
    expect(act?.details).to.include({ told: told.length });
    expect(JSON.stringify(act)).not.to.match(/Baken|wachtlijst/);
  });

  it('sent a second time, mails nobody twice, adds nothing and says so', async () => {
    const id = await visitTo();
    await send(id, 'platform');
    await until(() => server.mails.some((one) => one.includes(paths.activity({ id }))));
    const told = await toldOf(id);
    await until(() => server.mails.filter((one) => one.includes(id)).length === told.length);
    await send(id, 'platform');
    expect((await coordinator.get(paths.activity({ id }))).text).to.include(
      'Niemand krijgt een nieuw bericht',
    );
    await sendSummaryMails(app.house);
    expect((await toldOf(id)).length).to.equal(told.length);
    expect((await recordOf(id)).sendings).to.have.length(1);
    expect(server.mails.filter((one) => one.includes(id))).to.have.length(told.length);
  });

  it('sent to a body, who sits there for another platform reads the summary and nothing else', async () => {
    await SeatModel.create([emptySeat(body, { organisation: 'BE-VLI', from: '2020-01-01' })]);
    const id = await visitTo();
    expect((await outsider.get(paths.activity({ id }))).status).to.equal(404);
    await coordinator.post(paths.recommendations({ id }), { recommendation: 'Zoek samen een arts' });
    expect((await send(id, `body:${body}`)).status).to.equal(303);
    const page = await outsider.get(paths.activity({ id }));
    expect(page.status).to.equal(200);
    expect(page.text).to.include(summary).and.include('Het Baken');
    expect(page.text).not.to.match(/Zaal 7|Zoek samen een arts|Wie kwam/);
    expect((await outsider.get(paths.activityParts({ id }))).text).not.to.include('Zoek samen een arts');
    const home = await outsider.get(paths.home());
    expect(home.text).to.include('Eén samenvatting').and.include(paths.activity({ id }));
    expect((await outsider.get(paths.activities())).text).not.to.include('Bezoek aan Het Baken');
    // It counts no more: then nobody it was sent to reads it.
    await coordinator.post(paths.activityEnd({ id }), { way: 'aside', why: 'Dubbel ingevoerd' });
    expect((await outsider.get(paths.activity({ id }))).status).to.equal(404);
    expect((await outsider.get(paths.home())).text).not.to.include(paths.activity({ id }));
  });

  it('a mail no server takes is kept and sent later under the same id; the page says that it waits', async () => {
    const id = await visitTo();
    await app.restart({ smtpUrl: 'smtp://127.0.0.1:9' });
    const away = await signInAs(app, 'coordinator.antwerpen');
    await away.post(paths.activitySending({ id }), { to: 'platform' });
    await settled(id, { state: 'waiting', tries: 1 });
    expect(await SummaryNoticeModel.countDocuments({ activity: id, state: 'sent' })).to.equal(0);
    expect((await away.get(paths.activity({ id }))).text).to.match(/mails? (wacht|wachten) nog/);
    await app.restart({ smtpUrl: server.url });
    app.clock.advance(10 * 60_000);
    await sendSummaryMails(app.house);
    await settled(id, { state: 'sent' });
    expect(await SummaryNoticeModel.countDocuments({ activity: id, state: { $ne: 'sent' } })).to.equal(0);
    const ids = server.mails
      .filter((one) => one.includes(paths.activity({ id })))
      .map((one) => /Message-ID:\s+(\S+)/i.exec(one)?.[1]);
    expect(ids).to.have.length((await toldOf(id)).length);
    expect(new Set(ids).size).to.equal(ids.length);
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    partner = await signInAs(app, 'aanbod.debrug');
  });

  it('what is no visit, did not take place yet or says nothing is not sent, and nobody else sends it', async () => {
    for (const said of [{ type: 'meeting' }, { summary: '' }, { day: '2099-01-01' }]) {
      const id = await visitTo(said);
      expect((await send(id, 'platform')).status, JSON.stringify(said)).to.equal(409);
      expect((await coordinator.get(paths.activity({ id }))).text).not.to.include(
        paths.activitySending({ id }),
      );
    }
    const id = await visitTo();
    expect((await partner.get(paths.activitySending({ id }))).status).to.equal(403);
    expect((await partner.post(paths.activitySending({ id }), { to: 'platform' })).status).to.equal(403);
    const wrong = await send(id, 'body:00000000-0000-4000-8000-000000000000');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="to-error"');
    expect(await toldOf(id)).to.deep.equal([]);
  });
});
