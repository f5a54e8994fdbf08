import { readFileSync } from 'node:fs';
import { problems } from '../../../../models/CareModule.ts';
import type { Language, LocalisedText, Translate } from '../../../core/i18n.ts';
import { fold } from '../../../geography/fold.ts';

/** A questionnaire by which a problem with use is found early; asked by a professional, never filled in here. */
export interface Instrument {
  code: string;
  /** Short and full name, as published: they are not translated. */
  name: string;
  fullName: string;
  /** Codes of the offer's problems and age groups. */
  problems: string[];
  ages: string[];
  questions: number;
  /** About how long it takes; null where no publication says so. */
  minutes: number | null;
  finds: LocalisedText;
  forWhom: LocalisedText;
  /** From which score to go on asking or to refer, in plain words. */
  cutOff: LocalisedText;
  /** The publications the limits are from. */
  sources: string[];
  /** Where the questionnaire itself is published. */
  publication: string;
  /** Its publisher's own page; null where we are not sure of one. */
  link: { url: string; publisher: string } | null;
  licence: LocalisedText;
}

/** In the order in which they are of use: short ones before long ones, by what they are about. */
export const instruments: readonly Instrument[] = (
  JSON.parse(readFileSync(new URL('../reference/instruments.json', import.meta.url), 'utf8')) as {
    instruments: Instrument[];
  }
).instruments;

const meets = (chosen: readonly string[], own: readonly string[]): boolean =>
  chosen.length === 0 || chosen.some((code) => own.includes(code));

/**
 * The instruments for some problems and ages; an empty list asks for any. What is about few problems stands before what is
 * about many.
 */
export function instrumentsFor(asked: {
  problems: readonly string[];
  ages: readonly string[];
}): Instrument[] {
  const found = instruments.filter(
    (one) => meets(asked.problems, one.problems) && meets(asked.ages, one.ages),
  );
  return asked.problems.length === 0 ? found : found.sort((a, b) => a.problems.length - b.problems.length);
}

/** The problems there is an instrument for, in the offer's own order. */
export const problemsWithInstrument: readonly string[] = problems.filter((code) =>
  instruments.some((one) => one.problems.includes(code)),
);

/** Words of every problem that has an instrument, folded, by language. */
const words = new Map<Language, Map<string, string>>();

/** The problems that a typed text names by their own label: "alcohol", "gokken". */
export function problemsNamed(text: string, language: Language, t: Translate): string[] {
  const known =
    words.get(language) ??
    new Map(problemsWithInstrument.map((code) => [fold(t(`offer.problem.${code}`)), code]));
  words.set(language, known);
  const folded = fold(text);
  const named = [folded, ...folded.split(' ')].map((word) => known.get(word));
  return [...new Set(named.filter((code) => code !== undefined))];
}
