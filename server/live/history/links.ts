import { type EntryIndex, never } from './entries.ts';
import { marksOf, type Piece } from './pieces.ts';

/** Words that stayed and lead elsewhere than before. */
export interface RelinkAt {
  from: string | null;
  to: string | null;
  entry: EntryIndex;
}

/**
 * What happened between two moments to where words lead; null when that is the same at both. `earlier` is the piece
 * itself, or what it was when its words stood elsewhere.
 */
export function relinkOf(
  piece: Piece,
  earlier: Piece,
  before: EntryIndex,
  after: EntryIndex,
): RelinkAt | null {
  const [from, to] = [marksOf(earlier, before).link, marksOf(piece, after).link];
  if (from === to) return null;
  const formats = piece.formats.slice(0, piece.formatCount).filter(({ mark }) => mark === 'link');
  const inForce = formats.findLast(({ birth, death }) => birth <= after && death > after);
  // A link that is gone was ended by whoever deleted its beginning, or wrote its end before these words.
  const deaths = formats.map(({ death }) => death).filter((death) => death > before && death <= after);
  const entry = inForce && inForce.birth > before ? inForce.birth : Math.max(...deaths, piece.birth);
  return entry === never ? null : { from, to, entry };
}
