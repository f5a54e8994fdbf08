import { z } from 'zod';
import { day } from '../../../core/forms.ts';
import { dimensions } from './figures.ts';

const optionalDay = z
  .string('forms.dateInvalid')
  .refine((text) => text === '' || day.safeParse(text).success, 'forms.dateInvalid')
  .default('');

/** A year, or days; what is not a year or a dimension is taken for not said, as these are chosen by a link. */
export const participationForm = z.object({
  year: z
    .string()
    .regex(/^(19|20)\d{2}$/)
    .catch('')
    .default(''),
  from: optionalDay,
  until: optionalDay,
  by: z.enum(dimensions).catch('kind').default('kind'),
});
export type ParticipationInput = z.infer<typeof participationForm>;
