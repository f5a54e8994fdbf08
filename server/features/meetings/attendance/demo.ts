import { InviteeModel, type InviteeRecord } from '../../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import { MeetingAttendanceModel } from '../../../../models/MeetingAttendance.ts';
import type { SeriesPlan } from '../../../../models/MeetingSeries.ts';
import type { MeetingState } from '../../../../models/meetingState.ts';
import { type RoomEventKind, RoomEventModel, type RoomEventRecord } from '../../../../models/RoomEvent.ts';
import { roomAfter } from '../../../../public/scripts/room/state.ts';
import type { House } from '../../../core/house.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { isHeld, type SeatView, seatsOf, seatViews } from '../../network/bodies/queries.ts';
import { idOf } from '../../offer/ids.ts';
import { daysOf } from '../series.ts';
import { instantsOfMeeting } from '../wallClock.ts';
import { placesAt } from './standing.ts';

interface Held {
  key: string;
  body: string;
  platform: string;
  plan: SeriesPlan;
}

/** A made-up meeting that was held, with who was invited and what happened in its room. */
interface Past {
  meeting: MeetingRecord;
  invitees: InviteeRecord[];
  events: RoomEventRecord[];
}

const minute = 60_000;
const way: MeetingState[] = ['draft', 'called', 'open', 'closed', 'approved'];

/** A number under 100 that is the same each time: who comes looks drawn, and is not. */
const drawn = (...from: number[]): number =>
  from.reduce((sum, one, at) => (sum * 31 + (one + 7) * (at + 17)) % 9973, 11) % 100;

/** How many in a hundred times a seat is held by somebody who comes: of some kinds few, of most many. */
function comesOften({ profession, actorType, mandate }: SeatView): number {
  if (profession === 'general_practitioner') return 0;
  if (profession === 'psychiatrist' || actorType === 'police') return 22;
  if (mandate === 'chair' || mandate === 'secretary') return 100;
  return actorType === 'housing' || actorType === 'justice' ? 45 : 78;
}

function meetingOf({ key, body, platform, plan }: Held, day: string): MeetingRecord {
  const { rule: _rule, ...fixed } = plan;
  const times = instantsOfMeeting({ day, from: plan.from, until: plan.until, clock: '' });
  const at = new Date(times.startsAt.getTime() - 21 * 24 * 60 * minute);
  return {
    ...{ _id: idOf('meeting', `${key} ${day}`), body: idOf('body', body), series: null, seriesDay: '' },
    ...{ isApart: false, values: { ...fixed, day, clock: '' }, fields: {}, ...times },
    ...{ state: 'approved', sequence: 1, changedAt: at, fictional: true },
    steps: way.map((state) => ({ state, at, by: null, body: platform, why: '' })),
  };
}

const inviteeOf = (meeting: MeetingRecord, seat: SeatView, at: Date): InviteeRecord => ({
  ...{ _id: idOf('invitee', `${meeting._id} ${seat.id}`), meeting: meeting._id, seat: seat.id },
  ...{ person: null, organisation: seat.organisation ?? seat.platform, actorType: seat.actorType ?? '' },
  ...{ name: seat.name, email: '', mandate: seat.mandate, removed: null, added: { at, by: null } },
  ...{ response: '', note: '', substitute: '', answers: [] },
});

function pastOf(held: Held, day: string, at: number, seats: readonly SeatView[]): Past {
  const meeting = meetingOf(held, day);
  const start = meeting.startsAt.getTime();
  const invitees = seats.map((seat) => inviteeOf(meeting, seat, meeting.changedAt));
  const said: [RoomEventKind, number, string?][] = [['opened', 0]];
  for (const [place, seat] of seats.entries()) {
    const invitee = invitees[place]!._id;
    const luck = drawn(place, at);
    if (luck < comesOften(seat)) said.push(['arrived', luck % 9 === 0 ? 25 : 1 + (luck % 6), invitee]);
    else if (luck % 5 < 3) said.push(['excused', 0, invitee]);
  }
  said.push(['closed', (meeting.endsAt.getTime() - start) / minute]);
  said.sort((a, b) => a[1] - b[1]);
  const events = said.map(([kind, after, invitee], place): RoomEventRecord => {
    const sequence = place + 1;
    const happened = new Date(start + after * minute);
    const base = { _id: `${meeting._id}/${sequence}`, meeting: meeting._id, sequence, at: happened };
    return { ...base, by: 'demo', kind, ...(invitee ? { invitee } : {}) };
  });
  return { meeting, invitees, events };
}

/** Meetings these bodies held since the beginning of the year before last, with who came. Everything is made up; safe to repeat. */
export async function loadDemoAttendance(house: House, all: readonly Held[]): Promise<void> {
  const today = brusselsDay(house.clock.now());
  const [first, last] = [`${Number(today.slice(0, 4)) - 2}-01-01`, today];
  for (const held of all) {
    const seats = await seatsOf([idOf('body', held.body)]);
    const views = await seatViews(seats);
    const days = daysOf(held.plan.rule, first, last).filter((day) => day < today);
    const past = days.map((day, at) => {
      const there = seats.filter((one) => isHeld(one, day)).map((one) => one._id);
      const own = views.filter((one) => there.includes(one.id) && one.name !== '');
      return pastOf(held, day, at, own);
    });
    if (past.length === 0 || (await MeetingModel.exists({ _id: past[0]!.meeting._id }))) continue;
    const record = { type: 'body', id: idOf('body', held.body) };
    await house.unitOfWork.do({ name: 'meeting.demoLoaded', actor: null, record }, async ({ session }) => {
      const into = { session, lean: true };
      await MeetingModel.insertMany(
        past.map((one) => one.meeting),
        into,
      );
      await InviteeModel.insertMany(
        past.flatMap((one) => one.invitees),
        into,
      );
      await RoomEventModel.insertMany(
        past.flatMap((one) => one.events),
        into,
      );
      await MeetingAttendanceModel.insertMany(
        past.map(({ meeting, invitees, events }) => ({
          _id: meeting._id,
          places: placesAt(roomAfter(events), invitees, meeting.startsAt),
        })),
        into,
      );
      return null;
    });
  }
}
