import { contextLength, type Passage } from '../../../public/scripts/live/remarks/anchors.ts';

/** Stands where words were; always as long, so that it does not say how long they were. */
export const blot = '▇▇▇▇▇▇';

/** What is to go, and what stands in its place. */
export interface Blotting {
  words: readonly string[];
  blot: string;
}

/** How much of the beginning of `text` is the end of `word`; all of it when it lies inside. */
function cutBefore(text: string, word: string): number {
  if (word.includes(text)) return text.length;
  for (let length = Math.min(word.length, text.length); length > 0; length--)
    if (text.startsWith(word.slice(-length))) return length;
  return 0;
}

/** How much of the end of `text` is the beginning of `word`. */
function cutAfter(text: string, word: string): number {
  if (word.includes(text)) return text.length;
  for (let length = Math.min(word.length, text.length); length > 0; length--)
    if (text.endsWith(word.slice(0, length))) return length;
  return 0;
}

/**
 * Which characters of a stretch of text are to go; at an end where more text stood, also a part of a word. All words are
 * looked for in the text as it is: where two overlap, none of them hides what is left of the other.
 */
function hiddenIn(
  text: string,
  words: readonly string[],
  isCut: { before: boolean; after: boolean },
): Set<number> {
  const hidden = new Set<number>();
  const hide = (from: number, length: number): void => {
    for (let at = from; at < from + length; at++) hidden.add(at);
  };
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) hide(at, word.length);
    if (isCut.before) hide(0, cutBefore(text, word));
    const length = isCut.after ? cutAfter(text, word) : 0;
    hide(text.length - length, length);
  }
  return hidden;
}

/** The text with one blot for all hidden characters side by side; it begins at `from` of what they were counted in. */
function cover(text: string, blot: string, hidden: ReadonlySet<number>, from = 0): string {
  let made = '';
  for (let at = 0; at < text.length; at++) {
    const isHidden = hidden.has(from + at);
    if (!isHidden) made += text.charAt(at);
    else if (at === 0 || !hidden.has(from + at - 1)) made += blot;
  }
  return made;
}

export const blotText = (text: string, { words, blot }: Blotting): string =>
  cover(text, blot, hiddenIn(text, words, { before: false, after: false }));

/**
 * A quote with what stands around it is one piece of the text: words may begin in the one and end in the other, or go on
 * where the context ends.
 */
export function blotPassage<P extends Pick<Passage, 'before' | 'quote' | 'after'>>(
  passage: P,
  { words, blot }: Blotting,
): P {
  const { before, quote, after } = passage;
  // What was blotted before is shorter than it was.
  const isPart = (context: string): boolean => context.length >= contextLength || context.includes(blot);
  const isCut = { before: isPart(before), after: isPart(after) };
  const hidden = hiddenIn(before + quote + after, words, isCut);
  return {
    ...passage,
    before: cover(before, blot, hidden),
    quote: cover(quote, blot, hidden, before.length),
    after: cover(after, blot, hidden, before.length + quote.length),
  };
}
