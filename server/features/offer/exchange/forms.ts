import { z } from 'zod';
import { rowOutcomes } from '../../../../models/OfferImport.ts';
import { formats } from './limits.ts';

/** Whose offer: an organisation's id, `platform:` and a platform's, or `all`. */
export const exportForm = z.object({
  of: z.string('forms.required').min(1).max(80),
  format: z.enum([...formats, 'legend']),
});
export type ExportInput = z.infer<typeof exportForm>;

/** The file comes beside the form. */
export const importForm = z.object({ platform: z.string().max(80).default('') });
export type ImportInput = z.infer<typeof importForm>;

export const rowsForm = z.object({
  rows: z
    .enum([...rowOutcomes, 'left'])
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type RowsInput = z.infer<typeof rowsForm>;

/** Which value each disputed field gets, by `choiceName`: mine, theirs, or open; `all` says it for the whole page. */
export const choicesForm = z.looseObject({
  all: z.enum(['mine', 'theirs']).optional(),
  page: z.string().max(5).default('1'),
});
export type ChoicesInput = z.infer<typeof choicesForm>;
