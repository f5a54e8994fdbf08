import type { CandidateDismissalRecord } from '../../../../models/CandidateDismissal.ts';
import type { GapRecord } from '../../../../models/Gap.ts';
import type { Candidate } from '../candidates.ts';
import { verdicts } from '../decision.ts';
import { isAboutArea, isAboutKind } from '../register/aboutCell.ts';

export type Dismissal = Pick<
  CandidateDismissalRecord,
  'key' | 'until' | 'verdict' | 'why' | 'at' | 'by' | 'body'
>;

/** A candidate with what people know of it already. */
export interface Sorted {
  candidate: Candidate;
  /** Open gaps or overlaps of the register about it. */
  gaps: GapRecord[];
  /** What somebody said of it last, also when its day has come. */
  dismissal: Dismissal | null;
  /** It was dismissed for something less bad than it is now. */
  gotWorse: boolean;
}

export interface SortedCandidates {
  /** To look at: those that come back after their day among them. */
  open: Sorted[];
  inRegister: Sorted[];
  lookedAt: Sorted[];
}

const overlapping: ReadonlySet<Candidate['kind']> = new Set(['overlap', 'task', 'word']);

export const isOverlap = ({ kind }: Pick<Candidate, 'kind'>): boolean => overlapping.has(kind);

/** The verdict of the cell, where it is about one. */
export function verdictOf({ reasons }: Candidate): string | null {
  const [first] = reasons;
  const verdict = first?.values.verdict;
  return typeof verdict === 'string' ? verdict : null;
}

/** The way a transition goes, as the register names its ends: a kind of help, or an age group. */
function endsOf({ cell, reasons }: Candidate): { from: string[]; to: string[] } {
  const to = reasons.find(({ code }) => code === 'transition')?.values ?? {};
  const named = (one: { type?: unknown; age?: unknown }): string[] =>
    [one.type, one.age].filter((code): code is string => typeof code === 'string');
  return { from: named(cell ?? {}), to: named(to) };
}

/** Whether an entry of the register is about what a candidate is about. */
export function isInRegister(
  { values, candidate: madeOf }: Pick<GapRecord, 'values' | 'candidate'>,
  candidate: Candidate,
): boolean {
  const { cell, kind } = candidate;
  if (isOverlap(candidate) !== (values.kind === 'overlap')) return false;
  if (cell === null) return madeOf === candidate.key;
  if (!isAboutArea(values, cell.area)) return false;
  if (kind !== 'transition') return values.kind !== 'transition' && isAboutKind(values, cell);
  const { from, to } = endsOf(candidate);
  return values.kind === 'transition' && from.includes(values.from) && to.includes(values.to);
}

const rankOf = (verdict: string | null): number => (verdicts as readonly (string | null)[]).indexOf(verdict);

/**
 * What to look at, what the register holds already, and what somebody said no to until a day.
 * @param gaps of the register that are open
 * @param dismissals current ones, at most one a key
 * @param today YYYY-MM-DD; on its day a candidate is back
 */
export function sorted(
  candidates: readonly Candidate[],
  gaps: readonly GapRecord[],
  dismissals: readonly Dismissal[],
  today: string,
): SortedCandidates {
  const byKey = new Map(dismissals.map((one) => [one.key, one]));
  const found: SortedCandidates = { open: [], inRegister: [], lookedAt: [] };
  for (const candidate of candidates) {
    const dismissal = byKey.get(candidate.key) ?? null;
    const about = gaps.filter((gap) => isInRegister(gap, candidate));
    const then = rankOf(dismissal?.verdict ?? null);
    const gotWorse = then >= 0 && rankOf(verdictOf(candidate)) > then;
    const one = { candidate, gaps: about, dismissal, gotWorse };
    if (about.length > 0) found.inRegister.push(one);
    else if (dismissal && today < dismissal.until) found.lookedAt.push(one);
    else found.open.push(one);
  }
  return found;
}
