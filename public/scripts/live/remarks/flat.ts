import * as Y from 'yjs';
import type { Place } from '../protocol.ts';

/** One shared text and where it stands in the flat text. */
interface Piece {
  text: Y.XmlText;
  from: number;
  to: number;
}

/** A document as one string, a line feed after every line: what its shape is (tables, lists) does not matter here. */
export interface Flat {
  words: string;
  pieces: Piece[];
  /** The words without spaces and line feeds, and where each character stands in `words`. */
  readonly compact: { text: string; places: number[] };
}

/** What stands for something in the text that is no letter. */
const thing = '\ufffc';

function wordsOf(text: Y.XmlText): string {
  let words = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    words += item.content instanceof Y.ContentString ? item.content.str : thing.repeat(item.length);
  }
  return words;
}

export function flatten(root: Y.XmlFragment): Flat {
  const pieces: Piece[] = [];
  let words = '';
  const walk = (parent: Y.XmlFragment): void => {
    let holdsText = false;
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) {
        const text = wordsOf(child);
        pieces.push({ text: child, from: words.length, to: words.length + text.length });
        words += text;
        holdsText = true;
      } else if (child instanceof Y.XmlElement) walk(child);
    }
    if (holdsText) words += '\n';
  };
  walk(root);
  let made: Flat['compact'] | undefined;
  return {
    words,
    pieces,
    get compact() {
      made ??= compactOf(words);
      return made;
    },
  };
}

function compactOf(words: string): Flat['compact'] {
  const places: number[] = [];
  let text = '';
  for (let at = 0; at < words.length; at += 1) {
    if (/\s/.test(words.charAt(at))) continue;
    text += words.charAt(at);
    places.push(at);
  }
  return { text, places };
}

/** The place of a character: `right` holds on to the one after `index`, `left` to the one before it. */
export function placeAt(flat: Flat, index: number, side: 'left' | 'right'): Place | null {
  const at = textAt(flat, index, side);
  if (!at) return null;
  const assoc = side === 'right' ? 0 : -1;
  return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(at.text, at.index, assoc)) as Place;
}

/** The shared text that holds the character on that side of `index`, and the index in it. */
export function textAt(
  flat: Flat,
  index: number,
  side: 'left' | 'right',
): { text: Y.XmlText; index: number } | null {
  const character = side === 'right' ? index : index - 1;
  const piece = flat.pieces.find(({ from, to }) => from <= character && character < to);
  return piece ? { text: piece.text, index: index - piece.from } : null;
}

/** Where a place in a shared type stands in the flat text; null when the type is gone or holds no text. */
export function indexOf(flat: Flat, type: Y.AbstractType<unknown>, index: number): number | null {
  const own = flat.pieces.find(({ text }) => text === type);
  if (own) return own.from + Math.min(index, own.to - own.from);
  if (!(type instanceof Y.XmlFragment)) return null;
  const children = type.toArray();
  const after = children
    .slice(index)
    .map((child) => boundsOf(flat, child))
    .find((bounds) => bounds !== null);
  if (after) return after.from;
  const before = children
    .slice(0, index)
    .map((child) => boundsOf(flat, child))
    .filter((bounds) => bounds !== null)
    .at(-1);
  return before ? before.to : null;
}

function boundsOf(flat: Flat, type: unknown): { from: number; to: number } | null {
  const isIn = ({ text }: Piece): boolean => {
    let up: unknown = text;
    while (up instanceof Y.AbstractType) {
      if (up === type) return true;
      up = up.parent;
    }
    return false;
  };
  const inside = flat.pieces.filter(isIn);
  const [first, last] = [inside[0], inside.at(-1)];
  return first && last ? { from: first.from, to: last.to } : null;
}
