import type { SignedInVisit } from '../../core/route.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { CaseAccess } from '../cases/policy.ts';
import { requireCaseAccess } from '../cases/queries.ts';

/** Runs a write on something of the plan; access is decided anew inside its transaction. */
export async function write<T>(
  visit: SignedInVisit,
  record: { type: 'goal' | 'action' | 'narrative' | 'version' | 'comment' | 'suggestion'; id: string },
  work: (unit: Unit, access: CaseAccess) => Promise<T>,
): Promise<T> {
  const { house, person, params } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  return visit.act({ record: { ...record, caseId }, bodyId: body }, async (unit) =>
    work(unit, await requireCaseAccess(house, person, caseId, unit.session)),
  );
}
