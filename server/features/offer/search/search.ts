import { facets, perFacet, type Trait, unknown } from '../facets.ts';
import {
  elsewhere,
  type Gathered,
  type Ground,
  gather,
  groundsOf,
  unitsPassing,
  type Walk,
} from './candidates.ts';
import { dayNumber } from './document.ts';
import { farAway, kilometresOf, sieveOf, type Tally, tallyOf } from './filtering.ts';
import { type Surroundings, surroundings } from './nearness.ts';
import type { OfferIndex } from './offerIndex.ts';
import type { Counts, Hit, OfferAnswer, OfferQuery } from './query.ts';
import { bothInOrder, firstRanks, unitOfRank } from './ranking.ts';
import { findText, isTopic } from './textFound.ts';
import { kinds, type Values } from './values.ts';

function countsFrom(tallies: Tally, values: Values, present: Uint32Array): Counts {
  const counts = perFacet(() => new Map<string, number>());
  for (let value = 0; value < values.size; value++) {
    const facet = facets[values.kindOf(value)];
    if (facet && present[value]! > 0) counts[facet].set(values.codeOf(value), tallies.counts[value]!);
  }
  return counts;
}

/** The same for one trait: how many of the units that are found have each value of it. */
function countsOf(trait: Trait, tallies: Tally, values: Values): Map<string, number> {
  const counts = new Map<string, number>();
  for (let value = 0; value < values.size; value++)
    if (kinds[values.kindOf(value)] === trait && tallies.counts[value]! > 0)
      counts.set(values.codeOf(value), tallies.counts[value]!);
  return counts;
}

/** How many rows have each value: those with none are not offered as a choice. */
function presentValues(grounds: Ground[], size: number, today: number): Uint32Array {
  const present = new Uint32Array(size);
  for (const { one, gone, counted } of grounds) {
    for (const [value, rows] of one.presentOn(today).entries()) present[value]! += rows;
    for (let row = 0; gone && row < counted.length; row++) {
      if (counted[row] === 0 || gone[one.unitOfRow[row]!] === 0) continue;
      const { values, valueStarts } = one.segment;
      for (let at = valueStarts[row]!; at < valueStarts[row + 1]!; at++) present[values[at]!]!--;
    }
  }
  return present;
}

/** Units that meet the rest and may well help, but of which nobody wrote down with what. */
function silentOn(index: OfferIndex, query: OfferQuery, grounds: Ground[], gathered: Gathered[]): number {
  const choices = { ...query.choices, problem: [unknown] };
  return grounds.reduce((sum, ground, at) => {
    const sieve = sieveOf(ground.one, index.values, choices);
    const { ranks } = gathered[at]!;
    const isFound = new Uint8Array(ground.one.segment.ids.length);
    for (let rank = 0; rank < ranks.size; rank++) isFound[unitOfRank(ranks.all[rank]!)] = 1;
    const isSilent = (row: number, unit: number): boolean =>
      sieve.met[row] === sieve.active && ground.near?.[row] !== farAway && isFound[unit] === 0;
    return sum + unitsPassing(ground, isSilent);
  }, 0);
}

function elsewhereThan(
  index: OfferIndex,
  query: OfferQuery,
  grounds: Ground[],
  points: Uint16Array[] | null,
): number {
  return grounds.reduce((sum, ground, at) => {
    const sieve = sieveOf(ground.one, index.values, elsewhere(query.choices));
    const is = (row: number, unit: number): boolean =>
      sieve.met[row] === sieve.active && (points === null || points[at]![unit]! > 0);
    return sum + unitsPassing(ground, is);
  }, 0);
}

/** One page of what was gathered, in order. */
function pageOf(query: OfferQuery, grounds: Ground[], gathered: Gathered[], around: Surroundings) {
  const total = gathered.reduce((sum, { ranks }) => sum + ranks.size, 0);
  const pages = Math.max(1, Math.ceil(total / query.pageSize));
  const page = Math.min(query.page, pages);
  const end = page * query.pageSize;
  const shown = bothInOrder(
    grounds.map(({ one }) => one.segment),
    gathered.map(({ ranks }) => firstRanks(ranks, end)),
    end - query.pageSize,
    end,
  );
  const hits = shown.map(({ segment, unit }) => hitOf(grounds[segment]!, unit, around));
  return { total, page, pages, hits };
}

/** How near the best row of a unit is; rows that do not meet the choices do not count. */
function hitOf({ one, near, counted, sieve }: Ground, unit: number, around: Surroundings): Hit {
  const { ids, rowStarts } = one.segment;
  const hit: Hit = { id: ids[unit]!, near: 0, kilometres: null };
  if (!near) return hit;
  const rows = Array.from(
    { length: rowStarts[unit + 1]! - rowStarts[unit]! },
    (_row, at) => rowStarts[unit]! + at,
  );
  const meeting = rows.filter(
    (row) => counted[row] && near[row] !== farAway && sieve.met[row] === sieve.active,
  );
  const kilometres = Math.min(...meeting.map((row) => kilometresOf(one, row, around)));
  hit.near = Math.min(...meeting.map((row) => near[row]!)) as Hit['near'];
  hit.kilometres = Number.isFinite(kilometres) ? kilometres : null;
  return hit;
}

/** Carries out a search. Pure: the index and the query are all it looks at. Linear in the number of modules. */
export function search(index: OfferIndex, query: OfferQuery): OfferAnswer {
  const around = surroundings(index.values, query.places);
  const grounds = groundsOf(index, query, around);
  const { points, instead, typed } = findText(index, query, grounds);
  const today = dayNumber(query.today);
  const walk: Walk = { sort: query.sort, today, around, tally: tallyOf(index.values) };
  const gathered = grounds.map((ground, at) =>
    gather(ground, points?.[at] ?? null, walk, at === 0 ? 0 : index.base.ids.length),
  );
  const isAboutTopic = points !== null && isTopic(index, query.text, query.language);
  return {
    ...pageOf(query, grounds, gathered, around),
    ...{ instead, typed },
    counts: countsFrom(walk.tally, index.values, presentValues(grounds, index.values.size, today)),
    somewhere: countsOf('somewhere', walk.tally, index.values),
    notKnown: gathered.reduce((sum, one) => sum + one.notKnown, 0),
    leftOut: gathered.reduce((sum, one) => sum + one.leftOut, 0),
    silent: isAboutTopic ? silentOn(index, query, grounds, gathered) : 0,
    elsewhere: query.places.length > 0 ? elsewhereThan(index, query, grounds, points) : 0,
  };
}
