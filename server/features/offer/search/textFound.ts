import type { Language } from '../../../core/i18n.ts';
import { type Ground, unitsPassing } from './candidates.ts';
import { corrected } from './correction.ts';
import { answering } from './dictionary.ts';
import type { OfferIndex } from './offerIndex.ts';
import type { OfferQuery } from './query.ts';
import { pointsGiver, readIn, type Wanted } from './wanted.ts';
import { tellingWords } from './words.ts';

/** With fewer hits than this, a word we do not know is taken for one that is like it. */
const few = 5;

/** The points of each unit, by segment; null for a text without a word to look for. */
export interface TextFound {
  points: Uint16Array[] | null;
  instead: string | null;
  typed: number | null;
}

const hitsIn = (points: Uint16Array[], grounds: Ground[]): number =>
  grounds.reduce((sum, ground, at) => sum + unitsPassing(ground, (_row, unit) => points[at]![unit]! > 0), 0);

export function findText(index: OfferIndex, query: OfferQuery, grounds: Ground[]): TextFound {
  const words = tellingWords(query.text);
  if (words.length === 0) return { points: null, instead: null, typed: null };
  const pointsOf = (wanted: Wanted[]): Uint16Array[] => {
    const give = pointsGiver(index, wanted, query.language);
    return grounds.map(({ one, counted }) => give(one, counted));
  };
  const points = pointsOf(words.map((word) => ({ words: [word], isMisspelt: false })));
  const typed = hitsIn(points, grounds);
  if (query.exactly || typed >= few) return { points, instead: null, typed };
  const correction = corrected(index, words, query.language);
  if (correction === null) return { points, instead: null, typed };
  const others = pointsOf(correction.wanted);
  if (hitsIn(others, grounds) === 0) return { points, instead: null, typed };
  for (const [at, some] of points.entries())
    for (let unit = 0; unit < some.length; unit++) some[unit] = Math.max(some[unit]!, others[at]![unit]!);
  return { points, instead: correction.text, typed };
}

/** Whether the text is about a problem or a kind of help, whether or not a unit carries it. */
export function isTopic(index: OfferIndex, text: string, language: Language): boolean {
  const { words: known, meanings } = index.vocabularyIn(language);
  let shared: Set<string> | null = null;
  for (const word of tellingWords(text)) {
    const codes = new Set<string>();
    for (const place of answering(known, word, readIn(language)).keys()) {
      for (const { facet, code } of meanings[place]!)
        if (facet === 'problem' || facet === 'type') codes.add(`${facet}:${code}`);
    }
    const before: Set<string> = shared ?? codes;
    shared = new Set([...before].filter((code) => codes.has(code)));
  }
  return shared !== null && shared.size > 0;
}
