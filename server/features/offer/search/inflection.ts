import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import type { Language } from '../../../core/i18n.ts';

const snowball: Record<Language, (word: string) => string> = {
  nl: dutch,
  fr: french,
  de: german,
  en: english,
};

const forms = (all: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(all));

/** Forms the rules below cannot know, folded. Maps: people may search for any word, also for `constructor`. */
const irregular: Record<Language, ReadonlyMap<string, string>> = {
  nl: forms({ kinderen: 'kind', kinder: 'kind', steden: 'stad', leden: 'lid' }),
  fr: forms({ yeux: 'oeil', travaux: 'travail' }),
  de: forms({}),
  en: forms({ children: 'child', people: 'person', women: 'woman', men: 'man' }),
};

/** Latin and Greek words keep their plural in three of the languages: centrum, centra. */
const latin = /^(\p{L}*(?:centr|muse|medi|gymnasi))(?:um|ums|a)$/u;

/**
 * What Snowball leaves of Dutch spelling: pil and pill(en), huis and huiz(en), brief and briev(en), school and
 * schol(en) have one stem.
 */
function dutchSpelling(stem: string): string {
  return stem
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1')
    .replace(/z$/, 's')
    .replace(/v$/, 'f')
    .replace(/([aeou])\1([b-df-hj-np-tv-z])$/, '$1$2');
}

const known: Record<Language, Map<string, string>> = {
  nl: new Map(),
  fr: new Map(),
  de: new Map(),
  en: new Map(),
};
const mostKnown = 50_000;

function stemOf(word: string, language: Language): string {
  const special = irregular[language].get(word);
  if (special) return special;
  const plural = latin.exec(word);
  if (plural) return plural[1]!;
  const stem = snowball[language](word);
  return language === 'nl' ? dutchSpelling(stem) : stem;
}

/** What the inflected forms of a folded word have in common in a language. */
export function stem(word: string, language: Language): string {
  const remembered = known[language].get(word);
  if (remembered !== undefined) return remembered;
  if (known[language].size >= mostKnown) known[language].clear();
  const made = stemOf(word, language);
  known[language].set(word, made);
  return made;
}

/** Folded words of a language that share a stem without beginning alike. */
export function irregularForms(shared: string, language: Language): string[] {
  return [...irregular[language]].filter(([, one]) => one === shared).map(([form]) => form);
}
