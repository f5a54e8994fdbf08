/** A stretch of characters, as Yjs counts them: one client's clocks from `clock` on. */
export interface Stretch {
  client: number;
  clock: number;
  length: number;
}

/** Characters that were redacted; `offset` says which of the redacted words they were. */
export interface RedactedStretch extends Stretch {
  offset: number;
}

/** One update of the log, without its bytes: whose it was, for which organisation, when and in which commit. */
export interface Entry {
  sequence: number;
  at: Date;
  personId: string;
  organisationId: string;
  /** The characters it puts back, in the order of its own, when it was made to put back what was deleted. */
  restored?: Stretch[];
  /** The characters it took out of all commits before it. */
  redacted?: RedactedStretch[];
}

/** The place of an entry among all entries of a document; `never` for what did not happen. */
export type EntryIndex = number;
export const never: EntryIndex = Number.POSITIVE_INFINITY;

/** The last index that a test holds for, in a sorted list that begins with those; -1 when it holds for none. */
export function lastWhere<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let low = -1;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(list[middle] as T)) low = middle;
    else high = middle - 1;
  }
  return low;
}
