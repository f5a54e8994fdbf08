import { model, Schema } from 'mongoose';
import { type Standing, standings } from './meetingState.ts';

/** One place at a meeting that was held: of a seat, a guest, or somebody who came without being invited. */
export interface AttendancePlace {
  /** Id of the seat; null for a guest. */
  seat: string | null;
  /** Id of the organisation or platform; null for somebody of neither. */
  organisation: string | null;
  /** '' when not known. */
  actorType: string;
  standing: Standing;
  /** Came well after it began; only of who was there. */
  isLate: boolean;
  /** Was asked beforehand; who was added while it was held came by themselves. */
  isInvited: boolean;
}

/**
 * Who was at a meeting that was closed, as its room says (models/RoomEvent.ts): written with what it follows from, in one
 * transaction, so that years of meetings are counted without reading what happened in each room. It holds no person.
 */
export interface MeetingAttendanceRecord {
  /** Id of the meeting. */
  _id: string;
  /** Null where nobody was marked as there: then it is not known who came. */
  places: AttendancePlace[] | null;
}

const id = { type: String, default: null };
const place = new Schema<AttendancePlace>(
  {
    ...{ seat: id, organisation: id },
    actorType: { type: String, default: '' },
    standing: { type: String, enum: standings, required: true },
    isLate: { type: Boolean, required: true },
    isInvited: { type: Boolean, required: true },
  },
  { _id: false },
);

const schema = new Schema<MeetingAttendanceRecord>(
  { _id: { type: String, required: true }, places: { type: [place], default: null } },
  { collection: 'meetingattendances', autoIndex: false, versionKey: false },
);

export const MeetingAttendanceModel = model<MeetingAttendanceRecord>('MeetingAttendance', schema);
