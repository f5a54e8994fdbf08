import { z } from 'zod';
import { consentMethods, consentPurposes, consentScopes } from '../../../models/Consent.ts';
import { choices, day } from '../../core/forms.ts';
import { languages } from '../../core/i18n.ts';

const several = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().max(64)).max(100),
);

/** Languages a client may have been informed in: ours and those asked for most in the field. */
export const clientLanguages = [
  ...languages,
  'ar',
  'tr',
  'pl',
  'ro',
  'es',
  'it',
  'pt',
  'uk',
  'ru',
  'fa',
  'ps',
  'so',
  'ti',
  'other',
] as const;

export const newCaseForm = z.object({
  pseudonym: z.string().max(40).optional(),
  body: z.string().min(1, 'forms.required').max(64),
});
export type NewCaseInput = z.infer<typeof newCaseForm>;

export const consentForm = z
  .object({
    bodies: several.refine((bodies) => bodies.length > 0, 'cases.consent.errors.bodies'),
    scope: choices(consentScopes).refine((scope) => scope.length > 0, 'cases.consent.errors.scope'),
    purpose: z.enum(consentPurposes, { error: 'cases.consent.errors.purpose' }),
    language: z.enum(clientLanguages, { error: 'cases.consent.errors.language' }),
    givenOn: day,
    method: z.enum(consentMethods, { error: 'cases.consent.errors.method' }),
    informedBy: z.string().min(1, 'forms.required').max(64),
    until: day,
  })
  .refine((consent) => consent.until >= consent.givenOn, {
    path: ['until'],
    error: 'cases.consent.errors.until',
  });
export type ConsentInput = z.infer<typeof consentForm>;

export const withdrawalForm = z.object({ body: z.string().min(1, 'forms.required').max(64) });
export type WithdrawalInput = z.infer<typeof withdrawalForm>;

export const memberForm = z.object({ person: z.string().min(1, 'cases.members.errors.person').max(128) });
export type MemberInput = z.infer<typeof memberForm>;
