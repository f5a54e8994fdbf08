import { model, Schema } from 'mongoose';
import { type RoomEventRecord, roomEventKinds } from '../public/scripts/room/state.ts';

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
