import { z } from 'zod';
import { ageGroups, targetGroups } from '../../../../models/CareModule.ts';
import { obstacles } from '../../../../models/UnmetDemand.ts';

export const searchForm = z.object({
  type: z.string({ error: 'cases.search.errors.type' }).min(1, 'cases.search.errors.type').max(60),
  /** A municipality, postcode or arrondissement as somebody types it. */
  place: z.string({ error: 'cases.search.errors.place' }).trim().min(1, 'cases.search.errors.place').max(100),
  age: z.enum(ageGroups, { error: 'cases.search.errors.age' }),
  target: z.enum(['', ...targetGroups], { error: 'forms.invalid' }).default(''),
  obstacle: z.enum(obstacles, { error: 'cases.search.errors.obstacle' }),
});
export type SearchInput = z.infer<typeof searchForm>;
