import {
  GovernmentSignalModel,
  type GovernmentSignalRecord,
  type SentContent,
  type SignalAnswer,
  unsentStatuses,
} from '../../../../models/GovernmentSignal.ts';
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { stepOn } from '../register/steps.ts';
import { checkRevision, requireDraft, traceOf, type Writer } from './actions.ts';
import type { SignalRights } from './policy.ts';
import { gapsNamed, requireSignal, type SeenSignal } from './queries.ts';
import { obstaclesTo } from './sending.ts';

/** More answers to one letter than these are a correspondence, which is kept elsewhere. */
const mostAnswers = 50;

/** @throws NotFound, Conflict for a draft, or Forbidden for who only reads */
async function requireSent(unit: Unit, person: Writer, id: string): Promise<SeenSignal> {
  const seen = await requireSignal(person, id, unit.session);
  if (unsentStatuses.includes(seen.signal.status)) throw new Conflict('signals.errors.notSent');
  if (!seen.rights.answer) throw new Forbidden();
  return seen;
}

/** The platform somebody sends for: that of theirs which did not sign yet, else the first. */
export function senderOf({ signatures, revision }: GovernmentSignalRecord, rights: SignalRights): string {
  const isSigned = (platform: string): boolean =>
    signatures.some((one) => one.platform === platform && one.revision === revision);
  return rights.signsFor.find((one) => !isSigned(one)) ?? rights.body;
}

/**
 * Sends a draft: from now on nobody changes it, and its gaps are with the government.
 * @param content what it names, as it is called now
 * @param why the words of the step in the register
 * @throws Invalid with `revision` when the words are others than those that were seen, or cannot be sent yet
 */
export async function sendSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { revision, content, why }: { revision: number; content: SentContent; why: string },
): Promise<void> {
  const seen = await requireDraft(unit, person, id);
  checkRevision(seen, revision);
  const { signal, rights } = seen;
  const gaps = await gapsNamed(signal.values.gaps, unit.session);
  const platform = senderOf(signal, rights);
  if (obstaclesTo(signal, gaps, platform).length > 0)
    throw new Invalid({ revision: 'signals.errors.notReady' });
  const trace = traceOf(unit, person, platform);
  const others = signal.signatures.filter((one) => one.platform !== platform);
  const signatures = [...others, { platform, revision, by: person.id, at: unit.now }];
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'sent', signatures, sent: { ...trace, content } } },
    { session: unit.session },
  );
  for (const gap of gaps.filter(({ status }) => status !== 'escalated')) {
    await stepOn(unit, gap, { status: 'escalated', why, solvedBy: '', modules: [], pictures: [] }, trace);
    unit.alsoAct({
      name: 'gap.stepTaken',
      actor: { personId: person.id, bodyId: platform },
      record: { type: 'gap', id: gap._id },
      details: { from: gap.status, to: 'escalated', signal: id },
    });
  }
  unit.note({ authority: signal.values.authority });
}

/** A day on a letter is not before it was sent, nor after today. */
function checkDay({ signal }: SeenSignal, { now }: Unit, day: string): void {
  if (day > brusselsDay(now)) throw new Invalid({ day: 'signals.errors.future' });
  if (signal.sent && day < brusselsDay(signal.sent.at))
    throw new Invalid({ day: 'signals.errors.beforeSent' });
}

/** Notes that the authority has it. @throws Conflict when that was noted before */
export async function acknowledgeSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { day, reference }: { day: string; reference: string },
): Promise<void> {
  const seen = await requireSent(unit, person, id);
  if (seen.signal.status !== 'sent') throw new Conflict('signals.errors.acknowledged');
  checkDay(seen, unit, day);
  const acknowledged = { ...traceOf(unit, person, seen.rights.body), day, reference };
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'acknowledged', acknowledged } },
    { session: unit.session },
  );
}

/** Keeps an answer of the authority; one that came before stays. @throws Invalid, Conflict, NotFound, Forbidden */
export async function answerSignal(
  unit: Unit,
  person: Writer,
  id: string,
  said: Pick<SignalAnswer, 'day' | 'text' | 'follows'>,
): Promise<void> {
  const seen = await requireSent(unit, person, id);
  if (seen.signal.answers.length >= mostAnswers) throw new Conflict('gaps.errors.full');
  checkDay(seen, unit, said.day);
  const answer = { ...said, ...traceOf(unit, person, seen.rights.body) };
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'answered' }, $push: { answers: answer } },
    { session: unit.session },
  );
  unit.note({ follows: said.follows });
}
