import { z } from 'zod';

/** A form of the catalogue: which inputs it may hold is for the fields of the record to say. */
export const entryForm = z.record(z.string(), z.unknown());
export type EntryInput = z.infer<typeof entryForm>;

const optionalDay = z.union([z.literal(''), z.iso.date('forms.dateInvalid')]).default('');

/** Two days to compare; empty is the beginning, or today. */
export const historyForm = z.object({ from: optionalDay, to: optionalDay });
export type HistoryInput = z.infer<typeof historyForm>;

/** Which step, which field of it, and the version of the field that was seen. */
export const restorationForm = z.object({
  step: z.uuid('forms.invalid'),
  field: z.string().max(60),
  base: z.coerce.number().int().min(0).max(1e9),
});
export type RestorationInput = z.infer<typeof restorationForm>;
