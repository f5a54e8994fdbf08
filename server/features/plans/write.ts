import type { SignedInVisit } from '../../core/route.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { CaseAccess } from '../cases/policy.ts';
import { requireCaseAccess } from '../cases/queries.ts';
import { textEpoch } from './history/queries.ts';

interface PlanRecord {
  type: 'goal' | 'action' | 'narrative' | 'version' | 'comment' | 'suggestion';
  id: string;
}

/** Runs a write on something of the plan; access is decided anew inside its transaction. */
export async function write<T>(
  visit: SignedInVisit,
  record: PlanRecord,
  work: (unit: Unit, access: CaseAccess) => Promise<T>,
): Promise<T> {
  const { house, person, params } = visit;
  const { caseId, body } = await requireCaseAccess(house, person, params.id);
  return visit.act({ record: { ...record, caseId }, bodyId: body }, async (unit) =>
    work(unit, await requireCaseAccess(house, person, caseId, unit.session)),
  );
}

/** The same for what keeps words of the shared text, or about it: with the epoch of the text in which the request began. */
export async function writeOfText<T>(
  visit: SignedInVisit,
  record: PlanRecord,
  work: (unit: Unit, access: CaseAccess, epoch: number) => Promise<T>,
): Promise<T> {
  const { house, person, params } = visit;
  const epoch = await textEpoch(house, await requireCaseAccess(house, person, params.id));
  return write(visit, record, (unit, access) => work(unit, access, epoch));
}
