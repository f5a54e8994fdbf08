import type { Cipher } from './keys.ts';

/**
 * Text of a case, sealed for one place. The context names collection, record and field, so that a sealed value
 * that is moved to another place does not open.
 */
export const sealText = (cipher: Cipher, text: string, context: string): Buffer =>
  cipher.seal(Buffer.from(text, 'utf8'), context);

/** @throws KeyUnavailable when the key is another one or the bytes were changed. */
export const openText = (cipher: Cipher, sealed: Uint8Array, context: string): string =>
  cipher.open(sealed, context).toString('utf8');
