import { placeOf } from './flags.ts';
import { inhabitantsOfAny } from './territories.ts';

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

/** What decided: a class of entries, or what all that cover come to together. */
export type Ground =
  | 'covering'
  | 'fewReached'
  | 'tooFewPlaces'
  | 'placesUnknown'
  | 'general'
  | 'outOfReach'
  | 'waiting'
  | 'acrossBorder'
  | 'unknown'
  | 'excluded'
  | 'planned'
  | 'stopped'
  | 'unregistered';

/** The entries of a cell, added up. */
export interface Tally {
  /** How many of each class, in the order of `lineClasses`. */
  counts: number[];
  /** Beds and places of those that cover, as far as counted. */
  places: number;
  /** How many of those that cover have none counted. */
  uncounted: number;
  /** Numbers of the municipalities from which each of those that cover is reached; lists may be there once for several. */
  reached: (readonly number[])[];
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

const covers = placeOf('covers');

function ofWhatCovers(tally: Tally, asked: Asked): Decision {
  const reached = inhabitantsOfAny(tally.reached, asked.population);
  const share = asked.population === 0 ? 0 : reached / asked.population;
  if (share < asked.share) return { verdict: 'thin', ground: 'fewReached', share };
  const wanted = asked.per10000 === null ? 0 : (asked.per10000 * asked.population) / 10_000;
  if (tally.places >= wanted) return { verdict: 'covered', ground: 'covering', share };
  return tally.uncounted > 0
    ? { verdict: 'unknown', ground: 'placesUnknown', share }
    : { verdict: 'thin', ground: 'tooFewPlaces', share };
}

const otherwise = [
  ['general', 'thin'],
  ['outOfReach', 'thin'],
  ['waiting', 'waiting'],
  ['acrossBorder', 'acrossBorder'],
  ['unknown', 'unknown'],
  ['excluded', 'excluded'],
  ['planned', 'nothing'],
  ['stopped', 'nothing'],
] as const;
const placesOfOtherwise = otherwise.map(([ground]) => placeOf(ground));

/**
 * What the entries of a cell come to: the best that any of them offers, so that one more entry never makes a cell
 * worse. What covers is looked at together: first whether enough people reach it, then, where a number is wanted,
 * whether there is enough of it; a sum that falls short while some are not counted is not known. Something open to
 * everybody or too far is thin, before a list that is too long, before help across the border of the province,
 * before what nobody knows enough about, before being turned away. Planned and stopped are not there.
 */
export function decide(tally: Tally, asked: Asked): Decision {
  if (tally.counts[covers]! > 0) return ofWhatCovers(tally, asked);
  const best = placesOfOtherwise.findIndex((at) => tally.counts[at]! > 0);
  const [ground, verdict] = otherwise[best] ?? ['unregistered', 'nothing'];
  return { verdict, ground, share: 0 };
}
