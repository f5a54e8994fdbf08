import type { Language } from '../../../core/i18n.ts';
import { irregularForms, stem } from './inflection.ts';
import { distanceFrom, mostMistakes } from './spelling.ts';

/** How a word of the dictionary answers to a typed one, the best first. */
export const likenesses = ['exact', 'prefix', 'inflected', 'part'] as const;
export type Likeness = (typeof likenesses)[number];

/** Distinct folded words in code-unit order; a word is known by its place. */
export type Dictionary = readonly string[];

/** From how many letters on a word is looked for at the end of longer ones: "begeleiding" in "gezinsbegeleiding". */
const shortestPart = 5;
/** Letters in front of it, at least: what is left is a word too. */
const shortestFront = 3;
/** Longest ending of an inflected form. */
const longestEnding = 6;
/** Inflected forms are looked for among words that begin alike; more of them than this tell nothing. */
const mostAlike = 4000;

/** Place of the first word that is not before this one. */
export function firstFrom(words: Dictionary, word: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function placeOf(words: Dictionary, word: string): number | null {
  const at = firstFrom(words, word);
  return words[at] === word ? at : null;
}

/** Words that begin so: from the first place up to but not including the second. */
function beginningWith(words: Dictionary, beginning: string): [number, number] {
  // The highest code unit comes after every letter.
  return [firstFrom(words, beginning), firstFrom(words, `${beginning}\uffff`)];
}

/** Other forms of a word in some languages: plurals, and what else ends differently. */
function inflectedForms(words: Dictionary, typed: string, languages: readonly Language[]): number[] {
  const found: number[] = [];
  if (typed.length < 3) return found;
  for (const language of languages) {
    const shared = stem(typed, language);
    // The last letter of a stem may be spelt otherwise before an ending.
    const [from, to] = beginningWith(words, shared.slice(0, Math.max(3, shared.length - 1)));
    for (let at = from; at < Math.min(to, from + mostAlike); at++) {
      const word = words[at]!;
      if (word.length <= shared.length + longestEnding && stem(word, language) === shared) found.push(at);
    }
    for (const form of irregularForms(shared, language)) {
      const at = placeOf(words, form);
      if (at !== null) found.push(at);
    }
  }
  return found;
}

/** Longer words that end so, as compounds do whose last part says what they are. */
function endingWith(words: Dictionary, typed: string): number[] {
  if (typed.length < shortestPart) return [];
  const found: number[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word.length >= typed.length + shortestFront && word.endsWith(typed)) found.push(at);
  }
  return found;
}

/** Every word that answers to a typed one, each once, the likeliest first. */
export function answering(
  words: Dictionary,
  typed: string,
  languages: readonly Language[],
): Map<number, Likeness> {
  const found = new Map<number, Likeness>();
  const take = (place: number, likeness: Likeness): void => {
    if (!found.has(place)) found.set(place, likeness);
  };
  const exact = placeOf(words, typed);
  if (exact !== null) take(exact, 'exact');
  const [from, to] = beginningWith(words, typed);
  for (let at = from; at < to; at++) take(at, 'prefix');
  for (const at of inflectedForms(words, typed, languages)) take(at, 'inflected');
  for (const at of endingWith(words, typed)) take(at, 'part');
  return found;
}

/** Whether the word, or a form of it, stands in the dictionary: then it is no typing error. */
export function isSpelt(words: Dictionary, typed: string, languages: readonly Language[]): boolean {
  return placeOf(words, typed) !== null || inflectedForms(words, typed, languages).length > 0;
}

/** Words that the typed one may have been meant to be, with the number of mistakes. */
export function meantBy(words: Dictionary, typed: string): Map<number, number> {
  const most = mostMistakes(typed.length);
  const distance = distanceFrom(typed);
  const found = new Map<number, number>();
  if (most === 0 || distance === null) return found;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (Math.abs(word.length - typed.length) > most) continue;
    const mistakes = distance(word);
    if (mistakes > 0 && mistakes <= most) found.set(at, mistakes);
  }
  return found;
}

/** The words of two dictionaries in one order, with how far each is. */
export function* bothDictionaries(ours: Dictionary, theirs: Dictionary) {
  for (let at = 0, next = 0; at < ours.length || next < theirs.length; ) {
    const isOurs = next === theirs.length || (at < ours.length && ours[at]! <= theirs[next]!);
    const word = isOurs ? ours[at]! : theirs[next]!;
    yield { word, at, next };
    if (ours[at] === word) at++;
    if (theirs[next] === word) next++;
  }
}
