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

/** When a line that is a task at a moment last got its tick or lost it; null when it never had one. */
function lastChange(line: TextLine, moment: EntryIndex): TickAt | null {
  let found: TickAt | null = null;
  let wasDone = false;
  // Of several who tick at once, whose counts is told by what stood after each entry.
  const births = line.styles.map(({ birth }) => birth).filter((birth) => birth <= moment);
  for (const entry of [...new Set(births)].sort((a, b) => a - b)) {
    const isDone = styleAt(line, entry) === 'done';
    if (isDone !== wasDone) found = { isDone, entry };
    wasDone = isDone;
  }
  return found;
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
  const change = lastChange(line, moment);
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

/** Whether a tick was given or taken in this entry, wherever: for telling what somebody did. */
export function tickEntries(lines: readonly TextLine[], origins: Origins): Set<EntryIndex> {
  const entries = new Set<EntryIndex>();
  for (const line of lines) {
    for (const { birth } of line.styles) {
      const tick = birth === never ? null : tickOf(line, birth, origins);
      if (tick?.entry === birth) entries.add(birth);
    }
  }
  return entries;
}
