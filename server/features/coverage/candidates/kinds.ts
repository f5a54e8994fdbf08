import type { GapKind } from '../../../../models/gapFields.ts';
import type { Candidate } from '../candidates.ts';

/** What the register calls what a candidate would become. */
export const gapKindOfCandidate: Readonly<Record<Candidate['kind'], GapKind>> = {
  missing: 'missing',
  insufficient: 'insufficient',
  access: 'access',
  transition: 'transition',
  overlap: 'overlap',
  task: 'overlap',
  word: 'overlap',
};

/** Icon and tone beside the word of a kind. */
export const markOfCandidate: Readonly<Record<Candidate['kind'], { icon: string; tone: string }>> = {
  missing: { icon: 'cover-0', tone: 'is-stop' },
  insufficient: { icon: 'cover-2', tone: 'is-wait' },
  access: { icon: 'map', tone: 'is-wait' },
  transition: { icon: 'arrow-right', tone: 'is-wait' },
  overlap: { icon: 'cover-double', tone: 'is-info' },
  task: { icon: 'cover-double', tone: 'is-info' },
  word: { icon: 'book', tone: 'is-info' },
};
