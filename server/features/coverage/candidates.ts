import type { Cell } from './frame.ts';

/** What the computation brings forward for people to look at; only they make a gap or an overlap of it. */
export interface Candidate {
  /** The same for the same question, whatever the answer is today: what a dismissal holds on to. */
  key: string;
  kind: 'missing' | 'insufficient' | 'access' | 'transition' | 'overlap' | 'task' | 'word';
  /** Where and for whom; null where it is about words or tasks. */
  cell: Cell | null;
  /** The more, the earlier people should look; only comparable within gaps, or within overlaps. */
  score: number;
  reasons: { code: string; values: Record<string, string | number | null> }[];
}

/** Somebody looked and said no, until a day (YYYY-MM-DD) to look again. */
export interface Dismissal {
  key: string;
  until: string;
}

/** The highest first; equals by key, so that a list never changes by itself. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

/** Without what was dismissed; on the day to look again it is back. @param day YYYY-MM-DD */
export function withoutDismissed(
  candidates: readonly Candidate[],
  dismissals: readonly Dismissal[],
  day: string,
): Candidate[] {
  const quiet = new Set(dismissals.filter(({ until }) => day < until).map(({ key }) => key));
  return candidates.filter(({ key }) => !quiet.has(key));
}
