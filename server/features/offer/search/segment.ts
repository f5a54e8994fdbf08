import type { UnitDocument } from './document.ts';
import { fields } from './fields.ts';
import { growing } from './growing.ts';
import { wordReader } from './words.ts';

/**
 * A part of the index that does not change once it is made: units in their order, their rows with the numbers of
 * their values, and for each word the units that hold it. A list of lists is two arrays: where each begins, and all
 * of them after one another.
 */
export interface Segment {
  /** Ids of the units, sorted by order and id. */
  ids: readonly string[];
  orders: Float64Array;
  /** Day numbers from which they have to be confirmed again, 0 for never confirmed. */
  due: Int32Array;
  rowStarts: Uint32Array;
  /** By row: the last day on which it is there (see document.ts). */
  lastDays: Int32Array;
  valueStarts: Uint32Array;
  values: Uint32Array;
  madeFromStarts: Uint32Array;
  /** Hashes of the ids a unit was made from. */
  madeFrom: Uint32Array;
  /** Folded, in code-unit order. */
  words: readonly string[];
  postingStarts: Uint32Array;
  /** Units of each word, and in which field (see fields.ts) it says most there. */
  postingUnits: Uint32Array;
  postingFields: Uint8Array;
}

/** FNV-1a. Two ids with the same hash cost a needless look at a unit, nothing more. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const inOrder = (a: UnitDocument, b: UnitDocument): number => a.order - b.order || (a.id < b.id ? -1 : 1);

/** Makes a segment. Pure; the order of the documents does not matter. Cost grows with the number of words. */
export function segmentOf(documents: Iterable<UnitDocument>): Segment {
  const sorted = [...documents].sort(inOrder);
  const rowStarts = growing();
  const valueStarts = growing();
  const values = growing();
  const lastDays = growing();
  const madeFromStarts = growing();
  const madeFrom = growing();
  for (const { rows, madeFrom: from } of sorted) {
    rowStarts.push(lastDays.length);
    for (const row of rows) {
      valueStarts.push(values.length);
      for (const value of row.values) values.push(value);
      lastDays.push(row.lastDay);
    }
    madeFromStarts.push(madeFrom.length);
    for (const id of from) madeFrom.push(hashOf(id));
  }
  rowStarts.push(lastDays.length);
  valueStarts.push(values.length);
  madeFromStarts.push(madeFrom.length);
  return {
    ids: sorted.map(({ id }) => id),
    orders: Float64Array.from(sorted, ({ order }) => order),
    due: Int32Array.from(sorted, ({ due }) => due),
    rowStarts: rowStarts.all(),
    lastDays: new Int32Array(lastDays.all().buffer),
    valueStarts: valueStarts.all(),
    values: values.all(),
    madeFromStarts: madeFromStarts.all(),
    madeFrom: madeFrom.all(),
    ...postingsOf(sorted),
  };
}

type Postings = Pick<Segment, 'words' | 'postingStarts' | 'postingUnits' | 'postingFields'>;

function postingsOf(documents: UnitDocument[]): Postings {
  const read = wordReader();
  const numbers = new Map<string, number>();
  /** Word, unit and field of each posting, in the order of the units. */
  const [ofWord, ofUnit, ofField] = [growing(), growing(), growing()];
  for (const [unit, { texts }] of documents.entries()) {
    for (const [word, field] of wordsOf(texts, read)) {
      let number = numbers.get(word);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(word, number);
      }
      ofWord.push(number);
      ofUnit.push(unit);
      ofField.push(field);
    }
  }
  return sortedByWord([...numbers.keys()], ofWord.all(), ofUnit.all(), ofField.all());
}

/** The words of a unit, each with the place of the field in which it says most. */
function wordsOf(
  texts: UnitDocument['texts'],
  read: (text: string) => readonly string[],
): Map<string, number> {
  const best = new Map<string, number>();
  for (const { field, text } of texts) {
    const place = fields.indexOf(field);
    for (const word of read(text)) {
      const known = best.get(word);
      if (known === undefined || place < known) best.set(word, place);
    }
  }
  return best;
}

/** Counting sort: by word, and within a word as they came. */
function sortedByWord(
  found: string[],
  ofWord: Uint32Array,
  ofUnit: Uint32Array,
  ofField: Uint32Array,
): Postings {
  const order = found.map((_word, at) => at).sort((a, b) => (found[a]! < found[b]! ? -1 : 1));
  const placeOfWord = new Uint32Array(found.length);
  for (const [place, word] of order.entries()) placeOfWord[word] = place;
  const postingStarts = new Uint32Array(found.length + 1);
  for (const word of ofWord) postingStarts[placeOfWord[word]! + 1]!++;
  for (let at = 1; at < postingStarts.length; at++) postingStarts[at]! += postingStarts[at - 1]!;
  const next = postingStarts.slice();
  const postingUnits = new Uint32Array(ofWord.length);
  const postingFields = new Uint8Array(ofWord.length);
  for (let at = 0; at < ofWord.length; at++) {
    const to = next[placeOfWord[ofWord[at]!]!]!++;
    postingUnits[to] = ofUnit[at]!;
    postingFields[to] = ofField[at]!;
  }
  return { words: order.map((at) => found[at]!), postingStarts, postingUnits, postingFields };
}
