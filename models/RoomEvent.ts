import { model, Schema } from 'mongoose';

/** What can happen in the room of a meeting. Times come from when it was kept, but for a correction. */
export const roomEventKinds = [
  /** The meeting begins, and ends. */
  'opened',
  'closed',
  /** An item is taken up; the one before it is left, and `isDone` says whether it is finished. */
  'turned',
  /** Minutes more for the item that is taken up. */
  'extended',
  'paused',
  'resumed',
  /** Somebody comes in, goes out, lets know they will not come, or is expected again after a mistake. */
  'arrived',
  'left',
  'excused',
  'expected',
  /** Somebody has an interest of their own in an item, and has it no longer. */
  'conflicted',
  'unconflicted',
  /** Somebody takes over leading the meeting, besides those who may by their mandate. */
  'led',
] as const;
export type RoomEventKind = (typeof roomEventKinds)[number];

/** One thing that happened in a room. Never changed: what was wrong is put right by a later one. */
export interface RoomEventRecord {
  /** `meeting/sequence`: two servers can never give one number twice. */
  _id: string;
  meeting: string;
  /** From 1, without gaps. */
  sequence: number;
  /** When it happened. */
  at: Date;
  /** Id of the person who said so. */
  by: string;
  kind: RoomEventKind;
  /** Id of an agenda item: of `turned` (empty: none), `conflicted`, `unconflicted`. */
  item?: string;
  /** Of `turned`: the item before it is finished. */
  isDone?: boolean;
  /** Id of an invitee: of `arrived`, `left`, `excused`, `expected`, `conflicted`, `unconflicted`. */
  invitee?: string;
  /** Of `extended`. */
  minutes?: number;
}

const schema = new Schema<RoomEventRecord>(
  {
    _id: { type: String, required: true },
    meeting: { type: String, required: true },
    sequence: { type: Number, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    kind: { type: String, enum: roomEventKinds, required: true },
    item: String,
    isDone: Boolean,
    invitee: String,
    minutes: Number,
  },
  { collection: 'roomevents', versionKey: false, autoIndex: false },
);
schema.index({ meeting: 1, sequence: 1 });

export const RoomEventModel = model<RoomEventRecord>('RoomEvent', schema);
