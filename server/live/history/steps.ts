import type { Entry } from './entries.ts';

/** Somebody, for the organisation they wrote for. */
export interface Hand {
  personId: string;
  organisationId: string;
}

/** Commits that a reader takes as one: somebody was writing, or several people were, at once. */
export interface Step {
  /** Numbers of the first and the last commit in it. */
  first: number;
  last: number;
  from: Date;
  to: Date;
  hands: Hand[];
  /** Characters that were written and deleted; none of both when only marks or lines changed. */
  wrote: number;
  deleted: number;
  /** A task got its tick, or lost it. */
  ticked: boolean;
  /** A table, or a row or column of one, came or went. */
  shaped: boolean;
  /** Words that were deleted were put back. */
  restored: boolean;
  /** Words were redacted. */
  redacted: boolean;
}

const longestPause = 5 * 60_000;
const longestStep = 30 * 60_000;
/** Who comes back within this time was writing at once with the one who came between. */
const together = 60_000;

const isSame = (a: Hand, b: Hand): boolean =>
  a.personId === b.personId && a.organisationId === b.organisationId;

/** When each person of a step last wrote in it. */
type Seen = Step & { seen: Map<string, number> };

/**
 * Groups entries, in their order, and tells of each in which step it is. `written` and `deleted` give the characters
 * of an entry, `ticked` has the entries that gave or took a tick, `shaped` those that changed
 * the shape of a table.
 */
export function stepsOf(
  entries: readonly Entry[],
  written: (entry: number) => number,
  deleted: (entry: number) => number,
  { ticked, shaped }: { ticked: ReadonlySet<number>; shaped: ReadonlySet<number> },
): { steps: Step[]; stepOf: Int32Array } {
  const steps: Seen[] = [];
  const firstEntries: number[] = [];
  for (const [index, entry] of entries.entries()) {
    const current = steps.at(-1);
    // Two updates of one commit cannot be told apart as moments.
    const fits = current && (current.last === entry.sequence || goesOn(current, entry));
    if (!fits && joins(steps, entry)) {
      merge(steps);
      firstEntries.pop();
    } else if (!fits) {
      steps.push(begun(entry));
      firstEntries.push(index);
    }
    const step = steps.at(-1)!;
    extend(step, entry, written(index), deleted(index));
    step.ticked ||= ticked.has(index);
    step.shaped ||= shaped.has(index);
  }
  const stepOf = new Int32Array(entries.length);
  for (let step = 0, index = 0; index < entries.length; index++) {
    while (step + 1 < firstEntries.length && firstEntries[step + 1]! <= index) step++;
    stepOf[index] = step;
  }
  return { steps: steps.map(({ seen: _, ...step }) => step), stepOf };
}

function goesOn(step: Step, entry: Entry): boolean {
  return isInTime(step, entry) && step.hands.some((hand) => isSame(hand, entry));
}

function isInTime(step: Step, entry: Entry): boolean {
  const at = entry.at.getTime();
  return at - step.to.getTime() <= longestPause && at - step.from.getTime() <= longestStep;
}

/** Somebody comes back to whom only a moment ago another came between. */
function joins(steps: Seen[], entry: Entry): boolean {
  const before = steps.at(-2);
  const last = before?.seen.get(entry.personId);
  if (!before || last === undefined || !before.hands.some((hand) => isSame(hand, entry))) return false;
  return entry.at.getTime() - last <= together && isInTime(before, entry);
}

function merge(steps: Seen[]): void {
  const [before, after] = [steps.at(-2)!, steps.pop()!];
  before.last = after.last;
  before.to = after.to;
  for (const hand of after.hands) if (!before.hands.some((one) => isSame(one, hand))) before.hands.push(hand);
  for (const [personId, at] of after.seen) before.seen.set(personId, at);
  before.wrote += after.wrote;
  before.deleted += after.deleted;
  before.ticked ||= after.ticked;
  before.shaped ||= after.shaped;
  before.restored ||= after.restored;
  before.redacted ||= after.redacted;
}

function begun({ sequence, at }: Entry): Seen {
  const nothing = { wrote: 0, deleted: 0, ticked: false, shaped: false, restored: false, redacted: false };
  return { first: sequence, last: sequence, from: at, to: at, hands: [], ...nothing, seen: new Map() };
}

function extend(step: Seen, entry: Entry, wrote: number, deleted: number): void {
  const { sequence, at, personId, organisationId } = entry;
  step.last = sequence;
  step.to = at;
  if (!step.hands.some((hand) => isSame(hand, entry))) step.hands.push({ personId, organisationId });
  step.seen.set(personId, at.getTime());
  step.wrote += wrote;
  step.deleted += deleted;
  step.restored ||= entry.restored !== undefined;
  step.redacted ||= entry.redacted !== undefined;
}
