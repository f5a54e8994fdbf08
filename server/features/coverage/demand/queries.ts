import type { House } from '../../../core/house.ts';
import { whereabouts } from '../../../geography/geography.ts';
import { type Demand, monthOf } from './demand.ts';
import { type Block, type Disclosure, disclose, type Rest } from './disclosure.ts';
import { everyCount } from './tally.ts';

export { type Demand, monthOf };

/** Which searches; an empty list or month asks about all. */
export interface DemandAsked {
  /** Codes of kinds of help. */
  types?: readonly string[];
  /** NIS codes of areas of any level. */
  areas?: readonly string[];
  ages?: readonly string[];
  targets?: readonly string[];
  /** Months, YYYY-MM, both included. */
  from?: string;
  until?: string;
}

/** How often help was looked for and not found, as it may be shown. */
export interface DemandAnswer {
  /** Exactly what was asked about: 0, or five and more. */
  counted: number;
  /** Not told apart from others: they may be of what was asked about, or not. 0, or five and more. */
  together: number;
  /** There is something besides, fewer than five for each kind of help and arrondissement. */
  few: boolean;
  /** First month that counted, null when nothing did yet. */
  since: string | null;
  /** What stood in the way of those counted; null for what is not told apart. */
  obstacles: { obstacle: Demand['obstacle'] | null; count: number }[];
}

/** All of it, part of it, or none of it is what was asked about. */
type Share = 'all' | 'part' | 'none';

function shareOfArea(area: string, asked: readonly string[]): Share {
  if (asked.length === 0) return 'all';
  const around = Object.values(whereabouts(area));
  if (asked.some((one) => around.includes(one))) return 'all';
  return asked.some((one) => whereabouts(one).arrondissement === area) ? 'part' : 'none';
}

function shareOfGroup(value: string | null, asked: readonly string[]): Share {
  if (asked.length === 0) return 'all';
  if (value === null) return 'part';
  return asked.includes(value) ? 'all' : 'none';
}

function shareOfMonths({ from, until }: Pick<Rest, 'from' | 'until'>, asked: DemandAsked): Share {
  const [first, last] = [asked.from || '0000-00', asked.until || '9999-99'];
  if (until < first || from > last) return 'none';
  return from >= first && until <= last ? 'all' : 'part';
}

function share(of: Rest & Partial<Pick<Block, 'age' | 'target'>>, asked: DemandAsked): Share {
  const shares = [
    shareOfGroup(of.type, asked.types ?? []),
    shareOfArea(of.area, asked.areas ?? []),
    shareOfGroup(of.age ?? null, asked.ages ?? []),
    shareOfGroup(of.target ?? null, asked.targets ?? []),
    shareOfMonths(of, asked),
  ];
  return shares.includes('none') ? 'none' : shares.includes('part') ? 'part' : 'all';
}

const total = (blocks: readonly Block[]): number => blocks.reduce((sum, one) => sum + one.count, 0);

/** What the counts say about one question; for a page that asks many, `disclosedDemand` is read once. */
export function demandIn({ blocks, rests, since }: Disclosure, asked: DemandAsked): DemandAnswer {
  const own = blocks.filter((one) => share(one, asked) === 'all');
  const kinds = [...new Set(own.map((one) => one.obstacle))];
  return {
    counted: total(own),
    together: total(blocks.filter((one) => share(one, asked) === 'part')),
    few: rests.some((one) => share(one, asked) !== 'none'),
    since,
    obstacles: kinds
      .map((obstacle) => ({ obstacle, count: total(own.filter((one) => one.obstacle === obstacle)) }))
      // What is not told apart comes last.
      .sort((a, b) => Number(a.obstacle === null) - Number(b.obstacle === null) || b.count - a.count),
  };
}

/** What may be shown of the counts now: of months that are over. @throws KeyUnavailable */
export const disclosedDemand = async (house: Pick<House, 'keys' | 'clock'>): Promise<Disclosure> =>
  disclose(await everyCount(house.keys), monthOf(house.clock.now()));

/** How often help was looked for in vain. @throws KeyUnavailable */
export const unmetDemandOf = async (
  house: Pick<House, 'keys' | 'clock'>,
  asked: DemandAsked,
): Promise<DemandAnswer> => demandIn(await disclosedDemand(house), asked);
