import { z } from 'zod';
import { languages } from '../../../core/i18n.ts';
import { personName } from '../bodies/forms.ts';

const secret = z.string().min(1).max(1000);

export const nameForm = z.object({ name: personName, language: z.enum(languages) });
export type NameForm = z.infer<typeof nameForm>;

export const passwordForm = z.object({ currentPassword: secret, newPassword: secret });
export type PasswordForm = z.infer<typeof passwordForm>;

export const secondFactorQuery = z.object({ to: z.string().max(2000).optional().catch(undefined) });
export type SecondFactorQuery = z.infer<typeof secondFactorQuery>;

/** `sealed` is the new secret as the page was given it, sealed for this person. */
export const secondFactorForm = z.object({
  sealed: z.string().min(1).max(500),
  code: z.string().trim().min(1).max(40),
  currentPassword: secret,
  to: z.string().max(2000).optional(),
});
export type SecondFactorForm = z.infer<typeof secondFactorForm>;

export const proofForm = z.object({ code: z.string().trim().min(1).max(40) });
export type ProofForm = z.infer<typeof proofForm>;
