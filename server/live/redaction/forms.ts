import { z } from 'zod';
import { findInsz } from '../../../public/scripts/inszCheck.ts';
import { line, lines } from '../../core/forms.ts';
import { place } from '../history/forms.ts';

/** Shorter words stand in too many others to be taken out everywhere. */
const shortest = { everywhere: 4, inReason: 3 };
const mostLines = 50;

/** Each line is looked for by itself, since words are looked for inside lines. */
const words = lines(4000).transform((text) => [
  ...new Set(
    text
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
]);

const asked = {
  words,
  /** In the line they were chosen in, or everywhere. */
  where: z.enum(['here', 'everywhere']).default('everywhere'),
  line: z.preprocess((value) => (value === '' ? undefined : value), place.optional()),
};

function findable(input: { words: string[]; where: string; line?: unknown }, context: z.RefinementCtx): void {
  const wrong = (path: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (!Array.isArray(input.words)) return; // it was refused already
  if (input.words.length > mostLines) wrong('words', 'plans.redaction.errors.tooMany');
  if (input.where === 'here' && !input.line) wrong('where', 'plans.redaction.errors.where');
  const isShort = input.words.some((word) => word.length < shortest.everywhere);
  if (input.where === 'everywhere' && isShort) wrong('words', 'plans.redaction.errors.short');
}

/** What is looked for before anything is taken away; nothing yet for a page that is just opened. */
export const searchForm = z.object({ ...asked, words: words.default([]) }).superRefine(findable);
export type SearchInput = z.infer<typeof searchForm>;

/** Everyone reads the reason, so it must not say again what is taken away. */
function tellsNothing(input: { words: string[]; reason: string }, context: z.RefinementCtx): void {
  if (!Array.isArray(input.words)) return;
  const said = input.reason.toLocaleLowerCase();
  const repeats = input.words.some(
    (word) => word.length >= shortest.inReason && said.includes(word.toLocaleLowerCase()),
  );
  if (repeats)
    context.addIssue({ code: 'custom', path: ['reason'], message: 'plans.redaction.errors.repeats' });
}

export const redactionForm = z
  .object({
    ...asked,
    words: words.pipe(z.array(z.string()).min(1, 'forms.required')),
    reason: line(300).pipe(z.string().min(10, 'plans.redaction.errors.reason')),
  })
  .superRefine(findable)
  .superRefine(tellsNothing)
  .refine(({ reason }) => findInsz(reason).length === 0, { path: ['reason'], message: 'plans.inszFound' });
export type RedactionInput = z.infer<typeof redactionForm>;
