import type { YearPlanState } from '../../../../models/YearPlan.ts';

/** Who takes a step: the platform, or an authority the plan was put before. */
export type Taker = 'platform' | 'authority';

interface PlanStep {
  to: YearPlanState;
  by: Taker;
  /** Back to a draft: why is asked. */
  isReopening?: true;
}

/** Which state may follow which, and by whom. */
const steps: Readonly<Record<YearPlanState, readonly PlanStep[]>> = {
  draft: [{ to: 'submitted', by: 'platform' }],
  submitted: [
    { to: 'reviewed', by: 'authority' },
    { to: 'draft', by: 'platform', isReopening: true },
  ],
  reviewed: [
    { to: 'closed', by: 'platform' },
    { to: 'draft', by: 'platform', isReopening: true },
  ],
  closed: [{ to: 'draft', by: 'platform', isReopening: true }],
};

export const nextSteps = (state: YearPlanState, by: Taker): readonly PlanStep[] =>
  steps[state].filter((one) => one.by === by);

/** What was put before a government and is being carried out. */
export const isUnderWay = (state: YearPlanState): boolean => state === 'submitted' || state === 'reviewed';
