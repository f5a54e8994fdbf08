import { type Entry, type EntryIndex, never } from './entries.ts';
import type { Piece, TextLine } from './pieces.ts';

/** Part of a longer run counts as moved from here on; below, equal words may be chance. */
const shortestPart = 8;
/** Runs of one update that are compared; who pastes a whole text in many lines moves nothing. */
export const mostRuns = 64;
/** Who pastes within this time what they cut, in milliseconds, moves it; words shorter than this may be chance. */
const pasteWithin = 15 * 60_000;
const shortestPaste = 8;

/** Pieces of one line that one entry wrote, or that one entry deleted. */
export interface Run {
  pieces: Piece[];
  text: string;
}

export const runOf = (pieces: Piece[]): Run => ({ pieces, text: pieces.map((piece) => piece.text).join('') });

/** Runs without the pieces that do not count. */
export const only = (runs: readonly Run[], counts: (piece: Piece) => boolean): Run[] =>
  runs.map((run) => runOf(run.pieces.filter(counts))).filter(({ text }) => text !== '');

/** The runs of each entry, line by line; `key` says which entry a piece belongs to. */
export function runsBy(lines: TextLine[], key: (piece: Piece) => EntryIndex): Map<EntryIndex, Run[]> {
  const runs = new Map<EntryIndex, Run[]>();
  for (const line of lines) {
    const open = new Map<EntryIndex, Run>();
    for (const piece of line.pieces) {
      const entry = key(piece);
      if (entry === never) continue;
      const run = open.get(entry) ?? { pieces: [], text: '' };
      run.pieces.push(piece);
      if (open.has(entry)) continue;
      open.set(entry, run);
      const known = runs.get(entry);
      if (known) known.push(run);
      else runs.set(entry, [run]);
    }
  }
  return runs;
}

/** What of two runs is the same: where it begins in each, and how long. */
export function sameIn(gone: string, come: string): { from: number; to: number; length: number } | null {
  if (gone === come) return { from: 0, to: 0, length: gone.length };
  const [part, whole] = gone.length < come.length ? [gone, come] : [come, gone];
  const at = part.length < shortestPart ? -1 : whole.indexOf(part);
  if (at < 0) return null;
  return whole === come ? { from: 0, to: at, length: part.length } : { from: at, to: 0, length: part.length };
}

/** What people deleted a short while ago, by person and words. */
export class RecentCuts {
  readonly #runs = new Map<string, { at: number; run: Run }>();

  add({ personId, at }: Entry, runs: Run[]): void {
    if (runs.length > mostRuns) return;
    for (const run of runs) {
      if (run.text.length < shortestPaste) continue;
      const key = `${personId} ${run.text}`;
      this.#runs.delete(key);
      this.#runs.set(key, { at: at.getTime(), run });
    }
    for (const [key, { at: then }] of this.#runs) {
      if (at.getTime() - then <= pasteWithin) break;
      this.#runs.delete(key);
    }
  }

  find({ personId, at }: Entry, text: string): Run | null {
    const found = this.#runs.get(`${personId} ${text}`);
    return found && at.getTime() - found.at <= pasteWithin ? found.run : null;
  }
}
