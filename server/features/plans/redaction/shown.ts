import type { SignedInVisit } from '../../../core/route.ts';
import type { CaseAccess } from '../../cases/policy.ts';
import { redactionsTold } from '../../prose/redaction/queries.ts';
import { redactionsOf } from './queries.ts';

/** That words were redacted: who, when and why, for everyone who reads the text. */
export const redactionsShown = async (visit: SignedInVisit, access: CaseAccess) =>
  redactionsTold(visit, await redactionsOf(visit.house, access));
