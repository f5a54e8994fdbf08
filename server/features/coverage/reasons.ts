import { type Flag, flag } from './flags.ts';
import type { Cell } from './frame.ts';
import type { OfferLine } from './offerLines.ts';

/** Why, as a code and the values that go with it; the words are the page's, in four languages. */
export interface Reason {
  code: Flag | 'reached' | 'places';
  values: Record<string, string | number | null>;
}

export interface Weighing {
  line: OfferLine;
  cell: Cell;
  /** The standard for waiting. */
  weeks: number;
  /** Part of the inhabitants of the area from where it can be reached, 0 to 1. */
  share: number;
  /** The first day (YYYY-MM-DD) whose word still counts. */
  fresh: string;
}

const dayOf = (day: Date | null): string | null => day?.toISOString().slice(0, 10) ?? null;

const values: Partial<Record<Flag, (weighing: Weighing) => Reason['values']>> = {
  stopped: ({ line }) => ({ until: dayOf(line.until) }),
  planned: ({ line }) => ({ from: dayOf(line.from) }),
  excluded: ({ cell }) => ({ target: cell.target ?? null }),
  exclusionUnknown: ({ cell }) => ({ target: cell.target ?? null }),
  general: ({ cell }) => ({ target: cell.target ?? null }),
  old: ({ line, fresh }) => ({ asOf: line.asOf, fresh }),
  waiting: ({ line, weeks }) => ({
    weeks: line.waiting?.weeks ?? null,
    standard: weeks,
    countedOn: line.waiting?.countedOn ?? null,
  }),
  waitingOld: ({ line, fresh }) => ({ countedOn: line.waiting?.countedOn ?? null, fresh }),
  // How many wait says something to a reader, though no standard is in persons.
  waitingUnknown: ({ line }) => ({ persons: line.waiting?.persons ?? null }),
};

/** Everything that weighs on an entry, also what did not decide; then what speaks for it. */
export function reasonsOf(flags: number, weighing: Weighing): Reason[] {
  const against = (Object.keys(flag) as Flag[])
    .filter((code) => flags & flag[code])
    .map((code) => ({ code, values: values[code]?.(weighing) ?? {} }));
  return [
    ...against,
    { code: 'reached', values: { share: Math.round(weighing.share * 1000) / 1000 } },
    { code: 'places', values: { places: weighing.line.placeCount } },
  ];
}
