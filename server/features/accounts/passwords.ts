import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id (2) at 19 MiB and two passes, the least OWASP names for it: some 20 ms. */
const costs = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordLength = { least: 12, most: 200 };

/** What people choose when they are asked for twelve characters; compared without case, digits and signs. */
const obvious = new Set([
  'wachtwoord',
  'password',
  'passwort',
  'kennwort',
  'motdepasse',
  'geheim',
  'secret',
  'welkom',
  'welcome',
  'bienvenue',
  'willkommen',
  'qwerty',
  'qwertyuiop',
  'azerty',
  'azertyuiop',
  'qwertz',
  'letmein',
  'schakel',
  'admin',
  'administrator',
  'iloveyou',
  'ikhouvanjou',
  'abcdefghijkl',
]);

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');

function isObvious(password: string): boolean {
  const letters = lettersOf(password);
  if (new Set(password.toLowerCase()).size < 5) return true;
  if ('01234567890123456789'.includes(password) || '98765432109876543210'.includes(password)) return true;
  return [...obvious].some((word) => letters === word || letters === word + word);
}

/**
 * Length counts, not the mix of signs (NIST SP 800-63B). Answers the translation key of what is wrong, or null.
 * @param email whose password it becomes: its part before the @ may not be in it.
 */
export function passwordFault(password: string, email: string): string | null {
  if (password.length < passwordLength.least) return 'accounts.password.tooShort';
  if (password.length > passwordLength.most) return 'accounts.password.tooLong';
  if (isObvious(password)) return 'accounts.password.obvious';
  const own = (email.split('@')[0] ?? '').toLowerCase();
  if (own.length >= 4 && password.toLowerCase().includes(own)) return 'accounts.password.ownAddress';
  return null;
}

export const hashPassword = (password: string): Promise<string> => hash(password, costs);

let nobodys: Promise<string> | undefined;

/**
 * Compares with the hash; without one compares with a hash nobody knows the password of, so that an address
 * that does not exist costs the same time.
 */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword(randomBytes(32).toString('base64'));
  const dummy = await nobodys;
  const fits = await verify(passwordHash ?? dummy, password);
  return fits && passwordHash !== undefined;
}
