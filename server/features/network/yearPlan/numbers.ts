import type { WorkPointRecord } from '../../../../models/WorkPoint.ts';
import { workPointGroups } from '../../../../models/yearPlanFields.ts';

/** The letter before a number, as Antwerp prints it; a plan without groups has none. */
const letterOf = (group: string): string =>
  ['A', 'B', 'C'][(workPointGroups as readonly string[]).indexOf(group)] ?? '';

const figureOf = (number: string): number => Number(/\d+/.exec(number)?.[0] ?? 0);

/**
 * The number a new point gets: the letter of its group and one more than the highest there is. Figures go on through the
 * groups, so that each is given once; a number is never given again, also when its group changes.
 */
export const nextNumber = (points: readonly Pick<WorkPointRecord, 'number'>[], group: string): string =>
  `${letterOf(group)}${Math.max(0, ...points.map((one) => figureOf(one.number))) + 1}`;

/** Points in the order of the plan; what it does not name comes last. */
export function inOrder<Point extends Pick<WorkPointRecord, '_id'>>(
  points: readonly Point[],
  order: readonly string[],
): Point[] {
  const placeOf = new Map(order.map((id, at) => [id, at]));
  const at = ({ _id }: Point): number => placeOf.get(_id) ?? order.length;
  return [...points].sort((a, b) => at(a) - at(b));
}
