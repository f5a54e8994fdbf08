import type { Candidate } from './candidates.ts';
import { type Cell, cellKey, type Frame, type Kind, type Transition } from './frame.ts';
import { areasOf } from './gaps.ts';
import type { OfferLine } from './offerLines.ts';
import type { Territory } from './territories.ts';
import { type CellVerdict, verdict } from './verdict.ts';
import { aboutKind, apart } from './weighing.ts';

/** A way on that was agreed: from one organisation to another, for a transition of the frame. */
export interface Passage {
  transition: string;
  from: string;
  to: string;
}

/** Entries people are helped by today, or could be, whatever hinders. */
const there: ReadonlySet<string> = new Set([
  'covers',
  'general',
  'outOfReach',
  'waiting',
  'acrossBorder',
  'unknown',
]);

type ByOrganisation = ReadonlyMap<string, string | null>;

function organisationsIn({ entries }: CellVerdict, organisations: ByOrganisation): Set<string> {
  const ids = entries
    .filter((one) => there.has(one.lineClass))
    .map((one) => organisations.get(one.id) ?? null);
  return new Set(ids.filter((id) => id !== null));
}

/** One side of a transition: its entries are looked for once, and then weighed in each area. */
function side(kind: Kind, lines: readonly OfferLine[], frame: Frame, day: string) {
  const about = lines.filter((line) => aboutKind(line, kind) !== apart);
  const organisations: ByOrganisation = new Map(about.map((line) => [line.id, line.organisation]));
  return (where: Territory) => {
    const found = verdict({ ...kind, area: where.code }, about, frame, day, where);
    return { found, organisations: organisationsIn(found, organisations) };
  };
}

type Side = ReturnType<ReturnType<typeof side>>;

/** Why nobody gets from here to there; null when people do, or when nobody is helped here to begin with. */
function brokenBy(from: Side, to: Side, passages: readonly Passage[]): Candidate['reasons'][number] | null {
  if (!from.found.entries.some((one) => there.has(one.lineClass))) return null;
  const { verdict: answer, ground } = to.found;
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
 * @param day YYYY-MM-DD
 */
export function transitionCandidates(
  lines: readonly OfferLine[],
  frame: Frame,
  day: string,
  passages: readonly Passage[],
): Candidate[] {
  return frame.transitions.flatMap((transition) => {
    const [from, to] = [transition.from, transition.to].map((kind) => side(kind, lines, frame, day));
    const agreed = passages.filter((one) => one.transition === transition.code);
    return areasOf(transition).flatMap((where) => {
      const reason = brokenBy(from!(where), to!(where), agreed);
      return reason ? [candidateOf(transition, where, reason)] : [];
    });
  });
}
