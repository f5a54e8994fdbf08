import { z } from 'zod';

/** Anything may be typed as a password to sign in; only its size is limited. */
const secret = z.string().min(1).max(1000);

/** Not checked to be an address: what is not one has no account, and is told the same. */
const email = z.string().trim().min(1).max(254);

/** Where to go after signing in: an address of this site. */
export const target = z.string().max(2000).optional();

export const signInForm = z.object({ email, password: secret, to: target });
export type SignInForm = z.infer<typeof signInForm>;

export const signInQuery = z.object({ to: target.catch(undefined) });
export type SignInQuery = z.infer<typeof signInQuery>;

export const codeForm = z.object({ code: z.string().trim().min(1).max(40), to: target });
export type CodeForm = z.infer<typeof codeForm>;

export const forgottenForm = z.object({ email });
export type ForgottenForm = z.infer<typeof forgottenForm>;

export const newPasswordForm = z.object({ newPassword: secret });
export type NewPasswordForm = z.infer<typeof newPasswordForm>;
