import type { ListDecisionRecord } from '../../../../models/ListDecision.ts';
import type { ListLine, Proposal } from '../../../../models/ReconciliationPart.ts';
import type { Stored } from '../upkeep/plain.ts';
import { type Difference, differenceKey, differencesWith } from './differences.ts';

/** Where a line stands: to compare, surely the same, perhaps, only in the list; only with us; done with. */
export const groups = ['differences', 'sure', 'perhaps', 'listOnly', 'oursOnly', 'done', 'aside'] as const;
export type Group = (typeof groups)[number];

/** A line with what was decided and what is still to be. */
export interface StandingLine {
  line: ListLine;
  decision: ListDecisionRecord | null;
  group: Exclude<Group, 'oursOnly'>;
  /** Without those a person said it is not. */
  proposals: Proposal[];
  /** Those nobody decided about; only of a line that is an organisation. */
  differences: Difference[];
}

/** What of the organisations a list is laid beside. */
export interface Ours {
  organisations: ReadonlyMap<string, Stored>;
  sites: ReadonlyMap<string, Stored[]>;
}

/** A difference is left as long as the list says the same. */
export const isLeft = (decision: ListDecisionRecord, one: Difference): boolean =>
  decision.left.some(({ field, value }) => field === differenceKey(one) && value === one.raw);

/** @param day of the list, YYYY-MM-DD. */
export function standingOf(
  line: ListLine,
  decision: ListDecisionRecord | null,
  ours: Ours,
  day: string,
): StandingLine {
  const not = new Set(decision?.not ?? []);
  const proposals = line.proposals.filter(
    (one) => !not.has(one.organisation) && ours.organisations.has(one.organisation),
  );
  const organisation =
    decision?.state === 'same' ? ours.organisations.get(decision.organisation ?? '') : undefined;
  if (decision && organisation) {
    const sites = ours.sites.get(organisation._id) ?? [];
    const differences = differencesWith(line.values, organisation, sites, day).filter(
      (one) => !isLeft(decision, one),
    );
    return { line, decision, group: differences.length > 0 ? 'differences' : 'done', proposals, differences };
  }
  const rest = { line, decision, proposals, differences: [] };
  if (decision?.state === 'aside') return { ...rest, group: 'aside' };
  const [first] = proposals;
  return { ...rest, group: first === undefined ? 'listOnly' : first.isSure ? 'sure' : 'perhaps' };
}

/** What was decided about lines, by every key of theirs. */
export function decisionsByKey(decisions: readonly ListDecisionRecord[]): Map<string, ListDecisionRecord> {
  return new Map(decisions.flatMap((one) => one.keys.map((key) => [key, one] as const)));
}

export const decisionOn = (
  { keys }: Pick<ListLine, 'keys'>,
  decisions: ReadonlyMap<string, ListDecisionRecord>,
): ListDecisionRecord | null =>
  keys.map((key) => decisions.get(key)).find((one) => one !== undefined) ?? null;
