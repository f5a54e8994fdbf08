import { createHash } from 'node:crypto';
import type {
  StandardContent,
  StandardExpectation,
  StandardKind,
  StandardTransition,
} from '../../../../models/StandardVersion.ts';
import type { LocalisedText } from '../../../core/i18n.ts';

/** What a version of a standard says, before it is one. */
export interface Draft {
  names: LocalisedText;
  content: StandardContent;
}

/** Rows of a standard at most: more than these nobody can look over. */
export const most = { expected: 20, transitions: 10, obstacles: 10 } as const;
export type RowKind = keyof typeof most;

const list = (values: readonly string[] | undefined): string[] | null => (values ? [...values].sort() : null);

/** What an expectation is about, as one text: two of them with the same are the same. */
export const expectationKey = ({
  level,
  types,
  ages,
  targets,
  settings,
  within,
}: StandardExpectation): string =>
  JSON.stringify([level, list(types), list(ages), list(targets), list(settings), list(within)]);

const side = ({ type, setting, age, target }: StandardKind): (string | null)[] =>
  [type, setting, age, target].map((one) => one ?? null);

export const transitionKey = ({
  level,
  from,
  to,
  within,
}: Omit<StandardTransition, 'code' | 'weight'>): string =>
  JSON.stringify([level, side(from), side(to), list(within)]);

/**
 * The code of a transition: that of the same one in what the draft was begun from, else made from what it says, so that
 * dismissed candidates and agreed ways stay with it from version to version.
 */
export function transitionCode(
  transition: Omit<StandardTransition, 'code' | 'weight'>,
  before: readonly StandardTransition[],
): string {
  const key = transitionKey(transition);
  const same = before.find((one) => transitionKey(one) === key);
  return same?.code ?? `way-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}
