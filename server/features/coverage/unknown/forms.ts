import { z } from 'zod';

/** So many are shown at first, and so many more each time. */
export const portion = 50;

/** Anything it does not know is what one gets without asking. */
export const unknownForm = z.object({
  platform: z.string().max(10).catch('').default(''),
  shown: z.coerce.number().int().min(portion).max(10_000).catch(portion).default(portion),
});
export type UnknownInput = z.infer<typeof unknownForm>;
