import { z } from 'zod';
import { actorTypes } from '../../../../models/Organisation.ts';
import { areaOf } from '../../../geography/geography.ts';
import { groupKinds, headings } from './choice.ts';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(['', ...values], { error: 'network.errors.choice' }).default('');

const isNothingOrDay = (text: string): boolean => text === '' || z.iso.date().safeParse(text).success;

/** What of the network is shown, and on which day; '' is everything, today. What is not there is said, not passed over. */
export const pictureForm = z.object({
  on: z.string({ error: 'network.errors.day' }).refine(isNothingOrDay, 'network.errors.day').default(''),
  kind: oneOf(groupKinds),
  sector: oneOf(headings),
  type: oneOf(actorTypes),
  area: z
    .string({ error: 'network.errors.area' })
    .refine((nis) => nis === '' || areaOf(nis) !== undefined, 'network.errors.area')
    .default(''),
  seats: oneOf(['some', 'none']),
  focus: z.string({ error: 'network.errors.focus' }).max(80, 'network.errors.focus').default(''),
});
export type PictureInput = z.infer<typeof pictureForm>;
