import type { Language } from '../../../core/i18n.ts';
import type { Facet, Trait } from '../facets.ts';
import type { Dictionary } from './dictionary.ts';
import type { Field } from './fields.ts';
import { wordReader } from './words.ts';

/** What a code is called: whoever types it finds every unit that has the code, whatever its own texts say. */
export interface Label {
  language: Language;
  facet: Facet | Trait;
  code: string;
  field: Field;
  text: string;
}

/** The labels of some languages, by word. */
export interface Vocabulary {
  words: Dictionary;
  /** What each word stands for, in the order of the words. */
  meanings: readonly (readonly { facet: Facet | Trait; code: string; field: Field }[])[];
  /** The word as people write it: with its accents. */
  written(word: string): string | undefined;
}

/** Reads the labels in some languages. Pure; the order of the labels does not matter. */
export function vocabularyOf(labels: readonly Label[], languages: readonly Language[]): Vocabulary {
  const read = wordReader();
  const byWord = new Map<string, Map<string, Label>>();
  const written = new Map<string, string>();
  for (const label of labels) {
    if (!languages.includes(label.language)) continue;
    for (const part of label.text.split(/[\s,.;:()/"]+/)) {
      const folded = read(part);
      for (const word of folded) {
        const meanings = byWord.get(word) ?? new Map<string, Label>();
        meanings.set(`${label.field} ${label.facet} ${label.code}`, label);
        byWord.set(word, meanings);
        const shown = part.toLowerCase();
        if (folded.length === 1 && !(written.get(word)! <= shown)) written.set(word, shown);
      }
    }
  }
  const words = [...byWord.keys()].sort();
  return {
    words,
    meanings: words.map((word) => [...byWord.get(word)!.values()]),
    written: (word) => written.get(word),
  };
}
