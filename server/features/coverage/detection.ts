import { type Candidate, type Dismissal, ranked, withoutDismissed } from './candidates.ts';
import type { Frame } from './frame.ts';
import { gapCandidates } from './gaps.ts';
import { type Look, type Matrix, matrix } from './matrix.ts';
import { type Meaning, type Task, taskCandidates, wordCandidates } from './namesakes.ts';
import type { OfferLine } from './offerLines.ts';
import { overlapCandidates } from './overlaps.ts';
import { type Passage, transitionCandidates, type Way, waysOf } from './transitions.ts';

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

/** What the entries alone bring forward: the same until one of them changes. */
export interface Seen {
  gaps: Candidate[];
  ways: Way[];
  overlaps: Candidate[];
}

/**
 * @param day YYYY-MM-DD
 * @param matrixOf for whoever keeps matrices of the same entries
 */
export const seenIn = (
  lines: readonly OfferLine[],
  frame: Frame,
  day: string,
  matrixOf = (look: Look): Matrix => matrix(lines, look),
): Seen => ({
  gaps: gapCandidates(matrixOf, frame, day),
  ways: waysOf(lines, frame, day),
  overlaps: overlapCandidates(lines, frame, day),
});

/** What the entries bring forward, laid beside the rest of the evidence. */
export function detectedIn(seen: Seen, evidence: Omit<Evidence, 'lines'>, day: string): Detected {
  const { passages, tasks, meanings, dismissals } = evidence;
  const shown = (candidates: Candidate[]) => ranked(withoutDismissed(candidates, dismissals, day));
  return {
    gaps: shown([...seen.gaps, ...transitionCandidates(seen.ways, passages)]),
    overlaps: shown([...seen.overlaps, ...taskCandidates(tasks), ...wordCandidates(meanings)]),
  };
}

/**
 * Gap and overlap candidates on a day, each with its reasons as codes and values. The same evidence gives the same
 * lists, in whatever order it comes; what was dismissed is left out until its day.
 * @param day YYYY-MM-DD
 */
export const detection = ({ lines, ...evidence }: Evidence, frame: Frame, day: string): Detected =>
  detectedIn(seenIn(lines, frame, day), evidence, day);
