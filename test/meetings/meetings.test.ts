import { expect } from 'chai';
import ICAL from 'ical.js';
import { BodyModel } from '../../models/Body.ts';
import { CalendarFeedModel } from '../../models/CalendarFeed.ts';
import { InviteeModel, type InviteeRecord } from '../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../models/Meeting.ts';
import { MeetingMailModel } from '../../models/MeetingMail.ts';
import { sendMeetingMails } from '../../server/features/meetings/mails/sending.ts';
import { extendSeries } from '../../server/features/meetings/seriesActions.ts';
import { idOf } from '../../server/features/offer/ids.ts';
import { paths } from '../../server/paths.ts';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { actsIn } from '../builders/cases.ts';
import { aMailServer } from '../builders/mailServer.ts';
import { aVisitor, signInAs, type Visitor } from '../builders/people.ts';

const body = idOf('body', 'antwerp-og-pmg');

/** What a mail says, whatever its parts are coded in. */
function partsOf(mail: string): { text: string; calendar: string; headers: string } {
  const bare = mail.replaceAll('\r\n', '\n');
  const decode = (type: string): string => {
    const [, coding = '', content = ''] =
      new RegExp(
        `Content-Type: ${type}[^\\n]*(?:\\n[ \\t][^\\n]*)*\\n(?:Content-Transfer-Encoding: (\\S+)\\n)?(?:[A-Z][^\\n]*\\n)*\\n([\\s\\S]*?)\\n--`,
      ).exec(bare) ?? [];
    if (coding === 'base64') return Buffer.from(content, 'base64').toString();
    const bytes = content
      .replaceAll('=\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return coding === 'quoted-printable' ? Buffer.from(bytes, 'latin1').toString() : content;
  };
  return {
    text: decode('text/plain'),
    calendar: decode('text/calendar'),
    headers: bare.split('\n\n')[0] ?? '',
  };
}

describe('a meeting: planned, called, answered, moved and off', function () {
  this.timeout(60_000);
  let app: TestApp;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let coordinator: Visitor;
  let member: Visitor;
  let outsider: Visitor;

  before(async () => {
    server = await aMailServer();
    app = await startTestApp({ demo: true, config: { smtpUrl: server.url } });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    member = await signInAs(app, 'beheer.debrug');
    outsider = await signInAs(app, 'coordinator.limburg');
  });
  after(async () => {
    await app?.close();
    await server?.close();
  });

  const form = {
    ...{ title: 'Bijzonder overleg', day: '2027-03-04', from: '10:00', until: '12:00' },
    ...{ form: 'both', place: 'Zaal A', link: 'https://meet.example/a', language: 'nl' },
  };
  const lastPart = (location = ''): string => location.split('/').at(-1) ?? '';
  const meeting = (id: string) => MeetingModel.findById(id).lean<MeetingRecord>().orFail();
  const invitee = (id: string, filter: object) =>
    InviteeModel.findOne({ meeting: id, ...filter })
      .lean<InviteeRecord>()
      .orFail();

  async function aMeeting(more: object = {}): Promise<string> {
    const made = await coordinator.post(paths.meetings(), { body, ...form, ...more });
    expect(made.status, made.text.slice(0, 400)).to.equal(303);
    return lastPart(made.headers.location);
  }
  async function called(more: object = {}): Promise<string> {
    const id = await aMeeting(more);
    await coordinator.post(paths.meetingInvitees({ id }), { name: 'Els Gast', email: 'Els@gast.example' });
    const before = server.mails.length;
    expect((await coordinator.post(paths.meetingCall({ id }))).status).to.equal(303);
    await settled(id);
    expect(server.mails.length).to.be.greaterThan(before);
    return id;
  }
  /** Every mail of a meeting was taken. */
  async function settled(id: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await MeetingMailModel.countDocuments({ meeting: id, state: { $ne: 'sent' } })) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('mails of the meeting still wait');
  }
  const lastMailTo = (address: string) =>
    partsOf(server.mails.filter((one) => one.includes(`To: ${address}`)).at(-1) ?? '');
  const eventIn = (calendar: string) =>
    new ICAL.Component(ICAL.parse(calendar)).getFirstSubcomponent('vevent')!;
  const change = async (id: string, more: Record<string, string>) => {
    const bases = Object.fromEntries(Object.keys(more).map((field) => [`base_${field}`, '0']));
    return coordinator.post(paths.meetingFields({ id }), { ...bases, ...more });
  };

  it('a draft is there for who prepares it alone; called, for who is invited; a group elsewhere finds nothing', async () => {
    const id = await aMeeting();
    expect((await member.get(paths.meeting({ id }))).status).to.equal(404);
    expect((await coordinator.get(paths.meeting({ id }))).text).to.include('Roep bijeen');
    await coordinator.post(paths.meetingCall({ id }));
    expect((await member.get(paths.meeting({ id }))).text).to.include('Jouw antwoord');
    expect((await member.post(paths.meetingCall({ id }))).status).to.equal(403);
    expect((await outsider.get(paths.meeting({ id }))).status).to.equal(404);
  });

  it('a form with faults comes back with each beside its field and what was typed', async () => {
    const wrong = {
      title: 'Kort',
      day: '2027-03-28',
      from: '02:30',
      until: '04:00',
      link: 'http://meet.example',
    };
    const back = await coordinator.post(paths.meetings(), { body, ...form, ...wrong });
    expect(back.status).to.equal(422);
    expect(back.text).to.include('van 2 naar 3 uur').and.include('begint, zonder gebruikersnaam');
    expect(back.text).to.include('value="Kort"');
    const insz = await coordinator.post(paths.meetings(), { body, ...form, title: 'Over 85.07.30-033.28' });
    expect(insz.status).to.equal(422);
    expect(await MeetingModel.countDocuments({ 'values.title': /Kort|85/ })).to.equal(0);
  });

  it('the mail names the body, when and where, nobody and nothing else, and a calendar reads it', async () => {
    const id = await called({ title: 'Geheim onderwerp' });
    const { text, calendar, headers } = lastMailTo('els@gast.example');
    expect(text).to.include('donderdag 4 maart 2027, 10.00 tot 12.00 uur').and.include('Zaal A');
    expect(text + calendar + headers).not.to.match(/Geheim|Els Gast|Nora|Verbist/);
    const event = eventIn(calendar);
    expect(event.getFirstPropertyValue('uid')).to.equal(`${id}@127.0.0.1`);
    expect(event.getFirstPropertyValue('sequence')).to.equal(0);
    expect(calendar).to.include('METHOD:REQUEST');
    expect(headers).to.match(/Message-ID: <[0-9a-f-]{36}@127\.0\.0\.1>/i);
  });

  it('who has no account answers by the link, changes it, and opening it changes nothing; taken off, it works no more', async () => {
    const id = await called();
    const address =
      /http:\/\/127\.0\.0\.1(\/meeting-answers\/\S+)/.exec(lastMailTo('els@gast.example').text)?.[1] ?? '';
    const guest = aVisitor(app);
    expect((await guest.get(address)).text).to.include('Els Gast');
    expect((await invitee(id, { email: 'els@gast.example' })).response).to.equal('');
    expect(
      (await guest.post(address, { response: 'yes', note: 'Iets later', substitute: '' })).status,
    ).to.equal(303);
    expect((await guest.post(address, { response: 'no', note: '', substitute: 'Jan' })).status).to.equal(303);
    const said = await invitee(id, { email: 'els@gast.example' });
    expect([said.response, said.substitute, said.answers.length]).to.deep.equal(['no', 'Jan', 2]);
    expect((await guest.post(address, { response: 'ziek' })).status).to.equal(422);
    const who = { id, invitee: said._id };
    expect((await coordinator.post(paths.inviteeRemoval(who), { why: '' })).status).to.equal(422);
    await coordinator.post(paths.inviteeRemoval(who), { why: 'Verkeerde persoon' });
    await settled(id);
    expect(lastMailTo('els@gast.example').calendar).to.include('METHOD:CANCEL');
    expect((await guest.get(address)).status).to.equal(404);
    expect((await guest.post(address, { response: 'yes' })).status).to.equal(404);
    expect((await invitee(id, { email: 'els@gast.example' })).response).to.equal('no');
  });

  it('a guest who speaks for an organisation counts with its kind of actor; one that is not around here is refused', async () => {
    const id = await aMeeting();
    const guest = { name: 'Femke Wouters', email: '', organisation: 'demo-het-baken' };
    const answer = await coordinator.post(paths.meetingInvitees({ id }), guest);
    expect(answer.status).to.equal(303);
    const { organisation, actorType, seat } = await invitee(id, { name: 'Femke Wouters' });
    expect({ organisation, actorType, seat }).to.deep.equal({
      ...{ organisation: 'demo-het-baken', actorType: 'general_welfare', seat: null },
    });
    await coordinator.post(paths.meetingCall({ id }));
    const page = (await coordinator.get(paths.meeting({ id }))).text;
    expect(page)
      .to.match(/Centrum algemeen welzijnswerk/)
      .and.to.include('Mensen van een overlegplatform');
    expect(page)
      .to.match(/Femke Wouters[\s\S]{0,400}Het Baken/)
      .and.to.not.include('Soort niet gekend');
    const elsewhere = { name: 'Iemand Anders', email: '', organisation: 'nergens' };
    const refused = await coordinator.post(paths.meetingInvitees({ id }), elsewhere);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('value="Iemand Anders"').and.to.include('id="organisation-error"');
    await coordinator.post(paths.meetingInvitees({ id }), { name: 'Niemands Gast', email: '' });
    expect((await coordinator.get(paths.meeting({ id }))).text).to.include('Soort niet gekend');
  });

  it('what somebody said by telephone is entered for them, with who entered it', async () => {
    const id = await called();
    const { _id } = await invitee(id, { name: 'Hilde Coppens' });
    const said = await coordinator.post(paths.inviteeAnswers({ id, invitee: _id }), { response: 'maybe' });
    expect(said.status).to.equal(303);
    expect((await coordinator.get(paths.meeting({ id }))).text).to.include('Ingevoerd door Nora Verbist');
    expect(
      (await member.post(paths.inviteeAnswers({ id, invitee: _id }), { response: 'yes' })).status,
    ).to.equal(403);
    const made = await coordinator.post(paths.inviteeLink({ id, invitee: _id }));
    expect(made.text).to.include('/meeting-answers/');
  });

  it('moved, everybody is asked again and calendars move; another place keeps the answers; off, calendars cancel', async () => {
    const id = await called();
    await member.post(paths.meetingAnswers({ id }), { response: 'yes' });
    await change(id, { place: 'Zaal B' });
    await settled(id);
    expect((await meeting(id)).sequence).to.equal(1);
    expect(await InviteeModel.countDocuments({ meeting: id, response: 'yes' })).to.equal(1);
    await change(id, { day: '2027-04-01' });
    await settled(id);
    const moved = eventIn(lastMailTo('els@gast.example').calendar);
    expect(moved.getFirstPropertyValue('sequence')).to.equal(2);
    expect(String(moved.getFirstPropertyValue('dtstart'))).to.equal('2027-04-01T10:00:00');
    expect(await InviteeModel.countDocuments({ meeting: id, response: 'yes' })).to.equal(0);
    expect((await change(id, { day: '2027-04-02' })).status).to.equal(409);
    await coordinator.post(paths.meetingCancellation({ id }), { why: 'Te weinig mensen' });
    await settled(id);
    const off = lastMailTo('els@gast.example').calendar;
    expect(off).to.include('METHOD:CANCEL').and.include('STATUS:CANCELLED').and.include('SEQUENCE:3');
    expect((await coordinator.post(paths.meetingCall({ id }))).status).to.equal(409);
    expect((await member.post(paths.meetingAnswers({ id }), { response: 'yes' })).status).to.equal(409);
  });

  it('who is asked elsewhere at that time is named as a warning, and it can be called all the same', async () => {
    await called({ day: '2027-05-06', title: 'Eerste' });
    const id = await aMeeting({ day: '2027-05-06', from: '11:30', until: '13:00' });
    const page = await coordinator.get(paths.meeting({ id }));
    expect(page.text)
      .to.match(/Hilde Coppens is uitgenodigd voor Eerste/)
      .and.include('Op dezelfde plaats');
    expect((await coordinator.post(paths.meetingCall({ id }))).status).to.equal(303);
  });

  it('what a mail server refused or a crash cut off is sent later, under the same name', async () => {
    await app.restart({ smtpUrl: 'smtp://127.0.0.1:9' });
    const away = await signInAs(app, 'coordinator.antwerpen');
    const made = await away.post(paths.meetings(), { body, ...form, day: '2027-06-03' });
    const id = lastPart(made.headers.location);
    await away.post(paths.meetingInvitees({ id }), { name: 'Ben Gast', email: 'ben@gast.example' });
    await away.post(paths.meetingCall({ id }));
    const { _id } = await invitee(id, { email: 'ben@gast.example' });
    await app.restart({ smtpUrl: server.url });
    app.clock.advance(10 * 60_000);
    await sendMeetingMails(app.house);
    await settled(id);
    const mails = server.mails.filter((one) => one.includes('To: ben@gast.example'));
    expect(mails).to.have.length(1);
    const kept = await MeetingMailModel.findOne({ invitee: _id }).lean();
    expect(mails[0]).to.include(`<${kept!._id}@`);
    // As if the server had died while it sent: nobody knows whether it was taken.
    await MeetingMailModel.updateOne(
      { _id: kept!._id },
      { $set: { state: 'sending', dueAt: app.clock.now() } },
    );
    await sendMeetingMails(app.house);
    const again = server.mails.filter((one) => one.includes('To: ben@gast.example'));
    expect(again).to.have.length(2);
    expect(again[1]).to.include(`<${kept!._id}@`);
    coordinator = await signInAs(app, 'coordinator.antwerpen');
    member = await signInAs(app, 'beheer.debrug');
    outsider = await signInAs(app, 'coordinator.limburg');
  });

  it('a series makes each meeting; one moved by itself stays when the rest moves; stopped, they are off', async () => {
    const plan = { ...form, kind: 'weekday', nth: '1', weekday: '2', everyMonths: '1', everyWeeks: '2' };
    const begun = await coordinator.post(paths.seriesList(), {
      body,
      ...plan,
      firstDay: '2027-01-01',
      lastDay: '2027-06-30',
    });
    expect(begun.status, begun.text.slice(0, 300)).to.equal(303);
    const id = lastPart(begun.headers.location);
    const days = async () =>
      (
        await MeetingModel.find({ series: id, state: { $ne: 'cancelled' } })
          .sort({ startsAt: 1 })
          .lean()
      ).map((one) => one.values.day);
    expect(await days()).to.have.length(6);
    const [, second] = await MeetingModel.find({ series: id }).sort({ startsAt: 1 }).lean<MeetingRecord[]>();
    await change(second!._id, { day: '2027-02-11' });
    const changed = await coordinator.post(paths.seriesPlan({ id }), {
      ...{
        ...plan,
        weekday: '4',
        lastDay: '2027-06-30',
        changeFrom: '2027-02-01',
        revision: '1',
        why: 'Donderdag past beter',
      },
    });
    expect(changed.status, changed.text.slice(0, 300)).to.equal(303);
    expect(await days()).to.deep.equal([
      '2027-01-05',
      '2027-02-11',
      '2027-03-04',
      '2027-04-01',
      '2027-05-06',
      '2027-06-03',
    ]);
    const stale = await coordinator.post(paths.seriesEnd({ id }), {
      endFrom: '2027-04-01',
      revision: '1',
      why: 'Gedaan',
    });
    expect(stale.status).to.equal(422);
    await coordinator.post(paths.seriesEnd({ id }), { endFrom: '2027-04-01', revision: '2', why: 'Gedaan' });
    expect(await days()).to.deep.equal(['2027-01-05', '2027-02-11', '2027-03-04']);
    expect((await coordinator.get(paths.series({ id }))).text).to.include('Reeks gestopt');
  });

  it('a series of weeks keeps to the weekday of its first day, and begins with the rhythm of its body', async () => {
    const asked = { ...form, kind: 'weeks', everyWeeks: '6', weekday: '2', firstDay: '2027-08-06' };
    const begun = await coordinator.post(paths.seriesList(), { body, ...asked, lastDay: '2027-09-30' });
    expect(begun.status, begun.text.slice(0, 300)).to.equal(303);
    const series = lastPart(begun.headers.location);
    const made = await MeetingModel.find({ series }).sort({ startsAt: 1 }).lean<MeetingRecord[]>();
    expect(made.map((one) => one.values.day)).to.deep.equal(['2027-08-06', '2027-09-17']);
    expect((await coordinator.get(paths.series({ id: series }))).text).to.include('Om de 6 weken op vrijdag');
    await BodyModel.updateOne(
      { _id: body },
      { $set: { 'values.rhythmUnit': 'every_weeks', 'values.rhythmNumber': 8 } },
    );
    const empty = (await coordinator.get(paths.newSeries({ body }))).text;
    expect(empty)
      .to.match(/value="weeks" checked/)
      .and.to.match(/name="everyWeeks"[^>]*value="8"/);
    const refused = await coordinator.post(paths.seriesList(), { body, ...asked, everyWeeks: '40' });
    expect(refused.status).to.equal(422);
    expect(refused.text)
      .to.include('id="everyWeeks-error"')
      .and.to.match(/name="everyWeeks"[^>]*value="40"/);
    const unseen = { ...asked, everyMonths: '', monthDay: '99', lastDay: '2027-09-30' };
    expect((await coordinator.post(paths.seriesList(), { body, ...unseen })).status).to.equal(303);
  });

  it('a feed says when and for which body, no more, until its address is withdrawn', async () => {
    const id = await called({ day: '2027-07-01', title: 'Niet in de agenda' });
    const made = await member.post(paths.calendar());
    const address = /http:\/\/127\.0\.0\.1(\/calendars\/[\w-]{43}\.ics)/.exec(made.text)?.[1] ?? '';
    const anybody = aVisitor(app);
    const feed = await anybody.get(address);
    expect(feed.status).to.equal(200);
    const calendar = new ICAL.Component(ICAL.parse(feed.text));
    const own = calendar
      .getAllSubcomponents('vevent')
      .find((one) => one.getFirstPropertyValue('uid') === `${id}@127.0.0.1`)!;
    expect(String(own.getFirstPropertyValue('dtstart'))).to.equal('2027-07-01T10:00:00');
    expect(feed.text).not.to.match(/Niet in de|\nLOCATION|ATTENDEE|meet\.example|Zaal/);
    expect(feed.text).to.include('STATUS:CANCELLED');
    const again = await anybody.get(address).set('If-None-Match', feed.headers.etag!);
    expect(again.status).to.equal(304);
    expect((await member.get(paths.calendar())).text).not.to.include(address);
    expect(JSON.stringify(await CalendarFeedModel.find().lean())).not.to.include(address.slice(11, 40));
    await member.post(paths.calendarEnd());
    expect((await anybody.get(address)).status).to.equal(404);
  });

  it('a year goes on: a series is continued once, and every write left its act', async () => {
    app.clock.advance(60 * 24 * 60 * 60_000);
    const before = await MeetingModel.countDocuments();
    expect(await extendSeries(app.house)).to.equal(2);
    expect(await extendSeries(app.house)).to.equal(0);
    expect(await MeetingModel.countDocuments()).to.equal(before + 2);
    const names = new Set((await actsIn(app)).map((one) => one.name));
    for (const name of [
      'meeting.made',
      'meeting.called',
      'meeting.changed',
      'meeting.cancelled',
      'meeting.answeredByLink',
      'meeting.answeredFor',
      'meeting.inviteeRemoved',
      'meeting.mailed',
      'series.made',
      'series.changed',
      'series.ended',
      'series.extended',
      'calendarFeed.made',
    ])
      expect(names.has(name), name).to.equal(true);
  });
});
