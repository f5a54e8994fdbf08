import { z } from 'zod';
import { circuitStatuses } from '../../../../models/circuitFields.ts';

export { type ChangeInput, changeForm } from '../register/forms.ts';

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

/** What the list shows: anything it does not know is everything that is not over. */
export const listForm = z.object({
  platform: text(10),
  status: z
    .enum(['current', 'all', ...circuitStatuses])
    .catch('current')
    .default('current'),
});
export type ListInput = z.infer<typeof listForm>;

/** Looking for a module, for a new part or for one that is there. */
export const moduleForm = z.object({ q: text(100), part: text(40) });
export type ModuleInput = z.infer<typeof moduleForm>;

/** What a form begins with: the module that was chosen, the part it is about. */
export const itemForm = z.object({ module: text(40), part: text(40) });
export type ItemInput = z.infer<typeof itemForm>;

export const placeForm = z
  .object({ before: text(40), after: text(40) })
  .refine((input) => (input.before === '') !== (input.after === ''), {
    path: ['place'],
    message: 'circuits.errors.place',
  });
export type PlaceInput = z.infer<typeof placeForm>;
