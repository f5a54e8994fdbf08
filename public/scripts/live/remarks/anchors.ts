import * as Y from 'yjs';
import { type Place, rootName } from '../protocol.ts';
import { type Flat, flatten, indexOf, placeAt } from './flat.ts';

/** The passage a remark is about: between which characters, and what stood there when it was chosen. */
export interface Passage {
  /** Holds on to the first character. */
  start: Place;
  /** Holds on to the last character. */
  end: Place;
  /** The words; lines are separated by a line feed. */
  quote: string;
  /** What stood before and after, to know the words by when they come back elsewhere. */
  before: string;
  after: string;
}

/**
 * Where a passage is now, as places in the flat text.
 * - `standing`: as it was chosen; `changed`: other words between the same ends.
 * - `moved`: the same words, written anew elsewhere, as when a line is split or words are cut and pasted.
 * - `deleted`: nothing of it is left.
 */
export type Found =
  | { state: 'standing' | 'changed' | 'moved'; from: number; to: number }
  | { state: 'deleted' };

/** The longest passage somebody can choose, in characters. */
export const longestQuote = 2000;
export const contextLength = 32;
/** So many characters of a passage and what is around it tell it from any other. */
const enough = 12;

/** The passage between two places in the flat text, without the spaces at its ends; null when nothing is chosen. */
export function passageOf(flat: Flat, from: number, to: number): Passage | null {
  let [first, last] = [Math.max(0, from), Math.min(to, flat.words.length)];
  while (first < last && /\s/.test(flat.words.charAt(first))) first += 1;
  while (last > first && /\s/.test(flat.words.charAt(last - 1))) last -= 1;
  const start = first < last ? placeAt(flat, first, 'right') : null;
  const end = first < last ? placeAt(flat, last, 'left') : null;
  if (!start || !end) return null;
  return {
    start,
    end,
    quote: flat.words.slice(first, last),
    before: flat.words.slice(Math.max(0, first - contextLength), first),
    after: flat.words.slice(last, last + contextLength),
  };
}

/** Where the passage is in this document now. */
export const findPassage = (doc: Y.Doc, passage: Passage): Found =>
  findIn(flatten(doc.getXmlFragment(rootName)), doc, passage);

/** The same, for many passages of one document. */
export function findIn(flat: Flat, doc: Y.Doc, passage: Passage): Found {
  const [from, to] = endsOf(flat, doc, passage);
  const isAnchored = from !== null && to !== null && from < to;
  const words = isAnchored ? flat.words.slice(from, to) : '';
  if (isAnchored && isSame(words, passage.quote)) return { state: 'standing', from, to };
  const elsewhere = search(flat, passage, isAnchored ? { from, to } : null);
  if (elsewhere) return { state: 'moved', ...elsewhere };
  return words.trim() !== '' && isAnchored ? { state: 'changed', from, to } : { state: 'deleted' };
}

/** A line that went took its end of the passage along: what is left begins or ends with the line of the other end. */
function endsOf(flat: Flat, doc: Y.Doc, passage: Passage): [from: number | null, to: number | null] {
  const from = indexIn(flat, doc, passage.start);
  const to = indexIn(flat, doc, passage.end);
  if (from === null && to !== null) return [flat.words.lastIndexOf('\n', to - 1) + 1, to];
  if (from !== null && to === null) return [from, flat.words.indexOf('\n', from)];
  return [from, to];
}

function indexIn(flat: Flat, doc: Y.Doc, place: Place): number | null {
  // Undone deletions are followed by who undid them only; here everyone must find the same.
  const found = Y.createAbsolutePositionFromRelativePosition(
    Y.createRelativePositionFromJSON(place),
    doc,
    false,
  );
  return found && indexOf(flat, found.type, found.index);
}

/** Words without the spaces between them: a line that is split or joined has the same. */
const compact = (words: string): string => words.replaceAll(/\s+/g, '');
const isSame = (words: string, quote: string): boolean => compact(words) === compact(quote);

/** Whether the words at both places are the same, letter by letter or but for spaces and line ends. */
export const readsAs = isSame;

/** The words of a passage that lost its place, where they were written again: whatever fits best, and only if one does. */
function search(
  flat: Flat,
  passage: Passage,
  rest: { from: number; to: number } | null,
): { from: number; to: number } | null {
  const quote = compact(passage.quote);
  if (quote === '') return null;
  const { text, places } = flat.compact;
  const before = compact(passage.before);
  const after = compact(passage.after);
  let best: { from: number; to: number; score: number } | null = null;
  let isTied = false;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const from = places[at] as number;
    const to = (places[at + quote.length - 1] as number) + 1;
    // Of a passage that still has words, only what holds those words is a better place.
    if (rest && (to < rest.from || from > rest.to)) continue;
    const score =
      commonEnd(text.slice(Math.max(0, at - before.length), at), before) +
      commonStart(text.slice(at + quote.length, at + quote.length + after.length), after);
    if (best && score === best.score) isTied = true;
    if (!best || score > best.score) {
      best = { from, to, score };
      isTied = false;
    }
  }
  const isSure = best && !isTied && (quote.length >= enough || best.score + quote.length >= enough);
  return isSure && best ? { from: best.from, to: best.to } : null;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charAt(length) === other.charAt(length)) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.at(-1 - length) === other.at(-1 - length))
    length += 1;
  return length;
}
