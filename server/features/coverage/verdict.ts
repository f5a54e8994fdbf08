import { type Asked, type Decision, decide } from './decision.ts';
import { classOf, type LineClass, lineClasses } from './flags.ts';
import { type Cell, type Frame, standardFor, wantedBy } from './frame.ts';
import type { OfferLine } from './offerLines.ts';
import { placer } from './placement.ts';
import { type Reason, reasonsOf } from './reasons.ts';
import { addEntry, addUp, emptySums, emptyTally } from './sums.ts';
import { inhabitantsOf, type Territory, territory } from './territories.ts';
import { aboutKind, apart, freshFrom, standardType, stateOf, waitOf } from './weighing.ts';

/** One entry of a cell: what it is to these people here, and everything that weighs, by codes and values. */
export interface Weighed {
  id: string;
  lineClass: LineClass;
  reasons: Reason[];
}

export interface CellVerdict extends Decision {
  /** The best first; within a class by id. */
  entries: Weighed[];
  /** How many there are beside those. */
  more: number;
  population: number;
  /** Beds and places of what covers, as far as counted. */
  places: number;
}

export const askedOf = (frame: Frame, cell: Cell, where: Territory): Asked => ({
  population: where.population,
  share: frame.travel.share,
  per10000: wantedBy(frame)(cell, where.level, where.around),
});

/** An entry of a cell, before anybody asks why. */
interface Found {
  line: OfferLine;
  rank: number;
  flags: number;
  weeks: number;
  reached: readonly number[];
}

const bestFirst = (a: Found, b: Found): number => a.rank - b.rank || (a.line.id < b.line.id ? -1 : 1);

/**
 * What one cell comes to on a day, and why, entry by entry. A registered entry is no coverage: status, who is
 * turned away, what is not known, the age of the data, distance, waiting list and border weigh, in that order
 * (`classOf`); the best entries decide, then how many people reach them and how much there is (`decide`).
 * @param day YYYY-MM-DD
 * @param where the zone, when the area of the cell is one
 * @param most of how many entries, the best first, it is told why
 * @throws RangeError when the area is none of Belgium's and no zone is given
 */
export function verdict(
  cell: Cell,
  lines: Iterable<OfferLine>,
  frame: Frame,
  day: string,
  where: Territory = territory(cell.area),
  most = Number.POSITIVE_INFINITY,
): CellVerdict {
  const fresh = freshFrom(day, frame.months);
  const placed = placer([where], frame);
  const aboutCell = aboutKind(cell);
  const sums = emptySums([where], 1);
  const found: Found[] = [];
  for (const line of lines) {
    const about = aboutCell(line);
    if (about === apart) continue;
    const type = standardType(line, cell.type);
    const [standing] = placed(type)(line);
    if (!standing) continue;
    const weeks = standardFor(frame.waiting.weeks, type);
    const flags = about | standing.flags | stateOf(line, day, fresh) | waitOf(line, weeks, fresh);
    const rank = classOf(flags, frame.waiting.mustBeKnown);
    addEntry(sums, 0, rank, line.placeCount, standing, 1);
    found.push({ line, rank, flags, weeks, reached: standing.reached });
  }
  const tally = addUp(sums, 0, [0], emptyTally());
  const told = found.sort(bestFirst).slice(0, most);
  return {
    ...decide(tally, askedOf(frame, cell, where)),
    entries: told.map(({ line, rank, flags, weeks, reached }) => {
      const share = where.population === 0 ? 0 : inhabitantsOf(reached) / where.population;
      const reasons = reasonsOf(flags, { line, cell, weeks, share, fresh });
      return { id: line.id, lineClass: lineClasses[rank]!, reasons };
    }),
    more: found.length - told.length,
    population: where.population,
    places: tally.places,
  };
}
