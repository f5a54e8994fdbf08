import { bothDictionaries } from './dictionary.ts';
import type { Segment } from './segment.ts';

/** One of the two segments that become one, with the new numbers of its units; -1 for those that go. */
interface Part {
  segment: Segment;
  renumbered: Int32Array;
}

const isBefore = (a: Segment, at: number, b: Segment, bt: number): boolean =>
  a.orders[at] === b.orders[bt] ? a.ids[at]! < b.ids[bt]! : a.orders[at]! < b.orders[bt]!;

/** Where the units of the result come from, in its order. */
interface Origins {
  fromNewer: Uint8Array;
  unit: Uint32Array;
  older: Part;
  newer: Part;
}

function originsOf(older: Segment, gone: Uint8Array, newer: Segment): Origins {
  const kept = older.ids.length - gone.reduce((sum, one) => sum + one, 0);
  const size = kept + newer.ids.length;
  const [fromNewer, unit] = [new Uint8Array(size), new Uint32Array(size)];
  const numbers = [new Int32Array(older.ids.length).fill(-1), new Int32Array(newer.ids.length)] as const;
  let [at, next] = [0, 0];
  for (let to = 0; to < size; to++) {
    while (at < older.ids.length && gone[at]) at++;
    const takesNewer =
      at === older.ids.length || (next < newer.ids.length && isBefore(newer, next, older, at));
    fromNewer[to] = takesNewer ? 1 : 0;
    unit[to] = takesNewer ? next : at;
    if (takesNewer) numbers[1][next++] = to;
    else numbers[0][at++] = to;
  }
  return {
    ...{ fromNewer, unit },
    older: { segment: older, renumbered: numbers[0] },
    newer: { segment: newer, renumbered: numbers[1] },
  };
}

/**
 * One segment from an older one without the units that are gone (1 in `gone`) and a newer one. What `segmentOf` makes
 * of the same documents is the same. Linear in the size of both.
 */
export function merged(older: Segment, gone: Uint8Array, newer: Segment): Segment {
  const origins = originsOf(older, gone, newer);
  const { fromNewer, unit } = origins;
  const from = <T>(pick: (segment: Segment, unit: number) => T): T[] =>
    Array.from(unit, (one, at) => pick(fromNewer[at] ? newer : older, one));
  return {
    ids: from((segment, one) => segment.ids[one]!),
    orders: Float64Array.from(from((segment, one) => segment.orders[one]!)),
    due: Int32Array.from(from((segment, one) => segment.due[one]!)),
    ...mergedRows(origins),
    ...mergedPostings(origins),
  };
}

type Lists = { starts: Uint32Array; items: Uint32Array | Int32Array };

/** Lists of the chosen ones, in the order in which they are chosen. */
function chosenLists(chosen: { lists: Lists; at: number }[]): { starts: Uint32Array; items: Uint32Array } {
  const starts = new Uint32Array(chosen.length + 1);
  for (const [to, { lists, at }] of chosen.entries())
    starts[to + 1] = starts[to]! + lists.starts[at + 1]! - lists.starts[at]!;
  const items = new Uint32Array(starts.at(-1)!);
  for (const [to, { lists, at }] of chosen.entries())
    items.set(lists.items.subarray(lists.starts[at], lists.starts[at + 1]), starts[to]);
  return { starts, items };
}

function mergedRows({ fromNewer, unit, older, newer }: Origins) {
  const sides = [older.segment, newer.segment].map((segment) => ({
    rows: { starts: segment.rowStarts, items: segment.lastDays },
    values: { starts: segment.valueStarts, items: segment.values },
    madeFrom: { starts: segment.madeFromStarts, items: segment.madeFrom },
  }));
  const side = (at: number) => sides[fromNewer[at]!]!;
  const units = [...unit].map((one, at) => ({ one, side: side(at) }));
  const rows = chosenLists(units.map(({ one, side }) => ({ lists: side.rows, at: one })));
  const madeFrom = chosenLists(units.map(({ one, side }) => ({ lists: side.madeFrom, at: one })));
  const values = chosenLists(
    units.flatMap(({ one, side: { rows: own, values: lists } }) => {
      const [first, end] = [own.starts[one]!, own.starts[one + 1]!];
      return Array.from({ length: end - first }, (_row, at) => ({ lists, at: first + at }));
    }),
  );
  return {
    rowStarts: rows.starts,
    lastDays: new Int32Array(rows.items.buffer),
    valueStarts: values.starts,
    values: values.items,
    madeFromStarts: madeFrom.starts,
    madeFrom: madeFrom.items,
  };
}

/** The postings of one word that are still to be taken from a part. */
interface Rest extends Part {
  at: number;
  end: number;
}

function restOf(part: Part, word: number, isThere: boolean): Rest {
  const { postingStarts } = part.segment;
  return { ...part, at: isThere ? postingStarts[word]! : 0, end: isThere ? postingStarts[word + 1]! : 0 };
}

function mergedPostings({ older, newer }: Origins) {
  const most = older.segment.postingUnits.length + newer.segment.postingUnits.length;
  const [units, inFields] = [new Uint32Array(most), new Uint8Array(most)];
  const words: string[] = [];
  const starts: number[] = [];
  let to = 0;
  /** Takes what belongs to units with new numbers below a limit. */
  const take = (rest: Rest, below: number): void => {
    for (; rest.at < rest.end; rest.at++) {
      const unit = rest.renumbered[rest.segment.postingUnits[rest.at]!]!;
      if (unit >= below) return;
      if (unit < 0) continue;
      units[to] = unit;
      inFields[to++] = rest.segment.postingFields[rest.at]!;
    }
  };
  for (const { word, at, next } of bothDictionaries(older.segment.words, newer.segment.words)) {
    const before = to;
    const ours = restOf(older, at, older.segment.words[at] === word);
    const theirs = restOf(newer, next, newer.segment.words[next] === word);
    while (theirs.at < theirs.end) {
      const unit = newer.renumbered[newer.segment.postingUnits[theirs.at]!]!;
      take(ours, unit);
      take(theirs, unit + 1);
    }
    take(ours, Number.POSITIVE_INFINITY);
    if (to === before) continue; // only units that are gone held it
    words.push(word);
    starts.push(before);
  }
  starts.push(to);
  return {
    words,
    postingStarts: Uint32Array.from(starts),
    postingUnits: units.slice(0, to),
    postingFields: inFields.slice(0, to),
  };
}
