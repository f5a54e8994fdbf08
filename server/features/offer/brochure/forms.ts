import { z } from 'zod';
import { type Asked, offerSearchForm } from '../forms.ts';

/** What a brochure is made of: the entries that were gathered, or everything a search gives. */
export interface AskedBrochure extends Asked {
  of: 'picks' | 'result';
}

const source = z.object({ of: z.enum(['picks', 'result']).catch('picks') });

/** Never refuses, as the directory itself. */
export const brochureForm = z.unknown().transform((query): AskedBrochure => {
  const asked = (query ?? {}) as Record<string, unknown>;
  return { ...offerSearchForm.parse(asked), ...source.parse(asked) };
});
