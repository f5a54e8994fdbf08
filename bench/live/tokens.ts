/**
 * Every edit types eight characters, `~wwssss!`: who wrote it and the how manieth it is, in base 36. They stay together
 * in any Yjs update, also when a server puts updates together, so deliveries are counted without decoding anything.
 * After the study's instrument.
 */
const digits = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 36; digit++) digits[digit.toString(36).charCodeAt(0)] = digit;

export const tokenLength = 8;

export const token = (writer: number, number: number): string =>
  `~${writer.toString(36).padStart(2, '0')}${number.toString(36).padStart(4, '0')}!`;

/** Tells of every token in the bytes: who wrote it and its number. */
export function scan(bytes: Buffer, found: (writer: number, number: number) => void): void {
  for (let at = bytes.indexOf(0x7e); at >= 0 && at + tokenLength <= bytes.length; ) {
    if (bytes[at + 7] === 0x21) {
      const writer = digitsAt(bytes, at + 1, 2);
      const number = digitsAt(bytes, at + 3, 4);
      if (writer >= 0 && number >= 0) found(writer, number);
    }
    at = bytes.indexOf(0x7e, at + 1);
  }
}

function digitsAt(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = digits[bytes[index]!]!;
    if (digit < 0) return -1;
    value = value * 36 + digit;
  }
  return value;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
