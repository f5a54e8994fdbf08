import type { LiveRights } from '../../live/feature.ts';
import { type CaseAccess, mayWriteNarrative } from '../cases/policy.ts';

/**
 * What somebody may do with a plan's shared text. The client shares the text with a body or does not: consent knows
 * nobody who may read and not write, so whoever reads does everything, and who does not, nothing.
 */
export function narrativeRights(access: CaseAccess): LiveRights {
  const isShared = mayWriteNarrative(access);
  return { read: isShared, comment: isShared, suggest: isShared, write: isShared };
}
