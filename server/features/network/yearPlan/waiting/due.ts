import type { WorkPointRecord } from '../../../../../models/WorkPoint.ts';
import type { YearPlanState } from '../../../../../models/YearPlan.ts';
import { inventoryQuestions } from '../../../../../models/yearPlanFields.ts';

/** How many days before its last one a point is told of. */
const ahead = 14;

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Points whose last day passed or comes within two weeks while somebody still has them to do, the longest passed first. */
export function passing<Point extends Pick<WorkPointRecord, 'values'>>(
  points: readonly Point[],
  today: string,
): Point[] {
  const until = daysAfter(today, ahead);
  return points
    .filter(({ values }) => ['planned', 'busy'].includes(values.state))
    .filter(({ values }) => values.until !== '' && values.until <= until)
    .sort((a, b) => a.values.until.localeCompare(b.values.until));
}

/**
 * How many of the eight questions of a year are due: from the day its plan is put before a government, which reads them
 * along with it, and from October on where it is not; none once the plan is closed.
 * @param state null where there is no plan of that year
 */
export function questionsDue(
  year: number,
  { state, answered }: { state: YearPlanState | null; answered: number },
  today: string,
): number {
  if (state === 'closed') return 0;
  const isDue = state === 'submitted' || state === 'reviewed' || today >= `${year}-10-01`;
  return isDue ? Math.max(0, inventoryQuestions.length - answered) : 0;
}
