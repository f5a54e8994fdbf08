import { z } from 'zod';
import { line, lines, tick } from '../../../core/forms.ts';
import { languages } from '../../../core/i18n.ts';

/** Longest text in somebody's own words, and longest reason, in characters. */
const longest = { words: 2000, reason: 500, name: 100 };

const isEmail = (text: string): boolean => z.email().safeParse(text).success;

const optionalEmail = z
  .string()
  .trim()
  .max(254)
  .refine((text) => text === '' || isEmail(text), 'upkeep.errors.email')
  .default('');

/** What every suggestion can hold. The other inputs are those of the entry's fields: for the catalogue to say. */
const said = { words: lines(longest.words).default(''), email: optionalEmail, inszKept: tick };

/** A report from the public sheet. People do not see `url`: what is in it, a program put there. */
export const reportForm = z.looseObject({
  about: z.string().max(80).default(''),
  ...said,
  url: z.string().max(0, 'suggestions.errors.trap').default(''),
});
export type ReportInput = z.infer<typeof reportForm>;

/** Which part of the sheet the report is about, in an address; anything else is the whole. */
export const reportAddressForm = z
  .looseObject({})
  .transform(({ about }) => ({ about: typeof about === 'string' ? about.slice(0, 80) : '' }));
export type ReportAddress = z.infer<typeof reportAddressForm>;

/** What the holder of a link answers: everything is right, or these are corrections. `steps` is what was seen. */
export const linkAnswerForm = z.looseObject({
  answer: z.enum(['confirm', 'correct']),
  steps: z.coerce.number().int().min(0).max(1e9),
  ...said,
});
export type LinkAnswerInput = z.infer<typeof linkAnswerForm>;

/** For how many days a link works. */
export const linkDays = ['7', '14', '30', '90'] as const;
export const defaultLinkDays = '30';

export const linkForm = z.object({
  name: line(longest.name),
  days: z.enum(linkDays).default(defaultLinkDays),
  email: optionalEmail,
  language: z.enum(languages).optional(),
});
export type LinkInput = z.infer<typeof linkForm>;

/** Where a link is sent, and in which language; for that one mail. */
export const linkMailForm = z.object({
  email: line(254).refine((text) => text === '' || isEmail(text), 'upkeep.errors.email'),
  language: z.enum(languages).optional(),
});
export type LinkMailInput = z.infer<typeof linkMailForm>;

/** What is decided: for each field, by its name, `state_`, `reason_` and the version that was seen as `base_`. */
export const decisionForm = z.looseObject({
  all: z.enum(['accepted', 'declined', '']).default(''),
  answer: z.enum(['accepted', 'declined', 'open']).default('open'),
  reason: lines(longest.reason).default(''),
  inszKept: tick,
});
export type DecisionInput = z.infer<typeof decisionForm>;

export const reasonText = lines(longest.reason);
