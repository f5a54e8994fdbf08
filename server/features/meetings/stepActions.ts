import { MeetingModel, type MeetingRecord } from '../../../models/Meeting.ts';
import type { MeetingState } from '../../../models/meetingState.ts';
import { Conflict, Forbidden, Invalid } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { tellInvitees } from './mails/outbox.ts';
import { requireMeeting, requirePlanned, type SeenMeeting, type Writer } from './queries.ts';
import { inviteSeats } from './seatInvitations.ts';
import { afterStep, type MeetingStepName } from './states.ts';

/** Takes a step of a meeting. @throws Conflict where it cannot be taken from where it stands */
async function step(
  unit: Unit,
  { meeting, rights }: SeenMeeting,
  name: MeetingStepName,
  { person, why = '', sequence = meeting.sequence }: { person: Writer; why?: string; sequence?: number },
): Promise<MeetingRecord> {
  const state = afterStep(meeting.state, name);
  if (state === null) throw new Conflict(`meetings.errors.state.${meeting.state}`);
  const taken = { state, at: unit.now, by: person.id, body: rights.body, why };
  const set = { state, sequence, changedAt: unit.now };
  await MeetingModel.updateOne(
    { _id: meeting._id },
    { $set: set, $push: { steps: taken } },
    { session: unit.session },
  );
  unit.note({ state });
  return { ...meeting, ...set };
}

/**
 * Calls a meeting: who sits in the body now is invited, who does not any more is not, and everybody with an address is
 * written to.
 * @throws NotFound, Forbidden, Conflict, and Invalid for one that is over or has nobody to invite
 */
export async function callMeeting(unit: Unit, person: Writer, id: string): Promise<{ invited: number }> {
  const seen = await requirePlanned(unit, person, id);
  if (seen.meeting.endsAt <= unit.now) throw new Invalid({ call: 'meetings.errors.past' });
  const invited = await inviteSeats(unit, seen.meeting, person.id);
  if (invited === 0) throw new Invalid({ call: 'meetings.errors.nobody' });
  const called = await step(unit, seen, 'call', { person });
  await tellInvitees(unit, called, 'REQUEST');
  unit.note({ invited });
  return { invited };
}

/** Cancels a meeting, with why; who was invited to a called one is told. @throws NotFound, Forbidden, Conflict */
export async function cancelMeeting(
  unit: Unit,
  person: Writer,
  id: string,
  { why }: { why: string },
): Promise<{ state: MeetingState }> {
  const seen = await requirePlanned(unit, person, id);
  const wasCalled = seen.meeting.state === 'called';
  const sequence = seen.meeting.sequence + (wasCalled ? 1 : 0);
  const cancelled = await step(unit, seen, 'cancel', { person, why, sequence });
  if (wasCalled) await tellInvitees(unit, cancelled, 'CANCEL');
  return { state: cancelled.state };
}

/** A step of the meeting itself, for its room: it joins what the caller writes. */
const taken =
  (name: MeetingStepName) =>
  async (unit: Unit, person: Writer, id: string, why = ''): Promise<{ state: MeetingState }> => {
    const seen = await requireMeeting(person, id, unit.now, unit.session);
    if (!seen.rights.keep) throw new Forbidden();
    const { state } = await step(unit, seen, name, { person, why });
    return { state };
  };

/** Begins a called meeting, or one that nobody called. @throws NotFound, Forbidden, Conflict */
export const openMeeting = taken('open');

/** Ends it: the minutes go round. @throws NotFound, Forbidden, Conflict */
export const closeMeeting = taken('close');

/**
 * Says in the meeting itself that there is a remark on its minutes. Approving writes the same record, so that of a remark and
 * an approval at the same moment one comes second and looks again: no remark stays open in minutes that are locked.
 */
export const noteAmendment = async ({ session, now }: Unit, id: string): Promise<void> => {
  await MeetingModel.updateOne({ _id: id }, { $set: { amendedAt: now } }, { session });
};

/** Approves its minutes: they are locked. @throws NotFound, Forbidden, Conflict */
export const approveMinutes = taken('approve');

/** Opens approved minutes again, with why. @throws NotFound, Forbidden, Conflict */
export const reopenMinutes = taken('reopen');
