import type { Segment } from './segment.ts';

/** A segment with what follows from it and is needed by every search; made once, when it is first searched. */
export interface Searchable {
  segment: Segment;
  unitOfRow: Uint32Array;
  /** The rows of each value. */
  rowsOf(value: number): Uint32Array;
  /** 1 for rows that count on a day (day number): what has ended does not, unless the whole unit has. */
  countedOn(day: number): Uint8Array;
  /** By value: how many rows that count on a day have it. */
  presentOn(day: number): Uint32Array;
}

const made = new WeakMap<Segment, Searchable>();

export function searchable(segment: Segment): Searchable {
  const known = made.get(segment) ?? makeSearchable(segment);
  made.set(segment, known);
  return known;
}

function makeSearchable(segment: Segment): Searchable {
  const unitOfRow = new Uint32Array(segment.lastDays.length);
  for (let unit = 0; unit < segment.ids.length; unit++)
    unitOfRow.fill(unit, segment.rowStarts[unit], segment.rowStarts[unit + 1]);
  let kept: { day: number; counted: Uint8Array; present: Uint32Array } | null = null;
  const on = (day: number) => {
    if (kept?.day !== day) {
      const counted = rowsOn(segment, day);
      kept = { day, counted, present: presentIn(segment, counted) };
    }
    return kept;
  };
  return {
    ...{ segment, unitOfRow },
    rowsOf: rowsByValue(segment),
    countedOn: (day) => on(day).counted,
    presentOn: (day) => on(day).present,
  };
}

function presentIn({ values, valueStarts }: Segment, counted: Uint8Array): Uint32Array {
  const present = new Uint32Array(sizeOf(values));
  for (let row = 0; row < counted.length; row++) {
    if (counted[row] === 0) continue;
    for (let at = valueStarts[row]!; at < valueStarts[row + 1]!; at++) present[values[at]!]!++;
  }
  return present;
}

/** How many numbers there must be for these values. */
const sizeOf = (values: Uint32Array): number => values.reduce((most, value) => Math.max(most, value + 1), 0);

const none = new Uint32Array();

function rowsByValue({ values, valueStarts }: Segment): Searchable['rowsOf'] {
  const size = sizeOf(values);
  const starts = new Uint32Array(size + 1);
  for (const value of values) starts[value + 1]!++;
  for (let value = 0; value < size; value++) starts[value + 1]! += starts[value]!;
  const next = starts.slice();
  const rows = new Uint32Array(values.length);
  for (let row = 0; row + 1 < valueStarts.length; row++)
    for (let at = valueStarts[row]!; at < valueStarts[row + 1]!; at++) rows[next[values[at]!]!++] = row;
  return (value) => (value < size ? rows.subarray(starts[value], starts[value + 1]) : none);
}

function rowsOn({ ids, rowStarts, lastDays }: Segment, day: number): Uint8Array {
  const counted = new Uint8Array(lastDays.length);
  for (let unit = 0; unit < ids.length; unit++) {
    const [first, end] = [rowStarts[unit]!, rowStarts[unit + 1]!];
    let isThere = false;
    for (let row = first; row < end; row++) if (lastDays[row]! >= day) isThere = true;
    for (let row = first; row < end; row++) counted[row] = !isThere || lastDays[row]! >= day ? 1 : 0;
  }
  return counted;
}
