import type { Candidate } from './candidates.ts';
import { type Decision, decide } from './decision.ts';
import { classOf, placeOf } from './flags.ts';
import { type Cell, cellKey, type Frame, type Kind, standardFor, type Transition } from './frame.ts';
import { areasOf } from './gaps.ts';
import type { OfferLine } from './offerLines.ts';
import { placer } from './placement.ts';
import { addEntry, addUp, emptySums, emptyTally } from './sums.ts';
import type { Territory } from './territories.ts';
import { askedOf } from './verdict.ts';
import { aboutKind, apart, freshFrom, standardType, stateOf, waitOf } from './weighing.ts';

/** A way on that was agreed: from one organisation to another, for a transition of the frame. */
export interface Passage {
  transition: string;
  from: string;
  to: string;
}

/** Entries people are helped by today, or could be, whatever hinders. */
const there: ReadonlySet<number> = new Set(
  (['covers', 'general', 'outOfReach', 'waiting', 'acrossBorder', 'unknown'] as const).map(placeOf),
);

/** One end of a transition in an area. */
interface Side extends Decision {
  isThere: boolean;
  /** Of the entries that are there. */
  organisations: Set<string>;
}

/** One end of a transition in each of some areas: every entry is weighed once, in all areas it stands in. */
function sidesOf(
  kind: Kind,
  lines: Iterable<OfferLine>,
  frame: Frame,
  day: string,
  areas: readonly Territory[],
): Side[] {
  const fresh = freshFrom(day, frame.months);
  const placed = placer(areas, frame);
  const aboutCell = aboutKind(kind);
  const sums = emptySums(areas, 1);
  const found = areas.map(() => ({ isThere: false, organisations: new Set<string>() }));
  for (const line of lines) {
    const about = aboutCell(line);
    if (about === apart) continue;
    const type = standardType(line, kind.type);
    const weeks = standardFor(frame.waiting.weeks, type);
    const own = about | stateOf(line, day, fresh) | waitOf(line, weeks, fresh);
    for (const standing of placed(type)(line)) {
      const lineClass = classOf(own | standing.flags, frame.waiting.mustBeKnown);
      addEntry(sums, 0, lineClass, line.placeCount, standing, 1);
      if (!there.has(lineClass)) continue;
      const side = found[standing.at]!;
      side.isThere = true;
      if (line.organisation !== null) side.organisations.add(line.organisation);
    }
  }
  const tally = emptyTally();
  return areas.map((where, at) => ({
    ...found[at]!,
    ...decide(addUp(sums, at, [0], tally), askedOf(frame, { ...kind, area: where.code }, where)),
  }));
}

/** A transition of the frame, with both its ends in each area it is looked at. */
export interface Way {
  transition: Transition;
  areas: readonly Territory[];
  from: readonly Side[];
  to: readonly Side[];
}

/** The ways that the entries leave open. @param day YYYY-MM-DD */
export const waysOf = (lines: readonly OfferLine[], frame: Frame, day: string): Way[] =>
  frame.transitions.map((transition) => {
    const areas = areasOf(transition);
    const [from, to] = [transition.from, transition.to].map((kind) =>
      sidesOf(kind, lines, frame, day, areas),
    );
    return { transition, areas, from: from!, to: to! };
  });

/** Why nobody gets from here to there; null when people do, or when nobody is helped here to begin with. */
function brokenBy(from: Side, to: Side, passages: readonly Passage[]): Candidate['reasons'][number] | null {
  if (!from.isThere) return null;
  const { verdict: answer, ground } = to;
  if (!['covered', 'thin', 'unknown'].includes(answer))
    return { code: 'nowhereToGo', values: { verdict: answer, ground } };
  const joined =
    [...from.organisations].some((one) => to.organisations.has(one)) ||
    passages.some((way) => from.organisations.has(way.from) && to.organisations.has(way.to));
  if (joined) return null;
  return { code: 'nobodyJoins', values: { from: from.organisations.size, to: to.organisations.size } };
}

function candidateOf(
  { code, from, to, weight }: Transition,
  where: Territory,
  reason: Candidate['reasons'][number],
): Candidate {
  const cell: Cell = { ...from, area: where.code };
  return {
    key: `transition/${code}/${cellKey(cell)}`,
    kind: 'transition',
    cell,
    score: (reason.code === 'nowhereToGo' ? 0.8 : 0.4) * weight * where.population,
    reasons: [
      reason,
      { code: 'transition', values: { transition: code, ...to } },
      { code: 'population', values: { population: where.population } },
    ],
  };
}

/**
 * Transitions of the frame that break off: there is nothing to go on to, or both sides are there and neither one
 * organisation nor an agreement joins them. In no order.
 */
export function transitionCandidates(ways: readonly Way[], passages: readonly Passage[]): Candidate[] {
  return ways.flatMap(({ transition, areas, from, to }) => {
    const agreed = passages.filter((one) => one.transition === transition.code);
    return areas.flatMap((where, at) => {
      const reason = brokenBy(from[at]!, to[at]!, agreed);
      return reason ? [candidateOf(transition, where, reason)] : [];
    });
  });
}
