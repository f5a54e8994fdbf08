import { lineClasses, placeOf } from './flags.ts';
import type { Standing } from './placement.ts';
import { inhabitantsOf } from './territories.ts';

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
  /** Municipalities from which those that cover are reached. */
  reached: Set<readonly number[]>;
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

export const emptyTally = (): Tally => ({
  counts: lineClasses.map(() => 0),
  places: 0,
  uncounted: 0,
  reached: new Set(),
});

const covers = placeOf('covers');

export function addLine(tally: Tally, lineClass: number, places: number | null, standing: Standing): void {
  tally.counts[lineClass]!++;
  if (lineClass !== covers) return;
  if (places === null) tally.uncounted++;
  else tally.places += places;
  tally.reached.add(standing.reached);
}

export function addTally(to: Tally, more: Tally): void {
  for (let at = 0; at < lineClasses.length; at++) to.counts[at]! += more.counts[at]!;
  to.places += more.places;
  to.uncounted += more.uncounted;
  for (const one of more.reached) to.reached.add(one);
}

function reachedPart({ reached }: Tally, population: number): number {
  if (reached.size === 0 || population === 0) return 0;
  const [first] = reached;
  const all = reached.size === 1 ? first! : [...new Set([...reached].flat())];
  return inhabitantsOf(all) / population;
}

function ofWhatCovers(tally: Tally, asked: Asked): Decision {
  const share = reachedPart(tally, asked.population);
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

/**
 * What the entries of a cell come to: the best that any of them offers, so that one more entry never makes a cell
 * worse. What covers is looked at together: first whether enough people reach it, then, where a number is wanted,
 * whether there is enough of it; a sum that falls short while some are not counted is not known. Something open to
 * everybody or too far is thin, before a list that is too long, before help across the border of the province,
 * before what nobody knows enough about, before being turned away. Planned and stopped are not there.
 */
export function decide(tally: Tally, asked: Asked): Decision {
  if (tally.counts[covers]! > 0) return ofWhatCovers(tally, asked);
  for (const [ground, verdict] of otherwise)
    if (tally.counts[placeOf(ground)]! > 0) return { verdict, ground, share: 0 };
  return { verdict: 'nothing', ground: 'unregistered', share: 0 };
}
