import type { Language } from '../../../core/i18n.ts';
import { answering } from './dictionary.ts';
import { fields, pointsFor } from './fields.ts';
import type { OfferIndex } from './offerIndex.ts';
import type { Searchable } from './searchable.ts';

/** One word to look for: the typed one, or what it is taken for; the parts of a compound are each enough. */
export interface Wanted {
  words: readonly string[];
  isMisspelt: boolean;
}

/** Points of each value of a facet whose label answers to a word. */
type ValuePoints = Map<number, number>;

function valuePoints(index: OfferIndex, word: string, isMisspelt: boolean, language: Language): ValuePoints {
  const vocabulary = index.vocabularyIn(language);
  const found: ValuePoints = new Map();
  for (const [place, likeness] of answering(vocabulary.words, word, readIn(language))) {
    const points = pointsFor(likeness, isMisspelt);
    for (const { facet, code, field } of vocabulary.meanings[place]!) {
      const value = index.values.find(facet, code);
      if (value === undefined) continue;
      found.set(value, Math.max(found.get(value) ?? 0, points[fields.indexOf(field)]!));
    }
  }
  return found;
}

/** Languages in which words are inflected: most names and stories are Dutch, whatever the reader reads. */
export const readIn = (language: Language): Language[] => (language === 'nl' ? ['nl'] : [language, 'nl']);

/** Adds the points that one word gives each unit: those of the place where it says most. */
function addWord(
  { segment, rowsOf, unitOfRow }: Searchable,
  counted: Uint8Array,
  wanted: { word: string; isMisspelt: boolean; language: Language; values: ValuePoints },
  into: Uint16Array,
): void {
  const best = new Uint8Array(segment.ids.length);
  const found = answering(segment.words, wanted.word, readIn(wanted.language));
  for (const [place, likeness] of found) {
    const points = pointsFor(likeness, wanted.isMisspelt);
    for (let at = segment.postingStarts[place]!; at < segment.postingStarts[place + 1]!; at++) {
      const unit = segment.postingUnits[at]!;
      const here = points[segment.postingFields[at]!]!;
      if (here > best[unit]!) best[unit] = here;
    }
  }
  for (const [value, here] of wanted.values) {
    for (const row of rowsOf(value)) {
      const unit = unitOfRow[row]!;
      if (counted[row] && here > best[unit]!) best[unit] = here;
    }
  }
  for (let unit = 0; unit < best.length; unit++) into[unit]! += best[unit]!;
}

/** Makes a question for one segment after the other: the points of each unit, 0 where a wanted word is missing. */
export function pointsGiver(index: OfferIndex, wanted: readonly Wanted[], language: Language) {
  const words = wanted.map(({ words: some, isMisspelt }) =>
    some.map((word) => ({
      ...{ word, isMisspelt, language },
      values: valuePoints(index, word, isMisspelt, language),
    })),
  );
  return (one: Searchable, counted: Uint8Array): Uint16Array => {
    const total = new Uint16Array(one.segment.ids.length);
    for (const [at, some] of words.entries()) {
      const here = new Uint16Array(total.length);
      for (const word of some) addWord(one, counted, word, here);
      for (let unit = 0; unit < total.length; unit++)
        total[unit] = here[unit] === 0 || (at > 0 && total[unit] === 0) ? 0 : total[unit]! + here[unit]!;
    }
    return total;
  };
}
