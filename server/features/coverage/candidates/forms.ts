import { z } from 'zod';
import { lines, tick } from '../../../core/forms.ts';
import { refuseInsz } from '../../../fields/insz.ts';

export const candidateLists = ['gaps', 'overlaps'] as const;
export type CandidateList = (typeof candidateLists)[number];

/** So many are shown at first, and so many more each time. */
export const portion = 50;

/** What the page shows: anything it does not know is what one gets without asking. */
export const candidatesForm = z.object({
  platform: z.string().max(10).catch('').default(''),
  list: z.enum(candidateLists).catch('gaps').default('gaps'),
  shown: z.coerce.number().int().min(portion).max(10_000).catch(portion).default(portion),
});
export type CandidatesInput = z.infer<typeof candidatesForm>;

const day = z
  .string('forms.required')
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'forms.dateInvalid')
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text, 'forms.dateInvalid');

export const dismissalForm = z
  .object({
    key: z.string().min(1).max(300),
    list: z.enum(candidateLists).catch('gaps').default('gaps'),
    why: lines(1000).pipe(z.string().min(1, 'forms.required')),
    until: day,
    inszKept: tick,
  })
  .transform((input) => {
    refuseInsz(input);
    return input;
  });
export type DismissalInput = z.infer<typeof dismissalForm>;

export const takingBackForm = z.object({
  key: z.string().min(1).max(300),
  list: z.enum(candidateLists).catch('gaps').default('gaps'),
});
export type TakingBackInput = z.infer<typeof takingBackForm>;
