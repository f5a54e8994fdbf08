import { Decimal, Double, double, isInt32, type Value } from './values.ts';

export type Numeric = number | bigint | Double | Decimal;

export function isNumeric(value: Value | undefined): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Double ||
    value instanceof Decimal
  );
}

/** An exact decimal: `digits * 10^exponent`; or a `special` value (NaN, Infinity, -Infinity). */
interface Exact {
  digits: bigint;
  exponent: number;
  special?: number;
}

const BIAS = 6176;
const MAX_DIGITS = 10n ** 34n;

export function readDecimal(value: Decimal): Exact {
  const low = value.bytes.readBigUInt64LE(0);
  const high = value.bytes.readBigUInt64LE(8);
  const negative = high >> 63n === 1n;
  const top = Number((high >> 58n) & 31n);
  if (top === 31) return { digits: 0n, exponent: 0, special: Number.NaN };
  if (top === 30) return { digits: 0n, exponent: 0, special: negative ? -Infinity : Infinity };
  // The second form of the encoding only holds coefficients beyond 34 digits, which count as zero.
  if (top >> 3 === 3) return { digits: 0n, exponent: Number((high >> 47n) & 0x3fffn) - BIAS };
  const digits = ((high & 0x1ffffffffffffn) << 64n) | low;
  return {
    digits: negative ? -digits : digits,
    exponent: Number((high >> 49n) & 0x3fffn) - BIAS,
  };
}

function pack(negative: boolean, digits: bigint, biased: number): Decimal {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(digits & 0xffffffffffffffffn, 0);
  const high = (BigInt(biased) << 49n) | (digits >> 64n) | (negative ? 1n << 63n : 0n);
  bytes.writeBigUInt64LE(high, 8);
  return new Decimal(bytes);
}

function specialDecimal(special: number): Decimal {
  const bytes = Buffer.alloc(16);
  bytes[15] = Number.isNaN(special) ? 0x7c : special > 0 ? 0x78 : 0xf8;
  return new Decimal(bytes);
}

/** The nearest Decimal128, ties to even. */
export function writeDecimal({ digits, exponent, special }: Exact): Decimal {
  if (special !== undefined) return specialDecimal(special);
  const negative = digits < 0n;
  let size = negative ? -digits : digits;
  let power = exponent;
  while (size >= MAX_DIGITS) {
    const rest = size % 10n;
    size /= 10n;
    if (rest > 5n || (rest === 5n && size % 2n === 1n)) size += 1n;
    power += 1;
  }
  while (power < -BIAS && size > 0n) {
    size /= 10n;
    power += 1;
  }
  while (power > 6111 && size > 0n && size * 10n < MAX_DIGITS) {
    size *= 10n;
    power -= 1;
  }
  if (power > 6111 && size > 0n) return specialDecimal(negative ? -Infinity : Infinity);
  return pack(negative, size, Math.min(Math.max(power, -BIAS), 6111) + BIAS);
}

/** The exact value; every finite double has a finite decimal expansion. */
export function exactly(value: Numeric): Exact {
  if (typeof value === 'bigint') return { digits: value, exponent: 0 };
  if (value instanceof Decimal) return readDecimal(value);
  const plain = typeof value === 'number' ? value : value.value;
  if (!Number.isFinite(plain)) return { digits: 0n, exponent: 0, special: plain };
  if (Number.isInteger(plain)) return { digits: BigInt(plain), exponent: 0 };
  let mantissa = plain;
  let twos = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    twos += 1;
  }
  return { digits: BigInt(mantissa) * 5n ** BigInt(twos), exponent: -twos };
}

/** Text of a Decimal128 as a JavaScript number literal. */
function decimalText({ digits, exponent }: Exact): string {
  return `${digits}e${exponent}`;
}

/** The nearest double. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Double) return value.value;
  const exact = readDecimal(value);
  return exact.special ?? Number(decimalText(exact));
}

function compareExact(a: Exact, b: Exact): number {
  const low = Math.min(a.exponent, b.exponent);
  const left = a.digits * 10n ** BigInt(a.exponent - low);
  const right = b.digits * 10n ** BigInt(b.exponent - low);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Order of the exact mathematical values; NaN is below every number and equal to itself. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const left = a instanceof Double ? a.value : a;
  const right = b instanceof Double ? b.value : b;
  if (typeof left === 'number' && typeof right === 'number') {
    if (left < right) return -1;
    if (left > right) return 1;
    if (left === right) return 0;
    return Number.isNaN(left) ? (Number.isNaN(right) ? 0 : -1) : 1;
  }
  const x = toNumber(left);
  const y = toNumber(right);
  if (x !== y || !Number.isFinite(x)) {
    const order = compareNumbers(x, y);
    if (order !== 0 || Number.isNaN(x)) return order;
  }
  const exactLeft = exactly(left);
  const exactRight = exactly(right);
  // A decimal beyond the doubles rounds to an infinity without being one.
  if (exactLeft.special !== undefined || exactRight.special !== undefined) {
    if (exactLeft.special === exactRight.special) return 0;
    return exactLeft.special !== undefined ? Math.sign(x) : -Math.sign(x);
  }
  return compareExact(exactLeft, exactRight);
}

/** The value of a decimal literal; undefined for any other text. */
export function parseExact(text: string): Exact | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  const [, sign, whole = '', part = '', power = '0'] = found ?? [];
  if (whole + part === '') return undefined;
  const digits = BigInt(whole + part);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - part.length };
}

/** In decimal arithmetic a double counts with 15 significant digits, as in MongoDB. */
export function asDecimal(value: Numeric): Exact {
  if (typeof value === 'bigint' || value instanceof Decimal) return exactly(value);
  const plain = typeof value === 'number' ? value : value.value;
  if (!Number.isFinite(plain) || Number.isInteger(plain)) return exactly(plain);
  const [mantissa, power] = plain.toExponential(14).split('e') as [string, string];
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(power) - 14 };
}

function addExact(a: Exact, b: Exact): Exact {
  if (a.special !== undefined || b.special !== undefined)
    return { digits: 0n, exponent: 0, special: (a.special ?? 0) + (b.special ?? 0) };
  const low = Math.min(a.exponent, b.exponent);
  const digits = a.digits * 10n ** BigInt(a.exponent - low) + b.digits * 10n ** BigInt(b.exponent - low);
  return { digits, exponent: low };
}

function multiplyExact(a: Exact, b: Exact): Exact {
  if (a.special !== undefined || b.special !== undefined)
    return {
      digits: 0n,
      exponent: 0,
      special: (a.special ?? Number(a.digits)) * (b.special ?? Number(b.digits)),
    };
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

const INT64_MAX = 2n ** 63n - 1n;

function calculate(
  a: Numeric,
  b: Numeric,
  plain: (x: number, y: number) => number,
  big: (x: bigint, y: bigint) => bigint,
  exact: (x: Exact, y: Exact) => Exact,
): Numeric | undefined {
  if (a instanceof Decimal || b instanceof Decimal) return writeDecimal(exact(asDecimal(a), asDecimal(b)));
  const integers = [a, b].every((v) => typeof v === 'bigint' || (typeof v === 'number' && isInt32(v)));
  if (!integers) return double(plain(toNumber(a), toNumber(b)));
  if (typeof a === 'number' && typeof b === 'number') {
    const result = plain(a, b);
    // -0 cannot come out of int32 arithmetic in MongoDB, but does from JavaScript's.
    if (isInt32(result) || result === 0) return result + 0;
  }
  const result = big(BigInt(toBig(a)), BigInt(toBig(b)));
  return result > INT64_MAX || result < -INT64_MAX - 1n ? undefined : result;
}

function toBig(value: Numeric): bigint {
  return typeof value === 'bigint' ? value : BigInt(toNumber(value));
}

/** Sum in the wider of the two types; undefined when it does not fit an int64. */
export function add(a: Numeric, b: Numeric): Numeric | undefined {
  return calculate(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
    addExact,
  );
}

/** Product in the wider of the two types; undefined when it does not fit an int64. */
export function multiply(a: Numeric, b: Numeric): Numeric | undefined {
  return calculate(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
    multiplyExact,
  );
}
