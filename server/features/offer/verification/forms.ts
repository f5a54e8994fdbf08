import { z } from 'zod';
import type { EntryKind, EntryRef } from './queries.ts';

/** Entries one act may confirm: what one person can have looked at. */
export const mostAtOnce = 500;

const kinds: Record<string, EntryKind> = { sites: 'site', units: 'unit', modules: 'module' };

/** `modules/<id>`, as the ticks of the list name entries. */
const entry = z.string().transform((text, context): EntryRef => {
  const [, plural = '', id = ''] = /^([a-z]{1,10})\/([\w-]{1,80})$/.exec(text) ?? [];
  const kind = kinds[plural];
  if (kind) return { kind, id };
  context.addIssue({ code: 'custom', message: 'forms.invalid', path: [] });
  return z.NEVER;
});

const page = z
  .string()
  .regex(/^[1-9]\d{0,4}$/)
  .transform(Number)
  .catch(1);

/** Which of the organisations, and which page; what cannot be used is the first page of everything. */
export const listForm = z.object({ organisation: z.string().max(80).catch(''), page });
export type ListInput = z.infer<typeof listForm>;

/** The ticks of the list. One tick comes as a text, several as a list. */
export const selectionForm = listForm.extend({
  entry: z
    .union([z.array(z.string()), z.string().transform((one) => [one])], 'verification.errors.noneTicked')
    .pipe(z.array(entry).max(mostAtOnce, 'verification.errors.tooMany'))
    .transform((entries) => [...new Map(entries.map((one) => [one.id, one])).values()]),
});
export type SelectionInput = z.infer<typeof selectionForm>;
