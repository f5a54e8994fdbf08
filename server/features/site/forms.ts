import { z } from 'zod';

/** Where to go on after the choice: an address of this site. */
export const languageForm = z.object({ to: z.string().max(2000).default('/') });
export type LanguageInput = z.infer<typeof languageForm>;
