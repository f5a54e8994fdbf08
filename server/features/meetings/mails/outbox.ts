import { randomUUID } from 'node:crypto';
import type { InviteeRecord } from '../../../../models/Invitee.ts';
import type { MeetingRecord } from '../../../../models/Meeting.ts';
import { MeetingMailModel, type MeetingMailRecord } from '../../../../models/MeetingMail.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { inviteesOf } from '../inviteeQueries.ts';

type Method = MeetingMailRecord['method'];

/** Puts a mail ready that is sent after this is committed; one that still waits and would tell something older is not sent. */
export async function tellInvitee(
  unit: Unit,
  { _id: meeting, sequence }: Pick<MeetingRecord, '_id' | 'sequence'>,
  { _id: invitee, person, email }: Pick<InviteeRecord, '_id' | 'person' | 'email'>,
  method: Method,
): Promise<void> {
  const { session, now } = unit;
  await MeetingMailModel.deleteMany({ invitee, state: { $in: ['waiting', 'failed'] } }, { session });
  if (person === null && email === '') return;
  const mail: MeetingMailRecord = {
    ...{ _id: randomUUID(), meeting, invitee, method, sequence, state: 'waiting' },
    ...{ tries: 0, dueAt: now, tokenHash: '', madeAt: now },
  };
  await MeetingMailModel.create([mail], { session });
}

/** The same for everybody who is invited. */
export async function tellInvitees(
  unit: Unit,
  meeting: Pick<MeetingRecord, '_id' | 'sequence'>,
  method: Method,
): Promise<void> {
  for (const one of await inviteesOf(meeting._id, unit.session))
    await tellInvitee(unit, meeting, one, method);
}
