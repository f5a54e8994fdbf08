import { compareValues, equalValues } from '../bson/compare.ts';
import { add, isNumeric, multiply, toNumber } from '../bson/numbers.ts';
import { DateTime, type Doc, isDoc, Regex, Timestamp, TYPE, typeOf, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, isOperators } from './match.ts';
import { compareSortKeys, parseSort, sortKey } from './sort.ts';
import { typeName } from './types.ts';
import type { Change } from './updatePaths.ts';

type Operator = (operand: Value, path: string) => Change;

function arithmetic(name: string, calculate: typeof add, initial: (operand: Value) => Value): Operator {
  return (operand, path) => {
    if (!isNumeric(operand))
      throw new StoreError('TypeMismatch', `Cannot ${name} with non-numeric argument: {${path}}`);
    return (old) => {
      if (old === undefined) return initial(operand);
      if (!isNumeric(old))
        throw new StoreError(
          'TypeMismatch',
          `Cannot apply $${name} to a value of non-numeric type: '${path}' is of type ${typeName(typeOf(old))}`,
        );
      const result = calculate(old, operand);
      if (result === undefined)
        throw new StoreError('BadValue', `Failed to apply $${name}: the result does not fit 64 bits`);
      return result;
    };
  };
}

function arrayOf(old: Value | undefined, path: string): Value[] {
  if (old === undefined) return [];
  if (Array.isArray(old)) return old;
  throw new StoreError(
    'BadValue',
    `The field '${path}' must be an array but is of type ${typeName(typeOf(old))}`,
  );
}

function eachOf(operand: Value, allowed: string[]): { values: Value[]; modifiers: Doc } {
  if (!isDoc(operand) || !operand.has('$each')) return { values: [operand], modifiers: new Map() };
  const values = operand.get('$each')!;
  if (!Array.isArray(values)) throw new StoreError('BadValue', 'The argument to $each must be an array');
  for (const name of operand.keys())
    if (name !== '$each' && !allowed.includes(name))
      throw new StoreError('BadValue', `Unrecognized clause in $push: ${name}`);
  return { values, modifiers: operand };
}

function integer(value: Value | undefined, what: string): number | undefined {
  if (value === undefined) return undefined;
  const number = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number))
    throw new StoreError('BadValue', `The value for ${what} must be an integer value`);
  return number;
}

function sorter(order: Value | undefined): ((values: Value[]) => void) | undefined {
  if (order === undefined) return undefined;
  if (!isDoc(order)) {
    const direction = integer(order, '$sort');
    if (direction !== 1 && direction !== -1)
      throw new StoreError('BadValue', 'The $sort element value must be either 1 or -1');
    return (values) => values.sort((a, b) => compareValues(a, b) * direction);
  }
  const parts = parseSort(order);
  const key = (value: Value) => sortKey(isDoc(value) ? value : new Map(), parts);
  return (values) => values.sort((a, b) => compareSortKeys(key(a), key(b), parts));
}

function push(operand: Value, path: string): Change {
  const { values, modifiers } = eachOf(operand, ['$slice', '$sort', '$position']);
  const position = integer(modifiers.get('$position'), '$position');
  const limit = integer(modifiers.get('$slice'), '$slice');
  const sort = sorter(modifiers.get('$sort'));
  return (old) => {
    const made = [...arrayOf(old, path)];
    made.splice(position ?? made.length, 0, ...values);
    sort?.(made);
    if (limit === undefined) return made;
    return limit < 0 ? made.slice(limit) : made.slice(0, limit);
  };
}

function addToSet(operand: Value, path: string): Change {
  const { values } = eachOf(operand, []);
  return (old) => {
    const made = [...arrayOf(old, path)];
    for (const value of values) if (!made.some((known) => equalValues(known, value))) made.push(value);
    return made;
  };
}

function pop(operand: Value, path: string): Change {
  const end = isNumeric(operand) ? toNumber(operand) : undefined;
  if (end !== 1 && end !== -1) throw new StoreError('FailedToParse', '$pop expects 1 or -1');
  return (old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old))
      throw new StoreError('TypeMismatch', `Path '${path}' contains an element of non-array type`);
    return end === 1 ? old.slice(0, -1) : old.slice(1);
  };
}

function remaining(path: string, gone: (value: Value) => boolean): Change {
  return (old) => (old === undefined ? undefined : arrayOf(old, path).filter((value) => !gone(value)));
}

function pull(operand: Value, path: string): Change {
  const logical = isDoc(operand) && ['$and', '$or', '$nor'].includes(operand.keys().next().value ?? '');
  if (isDoc(operand) && (logical || !isOperators(operand))) {
    const { test } = compileFilter(operand);
    return remaining(path, (value) => isDoc(value) && test(value));
  }
  if (isDoc(operand) || operand instanceof Regex) {
    // As a field, unlike with $elemMatch: a condition on an array element holds for an element of that one too.
    const { test } = compileFilter(new Map([['element', operand]]));
    return remaining(path, (value) => test(new Map([['element', value]])));
  }
  return remaining(path, (value) => equalValues(value, operand));
}

function pullAll(operand: Value, path: string): Change {
  if (!Array.isArray(operand)) throw new StoreError('BadValue', '$pullAll requires an array argument');
  return remaining(path, (value) => operand.some((one) => equalValues(one, value)));
}

function currentDate(operand: Value): Change {
  const type = isDoc(operand) ? operand.get('$type') : operand;
  if (type === 'timestamp') return () => new Timestamp((BigInt(Math.floor(Date.now() / 1000)) << 32n) | 1n);
  if (type !== true && type !== false && type !== 'date')
    throw new StoreError('BadValue', "The '$type' of $currentDate must be 'date' or 'timestamp'");
  return () => new DateTime(Date.now());
}

function isInteger(value: Value): value is number | bigint {
  return typeof value === 'bigint' || typeOf(value) === TYPE.int;
}

function bit(operand: Value, path: string): Change {
  if (!isDoc(operand) || operand.size === 0)
    throw new StoreError('BadValue', '$bit takes a document of and, or, xor');
  const steps = [...operand].map(([name, value]) => {
    if (!['and', 'or', 'xor'].includes(name) || !isInteger(value))
      throw new StoreError('BadValue', `$bit cannot ${name}`);
    return { name, mask: BigInt(value), wide: typeof value === 'bigint' };
  });
  return (old = 0) => {
    if (!isInteger(old))
      throw new StoreError('BadValue', `Cannot apply $bit to a value of non-integral type: ${path}`);
    let value = BigInt(old);
    for (const { name, mask } of steps)
      value = name === 'and' ? value & mask : name === 'or' ? value | mask : value ^ mask;
    const wide = typeof old === 'bigint' || steps.some((step) => step.wide);
    return wide ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value));
  };
}

function extreme(direction: 1 | -1): Operator {
  return (operand) => (old) =>
    old === undefined || compareValues(operand, old) * direction > 0 ? operand : old;
}

/** Operators that change one path by its old value. */
export const OPERATORS: Record<string, Operator> = {
  $set: (operand) => () => operand,
  $setOnInsert: (operand) => () => operand,
  $unset: () => () => undefined,
  $inc: arithmetic('inc', add, (operand) => operand),
  $mul: arithmetic('mul', multiply, (operand) =>
    typeof operand === 'number' || typeof operand === 'bigint' || !isNumeric(operand)
      ? multiply(operand as number, 0)!
      : multiply(operand, 0)!,
  ),
  $min: extreme(-1),
  $max: extreme(1),
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
  $currentDate: (operand) => currentDate(operand),
  $bit: bit,
};

/** For these an absent path stays absent. */
export const NEVER_CREATES = new Set(['$unset', '$pull', '$pullAll', '$pop']);
