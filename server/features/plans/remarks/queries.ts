import { NotFound } from '../../../core/errors.ts';
import type { House } from '../../../core/house.ts';
import { type Desk, remarksOf } from '../../../live/remarks/desk.ts';
import type { Remark } from '../../../live/remarks/records.ts';
import { type CaseAccess, mayWriteNarrative } from '../../cases/policy.ts';
import { liveNarrative } from '../live.ts';
import { narrativeRights } from '../policy.ts';

/** What is said about the shared text belongs to that text: who does not share it finds nothing here. */
export function mustReadRemarks(access: CaseAccess): void {
  if (!mayWriteNarrative(access)) throw new NotFound();
}

/** Where this person says something about the shared text of this plan. */
export const deskOf = (house: House, access: CaseAccess): Desk => ({
  feature: liveNarrative(house),
  documentId: access.caseId,
  rights: narrativeRights(access),
  personId: access.personId,
  organisationId: access.body,
});

/** Everything said about the shared text, in the order it was; nothing for who may not read it. @throws KeyUnavailable */
export const planRemarks = (house: House, access: CaseAccess): Promise<Remark[]> =>
  remarksOf(deskOf(house, access));
