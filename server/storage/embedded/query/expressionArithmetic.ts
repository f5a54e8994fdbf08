import { compareValues } from '../bson/compare.ts';
import { add, exactly, isNumeric, multiply, type Numeric, toNumber, writeDecimal } from '../bson/numbers.ts';
import { DateTime, Decimal, Double, double, isInt32, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Operator } from './expressions.ts';
import { typeError, withArguments } from './operands.ts';
import { isNullish } from './truth.ts';

function number(name: string, value: Value): Numeric {
  if (!isNumeric(value)) throw typeError(name, 'numbers');
  return value;
}

/** As MongoDB: a sum that does not fit 64 bits becomes a double. */
function wide(result: Numeric | undefined, instead: () => number): Numeric {
  return result ?? double(instead());
}

export function plus(a: Numeric, b: Numeric): Numeric {
  return wide(add(a, b), () => toNumber(a) + toNumber(b));
}

function times(a: Numeric, b: Numeric): Numeric {
  return wide(multiply(a, b), () => toNumber(a) * toNumber(b));
}

function divided(a: Numeric, b: Numeric): Value {
  if (toNumber(b) === 0) throw new StoreError('BadValue', "can't $divide by zero");
  if (!(a instanceof Decimal || b instanceof Decimal)) return double(toNumber(a) / toNumber(b));
  const [left, right] = [exactly(a), exactly(b)];
  if (left.special !== undefined || right.special !== undefined)
    return writeDecimal({ digits: 0n, exponent: 0, special: toNumber(a) / toNumber(b) });
  return writeDecimal({
    digits: (left.digits * 10n ** 40n) / right.digits,
    exponent: left.exponent - right.exponent - 40,
  });
}

function sumOf(values: (Value | undefined)[]): Value {
  let total: Numeric = 0;
  let date = false;
  for (const value of values) {
    if (isNullish(value)) return null;
    if (value instanceof DateTime) {
      if (date) throw new StoreError('BadValue', 'only one date allowed in an $add expression');
      date = true;
      total = plus(total, BigInt(value.ms));
    } else total = plus(total, number('$add', value));
  }
  return date ? new DateTime(Math.round(toNumber(total))) : total;
}

function difference(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (a instanceof DateTime) {
    if (b instanceof DateTime) return BigInt(a.ms - b.ms);
    return new DateTime(a.ms - Math.round(toNumber(number('$subtract', b))));
  }
  return plus(number('$subtract', a), times(number('$subtract', b), -1));
}

/** Keeps the kind of number where the operation does: an int32 stays one while it fits. */
function alike(like: Numeric, value: number): Value {
  if (typeof like === 'bigint') return BigInt(value);
  if (like instanceof Decimal) return writeDecimal(exactly(value));
  if (like instanceof Double || !isInt32(like)) return double(value);
  return Object.is(value, -0) ? 0 : isInt32(value) ? value : Number.isInteger(value) ? BigInt(value) : value;
}

function single(name: string, calculate: (value: number) => number, keepsType = false): Operator {
  return withArguments(name, 1, 1, (value) => {
    if (isNullish(value)) return null;
    const plain = number(name, value);
    const result = calculate(toNumber(plain));
    return keepsType ? alike(plain, result) : double(result);
  });
}

function rounded(name: string, round: (digits: bigint, unit: bigint) => bigint): Operator {
  return withArguments(name, 1, 2, (value, places = 0) => {
    if (isNullish(value) || isNullish(places)) return null;
    const plain = number(name, value);
    const last = -toNumber(number(name, places));
    const { digits, exponent, special } = exactly(plain);
    if (special !== undefined || exponent >= last) return plain;
    const made = { digits: round(digits, 10n ** BigInt(last - exponent)), exponent: last };
    return plain instanceof Decimal ? writeDecimal(made) : alike(plain, toNumber(writeDecimal(made)));
  });
}

/** Halves go to the even neighbour, as MongoDB's $round does; of the exact value, so that 2.345 is what it is. */
function halfEven(digits: bigint, unit: bigint): bigint {
  const whole = digits / unit;
  const rest = digits % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < unit || (twice === unit && whole % 2n === 0n)) return whole;
  return digits < 0n ? whole - 1n : whole + 1n;
}

function modulo(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const [left, right] = [number('$mod', a), number('$mod', b)];
  if (toNumber(right) === 0) throw new StoreError('BadValue', "can't $mod by zero");
  if (typeof left === 'bigint' && typeof right === 'bigint') return left % right;
  const result = toNumber(left) % toNumber(right);
  return typeof left === 'bigint' || typeof right === 'bigint' ? alike(1n, result) : alike(left, result);
}

/** `$max`, `$min`, `$sum`, `$avg` as expressions: of their arguments, or of the array that is their only one. */
function listed(values: (Value | undefined)[]): Value[] {
  const all = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
  return all.filter((value): value is Value => !isNullish(value));
}

export function sum(values: (Value | undefined)[]): Numeric {
  return values.filter(isNumeric).reduce<Numeric>(plus, 0);
}

export function average(values: (Value | undefined)[]): Value {
  const numbers = values.filter(isNumeric);
  return numbers.length === 0 ? null : divided(sum(numbers), numbers.length);
}

export function best(values: Value[], direction: 1 | -1): Value {
  if (values.length === 0) return null;
  return values.reduce((kept, value) => (compareValues(value, kept) * direction > 0 ? value : kept));
}

export const ARITHMETIC: Record<string, Operator> = {
  $add: withArguments('$add', 0, Infinity, (...values) => sumOf(values)),
  $subtract: withArguments('$subtract', 2, 2, difference),
  $multiply: withArguments('$multiply', 0, Infinity, (...values) => {
    if (values.some(isNullish)) return null;
    return values.reduce<Numeric>((product, value) => times(product, number('$multiply', value!)), 1);
  }),
  $divide: withArguments('$divide', 2, 2, (a, b) =>
    isNullish(a) || isNullish(b) ? null : divided(number('$divide', a), number('$divide', b)),
  ),
  $mod: withArguments('$mod', 2, 2, modulo),
  $abs: single('$abs', Math.abs, true),
  $ceil: single('$ceil', Math.ceil, true),
  $floor: single('$floor', Math.floor, true),
  $sqrt: single('$sqrt', Math.sqrt),
  $exp: single('$exp', Math.exp),
  $ln: single('$ln', Math.log),
  $log10: single('$log10', Math.log10),
  $round: rounded('$round', halfEven),
  $trunc: rounded('$trunc', (digits, unit) => digits / unit),
  $pow: withArguments('$pow', 2, 2, (a, b) =>
    isNullish(a) || isNullish(b)
      ? null
      : alike(number('$pow', a), toNumber(number('$pow', a)) ** toNumber(number('$pow', b))),
  ),
  $sum: withArguments('$sum', 0, Infinity, (...values) => sum(listed(values))),
  $avg: withArguments('$avg', 0, Infinity, (...values) => average(listed(values))),
  $max: withArguments('$max', 0, Infinity, (...values) => best(listed(values), 1)),
  $min: withArguments('$min', 0, Infinity, (...values) => best(listed(values), -1)),
};
