import { placeOf } from './flags.ts';

/** From the best: what a cell comes to. */
export const verdicts = [
  'covered',
  'thin',
  'waiting',
  'acrossBorder',
  'unknown',
  'excluded',
  'nothing',
] as const;
export type Verdict = (typeof verdicts)[number];

/** What can decide, with the verdict it leads to: a class of entries, or what all that cover come to together. */
const verdictOf = {
  covering: 'covered',
  fewReached: 'thin',
  tooFewPlaces: 'thin',
  placesUnknown: 'unknown',
  general: 'thin',
  outOfReach: 'thin',
  waiting: 'waiting',
  acrossBorder: 'acrossBorder',
  unknown: 'unknown',
  excluded: 'excluded',
  planned: 'nothing',
  stopped: 'nothing',
  unregistered: 'nothing',
} as const satisfies Record<string, Verdict>;
export type Ground = keyof typeof verdictOf;
export const grounds = Object.keys(verdictOf) as readonly Ground[];

/** The entries of a cell, added up. */
export interface Tally {
  /** How many of each class, in the order of `lineClasses`. */
  counts: number[];
  /** Beds and places of those that cover, as far as counted. */
  places: number;
  /** How many of those that cover have none counted. */
  uncounted: number;
  /** Inhabitants who reach any of those that cover. */
  reached: number;
}

export interface Asked {
  population: number;
  /** Part of the inhabitants who must reach it, 0 to 1. */
  share: number;
  /** Places for each 10,000 inhabitants; null when no number is wanted. */
  per10000: number | null;
}

export interface Decision {
  verdict: Verdict;
  ground: Ground;
  /** Part of the inhabitants who reach what covers, 0 to 1. */
  share: number;
}

/** What was decided, from what decided it. @param share 0 to 1 */
export const decisionBy = (ground: Ground, share: number): Decision => ({
  verdict: verdictOf[ground],
  ground,
  share,
});

/** Part of the inhabitants who reach what covers, 0 to 1. */
export const shareOf = ({ reached }: Pick<Tally, 'reached'>, population: number): number =>
  population === 0 ? 0 : reached / population;

const covers = placeOf('covers');

function groundOfWhatCovers(tally: Tally, asked: Asked): Ground {
  if (shareOf(tally, asked.population) < asked.share) return 'fewReached';
  const wanted = asked.per10000 === null ? 0 : (asked.per10000 * asked.population) / 10_000;
  if (tally.places >= wanted) return 'covering';
  return tally.uncounted > 0 ? 'placesUnknown' : 'tooFewPlaces';
}

const otherwise = [
  'general',
  'outOfReach',
  'waiting',
  'acrossBorder',
  'unknown',
  'excluded',
  'planned',
  'stopped',
] as const;
const placesOfOtherwise = otherwise.map(placeOf);

/**
 * What the entries of a cell come to: the best that any of them offers, so that one more entry never makes a cell
 * worse. What covers is looked at together: first whether enough people reach it, then, where a number is wanted,
 * whether there is enough of it; a sum that falls short while some are not counted is not known. Something open to
 * everybody or too far is thin, before a list that is too long, before help across the border of the province,
 * before what nobody knows enough about, before being turned away. Planned and stopped are not there.
 */
export function whatDecides(tally: Tally, asked: Asked): Ground {
  if (tally.counts[covers]! > 0) return groundOfWhatCovers(tally, asked);
  for (let one = 0; one < otherwise.length; one++)
    if (tally.counts[placesOfOtherwise[one]!]! > 0) return otherwise[one]!;
  return 'unregistered';
}

export const decide = (tally: Tally, asked: Asked): Decision =>
  decisionBy(whatDecides(tally, asked), shareOf(tally, asked.population));
