import type { BodyTaskRecord } from '../../../../models/BodyTask.ts';
import type { WordMeaningRecord } from '../../../../models/WordMeaning.ts';
import { languages } from '../../../core/i18n.ts';
import { fold } from '../../../geography/fold.ts';

/** Text as names are compared: capitals, accents, hyphens and spaces make no other name. */
export const squash = (text: string): string => fold(text).replaceAll(' ', '');

/** The code of what is on a list, by its squashed name in any language. */
export type Listed = ReadonlyMap<string, string>;

/** What two bodies must say alike to speak of the same: a code, or words that are on no list. */
export function nameKey(code: string, words: string, listed: Listed): string {
  if (code !== 'other') return code;
  const own = squash(words);
  return listed.get(own) ?? `other ${own}`;
}

/** Who it is of: a working group is a body of its own. */
export const bodyKey = ({ body, bodyWords }: { body: string; bodyWords: string }): string =>
  bodyWords === '' ? body : `${body}~${squash(bodyWords)}`;

/** Whether it holds on a day (YYYY-MM-DD); an open end is open. */
export const holdsOn = (
  { values }: Pick<BodyTaskRecord | WordMeaningRecord, 'values'>,
  day: string,
): boolean => (values.from === '' || values.from <= day) && (values.until === '' || day <= values.until);

const isOver = ({ until }: { until: string }, day: string): boolean => until !== '' && until < day;

/** What is over goes to the end of the page; what is yet to begin is shown with the rest. */
export const splitByEnd = <One extends { values: { until: string } }>(
  all: readonly One[],
  day: string,
): { standing: One[]; over: One[] } => ({
  standing: all.filter(({ values }) => !isOver(values, day)),
  over: all.filter(({ values }) => isOver(values, day)),
});

/** The words of a meaning in each language, as they are compared. */
const textsOf = ({ values }: WordMeaningRecord): string[] =>
  languages.flatMap((one) => {
    const text = fold(values.meaning[one] ?? '');
    return text === '' ? [] : [`${one} ${text}`];
  });

/**
 * Meanings of one word, put together where they are one: the same words in one language, or somebody who says they
 * mean the same. Those of which nobody wrote the words are told apart from all others.
 * @returns in the order given, each class with the first that has words before
 */
export function meaningClasses(all: readonly WordMeaningRecord[]): WordMeaningRecord[][] {
  const classOf = new Map(all.map((one) => [one._id, one._id]));
  const rootOf = (id: string): string => {
    const up = classOf.get(id)!;
    return up === id ? id : rootOf(up);
  };
  const join = (one: string, other: string): void => void classOf.set(rootOf(one), rootOf(other));
  const byText = new Map<string, string>();
  for (const one of all) {
    for (const text of textsOf(one)) join(one._id, byText.get(text) ?? one._id);
    for (const text of textsOf(one)) byText.set(text, one._id);
    if (classOf.has(one.values.sameAs)) join(one._id, one.values.sameAs);
  }
  const classes = new Map<string, WordMeaningRecord[]>();
  for (const one of all) {
    const root = rootOf(one._id);
    classes.set(root, [...(classes.get(root) ?? []), one]);
  }
  const hasWords = (one: WordMeaningRecord): boolean => textsOf(one).length > 0;
  return [...classes.values()].map((some) => [
    ...some.filter(hasWords),
    ...some.filter((one) => !hasWords(one)),
  ]);
}

/** Whether anybody wrote the words of this class. */
export const isSaid = ([first]: readonly WordMeaningRecord[]): boolean =>
  first !== undefined && textsOf(first).length > 0;
