import type { OutcomeRecord, OutcomeState } from '../../../../models/Outcome.ts';

const isOver = (state: OutcomeState): boolean => state === 'done' || state === 'dropped';

/** The state an action had at a moment; null before it was recorded. */
export function stateAt({ steps }: Pick<OutcomeRecord, 'steps'>, at: Date): OutcomeState | null {
  return steps.filter((one) => one.at <= at).at(-1)?.state ?? null;
}

/**
 * The actions a meeting looks back on: those that were open when it was to begin, or now where that is still to come,
 * and those that were finished or let go since the meeting before. By due day, then by when they were recorded.
 * @param previous when the meeting before began; null for the first
 */
export function followedUp<
  T extends Pick<OutcomeRecord, 'kind' | 'steps' | 'values' | 'recorded' | 'meeting'>,
>(
  outcomes: readonly T[],
  { meeting, startsAt, previous }: { meeting: string; startsAt: Date; previous: Date | null },
): T[] {
  const isLookedAt = (one: T): boolean => {
    if (one.kind !== 'action' || one.meeting === meeting || one.recorded.at > startsAt) return false;
    const then = stateAt(one, startsAt);
    if (then !== null && !isOver(then)) return true;
    return previous === null || !isOver(stateAt(one, previous) ?? 'open');
  };
  const dueOf = (one: T): string => one.values.due || '9999';
  return outcomes
    .filter(isLookedAt)
    .sort(
      (a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0) || +a.recorded.at - +b.recorded.at,
    );
}
