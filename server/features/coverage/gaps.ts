import type { Candidate } from './candidates.ts';
import type { Decision, Ground, Verdict } from './decision.ts';
import { lineClasses } from './flags.ts';
import {
  type Axis,
  cellKey,
  type Dimension,
  dimensions,
  type Expectation,
  type Frame,
  kindsOf,
} from './frame.ts';
import { cellsOf, type Look, type Matrix, type MatrixCell } from './matrix.ts';
import { type Territory, territoriesAt } from './territories.ts';

/** How much is missing, 0 to 1. Not known is no gap: it is something to ask first. */
const severity: Record<Verdict, number> = {
  nothing: 1,
  excluded: 0.9,
  acrossBorder: 0.7,
  waiting: 0.6,
  thin: 0.5,
  unknown: 0,
  covered: 0,
};

const access: ReadonlySet<Ground> = new Set(['fewReached', 'outOfReach', 'excluded', 'acrossBorder']);

/** What kind of gap a cell would be that is not covered. */
export function gapKindOf({ verdict, ground }: Pick<Decision, 'verdict' | 'ground'>) {
  if (verdict === 'nothing') return 'missing';
  return access.has(ground) ? 'access' : 'insufficient';
}

/** The areas of a level an expectation holds for. */
export const areasOf = ({ level, within }: Pick<Expectation, 'level' | 'within'>): Territory[] =>
  territoriesAt(level).filter(
    ({ around }) => within === undefined || within.some((nis) => around.includes(nis)),
  );

const sourceOf = { type: 'types', age: 'ages', target: 'targets', setting: 'settings' } as const;

function axesOf(expected: Expectation): Axis[] {
  return dimensions.flatMap((dimension: Dimension) => {
    const values = dimension === 'problem' ? undefined : expected[sourceOf[dimension]];
    return values ? [{ dimension, values }] : [];
  });
}

function candidateOf(one: MatrixCell, weight: number, population: number, frame: Frame): Candidate {
  const counts = lineClasses.map((lineClass, at) => [lineClass, one.counts[at]!] as const);
  return {
    key: `gap/${cellKey(one.cell)}`,
    kind: gapKindOf(one),
    cell: one.cell,
    score: severity[one.verdict] * weight * population,
    reasons: [
      { code: one.ground, values: { verdict: one.verdict, share: one.share, places: one.places } },
      { code: 'expected', values: { frame: frame.id, version: frame.version, weight } },
      { code: 'population', values: { population } },
      { code: 'entries', values: Object.fromEntries(counts.filter(([, count]) => count > 0)) },
    ],
  };
}

/** Where the frame expects something, the look that answers whether it is there. @param day YYYY-MM-DD */
export const expectedLook = (expected: Expectation, frame: Frame, day: string): Look => ({
  ...{ areas: areasOf(expected), axes: axesOf(expected), filters: {} },
  ...{ frame, day },
});

/**
 * Expected cells that are empty or insufficient, in no order: how much is missing, times the people who live there,
 * times how much it matters to the frame. A cell two expectations speak of comes once, with the higher score.
 * @param day YYYY-MM-DD
 * @param matrixOf the entries by a look
 */
export function gapCandidates(matrixOf: (look: Look) => Matrix, frame: Frame, day: string): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const expected of frame.expected) {
    const look = expectedLook(expected, frame, day);
    if (look.areas.length === 0 || kindsOf(expected).length === 0) continue;
    const population = new Map(look.areas.map((one) => [one.code, one.population]));
    for (const one of cellsOf(matrixOf(look))) {
      if (severity[one.verdict] === 0) continue;
      const candidate = candidateOf(one, expected.weight, population.get(one.cell.area) ?? 0, frame);
      if ((found.get(candidate.key)?.score ?? -1) < candidate.score) found.set(candidate.key, candidate);
    }
  }
  return [...found.values()];
}
