import type { ClientSession } from 'mongodb';
import { InviteeModel, type InviteeRecord } from '../../../../models/Invitee.ts';
import { MeetingModel, type MeetingRecord } from '../../../../models/Meeting.ts';
import {
  type AttendancePlace,
  MeetingAttendanceModel,
  type MeetingAttendanceRecord,
} from '../../../../models/MeetingAttendance.ts';
import type { MeetingState } from '../../../../models/meetingState.ts';
import { RoomEventModel, type RoomEventRecord } from '../../../../models/RoomEvent.ts';
import { roomAfter } from '../../../../public/scripts/room/state.ts';
import { placesAt } from './standing.ts';

type Session = ClientSession | null;

/** Calendar days in Brussels, YYYY-MM-DD, both among them. */
export interface Days {
  from: string;
  until: string;
}

/** A meeting that was held, with who was there; null where nobody wrote that down. */
export interface HeldMeeting {
  id: string;
  body: string;
  day: string;
  places: AttendancePlace[] | null;
}

const ended: MeetingState[] = ['closed', 'approved'];
const aDay = 24 * 60 * 60_000;

/** By meeting, in the order they came. */
function grouped<T extends { meeting: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const there = groups.get(one.meeting);
    if (there) there.push(one);
    else groups.set(one.meeting, [one]);
  }
  return groups;
}

/** Who was at some meetings, worked out from what happened in their rooms. */
export async function placesOf(
  meetings: readonly string[],
  session: Session = null,
): Promise<Map<string, AttendancePlace[] | null>> {
  const of = { meeting: { $in: meetings } };
  // One after the other: a transaction takes one question at a time.
  const held = await MeetingModel.find({ _id: { $in: meetings } })
    .session(session)
    .lean<MeetingRecord[]>();
  const invitees = await InviteeModel.find(of).session(session).lean<InviteeRecord[]>();
  const events = await RoomEventModel.find(of)
    .sort({ meeting: 1, sequence: 1 })
    .session(session)
    .lean<RoomEventRecord[]>();
  const [invited, happened] = [grouped(invitees), grouped(events)];
  return new Map(
    held.map(({ _id, startsAt }) => {
      const room = roomAfter(happened.get(_id) ?? []);
      return [_id, placesAt(room, invited.get(_id) ?? [], startsAt)];
    }),
  );
}

/** The meetings of these bodies that were held on these days and closed, the oldest first. */
async function heldOn(bodies: readonly string[], { from, until }: Days): Promise<MeetingRecord[]> {
  // The index is on the instant; a day in Brussels begins an hour or two before that of UTC.
  const around = {
    $gte: new Date(Date.parse(`${from}T00:00:00Z`) - aDay),
    $lt: new Date(Date.parse(`${until}T00:00:00Z`) + 2 * aDay),
  };
  const held = await MeetingModel.find(
    { body: { $in: bodies }, startsAt: around, state: { $in: ended } },
    { body: 1, startsAt: 1, 'values.day': 1 },
  )
    .sort({ startsAt: 1, _id: 1 })
    .lean<MeetingRecord[]>();
  return held.filter(({ values }) => from <= values.day && values.day <= until);
}

/**
 * Who was invited to the closed meetings of these bodies on these days, and came. It decides nothing about who may know:
 * the caller gives bodies its reader may read. It reads one record a meeting, of these meetings and no other; of one that
 * was closed before such records were kept it reads the room.
 */
export async function attendanceOf(bodies: readonly string[], days: Days): Promise<HeldMeeting[]> {
  const meetings = bodies.length === 0 ? [] : await heldOn(bodies, days);
  const ids = meetings.map((one) => one._id);
  const kept = await MeetingAttendanceModel.find({ _id: { $in: ids } }).lean<MeetingAttendanceRecord[]>();
  const places = new Map(kept.map((one) => [one._id, one.places]));
  const others = ids.filter((id) => !places.has(id));
  const worked = others.length === 0 ? new Map() : await placesOf(others);
  return meetings.map(({ _id, body, values }) => ({
    ...{ id: _id, body, day: values.day },
    places: places.get(_id) ?? worked.get(_id) ?? null,
  }));
}

/** The years in which these bodies held meetings that were closed, the newest first. */
export async function yearsHeld(bodies: readonly string[]): Promise<number[]> {
  const days = await MeetingModel.find(
    { body: { $in: bodies }, state: { $in: ended } },
    { 'values.day': 1 },
  ).lean<Pick<MeetingRecord, 'values'>[]>();
  return [...new Set(days.map(({ values }) => Number(values.day.slice(0, 4))))].sort((a, b) => b - a);
}
