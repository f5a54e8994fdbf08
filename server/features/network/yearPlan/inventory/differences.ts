import { diffWordsWithSpace } from 'diff';

/** A piece of text: there in both, only in the newer, or only in the older. */
export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** What a text says other than the one before, word by word. */
export const wordDifferences = (before: string, after: string): Piece[] =>
  diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
