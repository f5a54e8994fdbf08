import { z } from 'zod';
import { day } from '../../../core/forms.ts';

export { type ChangeInput, changeForm } from '../register/forms.ts';

const text = (maximum: number) => z.string().max(maximum).catch('').default('');

export const lists = ['tasks', 'meanings'] as const;

/** What the page shows: anything it does not know is what one gets without asking. */
export const wordsForm = z.object({
  platform: text(10),
  list: z.enum(lists).catch('tasks').default('tasks'),
});
export type WordsInput = z.infer<typeof wordsForm>;

/** What a new one begins with: for which platform, and the task or word of another that it stands beside. */
export const beginForm = z.object({ platform: text(10), beside: text(40) });
export type BeginInput = z.infer<typeof beginForm>;

export const endForm = z.object({
  until: z.string('forms.required').min(1, 'forms.required').pipe(day),
  base_until: z.coerce.number({ error: 'forms.invalid' }).int().min(0).max(1e9),
});
export type EndInput = z.infer<typeof endForm>;
