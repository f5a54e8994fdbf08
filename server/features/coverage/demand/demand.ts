import { z } from 'zod';
import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import { obstacles } from '../../../../models/UnmetDemand.ts';
import { brusselsDay } from '../../../core/i18n.ts';
import { areaOf } from '../../../geography/geography.ts';

/** A month as YYYY-MM. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Everything that crosses from a case to the counts. Another field is refused, whatever it holds. */
export const demandShape = z.strictObject({
  /** Code of the taxonomy. */
  type: z.string().regex(/^[a-z][a-z_]{1,40}$/),
  /** NIS code of an arrondissement: nothing narrower. */
  area: z.string().refine((nis) => areaOf(nis)?.level === 'arrondissement'),
  age: z.enum(ageGroups),
  /** At most one sub-group; '' for none. */
  target: z.enum(['', ...targetGroups]),
  obstacle: z.enum(obstacles),
  month,
});
export type Demand = z.infer<typeof demandShape>;

/** So many of one kind. */
export interface DemandCount extends Demand {
  count: number;
}

export const monthOf = (instant: Date): string => brusselsDay(instant).slice(0, 7);

/** The month so many before or after this one. */
export function monthsFrom(start: string, by: number): string {
  const [year = 0, number = 0] = start.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
