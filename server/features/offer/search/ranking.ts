import type { Nearness, OfferQuery } from './query.ts';
import type { Segment } from './segment.ts';

/** Where somewhere in the same arrondissement stands among known distances, in kilometres. */
const withinArrondissement = 20;
/** Hectometres up to which distances are told apart; what is not known comes last. */
const farthest = 2 ** 16 - 1;
const mostPoints = 2 ** 13 - 1;
/** More units than a segment has, as a factor. */
const perRank = 2 ** 22;

/**
 * What a unit is sorted by, as one number, the first with the smallest: likeness and nearness, or the other way
 * round, then whether it was confirmed lately, and last its place in the order of the source. Known distances come
 * first; somewhere in the arrondissement as if half-way through it; somewhere in the province at the end.
 * @param kilometres infinite where they are not known
 */
export function rankOf(
  sort: OfferQuery['sort'],
  unit: { number: number; points: number; near: Nearness; kilometres: number; isConfirmed: boolean },
): number {
  const { near, kilometres } = unit;
  const away = near === 0 ? 0 : near === 1 ? Math.min(kilometres, withinArrondissement) : kilometres;
  const far = Math.min(farthest, Math.round(away * 10));
  const unlike = mostPoints - Math.min(mostPoints, unit.points);
  const first = sort === 'near' ? far * (mostPoints + 1) + unlike : unlike * (farthest + 1) + far;
  return (first * 2 + (unit.isConfirmed ? 0 : 1)) * perRank + unit.number;
}

export const unitOfRank = (rank: number): number => rank % perRank;

/** A number that grows: the ranks of the units that meet everything, in one segment. */
export interface Ranks {
  size: number;
  all: Float64Array;
}

/** The first of many ranks, in order. Picks them one by one while they are few; else it is cheaper to sort all. */
export function firstRanks({ size, all }: Ranks, most: number): Float64Array {
  const ranks = all.subarray(0, size);
  if (most > 500 || size <= most) return ranks.slice().sort().subarray(0, most);
  const best = ranks.slice(0, most).sort();
  for (let at = most; at < size; at++) {
    const rank = ranks[at]!;
    if (rank >= best[most - 1]!) continue;
    let to = most - 1;
    for (; to > 0 && best[to - 1]! > rank; to--) best[to] = best[to - 1]!;
    best[to] = rank;
  }
  return best;
}

/** A unit of one of the segments. */
export interface Ranked {
  segment: number;
  unit: number;
}

/** Units of two segments in one order, from one place up to another. */
export function bothInOrder(
  [base, changed]: readonly Segment[],
  [ranks, others]: readonly Float64Array[],
  from: number,
  to: number,
): Ranked[] {
  const isFirst = (at: number, next: number): boolean => {
    const [one, other] = [Math.floor(ranks![at]! / perRank), Math.floor(others![next]! / perRank)];
    if (one !== other) return one < other;
    const [unit, unit2] = [unitOfRank(ranks![at]!), unitOfRank(others![next]!)];
    const order = base!.orders[unit]! - changed!.orders[unit2]!;
    return order < 0 || (order === 0 && base!.ids[unit]! < changed!.ids[unit2]!);
  };
  const found: Ranked[] = [];
  for (let at = 0, next = 0; at + next < to && (at < ranks!.length || next < others!.length); ) {
    const isBase = next === others!.length || (at < ranks!.length && isFirst(at, next));
    const rank = isBase ? ranks![at++]! : others![next++]!;
    found.push({ segment: isBase ? 0 : 1, unit: unitOfRank(rank) });
  }
  return found.slice(from);
}
