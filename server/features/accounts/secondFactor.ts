import { createHash, randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import QRCode from 'qrcode';
import type { Cipher, KeyRing } from '../../core/keys.ts';

/** Steps of 30 seconds; one step before and after, for clocks that differ. */
const tolerance = 30;

export const newSecret = (): string => generateSecret();

/** The address an authenticator app reads. */
export const setUpAddress = (secret: string, email: string): string =>
  generateURI({ issuer: 'Schakel', label: email, secret });

/** The code to scan as SVG: shapes with attributes only, so it needs no inline style. */
export async function qrDrawing(address: string): Promise<string> {
  const drawing = await QRCode.toString(address, { type: 'svg', margin: 2 });
  return drawing.replace('<svg ', '<svg class="qr" aria-hidden="true" focusable="false" ');
}

/** The secret in groups of four, for who types it. */
export const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';

/**
 * The time step the code belongs to, or null when it is wrong.
 * @param after the last step that was accepted: that one and older ones do not work again. -1 at the first time.
 */
export function stepOfCode(secret: string, code: string, at: Date, after: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(at.getTime() / 1000);
  const last = after >= 0 ? { afterTimeStep: after } : {};
  const result = verifySync({ secret, token: code, epoch, epochTolerance: tolerance, ...last });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const recoveryCodeCount = 10;

/** Ten codes of 59 random bits, for when the phone is gone. Shown once; only their hashes are kept. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () =>
    [0, 1, 2]
      .map(() => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''))
      .join('-'),
  );

/** What people type: capitals, spaces and missing dashes do not matter. */
export const typedCode = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

export const recoveryHash = (code: string): string =>
  createHash('sha256')
    .update(`schakel recovery code\n${typedCode(code)}`)
    .digest('hex');

/** The data key of the accounts; made at first use. @throws KeyUnavailable when the master key is not there. */
export const accountsCipher = (keys: KeyRing): Promise<Cipher> =>
  keys.cipher('accounts').catch(() => keys.create('accounts'));

const place = (personId: string): string => `people:${personId}:secondFactor`;

export const sealSecret = (cipher: Cipher, personId: string, secret: string): Buffer =>
  cipher.seal(Buffer.from(secret), place(personId));

/** @throws KeyUnavailable when it was sealed with another key or for another person. */
export const openSecret = (cipher: Cipher, personId: string, sealed: Uint8Array): string =>
  cipher.open(sealed, place(personId)).toString();
