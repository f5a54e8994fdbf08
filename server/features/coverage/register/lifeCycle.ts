import type { GapRecord, GapStatus } from '../../../../models/Gap.ts';

/** Which status may follow which. What was closed can be taken up again, and is then looked at anew. */
export const nextStatuses: Readonly<Record<GapStatus, readonly GapStatus[]>> = {
  reported: ['verified', 'solved'],
  verified: ['prioritised', 'escalated', 'accepted', 'solved'],
  prioritised: ['in_action', 'escalated', 'accepted', 'solved'],
  in_action: ['prioritised', 'escalated', 'accepted', 'solved'],
  escalated: ['in_action', 'accepted', 'solved'],
  accepted: ['verified'],
  solved: ['verified'],
};

/** What nobody works on any more: solved, or accepted as it is. */
export const isClosed = (status: GapStatus): boolean => status === 'solved' || status === 'accepted';

/** What the platform stands behind: somebody looked at it, and it is still there. */
export const isRecognised = (status: GapStatus): boolean => status !== 'reported' && status !== 'solved';

/**
 * Why a gap cannot get this status yet, as a translation key, or null. Nothing is verified without evidence,
 * prioritised without grounds, or in action without somebody who takes it on.
 */
export function obstacleTo(status: GapStatus, gap: Pick<GapRecord, 'values' | 'evidence'>): string | null {
  const { owner, priority, priorityGrounds } = gap.values;
  if (status === 'verified' && gap.evidence.length === 0) return 'gaps.errors.noEvidence';
  if (status === 'prioritised' && (priority === '' || priorityGrounds === '')) return 'gaps.errors.noGrounds';
  if (status === 'in_action' && owner === '') return 'gaps.errors.noOwner';
  return null;
}
