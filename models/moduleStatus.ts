import type { CareModuleRecord } from './CareModule.ts';
import type { OfferStatus } from './CareUnit.ts';

const dayOf = (day: Date): string => day.toISOString().slice(0, 10);

/**
 * The state on a day (YYYY-MM-DD): a module past its last day has stopped, whatever was written down before. First
 * and last day count in full; they are stored as midnight UTC.
 */
export function statusOn(
  { status, from, until }: Pick<CareModuleRecord, 'status' | 'from' | 'until'>,
  today: string,
): OfferStatus {
  if (status === 'stopped' || (until !== null && dayOf(until) < today)) return 'stopped';
  if (status === 'planned' || (from !== null && dayOf(from) > today)) return 'planned';
  return 'active';
}
