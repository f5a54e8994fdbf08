import { createHash } from 'node:crypto';

/** Chance that falls the same way every time for the same seed. */
export interface Chance {
  readonly seed: string;
  /** True about once in so many times. */
  oneIn(times: number): boolean;
  /** A whole number from 0, below this. */
  below(limit: number): number;
  of<T>(list: readonly T[]): T;
  bytes(length: number): Buffer;
  uuid(): string;
}

export function chanceFrom(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));
  return {
    seed,
    below,
    bytes,
    oneIn: (times) => below(times) === 0,
    of: (list) => list[below(list.length)]!,
    uuid: () =>
      bytes(16)
        .toString('hex')
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
  };
}

/** A seed of today's run, or the one that is asked for to see a failure again. */
export const seedFrom = (setting: string | undefined): string =>
  setting || Math.random().toString(36).slice(2, 10);

const oddTexts = [
  '',
  ' ',
  '\n\n',
  '\0',
  'a\0b',
  '\r\nSet-Cookie: odd=1',
  '\u001b[2J\u0007',
  '\ud83d',
  'x\udc00y',
  'Samen 👩‍👩‍👧‍👦 🇧🇪',
  'أريد أن أستيقظ مبكراً',
  'a\u202Eb\u2066c',
  'e\u0301\u0301\u0301',
  '\ufeff',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '$ne',
  '$where',
  'fields.ownWords',
  '../../../etc/passwd',
  '/\\elsewhere.example',
  '//elsewhere.example',
  '/.//elsewhere.example',
  'https://elsewhere.example/',
  '%00%ff%',
  '<script>alert(1)</script>',
  '"><img src=x>',
  '<%= 1 %>',
  '{{t}}$t(x)',
  '{"$ne":null}',
  'true',
  'null',
  'NaN',
  '-1',
  '1e999',
  '9007199254740993',
  '2026-02-30',
  '9999-12-31',
  '0000-00-00',
  '(a+)+$',
];

export const oddText = (chance: Chance): string => {
  if (chance.oneIn(12))
    return chance.of(['x', 'é', '👩', '\0', ' ', '<']).repeat(10 ** (1 + chance.below(4)));
  if (chance.oneIn(8)) return chance.bytes(1 + chance.below(40)).toString('utf16le');
  return chance.of(oddTexts);
};

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Of any type that JSON has, and objects that mean something to databases and languages. */
export function oddValue(chance: Chance): unknown {
  const kinds: (() => unknown)[] = [
    () => oddText(chance),
    () => oddText(chance),
    () => chance.of([0, -1, 1.5, 2 ** 53, -(2 ** 31), 1e308, 7]),
    () => chance.of([true, false, null]),
    () => [oddText(chance), oddText(chance)],
    () => [],
    () => nested(1 + chance.below(2000)),
    () => ({}),
    () => ({ $ne: null }),
    () => ({ $gt: '' }),
    () => ({ $where: 'sleep(1000)' }),
    () => JSON.parse('{"__proto__":{"admin":true,"length":1}}'),
    () => ({ constructor: { prototype: { admin: true } } }),
    () => ({ toString: 'x', valueOf: 1, toJSON: 'y' }),
    () => ({ length: 1e9, 0: 'a' }),
    () => ({ _bsontype: 'ObjectId', id: 'x' }),
    () => ({ type: 'Buffer', data: [1, 2, 3] }),
    () => ({ [oddText(chance)]: oddText(chance) }),
  ];
  return chance.of(kinds)();
}

/** What was meant, with one to three things wrong with it. */
export function spoil(
  meant: Record<string, unknown>,
  names: readonly string[],
  chance: Chance,
): Record<string, unknown> {
  const spoilt: Record<string, unknown> = { ...meant };
  const candidates = [...new Set([...names, ...Object.keys(meant)])];
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const name = candidates.length > 0 && !chance.oneIn(6) ? chance.of(candidates) : oddText(chance);
    if (chance.oneIn(4)) delete spoilt[name];
    else Object.defineProperty(spoilt, name, { value: oddValue(chance), ...ownProperty });
  }
  return spoilt;
}

/** `__proto__` too becomes a property like any other. */
const ownProperty = { enumerable: true, configurable: true, writable: true };

/** What went wrong, with all that is needed to see it again. */
export interface Fault {
  what: string;
  seed: string;
  sent: string;
}

/** @throws with the first faults, so that a run that failed can be read and seen again. */
export function mustBeFaultless(faults: Fault[]): void {
  const told = faults.slice(0, 8).map(({ what, seed, sent }) => `${what}\n  seed: ${seed}\n  sent: ${sent}`);
  if (faults.length > 0) throw new Error(`${faults.length} faults\n${told.join('\n')}`);
}

/** Rejects when the promise takes longer: nothing that is tested may hang, and no test may wait for ever. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
