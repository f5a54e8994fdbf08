import { z } from 'zod';
import type { Place } from '../../../public/scripts/live/protocol.ts';
import { longestQuote } from '../../../public/scripts/live/remarks/anchors.ts';
import { lines } from '../../core/forms.ts';
import { place } from '../messages.ts';

const asked = 'live.remarks.errors.passage';

/** A place in the text, as JSON in one field of a form. */
const placeField = z
  .string(asked)
  .max(400, asked)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: asked });
      return z.NEVER;
    }
  })
  .pipe(place)
  .transform(({ item, assoc = 0 }, context): Place => {
    if (item) return { item, assoc };
    context.addIssue({ code: 'custom', message: asked });
    return z.NEVER;
  });

/** Which passage: only a script knows. */
export const passageFields = { start: placeField, end: placeField };

/** What somebody says. */
export const said = lines(2000).pipe(z.string().min(1, 'forms.required'));

/** Why, where nobody has to say so. */
export const reason = lines(600).default('');

/** The words that stood there, letter by letter, so that nothing is proposed for words that changed meanwhile. */
export const quote = z.string(asked).min(1, asked).max(longestQuote, 'live.remarks.errors.long');

/** Other words for a passage; empty to delete it. */
export const proposal = lines(longestQuote).default('');
