import type { Demand, DemandCount } from './demand.ts';
import { monthsFrom } from './demand.ts';

/** The smallest number that is shown. */
export const smallest = 5;

/** Told apart within a block where every part stays large enough, in this order. */
const apart = ['age', 'target', 'obstacle'] as const;
type Apart = (typeof apart)[number];

/** So many searches, never fewer than five, over whole months. What a null stands for is not told apart. */
export interface Block {
  type: string;
  area: string;
  from: string;
  until: string;
  age: Demand['age'] | null;
  target: Demand['target'] | null;
  obstacle: Demand['obstacle'] | null;
  count: number;
}

/**
 * What does not make five yet: that it is there, and not how much, nor in which of the months until now. Who saw it
 * grow four times would know that it is four.
 */
export type Rest = Pick<Block, 'type' | 'area' | 'from' | 'until'>;

export interface Disclosure {
  blocks: Block[];
  rests: Rest[];
  /** The first month that counted, null when none did. */
  since: string | null;
}

/**
 * A count as a text keeps it that others compare with a text of another day: the next lower multiple of five. Two of
 * them differ by nothing or by five and more, also when a search of a month that is over was taken back in between.
 */
export const inFives = (count: number): number => count - (count % smallest);

const total = (counts: readonly DemandCount[]): number => counts.reduce((sum, one) => sum + one.count, 0);

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** Fewer than five, or exactly as many as only one table gives: four of each. */
const isTold = (small: readonly { count: number }[]): boolean => {
  const sum = small.reduce((so, one) => so + one.count, 0);
  return small.length > 0 && (sum < smallest || sum === small.length * (smallest - 1));
};

/**
 * One block as its parts, where all of them have five or more; small ones stay together. Where that would tell them,
 * a large one joins them: the first by its name, whatever its size. The smallest would not do: it is at most as large
 * as the others that are shown, and what is left over it is the small one.
 */
function parts(counts: readonly DemandCount[], made: Block, kinds: readonly Apart[]): Block[] {
  const [kind, ...others] = kinds;
  if (!kind) return [{ ...made, count: total(counts) }];
  const all = [...grouped(counts, (one) => one[kind])]
    .map(([value, own]) => ({ value, own, count: total(own) }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  const large = all.filter(({ count }) => count >= smallest);
  const small = all.filter(({ count }) => count < smallest);
  if (isTold(small)) small.push(...large.splice(0, 1));
  return [
    ...large.flatMap(({ value, own }) => parts(own, { ...made, [kind]: value }, others)),
    ...(small.length > 0
      ? parts(
          small.flatMap(({ own }) => own),
          made,
          others,
        )
      : []),
  ];
}

/** The months of one kind of help in one area, put together until there are five. */
function series(
  counts: readonly DemandCount[],
  since: string,
  last: string,
): { blocks: Block[]; rest: Rest | null } {
  const { type, area } = counts[0]!;
  const months = [...grouped(counts, (one) => one.month)].sort(([a], [b]) => (a < b ? -1 : 1));
  const blocks: Block[] = [];
  let [from, open]: [string, DemandCount[]] = [since, []];
  for (const [until, own] of months) {
    open = [...open, ...own];
    if (total(open) < smallest) continue;
    const whole = { type, area, from, until, age: null, target: null, obstacle: null, count: 0 };
    blocks.push(...parts(open, whole, apart));
    [from, open] = [monthsFrom(until, 1), []];
  }
  return { blocks, rest: open.length > 0 ? { type, area, from, until: last } : null };
}

/**
 * What may be shown of the counts: blocks of five or more that do not overlap, and where there is less. Every number
 * on a page is a sum of blocks, so nothing smaller than a block follows from however many pages.
 * @param before only months before this one: the month that runs would tell of the days
 */
export function disclose(all: readonly DemandCount[], before: string): Disclosure {
  const counts = all.filter((one) => one.count > 0 && one.month < before);
  if (counts.length === 0) return { blocks: [], rests: [], since: null };
  const since = counts.reduce((first, { month }) => (month < first ? month : first), before);
  const made = [...grouped(counts, (one) => `${one.type} ${one.area}`).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => series(own, since, monthsFrom(before, -1)));
  return {
    blocks: made.flatMap((one) => one.blocks),
    rests: made.flatMap((one) => one.rest ?? []),
    since,
  };
}
