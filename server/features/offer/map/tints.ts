/** How many steps of tint there are; more is further from the ground. */
const most = 5;

/**
 * The last number of each step between the lowest and the highest that there is, both above 0. The steps grow in
 * proportion, so that one large city does not make all else pale.
 */
export function tintSteps(lowest: number, highest: number): number[] {
  if (highest < 1) return [];
  const span = highest - lowest + 1;
  if (span <= most) return Array.from({ length: span }, (_none, at) => lowest + at);
  const ends = Array.from({ length: most }, (_none, at) =>
    Math.ceil(lowest * (highest / lowest) ** ((at + 1) / most) - 1e-9),
  );
  return [...new Set(ends)];
}

/** The class of a number's tint; what is not there at all has a pattern of its own. */
export function tintOf(count: number, steps: readonly number[]): string {
  if (count === 0) return 'none';
  return `s${classOf(
    steps.findIndex((end) => count <= end),
    steps.length,
  )}`;
}

/** Few steps are spread over the tints, so that one and two can be told apart. */
const classOf = (step: number, steps: number): number =>
  steps === 1 ? 3 : 1 + Math.round((step * (most - 1)) / (steps - 1));

/** Each step with the numbers it stands for. */
export const legendOf = (
  steps: readonly number[],
  lowest: number,
): { tint: string; from: number; to: number }[] =>
  steps.map((to, at) => ({ tint: tintOf(to, steps), from: at === 0 ? lowest : steps[at - 1]! + 1, to }));

/** Whether what is written over a tint has to be light. */
export const isDeep = (tint: string): boolean => tint === 's4' || tint === 's5';
