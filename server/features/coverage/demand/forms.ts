import { z } from 'zod';
import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';

/** What the table shows: anything it does not know is everything. */
export const demandForm = z.object({
  platform: z.string().max(10).catch('').default(''),
  age: z
    .enum(['', ...ageGroups])
    .catch('')
    .default(''),
  target: z
    .enum(['', ...targetGroups])
    .catch('')
    .default(''),
  period: z.enum(['all', 'year']).catch('all').default('all'),
});
export type DemandInput = z.infer<typeof demandForm>;
