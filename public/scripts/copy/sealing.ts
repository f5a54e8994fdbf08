const nonceBytes = 12;
const algorithm = 'AES-GCM';
const words = new TextEncoder();

/** Bytes that belong to one buffer of their own, as the Web Crypto API asks. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** A key that stays in this browser: no script can read it out, and it goes with the copy. */
export const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt']);

/** The server's secret as a key. What is kept on the device may only seal. */
export function keyFrom(secret: string, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, algorithm, false, [use]);
}

/** `place` says what it is and whose: sealed bytes that were moved elsewhere do not open. */
export async function seal(key: CryptoKey, plain: Uint8Array, place: string): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const additionalData = words.encode(place);
  const body = await crypto.subtle.encrypt({ name: algorithm, iv, additionalData }, key, own(plain));
  const sealed = new Uint8Array(nonceBytes + body.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(body), nonceBytes);
  return sealed;
}

/** @throws when it was sealed with another key or for another place, or was changed. */
export async function open(key: CryptoKey, sealed: Uint8Array, place: string): Promise<Uint8Array> {
  const iv = own(sealed.subarray(0, nonceBytes));
  const additionalData = words.encode(place);
  const body = own(sealed.subarray(nonceBytes));
  return new Uint8Array(await crypto.subtle.decrypt({ name: algorithm, iv, additionalData }, key, body));
}
