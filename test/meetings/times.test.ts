import { expect } from 'chai';
import ICAL from 'ical.js';
import type { SeriesRule } from '../../models/MeetingSeries.ts';
import { meetingStates } from '../../models/meetingState.ts';
import type { Invalid } from '../../server/core/errors.ts';
import { clashesBetween } from '../../server/features/meetings/doubleBooking.ts';
import { meetingRights } from '../../server/features/meetings/policy.ts';
import { daysOf, paired } from '../../server/features/meetings/series.ts';
import { daysWanted } from '../../server/features/meetings/seriesActions.ts';
import { afterStep, meetingSteps } from '../../server/features/meetings/states.ts';
import { dayInWords, instantsOf, instantsOfMeeting } from '../../server/features/meetings/wallClock.ts';
import { calendarText } from '../../server/standards/icalendar/mapping.ts';

const rule = (more: Partial<SeriesRule>): SeriesRule => ({
  ...{ kind: 'weekday', every: 1, nth: 1, weekday: 2, monthDay: 1, days: [] },
  ...more,
});
const at = (day: string, from: string, until: string, clock: '' | 'summer' | 'winter' = '') => ({
  ...{ day, from, until, clock },
});
const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    return Object.entries((error as Invalid).fields).map(([field, told]) => `${field} ${told.key}`);
  }
};

describe('the days and times of meetings', () => {
  it('a monthly 10:00 in Brussels is 09:00 in UTC in winter and 08:00 in summer, across both changes of the clock', () => {
    const days = daysOf(rule({ nth: -1, weekday: 1 }), '2027-01-01', '2027-12-31');
    expect(days).to.have.length(12);
    const hours = days.map((day) => instantsOf(day, '10:00').map((one) => one.toISOString().slice(5, 16)));
    expect(hours.flat()).to.deep.equal([
      ...['01-25T09:00', '02-22T09:00', '03-29T08:00', '04-26T08:00', '05-31T08:00', '06-28T08:00'],
      ...['07-26T08:00', '08-30T08:00', '09-27T08:00', '10-25T08:00', '11-29T09:00', '12-27T09:00'],
    ]);
  });

  const plans: [string, Partial<SeriesRule>, string, string, string[]][] = [
    ['first Tuesday', {}, '2027-01-06', '2027-03-31', ['2027-02-02', '2027-03-02']],
    ['first Tuesday from that day', {}, '2027-01-05', '2027-02-28', ['2027-01-05', '2027-02-02']],
    [
      'every two months',
      { every: 2, nth: 3 },
      '2027-01-20',
      '2027-06-30',
      ['2027-02-16', '2027-04-20', '2027-06-15'],
    ],
    [
      'the 31st',
      { kind: 'month_day', monthDay: 31 },
      '2027-01-01',
      '2027-05-31',
      ['2027-01-31', '2027-03-31', '2027-05-31'],
    ],
    [
      'every three weeks',
      { kind: 'weeks', every: 3, weekday: 4 },
      '2027-03-20',
      '2027-05-01',
      ['2027-03-25', '2027-04-15'],
    ],
    [
      'named days',
      { kind: 'days', days: ['2027-05-02', '2027-01-09', '2027-05-02'] },
      '2027-01-01',
      '2027-12-31',
      ['2027-01-09', '2027-05-02'],
    ],
  ];
  for (const [name, more, first, last, days] of plans)
    it(`${name}: ${days.join(' ')}`, () => expect(daysOf(rule(more), first, last)).to.deep.equal(days));

  it('a new plan moves each meeting within its week, else its month, and says what is new and what falls away', () => {
    const old = ['2027-01-05', '2027-02-02', '2027-03-02', '2027-03-30'];
    expect(paired(old, ['2027-01-05', '2027-02-04', '2027-03-17', '2027-04-14'])).to.deep.equal({
      kept: [
        { from: '2027-01-05', to: '2027-01-05' },
        { from: '2027-02-02', to: '2027-02-04' },
        { from: '2027-03-02', to: '2027-03-17' },
      ],
      added: ['2027-04-14'],
      dropped: ['2027-03-30'],
    });
  });

  it('a series does not begin or end in the hour that the clock skips once a year', () => {
    const plan = { from: '02:30', until: '04:00', rule: rule({ nth: -1, weekday: 7 }) };
    const asked = (of: object) => () => daysWanted({ ...plan, ...of } as never, '2027-01-01', '2027-02-01');
    expect(faultsOf(asked({}))).to.deep.equal(['from meetings.errors.nightHour']);
    expect(faultsOf(asked({ from: '01:00', until: '02:00' }))).to.deep.equal([
      'until meetings.errors.nightHour',
    ]);
    expect(faultsOf(asked({ from: '03:00' }))).to.deep.equal([]);
  });

  it('a time the clock jumps over is refused, one that comes twice is asked, an end before the beginning is refused', () => {
    expect(faultsOf(() => instantsOfMeeting(at('2027-03-28', '02:30', '04:00')))).to.deep.equal([
      'from meetings.errors.noSuchTime',
    ]);
    expect(faultsOf(() => instantsOfMeeting(at('2027-03-28', '01:30', '02:00')))).to.deep.equal([
      'until meetings.errors.noSuchTime',
    ]);
    expect(faultsOf(() => instantsOfMeeting(at('2026-10-25', '02:30', '04:00')))).to.deep.equal([
      'clock meetings.errors.twice',
    ]);
    expect(faultsOf(() => instantsOfMeeting(at('2027-01-12', '22:00', '00:30')))).to.deep.equal([
      'until meetings.errors.untilFirst',
    ]);
    expect(faultsOf(() => instantsOfMeeting(at('2027-01-12', '10:00', '10:00')))).to.deep.equal([
      'until meetings.errors.untilFirst',
    ]);
    expect(faultsOf(() => instantsOfMeeting(at('2027-01-12', '25:00', '26:00')))).to.deep.equal([
      'from meetings.errors.time',
    ]);
    const hour = (clock: 'summer' | 'winter') =>
      instantsOfMeeting(at('2026-10-25', '02:30', '04:00', clock)).startsAt.toISOString();
    expect([hour('summer'), hour('winter')]).to.deep.equal([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  it('days are written with their weekday in each language', () => {
    expect(dayInWords('2027-01-12', 'nl')).to.equal('dinsdag 12 januari 2027');
    expect(dayInWords('2027-01-12', 'fr')).to.equal('mardi 12 janvier 2027');
    expect(dayInWords('2027-01-12', 'de')).to.equal('Dienstag, 12. Januar 2027');
  });

  it('from each state only its own steps lead on', () => {
    const all = meetingStates.map((state) => [
      state,
      meetingSteps.filter((step) => afterStep(state, step) !== null).join(' '),
    ]);
    expect(Object.fromEntries(all)).to.deep.equal({
      ...{ draft: 'call open cancel', called: 'open cancel', open: 'close' },
      ...{ closed: 'approve', approved: 'reopen', cancelled: '' },
    });
  });

  it('drafts are for who prepares them; an outsider of an open body reads without people; leaders keep', () => {
    const table: [string, Partial<Parameters<typeof meetingRights>[0]>, string][] = [
      [
        'a coordinator',
        { body: body({ keep: true, takesPart: true }), state: 'draft' },
        'read keep seesPeople',
      ],
      [
        'a chair',
        { body: body({ takesPart: true }), mandates: ['chair'], state: 'draft' },
        'read keep seesPeople',
      ],
      ['a secretary who lost the body', { body: null, mandates: ['secretary'] }, ''],
      ['a member at a draft', { body: body({ takesPart: true }), mandates: ['member'], state: 'draft' }, ''],
      ['a member', { body: body({ takesPart: true }), mandates: ['member'] }, 'read seesPeople'],
      ['an outsider', { body: body({}) }, 'read'],
      ['a guest', { isInvited: true }, 'read seesPeople answer'],
      ['a guest of a draft', { isInvited: true, state: 'draft' }, ''],
      ['a guest afterwards', { isInvited: true, isPast: true }, 'read seesPeople'],
      ['a guest of what is off', { isInvited: true, state: 'cancelled' }, 'read seesPeople'],
      ['a stranger', {}, ''],
    ];
    for (const [who, around, expected] of table) {
      const rights = meetingRights({
        ...{ body: null, mandates: [], isInvited: false, state: 'called', isPast: false },
        ...around,
      });
      const may = (['read', 'keep', 'seesPeople', 'answer'] as const).filter((one) => rights[one]);
      expect(may.join(' '), who).to.equal(expected);
    }
  });

  it('who is asked elsewhere at that time clashes unless they said no there, and so does the room', () => {
    const meeting = (id: string, from: number, place: string) => ({
      ...{ _id: id, startsAt: new Date(from), endsAt: new Date(from + 60) },
      values: { form: 'in_person' as const, place },
    });
    const invited = (id: string, person: string, response: '' | 'no' = '') => ({
      ...{ meeting: id, seat: null, person, email: '', name: `Name ${person}`, response },
    });
    const others = [
      {
        meeting: meeting('during', 130, ' zaal  a '),
        invited: [invited('during', 'a'), invited('during', 'b', 'no')],
      },
      { meeting: meeting('after', 160, 'Zaal A'), invited: [invited('after', 'a')] },
    ];
    const found = clashesBetween(
      meeting('own', 100, 'Zaal A'),
      [invited('own', 'a'), invited('own', 'b')],
      others,
    );
    expect(found).to.deep.equal([
      { name: 'Name a', other: 'during' },
      { name: null, other: 'during' },
    ]);
  });
});

const body = (more: object) => ({ read: true, keep: false, takesPart: false, body: 'BE-VAN', ...more });

describe('a calendar as text', () => {
  const event = (startsAt: string, more: object = {}) => ({
    ...{ uid: 'een@schakel.example', sequence: 3, changedAt: new Date('2026-11-27T10:00:00Z') },
    ...{ startsAt: new Date(startsAt), endsAt: new Date(Date.parse(startsAt) + 3_600_000) },
    ...{ summary: 'Vergadering: één, twee; drie\nvier', isCancelled: false, ...more },
  });

  it('is read by ical.js with its zone, on both sides of both changes of the clock', () => {
    const starts = [
      '2027-03-27T09:00:00Z',
      '2027-03-28T08:00:00Z',
      '2027-10-30T08:00:00Z',
      '2027-10-31T09:00:00Z',
    ];
    const text = calendarText(
      starts.map((one) => event(one)),
      { method: 'PUBLISH', name: 'Schakel' },
    );
    const calendar = new ICAL.Component(ICAL.parse(text));
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
    const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    for (const [index, one] of events.entries()) {
      expect(one.startDate.hour).to.equal(10);
      one.startDate.zone = zone;
      expect(one.startDate.toJSDate().toISOString()).to.equal(starts[index]!.replace('Z', '.000Z'));
    }
    expect(events[0]!.summary).to.equal('Vergadering: één, twee; drie\nvier');
  });

  it('has CRLF everywhere, no line above 75 octets, and times of the doubled hour that mean one instant', () => {
    const long = event('2026-10-25T01:30:00Z', { summary: 'Overleg é'.repeat(30), isCancelled: true });
    const text = calendarText([event('2026-10-25T00:30:00Z'), long], { method: 'CANCEL' });
    expect(text.endsWith('END:VCALENDAR\r\n')).to.equal(true);
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).to.be.at.most(75);
    expect(text).to.include('DTSTART;TZID=Europe/Brussels:20261025T023000\r\n');
    expect(text).to.include('DTSTART:20261025T013000Z\r\n');
    expect(text).to.include('DTSTAMP:20261127T100000Z\r\n').and.include('STATUS:CANCELLED\r\n');
    expect(text).to.include('SEQUENCE:3\r\n').and.include('METHOD:CANCEL\r\n');
  });
});
