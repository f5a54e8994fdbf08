import { GovernmentSignalModel, type SignalWithdrawal } from '../../../../models/GovernmentSignal.ts';
import { Conflict, Forbidden } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { checkRevision, requireDraft, traceOf, type Writer } from './actions.ts';
import { requireSignal } from './queries.ts';

/** A draft that is thrown away more often than this is a dispute, and not settled here. */
const mostWithdrawals = 20;

/**
 * Throws a draft away. Its gaps keep their step, and its platforms read it on and may take it up again; what they signed
 * is kept with this, and holds no longer.
 * @throws Conflict for a letter that was sent meanwhile, Invalid for other words than those that were read
 */
export async function withdrawSignal(
  unit: Unit,
  person: Writer,
  id: string,
  { why, revision }: { why: string; revision: number },
): Promise<void> {
  const seen = await requireDraft(unit, person, id, 'signals.errors.sentMeanwhile');
  const { signal, rights } = seen;
  if (!rights.withdraw) throw new Forbidden();
  checkRevision(seen, revision, 'signals.errors.changedBeforeWithdrawal');
  if ((signal.withdrawals ?? []).length >= mostWithdrawals) throw new Conflict('gaps.errors.full');
  const { signatures } = signal;
  const withdrawal: SignalWithdrawal = {
    ...traceOf(unit, person, rights.body),
    ...{ why, signatures, resumed: null },
  };
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'withdrawn', signatures: [] }, $push: { withdrawals: withdrawal } },
    { session: unit.session },
  );
  unit.note({ signed: signatures.map(({ platform }) => platform) });
}

/** Takes up again what was thrown away: a draft as before, signed by nobody. @throws Conflict when it is none */
export async function resumeSignal(unit: Unit, person: Writer, id: string): Promise<void> {
  const { signal, rights } = await requireSignal(person, id, unit.session);
  if (signal.status !== 'withdrawn') throw new Conflict('signals.errors.notWithdrawn');
  if (!rights.resume) throw new Forbidden();
  const last = (signal.withdrawals ?? []).length - 1;
  await GovernmentSignalModel.updateOne(
    { _id: id },
    { $set: { status: 'draft', [`withdrawals.${last}.resumed`]: traceOf(unit, person, rights.body) } },
    { session: unit.session },
  );
}
