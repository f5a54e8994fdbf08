import { type EntryIndex, never } from './entries.ts';
import type { Origins } from './origins.ts';
import { styleAt, type TextLine } from './pieces.ts';

/** A task got its tick, or lost it. */
export interface TickAt {
  isDone: boolean;
  entry: EntryIndex;
}

/** How often a task's words may have been moved before it is no longer looked where the tick came from. */
const longestWay = 100;

/** The entries after which a line had its tick and had not before, or the other way round. */
function changesOf({ styles }: TextLine): TickAt[] {
  const entries = new Set(
    styles.flatMap(({ birth, death }) => [birth, death]).filter((one) => one !== never),
  );
  const byBirth = styles.map((style, place) => ({ ...style, place })).sort((a, b) => a.birth - b.birth);
  const changes: TickAt[] = [];
  let next = 0;
  let last = -1;
  // Of several who tick at once, whose counts is told by what stood after each entry: the last of those there were.
  for (const entry of [...entries].sort((a, b) => a - b)) {
    for (let one = byBirth[next]; one && one.birth <= entry; one = byBirth[++next])
      last = Math.max(last, one.place);
    const style = styles[last];
    const isDone = style !== undefined && style.death > entry && style.style === 'done';
    if (isDone !== (changes.at(-1)?.isDone ?? false)) changes.push({ isDone, entry });
  }
  return changes;
}

/**
 * Who last ticked a line that is a task at a moment, or took its tick away; null when nobody did. Moving the words of
 * a task about makes a new line: then the tick is of who gave it to the line they came from.
 */
export function tickOf(
  line: TextLine,
  moment: EntryIndex,
  origins: Origins,
  steps = longestWay,
): TickAt | null {
  const style = styleAt(line, moment);
  if (style !== 'task' && style !== 'done') return null;
  const isDone = style === 'done';
  const change = changesOf(line).findLast(({ entry }) => entry <= moment);
  if (change && change.entry > line.birth) return change;
  const before = steps > 0 ? earlierLine(line, origins) : null;
  const earlier = before && tickOf(before, Math.min(line.birth, before.death) - 1, origins, steps - 1);
  if (earlier?.isDone === isDone) return earlier;
  return isDone || earlier ? { isDone, entry: line.birth } : null;
}

/** The line that the words of a new line stood in before. */
function earlierLine(line: TextLine, origins: Origins): TextLine | null {
  for (const piece of line.pieces) {
    const from = origins.earlierOf(piece, line.birth - 1);
    if (from !== piece && from.birth < line.birth && from.line !== line) return from.line;
  }
  return null;
}

/** The entries in which somebody gave or took a tick: for telling what they did. */
export function tickEntries(lines: readonly TextLine[], origins: Origins): Set<EntryIndex> {
  const entries = new Set<EntryIndex>();
  for (const line of lines) {
    for (const { entry } of changesOf(line)) {
      const style = styleAt(line, entry);
      const isTask = style === 'task' || style === 'done';
      // A line that was made with its tick may be one that was moved.
      const isOwn = entry > line.birth || tickOf(line, entry, origins)?.entry === entry;
      if (isTask && isOwn) entries.add(entry);
    }
  }
  return entries;
}
