import { compareValues } from '../bson/compare.ts';
import { add, exactly, isNumeric, multiply, type Numeric, toNumber, writeDecimal } from '../bson/numbers.ts';
import { DateTime, Decimal, Double, double, isInt32, TYPE, typeOf, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
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

export function divided(a: Numeric, b: Numeric): Value {
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
  if (typeof like === 'bigint') return Number.isSafeInteger(value) ? BigInt(value) : double(value);
  if (like instanceof Decimal) return writeDecimal(exactly(value));
  if (like instanceof Double || !isInt32(like)) return double(value);
  return Object.is(value, -0) ? 0 : isInt32(value) ? value : Number.isInteger(value) ? BigInt(value) : value;
}

/** A function of doubles; where it is not defined, as for the root of -1, MongoDB knows no value either. */
function single(name: string, calculate: (value: number) => number): Operator {
  return withArguments(name, 1, 1, (value) => {
    if (isNullish(value)) return null;
    const plain = number(name, value);
    if (plain instanceof Decimal) throw notOffered(`The ${name} of a Decimal128`);
    const result = calculate(toNumber(plain));
    if (Number.isFinite(toNumber(plain)) && (Number.isNaN(result) || result === -Infinity))
      throw new StoreError('BadValue', `${name}'s argument is outside of its domain`);
    return double(result);
  });
}

function absolute(value: Value | undefined): Value {
  if (isNullish(value)) return null;
  const plain = number('$abs', value);
  return compareValues(plain, 0) < 0 ? times(plain, -1) : plain;
}

function rounded(name: string, most: number, round: (digits: bigint, unit: bigint) => bigint): Operator {
  return withArguments(name, 1, most, (value, places = 0) => {
    if (isNullish(value) || isNullish(places)) return null;
    const plain = number(name, value);
    const last = -toNumber(number(name, places));
    const { digits, exponent, special } = exactly(plain);
    if (special !== undefined || exponent >= last) return plain;
    const made = { digits: round(digits, 10n ** BigInt(last - exponent)), exponent: last };
    return plain instanceof Decimal ? writeDecimal(made) : alike(plain, toNumber(writeDecimal(made)));
  });
}

function below(digits: bigint, unit: bigint): bigint {
  const whole = digits / unit;
  return digits < 0n && whole * unit !== digits ? whole - 1n : whole;
}

/** Halves go to the even neighbour, as MongoDB's $round does; of the exact value, so that 2.345 is what it is. */
function halfEven(digits: bigint, unit: bigint): bigint {
  const whole = digits / unit;
  const rest = digits % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < unit || (twice === unit && whole % 2n === 0n)) return whole;
  return digits < 0n ? whole - 1n : whole + 1n;
}

function toWhole(value: Numeric): bigint | number {
  return typeof value === 'bigint' ? value : toNumber(value);
}

function modulo(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const [left, right] = [number('$mod', a), number('$mod', b)];
  if (toNumber(right) === 0) throw new StoreError('BadValue', "can't $mod by zero");
  if (left instanceof Decimal || right instanceof Decimal) throw notOffered('The $mod of a Decimal128');
  const whole = [left, right].every((one) => typeof one === 'bigint' || typeOf(one) === TYPE.int);
  if (whole && (typeof left === 'bigint' || typeof right === 'bigint'))
    return BigInt(toWhole(left)) % BigInt(toWhole(right));
  const result = toNumber(left) % toNumber(right);
  return whole ? alike(0, result) : double(result);
}

function power(a: Value | undefined, b: Value | undefined): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const [base, exponent] = [number('$pow', a), number('$pow', b)];
  if (base instanceof Decimal || exponent instanceof Decimal) throw notOffered('The $pow of a Decimal128');
  const result = toNumber(base) ** toNumber(exponent);
  if (toNumber(base) === 0 && toNumber(exponent) < 0)
    throw new StoreError('BadValue', '$pow cannot take a base of 0 and a negative exponent');
  const types = [typeOf(base), typeOf(exponent)];
  if (types.includes(TYPE.double)) return double(result);
  return alike(types.includes(TYPE.long) ? 0n : 0, result);
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
  $abs: withArguments('$abs', 1, 1, absolute),
  $ceil: rounded('$ceil', 1, (digits, unit) => -below(-digits, unit)),
  $floor: rounded('$floor', 1, below),
  $sqrt: single('$sqrt', Math.sqrt),
  $exp: single('$exp', Math.exp),
  $ln: single('$ln', Math.log),
  $log10: single('$log10', Math.log10),
  $round: rounded('$round', 2, halfEven),
  $trunc: rounded('$trunc', 2, (digits, unit) => digits / unit),
  $pow: withArguments('$pow', 2, 2, power),
  $sum: withArguments('$sum', 0, Infinity, (...values) => sum(listed(values))),
  $avg: withArguments('$avg', 0, Infinity, (...values) => average(listed(values))),
  $max: withArguments('$max', 0, Infinity, (...values) => best(listed(values), 1)),
  $min: withArguments('$min', 0, Infinity, (...values) => best(listed(values), -1)),
};
