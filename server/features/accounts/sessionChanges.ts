import type { Request } from 'express';
import type { PersonRecord } from '../../../models/Person.ts';
import { newSecret } from '../../core/security.ts';

/** Begins a new session for this person: a new id, so that one planted before is worth nothing. */
export async function beginSession(
  request: Request,
  person: Pick<PersonRecord, '_id' | 'sessionEpoch'>,
  now: Date,
  secondFactorGiven: boolean,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.logIn({ id: person._id }, (error: unknown) => (error ? reject(error) : resolve()));
  });
  request.session.epoch = person.sessionEpoch;
  // Made now and not at the first form: two tabs opened at once would each make one, and one would be refused.
  request.session.csrfToken = newSecret();
  request.session.signedInAt = now.getTime();
  if (secondFactorGiven) request.session.secondFactorGivenAt = now.getTime();
}

/** An empty session under a new id. */
export const newSession = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });

export const endSession = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
