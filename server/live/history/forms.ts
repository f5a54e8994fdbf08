import { z } from 'zod';
import { tick } from '../../core/forms.ts';

/** The number of a commit, as the address has it; nothing for none. */
export const moment = z
  .string()
  .regex(/^\d{0,15}$/, 'plans.history.errors.moment')
  .transform((text) => (text === '' ? undefined : Number(text)))
  .optional();

export const historyForm = z.object({
  at: moment,
  from: moment,
  to: moment,
  part: moment,
  /** Also what somebody wrote and deleted again in one go. */
  slips: tick,
  /** With a button at every line to choose words from it that are to go. */
  redact: tick,
});
export type HistoryInput = z.infer<typeof historyForm>;

const stretch = String.raw`\d{1,10}\.\d{1,10}\.\d{1,9}`;
export const place = z
  .string()
  .max(60_000)
  .regex(new RegExp(`^${stretch}(_${stretch})*$`), 'plans.history.errors.passage')
  .transform((text) =>
    text.split('_').map((one) => {
      const [client = 0, clock = 0, length = 0] = one.split('.').map(Number);
      return { client, clock, length };
    }),
  )
  .refine((list) => list.every(({ length }) => length > 0), 'plans.history.errors.passage');

/** Words that are gone, to their place; or the older wording of a whole line, under the one that stands. */
export const restorationForm = z
  .object({ passage: place.optional(), line: place.optional() })
  .refine((input) => input.passage || input.line, {
    path: ['passage'],
    message: 'plans.history.errors.passage',
  });
export type RestorationInput = z.infer<typeof restorationForm>;
