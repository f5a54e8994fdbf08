import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { PersonModel, type PersonRecord } from '../../../../models/Person.ts';
import type { House } from '../../../core/house.ts';
import { beginAttempt } from '../attempts.ts';
import { deviceOf, knownDevice } from '../devices.ts';
import { passwordCounters, sourceOf } from '../lockout.ts';
import { passwordFits } from '../passwords.ts';

/** What looking at a password found out. `person` of a refusal is for the acts, never for the visitor. */
export type PasswordCheck =
  | { kind: 'right'; person: PersonRecord }
  | { kind: 'wrong'; personId: string | null }
  | { kind: 'wait'; personId: string | null; milliseconds: number };

/** How addresses are compared: without case and surrounding space. */
export const plainEmail = (email: string): string => email.trim().toLowerCase();

/**
 * Looks at a password. Costs the same whether the address has an account or not: the same reads, the same
 * counting, one Argon2 comparison.
 */
export async function checkPassword(
  house: House,
  request: Request,
  email: string,
  password: string,
): Promise<PasswordCheck> {
  const address = plainEmail(email);
  const [person, device] = await Promise.all([
    PersonModel.findOne({ email: address }).lean<PersonRecord | null>(),
    deviceOf(request, house),
  ]);
  const personId = person?._id ?? null;
  const counters = passwordCounters(address, sourceOf(request.ip), knownDevice(device, person?._id));
  const attempt = await beginAttempt(counters, house.clock.now());
  if (attempt.wait > 0) return { kind: 'wait', personId, milliseconds: attempt.wait };
  const fits = await passwordFits(person?.passwordHash, password);
  if (!fits || !person) return { kind: 'wrong', personId };
  await attempt.succeeded();
  return { kind: 'right', person };
}

/** The local strategy of passport: e-mail and password of the sign-in form. */
export function passwordStrategy(house: House): Strategy {
  const options = {
    usernameField: 'email',
    passwordField: 'password',
    session: false,
    passReqToCallback: true,
  } as const;
  return new Strategy(options, (request, email, password, done) => {
    checkPassword(house, request, email, password).then(
      (check) => done(null, check.kind === 'right' ? { id: check.person._id } : false, check as never),
      (error: unknown) => done(error),
    );
  });
}
