import type { ClientSession } from 'mongodb';
import { AmendmentModel, type AmendmentRecord } from '../../../../models/Amendment.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts';
import type { Person } from '../../../core/person.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { approveMinutes, noteAmendment, reopenMinutes } from '../stepActions.ts';
import { isConcerned } from './policy.ts';
import { agendaOf, requireRoom, type SeenRoom } from './queries.ts';

type Writer = Pick<Person, 'id' | 'affiliations'>;

/** Most of one meeting: more is another meeting. */
const most = 500;

export const amendmentsOf = (
  meeting: string,
  session: ClientSession | null = null,
): Promise<AmendmentRecord[]> =>
  AmendmentModel.find({ meeting }).sort({ at: 1, _id: 1 }).session(session).lean<AmendmentRecord[]>().exec();

/** Whether this person says what they would have otherwise: who takes part, while the minutes go round. */
export const mayAmend = ({ access, meeting }: SeenRoom): boolean =>
  meeting.state === 'closed' && (access.takesPart || access.keeps);

/**
 * Says what should be otherwise in the minutes of an item.
 * @throws NotFound for an item that is not this person's to see, Forbidden, Conflict when the minutes do not go round,
 * Invalid
 */
export async function amend(
  unit: Unit,
  person: Writer,
  meetingId: string,
  { id, item, text }: { id: string; item: string; text: string },
): Promise<{ amendment: string }> {
  const room = await requireRoom(person, meetingId, unit.now, unit.session);
  const found = (await agendaOf(meetingId, unit.session)).find((one) => one._id === item);
  if (!found) throw new Invalid({ item: 'room.errors.item' });
  if (!isConcerned(room.access, found.values.organisations)) throw new NotFound();
  if (room.meeting.state !== 'closed') throw new Conflict('room.errors.notRound');
  if (!mayAmend(room)) throw new Forbidden();
  if ((await amendmentsOf(meetingId, unit.session)).length >= most) throw new Conflict('room.errors.full');
  const amendment: AmendmentRecord = {
    ...{ _id: id, meeting: meetingId, item, text, at: unit.now, by: person.id, body: room.access.body },
    ...{ state: 'open', answer: '', decidedAt: null, decidedBy: null },
  };
  await noteAmendment(unit, meetingId);
  await AmendmentModel.create([amendment], { session: unit.session });
  unit.note({ amendment: id });
  return { amendment: id };
}

/**
 * Who keeps the minutes says what became of a remark on them; the words themselves they change in the minutes.
 * @throws NotFound, Forbidden, Conflict when somebody decided about it already
 */
export async function decideAmendment(
  unit: Unit,
  person: Writer,
  meetingId: string,
  { id, state, answer }: { id: string; state: 'accepted' | 'declined'; answer: string },
): Promise<{ state: string }> {
  const { access, meeting } = await requireRoom(person, meetingId, unit.now, unit.session);
  if (!access.keeps) throw new Forbidden();
  const found = await AmendmentModel.findOne({ _id: id, meeting: meetingId })
    .session(unit.session)
    .lean<AmendmentRecord | null>();
  if (!found) throw new NotFound();
  if (found.state !== 'open' || meeting.state !== 'closed') throw new Conflict('room.errors.decided');
  const set = { state, answer, decidedAt: unit.now, decidedBy: person.id };
  await AmendmentModel.updateOne({ _id: id }, { $set: set }, { session: unit.session });
  unit.note({ amendment: id, state });
  return { state };
}

/** Approves and locks the minutes. @throws NotFound, Forbidden, Conflict, also while somebody waits for an answer */
export async function approve(unit: Unit, person: Writer, meetingId: string): Promise<{ state: string }> {
  const open = (await amendmentsOf(meetingId, unit.session)).filter((one) => one.state === 'open');
  const answer = await approveMinutes(unit, person, meetingId);
  if (open.length > 0) throw new Conflict('room.errors.openAmendments');
  return answer;
}

/** Opens locked minutes again, with why. @throws NotFound, Forbidden, Conflict */
export const reopen = (
  unit: Unit,
  person: Writer,
  meetingId: string,
  why: string,
): Promise<{ state: string }> => reopenMinutes(unit, person, meetingId, why);
