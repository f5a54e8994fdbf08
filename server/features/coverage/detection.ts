import { type Candidate, type Dismissal, ranked, withoutDismissed } from './candidates.ts';
import type { Frame } from './frame.ts';
import { gapCandidates } from './gaps.ts';
import { type Meaning, type Task, taskCandidates, wordCandidates } from './namesakes.ts';
import type { OfferLine } from './offerLines.ts';
import { overlapCandidates } from './overlaps.ts';
import { type Passage, transitionCandidates } from './transitions.ts';

export interface Evidence {
  lines: readonly OfferLine[];
  passages: readonly Passage[];
  tasks: readonly Task[];
  meanings: readonly Meaning[];
  dismissals: readonly Dismissal[];
}

/** Each list with what people should look at first on top. */
export interface Detected {
  gaps: Candidate[];
  overlaps: Candidate[];
}

/**
 * Gap and overlap candidates on a day, each with its reasons as codes and values. The same evidence gives the same
 * lists, in whatever order it comes; what was dismissed is left out until its day.
 * @param day YYYY-MM-DD
 */
export function detection(evidence: Evidence, frame: Frame, day: string): Detected {
  const { lines, passages, tasks, meanings, dismissals } = evidence;
  const shown = (candidates: Candidate[]) => ranked(withoutDismissed(candidates, dismissals, day));
  return {
    gaps: shown([...gapCandidates(lines, frame, day), ...transitionCandidates(lines, frame, day, passages)]),
    overlaps: shown([
      ...overlapCandidates(lines, frame, day),
      ...taskCandidates(tasks),
      ...wordCandidates(meanings),
    ]),
  };
}
