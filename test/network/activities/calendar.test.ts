import { expect } from 'chai';
import request from 'supertest';
import { ActivityModel, type ActivityRecord } from '../../../models/Activity.ts';
import { readCalendar } from '../../../server/features/network/activities/calendar/reading.ts';
import { datesIn } from '../../../server/features/network/activities/calendar/thread.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { signInAs, type Visitor } from '../../builders/people.ts';

const calendar = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//NL', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  ['BEGIN:VEVENT', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
const window = { from: '2026-01-01', until: '2026-12-31', withDescriptions: false };

const training = event(
  'UID:een@agenda.example',
  'SUMMARY:Vorming GHB',
  'DTSTART;TZID=Europe/Brussels:20260310T100000',
  'DTEND;TZID=Europe/Brussels:20260310T120000',
  'LOCATION:Zaal 3',
  'DESCRIPTION:Met broodjes',
  'ATTENDEE;CN=Jan Peeters:mailto:jan.peeters@voorbeeld.example',
  'ORGANIZER;CN=Nora:mailto:nora@voorbeeld.example',
);

describe('a calendar file, read', () => {
  it('says title, day and place of an event, nothing of who was invited, and its description only when asked', () => {
    expect(readCalendar(calendar(training), window)).to.deep.equal([
      {
        uid: 'een@agenda.example',
        recurrence: '',
        title: 'Vorming GHB',
        day: '2026-03-10',
        until: '',
        place: 'Zaal 3',
        description: '',
        isCancelled: false,
      },
    ]);
    const [told] = readCalendar(calendar(training), { ...window, withDescriptions: true });
    expect(told!.description).to.equal('Met broodjes');
    expect(JSON.stringify(told)).not.to.include('peeters').and.not.include('nora@');
  });

  it('a moment in UTC is on its day in Brussels, and an event of whole days ends on its last', () => {
    const late = event('UID:a', 'SUMMARY:Laat', 'DTSTART:20260630T223000Z', 'DTEND:20260630T233000Z');
    const days = event('UID:b', 'SUMMARY:Dagen', 'DTSTART;VALUE=DATE:20260310', 'DTEND;VALUE=DATE:20260312');
    const said = readCalendar(calendar(late, days), window).map(({ day, until }) => [day, until]);
    expect(said).to.deep.equal([
      ['2026-03-10', '2026-03-11'],
      ['2026-07-01', ''],
    ]);
  });

  it('what comes back every month is there once a month within the days asked for, and a moved one on its new day', () => {
    const monthly = event(
      'UID:m',
      'SUMMARY:Intervisie',
      'DTSTART;TZID=Europe/Brussels:20260113T100000',
      'RRULE:FREQ=MONTHLY;BYDAY=2TU',
    );
    const moved = event(
      'UID:m',
      'SUMMARY:Intervisie',
      'RECURRENCE-ID;TZID=Europe/Brussels:20260210T100000',
      'DTSTART;TZID=Europe/Brussels:20260217T100000',
    );
    const days = readCalendar(calendar(monthly, moved), { ...window, until: '2026-04-30' }).map(
      (one) => one.day,
    );
    expect(days).to.deep.equal(['2026-01-13', '2026-02-17', '2026-03-10', '2026-04-14']);
  });

  it('what comes back within a day is no activity', () => {
    const often = event('UID:o', 'SUMMARY:Vaak', 'DTSTART:20260101T000000Z', 'RRULE:FREQ=SECONDLY');
    expect(readCalendar(calendar(often), window)).to.deep.equal([]);
  });

  for (const [name, text] of [
    ['no calendar', 'hallo'],
    ['half of one', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'],
    ['a page', '<html>BEGIN:VCALENDAR</html>'],
  ] as const)
    it(`${name} is refused with a clear word`, () => {
      expect(() => readCalendar(text, window)).to.throw('activities.errors.noCalendar');
    });

  it('a file whose dates never come to an end is given up, and the next file is read', async function () {
    this.timeout(60_000);
    // The thirtieth of February never comes: whoever looks for it goes on for ever.
    const never = event(
      'UID:n',
      'SUMMARY:Nooit',
      'DTSTART:20260101T100000Z',
      'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    );
    const told = await datesIn({ text: calendar(never, training), window }, 1500).then(
      (dates) => dates.map((one) => one.title),
      (error: { fields: Record<string, unknown> }) => error.fields,
    );
    expect(told).to.satisfy((one: object) =>
      Array.isArray(one)
        ? one.includes('Vorming GHB')
        : JSON.stringify(one).includes('activities.errors.endless'),
    );
    const next = await datesIn({ text: calendar(training), window });
    expect(next).to.have.length(1);
  });
});

describe('activities from a calendar', function () {
  this.timeout(60_000);
  let app: TestApp;
  let coordinator: Visitor;

  before(async () => {
    app = await startTestApp({ demo: true, now: new Date('2026-11-27T10:00:00Z') });
    coordinator = await signInAs(app, 'coordinator.antwerpen');
  });
  after(() => app.close());

  const upload = async (text: string, fields: Record<string, string> = {}) => {
    const form = request(app.address)
      .post(paths.activityImports())
      .set('Accept', 'text/html')
      .set('Cookie', coordinator.cookie())
      .set('X-CSRF-Token', await coordinator.csrf())
      .field('from', '2026-01-01')
      .field('until', '2026-12-31');
    for (const [name, value] of Object.entries(fields)) form.field(name, value);
    return form.attach('file', Buffer.from(text), 'agenda.ics');
  };
  const decode = (text: string): string => text.replaceAll('&#34;', '"').replaceAll('&amp;', '&');
  const rowOf = (html: string, at: number): string =>
    decode(new RegExp(`name="row_${at}" value="([^"]*)"`).exec(html)![1]!);
  const dentist = event('UID:twee@agenda.example', 'SUMMARY:Tandarts', 'DTSTART;VALUE=DATE:20260311');

  it('read, nothing of it is kept; chosen, only what was ticked is an activity', async () => {
    const before = await ActivityModel.countDocuments();
    const review = await upload(calendar(training, dentist));
    expect(review.status, review.text.slice(0, 800)).to.equal(200);
    expect(review.text)
      .to.include('Vorming GHB')
      .and.include('Tandarts')
      .and.not.include('Met broodjes')
      .and.not.include('peeters');
    expect(await ActivityModel.countDocuments()).to.equal(before);
    const sent = await coordinator.post(paths.activityImportRows(), {
      ...{
        platform: 'BE-VAN',
        take_0: 'on',
        row_0: rowOf(review.text, 0),
        title_0: 'Vorming GHB',
        type_0: 'training',
      },
      ...{ row_1: rowOf(review.text, 1), title_1: 'Tandarts', type_1: '' },
    });
    expect(sent.status, sent.text.slice(0, 800)).to.equal(303);
    expect(await ActivityModel.countDocuments({ 'values.title': 'Tandarts' })).to.equal(0);
    const made = await ActivityModel.findOne({ 'values.title': 'Vorming GHB' }).lean<ActivityRecord>();
    expect(made).to.deep.include({ state: 'confirmed' });
    expect(made!.values).to.include({ day: '2026-03-10', place: 'Zaal 3', type: 'training', summary: '' });
    expect(JSON.stringify(made)).not.to.include('agenda.example');
  });

  it('sent again, what was taken is known; what changed in it is shown and followed, but for what somebody changed here', async () => {
    const same = await upload(calendar(training));
    expect(same.text).to.include('Al overgenomen').and.not.include('name="row_0"');
    const moved = training.replaceAll('20260310', '20260317').replace('Zaal 3', 'Zaal 4');
    const review = await upload(calendar(moved));
    expect(review.text).to.include('Veranderd in de agenda').and.include('van Zaal 3 naar Zaal 4');
    const row = { platform: 'BE-VAN', take_0: 'on', row_0: rowOf(review.text, 0), title_0: 'Vorming GHB' };
    const there = await ActivityModel.findOne({ 'values.title': 'Vorming GHB' }).lean<ActivityRecord>();
    await coordinator.post(paths.activityFields({ id: there!._id }), { base_place: '0', place: 'De kelder' });
    const left = await coordinator.post(paths.activityImportRows(), row);
    expect(left.status).to.equal(303);
    expect((await ActivityModel.findById(there!._id).lean<ActivityRecord>())!.values).to.include({
      place: 'De kelder',
      day: '2026-03-10',
    });
    const again = await upload(calendar(moved));
    await coordinator.post(paths.activityImportRows(), { ...row, row_0: rowOf(again.text, 0) });
    expect((await ActivityModel.findById(there!._id).lean<ActivityRecord>())!.values).to.include({
      place: 'Zaal 4',
      day: '2026-03-17',
    });
    expect(await ActivityModel.countDocuments({ 'values.title': 'Vorming GHB' })).to.equal(1);
  });

  it('a row without a type, and one with the number of somebody, come back as they were', async () => {
    const review = await upload(calendar(dentist));
    const sent = await coordinator.post(paths.activityImportRows(), {
      ...{ platform: 'BE-VAN', take_0: 'on', row_0: rowOf(review.text, 0), title_0: 'Bezoek', type_0: '' },
    });
    expect(sent.status).to.equal(422);
    expect(sent.text).to.include('id="type_0-error"').and.include('value="Bezoek"');
    const named = await coordinator.post(paths.activityImportRows(), {
      ...{
        platform: 'BE-VAN',
        take_0: 'on',
        row_0: rowOf(review.text, 0),
        title_0: 'Bel 0470 12 34 56',
        type_0: 'training',
      },
    });
    expect(named.status).to.equal(422);
    expect(named.text).to.include('id="title_0-error"').and.include('id="identityKept"');
  });

  it('a file that is none, or is too large, is refused beside its field', async () => {
    const none = await upload('hallo');
    expect(none.status).to.equal(422);
    expect(none.text).to.include('id="file-error"');
    const large = await upload(calendar(training) + ' '.repeat(1_100_000));
    expect(large.status).to.equal(422);
    expect(large.text).to.include('groter dan 1 MB');
  });

  it('for another’s platform nothing is taken', async () => {
    const review = await upload(calendar(event('UID:drie', 'SUMMARY:Drie', 'DTSTART;VALUE=DATE:20260401')));
    const sent = await coordinator.post(paths.activityImportRows(), {
      ...{
        platform: 'BE-WNA',
        take_0: 'on',
        row_0: rowOf(review.text, 0),
        title_0: 'Drie',
        type_0: 'training',
      },
    });
    expect(sent.status).to.equal(422);
  });
});
