import type { MeetingState } from '../../../models/meetingState.ts';

export const meetingSteps = ['call', 'open', 'close', 'approve', 'reopen', 'cancel'] as const;
export type MeetingStepName = (typeof meetingSteps)[number];

/** From which states a step leads where. A meeting that began is not cancelled: it was held. */
const table: Readonly<Record<MeetingStepName, { from: readonly MeetingState[]; to: MeetingState }>> = {
  call: { from: ['draft'], to: 'called' },
  open: { from: ['draft', 'called'], to: 'open' },
  close: { from: ['open'], to: 'closed' },
  approve: { from: ['closed'], to: 'approved' },
  reopen: { from: ['approved'], to: 'closed' },
  cancel: { from: ['draft', 'called'], to: 'cancelled' },
};

/** The state a step leads to, or null where it cannot be taken. */
export const afterStep = (state: MeetingState, step: MeetingStepName): MeetingState | null =>
  table[step].from.includes(state) ? table[step].to : null;

/** Day, times, place and who is invited still change. */
export const isPlanned = (state: MeetingState): boolean => state === 'draft' || state === 'called';

/** It shows to others than who prepares it. */
export const isPublished = (state: MeetingState): boolean => state !== 'draft';
