import { words } from '../../geography/fold.ts';

/** Words of one entry with how much each says: its name more than its description. */
export type WeightedText = { text: string; weight: number }[];

/** Finds entries by the beginnings of words. Holds positions in the list it was made from. */
export interface TextIndex {
  /** Positions of the entries that hold every word, with a score; null when the text holds no word to look for. */
  find(text: string): Map<number, number> | null;
}

/** Small words that say nothing about help; looked for only when somebody types nothing else. */
const smallWords = new Set(
  words(
    `de het een en of in bij van met voor te op om naar ik mijn aan is
     le la les l un une du des d et ou a au aux en pour avec chez mon ma mes je
     der die das und oder im fur zu von am ein eine mein meine ich mit bei
     the an and or at with for of to my i hulp help aide hilfe`,
  ),
);

/** An exact word counts half as much again as one that only begins so. */
const exactBonus = 1.5;

interface Postings {
  word: string;
  /** Entry and weight, one pair an entry. */
  entries: Map<number, number>;
}

/** Makes the index; linear in the number of words, but for sorting the distinct ones. */
export function textIndexOf(texts: WeightedText[]): TextIndex {
  const byWord = new Map<string, Map<number, number>>();
  for (const [position, parts] of texts.entries()) {
    for (const { text, weight } of parts) {
      for (const word of words(text)) {
        const entries = byWord.get(word) ?? new Map<number, number>();
        if (weight > (entries.get(position) ?? 0)) entries.set(position, weight);
        byWord.set(word, entries);
      }
    }
  }
  const sorted = [...byWord]
    .map(([word, entries]) => ({ word, entries }))
    .sort((a, b) => (a.word < b.word ? -1 : 1));
  return { find: (text) => findWords(sorted, text) };
}

function findWords(sorted: Postings[], text: string): Map<number, number> | null {
  const typed = [...new Set(words(text))];
  const telling = typed.filter((word) => !smallWords.has(word));
  const wanted = telling.length > 0 ? telling : typed;
  if (wanted.length === 0) return null;
  let found: Map<number, number> | null = null;
  for (const word of wanted) {
    const hits = startingWith(sorted, word);
    if (found === null) {
      found = hits;
      continue;
    }
    for (const [position, score] of found) {
      const more = hits.get(position);
      if (more === undefined) found.delete(position);
      else found.set(position, score + more);
    }
  }
  return found;
}

function startingWith(sorted: Postings[], beginning: string): Map<number, number> {
  const hits = new Map<number, number>();
  for (let at = firstFrom(sorted, beginning); sorted[at]?.word.startsWith(beginning); at++) {
    const { word, entries } = sorted[at]!;
    const factor = word === beginning ? exactBonus : 1;
    for (const [position, weight] of entries) {
      if (weight * factor > (hits.get(position) ?? 0)) hits.set(position, weight * factor);
    }
  }
  return hits;
}

function firstFrom(sorted: Postings[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.word < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
