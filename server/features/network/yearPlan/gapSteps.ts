import { Forbidden } from '../../../core/errors.ts';
import type { Unit } from '../../../core/unitOfWork.ts';
import { requireGap } from '../../coverage/register/queries.ts';
import { stepOn } from '../../coverage/register/shown.ts';
import { traceOf, type Writer } from './writing.ts';

/**
 * Puts the gap a work point is made of in action, by the register's own step and in the same transaction.
 * @param why the words of the step in the register
 * @throws NotFound, Forbidden; Invalid when that step is not open
 */
export async function startWork(unit: Unit, person: Writer, id: string, why: string): Promise<void> {
  const { gap, rights } = await requireGap(person, id, unit.session);
  if (!rights.write) throw new Forbidden();
  const step = { status: 'in_action' as const, why, solvedBy: '', modules: [], pictures: [] };
  await stepOn(unit, gap, step, traceOf(unit, person, rights.body));
  unit.alsoAct({
    name: 'gap.stepTaken',
    actor: { personId: person.id, bodyId: rights.body },
    record: { type: 'gap', id },
    details: { from: gap.status, to: 'in_action' },
  });
}
