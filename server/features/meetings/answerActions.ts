import { randomUUID } from 'node:crypto';
import { type InviteeAnswer, InviteeModel, type InviteeRecord } from '../../../models/Invitee.ts';
import type { MeetingRecord } from '../../../models/Meeting.ts';
import { MeetingMailModel, type MeetingMailRecord } from '../../../models/MeetingMail.ts';
import { Conflict, Forbidden } from '../../core/errors.ts';
import { tokenHash } from '../../core/tokens.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { requireInvitee } from './inviteeActions.ts';
import { invitedByLink } from './inviteeQueries.ts';
import { requireMeeting, type Writer } from './queries.ts';

export type Answered = Pick<InviteeAnswer, 'response' | 'note' | 'substitute'>;

/** An answer is to what is called and not over: it can change until then. @throws Conflict */
function checkOpen({ state, endsAt }: MeetingRecord, now: Date): void {
  if (state !== 'called') throw new Conflict(`meetings.errors.state.${state}`);
  if (endsAt <= now) throw new Conflict('meetings.errors.over');
}

async function write(
  unit: Unit,
  { _id }: InviteeRecord,
  answered: Answered,
  trace: Pick<InviteeAnswer, 'by' | 'way'>,
): Promise<{ response: string }> {
  // Who comes sends nobody in their place.
  const said = { ...answered, substitute: answered.response === 'no' ? answered.substitute : '' };
  const answer: InviteeAnswer = { ...said, ...trace, at: unit.now };
  await InviteeModel.updateOne(
    { _id },
    { $set: said, $push: { answers: answer } },
    { session: unit.session },
  );
  unit.note({ invitee: _id, response: said.response, way: trace.way });
  return { response: said.response };
}

/** Says for oneself whether one comes. @throws NotFound, Forbidden for who is not invited, Conflict */
export async function answerMeeting(unit: Unit, person: Writer, id: string, answered: Answered) {
  const { meeting, own } = await requireMeeting(person, id, unit.now, unit.session);
  if (!own) throw new Forbidden();
  checkOpen(meeting, unit.now);
  return write(unit, own, answered, { by: person.id, way: 'app' });
}

/** Enters what somebody said otherwise, by telephone for one. @throws NotFound, Forbidden, Conflict */
export async function answerFor(
  unit: Unit,
  person: Writer,
  about: { meeting: string; invitee: string },
  answered: Answered,
) {
  const { meeting, invitee } = await requireInvitee(unit, person, about.meeting, about.invitee);
  checkOpen(meeting, unit.now);
  return write(unit, invitee, answered, { by: person.id, way: 'told' });
}

/** The answer of who holds a link. @throws Conflict where it works no more, or the meeting is over or off */
export async function answerByLink(unit: Unit, token: string, answered: Answered) {
  const found = await invitedByLink(token, unit.session);
  if (!found) throw new Conflict('meetings.errors.linkGone');
  checkOpen(found.meeting, unit.now);
  return write(unit, found.invitee, answered, { by: null, way: 'link' });
}

/** A link that is handed over: those of before work no more. @throws NotFound, Forbidden, Conflict */
export async function makeAnswerLink(
  unit: Unit,
  person: Writer,
  token: string,
  about: { meeting: string; invitee: string },
): Promise<null> {
  const { session, now } = unit;
  const { meeting, invitee } = await requireInvitee(unit, person, about.meeting, about.invitee);
  checkOpen(meeting, now);
  await MeetingMailModel.updateMany({ invitee: invitee._id }, { $set: { tokenHash: '' } }, { session });
  const link: MeetingMailRecord = {
    ...{ _id: randomUUID(), meeting: meeting._id, invitee: invitee._id, method: 'REQUEST' },
    ...{ sequence: meeting.sequence, state: 'handed', tries: 0, dueAt: now, madeAt: now },
    tokenHash: tokenHash(token),
  };
  await MeetingMailModel.create([link], { session });
  unit.note({ invitee: invitee._id });
  return null;
}
