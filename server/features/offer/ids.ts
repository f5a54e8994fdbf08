import { createHash } from 'node:crypto';

/** Namespace of Schakel's own ids (RFC 9562, section 5.5); drawn once, never changed. */
const namespace = Buffer.from('7d0f3c5e2b1a4c8f9e6db24a71c3850d', 'hex');

/** A UUID of version 5: the same kind and key always give the same id, so that loading twice doubles nothing. */
export function idOf(kind: string, key: string): string {
  const hash = createHash('sha1').update(namespace).update(`${kind}:${key}`).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
