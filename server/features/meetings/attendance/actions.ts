import { MeetingAttendanceModel } from '../../../../models/MeetingAttendance.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { placesOf } from './queries.ts';

/** Keeps who was at a meeting that ended, in the unit of work in which it ended or was put right afterwards. */
export async function keepAttendance({ session }: Pick<Unit, 'session'>, meeting: string): Promise<void> {
  const places = (await placesOf([meeting], session)).get(meeting) ?? null;
  await MeetingAttendanceModel.updateOne({ _id: meeting }, { $set: { places } }, { session, upsert: true });
}
