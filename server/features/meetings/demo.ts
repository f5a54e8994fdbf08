import { InviteeModel } from '../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingSeriesModel, type SeriesPlan } from '../../../models/MeetingSeries.ts';
import type { House } from '../../core/house.ts';
import { brusselsDay } from '../../core/i18n.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { idOf } from '../offer/ids.ts';
import { insertMeeting } from './actions.ts';
import { loadDemoAttendance } from './attendance/demo.ts';
import { inviteSeats } from './seatInvitations.ts';
import { dayAfter, daysAhead, daysOf } from './series.ts';

/** Six meetings a year: of Oost-Vlaanderen the document says so; of OG PMG and every hour and room it is made up. */
const everySecondMonth = { kind: 'weekday' as const, every: 2, nth: 3, monthDay: 1, days: [] };

interface Example {
  key: string;
  body: string;
  platform: string;
  plan: SeriesPlan;
}

const examples: Example[] = [
  {
    key: 'demo-og-pmg',
    body: 'antwerp-og-pmg',
    platform: 'BE-VAN',
    plan: {
      ...{ title: 'Overleggroep PMG', from: '10:00', until: '12:00', language: 'nl', form: 'both' },
      ...{ place: 'Zaal De Schelde, Voorbeeldstraat 1, Antwerpen', link: 'https://meet.example/og-pmg' },
      rule: { ...everySecondMonth, weekday: 2 },
    },
  },
  {
    key: 'demo-east-committee',
    body: 'east-committee',
    platform: 'BE-VOV',
    plan: {
      ...{ title: 'Netwerkcomité middelenmisbruik', from: '14:00', until: '16:30', language: 'nl' },
      ...{ form: 'in_person', place: 'Zaal De Leie, Voorbeeldlaan 2, Gent', link: '' },
      rule: { ...everySecondMonth, weekday: 4 },
    },
  },
];

/** Series of meetings with fictional hours, rooms and answers; safe to repeat. */
export async function loadDemoMeetings(house: House): Promise<void> {
  for (const example of examples) {
    const _id = idOf('series', example.key);
    if (await MeetingSeriesModel.exists({ _id })) continue;
    const draft = { name: 'series.demoLoaded', actor: null, record: { type: 'series', id: _id } };
    await house.unitOfWork.do(draft, (unit) => loadSeries(unit, _id, example));
  }
  await inviteToSingle(house);
  await loadDemoAttendance(house, examples);
}

/** Who sits in a body is invited to its single meeting that is still to come. */
async function inviteToSingle(house: House): Promise<void> {
  const coming = {
    series: null,
    fictional: true as const,
    state: 'called' as const,
    startsAt: { $gt: house.clock.now() },
  };
  for (const meeting of await MeetingModel.find(coming).lean<MeetingRecord[]>()) {
    if (await InviteeModel.exists({ meeting: meeting._id })) continue;
    const record = { type: 'meeting', id: meeting._id };
    await house.unitOfWork.do({ name: 'meeting.demoLoaded', actor: null, record }, async (unit) => {
      await inviteSeats(unit, meeting, null);
      return null;
    });
  }
}

async function loadSeries(unit: Unit, _id: string, { body, platform, plan, key }: Example): Promise<null> {
  const { session, now } = unit;
  const today = brusselsDay(now);
  const [firstDay, madeUntil] = [dayAfter(today, 7), dayAfter(today, daysAhead)];
  const trace = { at: now, by: null, body: platform, why: '' };
  const series = { _id, body: idOf('body', body), plan, firstDay, lastDay: '', madeUntil, revision: 1 };
  const steps = [{ kind: 'made' as const, ...trace }];
  await MeetingSeriesModel.create([{ ...series, steps, fictional: true }], { session });
  const { rule, ...fixed } = plan;
  for (const [at, day] of daysOf(rule, firstDay, madeUntil).entries()) {
    const id = idOf('meeting', `${key} ${at}`);
    const values = { ...fixed, day, clock: '' as const };
    await insertMeeting(
      unit,
      { id: null, body: platform },
      { _id: id, body: series.body, series: _id, seriesDay: day, values },
    );
    const called = { $set: { state: 'called' as const, fictional: true as const } };
    const change = at === 0 ? { ...called, $push: { steps: { state: 'called' as const, ...trace } } } : {};
    await MeetingModel.updateOne({ _id: id }, at === 0 ? change : { $set: { fictional: true as const } }, {
      session,
    });
    if (at === 0) await answerSome(unit, id);
  }
  return null;
}

/** One who comes, one who is excused: a page that lives. */
async function answerSome({ session, now }: Unit, meeting: MeetingRecord['_id']): Promise<void> {
  const invited = await InviteeModel.find({ meeting }).sort({ name: 1 }).session(session).lean();
  const said = [
    { response: 'yes' as const, note: '', substitute: '' },
    { response: 'no' as const, note: 'Die dag is er al overleg', substitute: '' },
  ];
  for (const [at, answer] of said.entries()) {
    const one = invited.filter(({ person }) => person !== null).at(at + 1);
    if (!one) continue;
    const kept = { ...answer, at: now, by: one.person, way: 'app' as const };
    await InviteeModel.updateOne({ _id: one._id }, { $set: answer, $push: { answers: kept } }, { session });
  }
}
