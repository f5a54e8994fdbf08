import type { Language } from '../../../core/i18n.ts';
import { answering, type Dictionary, isSpelt, meantBy } from './dictionary.ts';
import type { OfferIndex } from './offerIndex.ts';
import { readIn, type Wanted } from './wanted.ts';

/** What is looked for instead of what was typed, and as people write it. */
export interface Correction {
  wanted: Wanted[];
  text: string;
}

/** Shortest word that is taken apart; its shortest first and last part; the shortest first part that is enough alone. */
const shortest = { compound: 8, first: 3, last: 4, alone: 5 };
/** What Dutch and German put between the parts of a compound. */
const links = ['', 's', 'n', 'en', 'e', 'es'];

/** A dictionary with how many units or modules a word leads to, roughly: the likelier word is the commoner one. */
interface Source {
  words: Dictionary;
  weigh(place: number): number;
}

function sourcesOf(index: OfferIndex, language: Language): Source[] {
  const vocabulary = index.vocabularyIn(language);
  const segments = [index.base, index.changed].map(({ words, postingStarts }) => ({
    words,
    weigh: (place: number) => postingStarts[place + 1]! - postingStarts[place]!,
  }));
  // A word of ours beside one that only stands in a text: people look for kinds of help and problems.
  const ofLabel = (place: number): number =>
    vocabulary.meanings[place]!.some(({ facet, code }) => index.values.find(facet, code) !== undefined)
      ? 1_000_000
      : 0;
  return [{ words: vocabulary.words, weigh: ofLabel }, ...segments];
}

/** The word that was most likely meant: fewest mistakes, then the same first letter, then the commonest. */
function likeliest(sources: Source[], typed: string): string | null {
  const candidates = new Map<string, { mistakes: number; weight: number }>();
  for (const { words, weigh } of sources) {
    for (const [place, mistakes] of meantBy(words, typed)) {
      const word = words[place]!;
      const weight = weigh(place) + (candidates.get(word)?.weight ?? 0);
      if (weight > 0) candidates.set(word, { mistakes, weight });
    }
  }
  const rank = ([word, one]: [string, { mistakes: number }]): number =>
    one.mistakes * 2 + (word[0] === typed[0] ? 0 : 1);
  const [best] = [...candidates].sort(
    (a, b) => rank(a) - rank(b) || b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1),
  );
  return best?.[0] ?? null;
}

/** The parts of a compound that are words by themselves: both, or else only the first. */
function partsOf(
  sources: Source[],
  typed: string,
  languages: readonly Language[],
  both: boolean,
): string[] | null {
  if (typed.length < shortest.compound) return null;
  const isWord = (word: string): boolean => sources.some(({ words }) => isSpelt(words, word, languages));
  const isPart = (word: string): boolean =>
    word.length >= shortest.last && sources.some(({ words }) => answering(words, word, languages).size > 0);
  const least = both ? shortest.first : shortest.alone;
  for (let end = typed.length - shortest.last; end >= least; end--) {
    const first = typed.slice(0, end);
    if (!isWord(first)) continue;
    if (!both) return [first];
    for (const link of links) {
      const last = typed.slice(end + link.length);
      if (typed.startsWith(link, end) && isPart(last)) return [first, last];
    }
  }
  return null;
}

/**
 * What may have been meant by words that give little: another spelling, or the parts of a compound. Null when every
 * word is one we know, or nothing like it is.
 */
export function corrected(
  index: OfferIndex,
  typed: readonly string[],
  language: Language,
): Correction | null {
  const sources = sourcesOf(index, language);
  const languages = readIn(language);
  let isOther = false;
  const wanted = typed.map((word): Wanted => {
    if (sources.some(({ words }) => isSpelt(words, word, languages)))
      return { words: [word], isMisspelt: false };
    const other = likeliest(sources, word);
    const words =
      partsOf(sources, word, languages, true) ??
      (other === null ? partsOf(sources, word, languages, false) : [other]);
    if (words === null) return { words: [word], isMisspelt: false };
    isOther = true;
    return { words, isMisspelt: true };
  });
  if (!isOther) return null;
  const written = (word: string): string => index.vocabularyIn(language).written(word) ?? word;
  return { wanted, text: wanted.flatMap(({ words }) => words.map(written)).join(' ') };
}
