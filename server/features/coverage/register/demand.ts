import type { GapValues } from '../../../../models/gapFields.ts';
import type { SignedInVisit } from '../../../core/route.ts';
import { type DemandAnswer, type DemandAsked, demandIn } from '../demand/queries.ts';
import { demandOrNull, demandWords, rowWords } from '../demand/wording.ts';
import { isAge } from './references.ts';

/** The searches that are about the same as a gap; null when it does not say what or where, or is an overlap. */
export function askedBy({ kind, functions, to, areas, ages, targetGroups }: GapValues): DemandAsked | null {
  if (kind === 'overlap' || areas.length === 0) return null;
  const leadsTo = to !== '' && !isAge(to) ? [to] : [];
  const types = functions.length > 0 ? functions : leadsTo;
  // Who does not get from one age to the next looks for help of either.
  return types.length > 0 || kind === 'access' ? { types, areas, ages, targets: targetGroups } : null;
}

type Beside = Pick<SignedInVisit<unknown>, 'house' | 't' | 'language'>;

/** What was looked for in vain beside gaps, read once for a page; null while it cannot be read. */
export async function demandBeside(visit: Beside) {
  const found = await demandOrNull(visit.house);
  if (!found) return null;
  const answer = (values: GapValues): DemandAnswer | null => {
    const asked = askedBy(values);
    return asked && demandIn(found, asked);
  };
  return {
    words: (values: GapValues) => {
      const own = answer(values);
      return own && own.since !== null ? demandWords(visit, own) : null;
    },
    /** A few words for a list; null when nothing was looked for in vain, or too little to say how often. */
    short: (values: GapValues): string | null => {
      const own = answer(values);
      return own && own.counted > 0 ? rowWords(visit, own) : null;
    },
  };
}
