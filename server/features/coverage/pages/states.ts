import { type Decision, type Ground, verdicts } from '../decision.ts';
import { type LineClass, placeOf } from '../flags.ts';
import type { MatrixCellAnswer } from '../service/asked.ts';

/** How a cell is shown: an icon and a tint, beside its word and its number. */
export interface State {
  /** `coverage.state.` with this is its word. */
  code: string;
  icon: string;
  /** In the matrix. */
  tint: string;
  /** On the map. */
  fill: string;
}

const state = (code: string, icon: string, tint: string, fill: string): State => ({ code, icon, tint, fill });

/** From the best. What is planned is not there yet, and people want to see that it comes. */
export const states: readonly State[] = [
  state('covered', 'cover-3', 'lv-3', 's4'),
  state('thin', 'cover-2', 'lv-2', 's2'),
  state('waiting', 'cover-waiting', 'lv-1', 's1'),
  state('acrossBorder', 'cover-across', 'lv-1', 's1'),
  state('unknown', 'cover-unknown', 'lv-x', 'none'),
  state('excluded', 'cover-excluded', 'lv-0', 's0'),
  state('planned', 'cover-plan', 'lv-0', 's0'),
  state('nothing', 'cover-0', 'lv-0', 's0'),
];

const byCode = new Map(states.map((one) => [one.code, one]));

export const stateOf = ({ verdict, ground }: { verdict: string; ground: string }): State =>
  byCode.get(ground === 'planned' ? 'planned' : verdict)!;

const classOfGround: Readonly<Record<Ground, LineClass | null>> = {
  covering: 'covers',
  fewReached: 'covers',
  tooFewPlaces: 'covers',
  placesUnknown: 'covers',
  general: 'general',
  outOfReach: 'outOfReach',
  waiting: 'waiting',
  acrossBorder: 'acrossBorder',
  unknown: 'unknown',
  excluded: 'excluded',
  planned: 'planned',
  stopped: 'stopped',
  unregistered: null,
};

/** How many entries a verdict rests on: those that are no more than registered would make a cell look better than it is. */
export function entriesBehind({ ground, counts }: MatrixCellAnswer): number {
  const lineClass = classOfGround[ground];
  return lineClass === null || lineClass === 'stopped' ? 0 : (counts[placeOf(lineClass)] ?? 0);
}

export const differs = (one: Decision, other: Decision): boolean =>
  one.verdict !== other.verdict || one.ground !== other.ground;

/** Whether what it came to is better, worse, or otherwise the same. */
export function directionOf(from: Decision, to: Decision): 'better' | 'worse' | 'same' {
  const steps = verdicts.indexOf(from.verdict) - verdicts.indexOf(to.verdict);
  if (steps === 0) return 'same';
  return steps > 0 ? 'better' : 'worse';
}
