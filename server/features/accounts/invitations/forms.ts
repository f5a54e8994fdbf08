import { z } from 'zod';
import { personName } from '../bodies/forms.ts';

const password = z.string().min(1).max(1000);

/** Somebody new gives a name and a password; who has an account its password, or nothing when signed in. */
export const acceptForm = z.object({
  name: personName.optional(),
  newPassword: password.optional(),
  password: password.optional(),
});
export type AcceptForm = z.infer<typeof acceptForm>;

export const setUpForm = z.object({
  name: personName,
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('accounts.fields.emailInvalid')),
  newPassword: password,
});
export type SetUpForm = z.infer<typeof setUpForm>;
