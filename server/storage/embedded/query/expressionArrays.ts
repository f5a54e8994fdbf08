import { compareValues, equalValues } from '../bson/compare.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, doc, isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Operator, Scope } from './expressions.ts';
import { namedArguments, typeError, withArguments } from './operands.ts';
import { compareSortKeys, parseSort, sortKey } from './sort.ts';
import { isNullish, truthy } from './truth.ts';

function arrayFrom(name: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw typeError(name, 'an array');
  return value;
}

function onArray(name: string, apply: (values: Value[]) => Value | undefined): Operator {
  // A single argument that is itself a literal array stands for the argument list, as in MongoDB.
  return withArguments(name, 1, 1, (value) => (isNullish(value) ? null : apply(arrayFrom(name, value))));
}

function whole(name: string, value: Value | undefined): number {
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) throw typeError(name, 'integers');
  return toNumber(value);
}

function withVariable(scope: Scope, variables: Record<string, Value | undefined>): Scope {
  return { root: scope.root, variables: new Map([...scope.variables, ...Object.entries(variables)]) };
}

function nameOf(operand: Value): string {
  const as = isDoc(operand) ? operand.get('as') : undefined;
  return typeof as === 'string' ? as : 'this';
}

function without(operand: Value, key: string): Value {
  return isDoc(operand) ? new Map([...operand].filter(([name]) => name !== key)) : operand;
}

const filter: Operator = (operand, compile) => {
  const as = nameOf(operand);
  const parts = namedArguments('$filter', without(operand, 'as'), compile, ['input', 'cond'], ['limit']);
  return (scope) => {
    const input = parts.input!(scope);
    if (isNullish(input)) return null;
    const kept = arrayFrom('$filter', input).filter((value) =>
      truthy(parts.cond!(withVariable(scope, { [as]: value }))),
    );
    const limit = parts.limit!(scope);
    return isNullish(limit) ? kept : kept.slice(0, whole('$filter', limit));
  };
};

const map: Operator = (operand, compile) => {
  const as = nameOf(operand);
  const parts = namedArguments('$map', without(operand, 'as'), compile, ['input', 'in']);
  return (scope) => {
    const input = parts.input!(scope);
    if (isNullish(input)) return null;
    return arrayFrom('$map', input).map((value) => parts.in!(withVariable(scope, { [as]: value })) ?? null);
  };
};

const reduce: Operator = (operand, compile) => {
  const parts = namedArguments('$reduce', operand, compile, ['input', 'initialValue', 'in']);
  return (scope) => {
    const input = parts.input!(scope);
    if (isNullish(input)) return null;
    return arrayFrom('$reduce', input).reduce<Value | undefined>(
      (value, element) => parts.in!(withVariable(scope, { value, this: element })),
      parts.initialValue!(scope),
    );
  };
};

const sortArray: Operator = (operand, compile) => {
  const by = isDoc(operand) ? operand.get('sortBy') : undefined;
  const parts = namedArguments('$sortArray', without(operand, 'sortBy'), compile, ['input']);
  const fields = isDoc(by) ? parseSort(by) : undefined;
  const direction = isNumeric(by) ? toNumber(by) : 1;
  const key = (value: Value) => sortKey(isDoc(value) ? value : new Map(), fields!);
  return (scope) => {
    const input = parts.input!(scope);
    if (isNullish(input)) return null;
    const order = fields
      ? (a: Value, b: Value) => compareSortKeys(key(a), key(b), fields)
      : (a: Value, b: Value) => compareValues(a, b) * direction;
    return [...arrayFrom('$sortArray', input)].sort(order);
  };
};

function slice(array: Value | undefined, first: Value | undefined, second: Value | undefined): Value {
  if (isNullish(array) || isNullish(first)) return null;
  const values = arrayFrom('$slice', array);
  const from = whole('$slice', first);
  if (second === undefined) return from < 0 ? values.slice(from) : values.slice(0, from);
  const start = from < 0 ? Math.max(0, values.length + from) : from;
  const count = whole('$slice', second);
  if (count <= 0) throw new StoreError('BadValue', 'Third argument to $slice must be positive');
  return values.slice(start, start + count);
}

function elementAt(array: Value | undefined, index: Value | undefined): Value | undefined {
  if (isNullish(array) || isNullish(index)) return null;
  return arrayFrom('$arrayElemAt', array).at(whole('$arrayElemAt', index));
}

function range(start: Value | undefined, end: Value | undefined, step: Value | undefined = 1): Value {
  const [from, to, by] = [start, end, step].map((value) => whole('$range', value)) as [
    number,
    number,
    number,
  ];
  if (by === 0) throw new StoreError('BadValue', '$range requires a non-zero step value');
  const made: number[] = [];
  for (let value = from; by > 0 ? value < to : value > to; value += by) made.push(value);
  return made;
}

function distinct(values: Value[]): Value[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, index) => index === 0 || !equalValues(value, sorted[index - 1]!));
}

export function has(values: Value[], value: Value): boolean {
  return values.some((known) => equalValues(known, value));
}

function sets(name: string, apply: (sets: Value[][]) => Value): Operator {
  return withArguments(name, 1, Infinity, (...values) =>
    values.some(isNullish) ? null : apply(values.map((value) => arrayFrom(name, value))),
  );
}

function objectOf(pairs: Value[]): Value {
  const made: Doc = new Map();
  for (const pair of pairs) {
    const [key, value] = isDoc(pair) ? [pair.get('k'), pair.get('v')] : Array.isArray(pair) ? pair : [];
    if (typeof key !== 'string') throw typeError('$arrayToObject', 'pairs whose key is a string');
    made.set(key, value ?? null);
  }
  return made;
}

function merged(values: (Value | undefined)[]): Value {
  const made: Doc = new Map();
  const all = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
  for (const value of all) {
    if (isNullish(value)) continue;
    if (!isDoc(value)) throw typeError('$mergeObjects', 'objects');
    for (const [name, field] of value) made.set(name, field);
  }
  return made;
}

const getField: Operator = (operand, compile) => {
  const long = isDoc(operand) && operand.has('field');
  const field = compile(long ? (operand as Doc).get('field')! : operand);
  const input = compile(long && (operand as Doc).has('input') ? (operand as Doc).get('input')! : '$$CURRENT');
  return (scope) => {
    const [name, value] = [field(scope), input(scope)];
    return isDoc(value) && typeof name === 'string' ? value.get(name) : undefined;
  };
};

const setField: Operator = (operand, compile) => {
  const parts = namedArguments('$setField', operand, compile, ['field', 'input', 'value']);
  return (scope) => {
    const [name, input, value] = [parts.field!(scope), parts.input!(scope), parts.value!(scope)];
    if (!isDoc(input) || typeof name !== 'string') return null;
    const made = new Map(input);
    if (value === undefined) made.delete(name);
    else made.set(name, value);
    return made;
  };
};

export const ARRAYS: Record<string, Operator> = {
  $filter: filter,
  $map: map,
  $reduce: reduce,
  $sortArray: sortArray,
  $size: withArguments('$size', 1, 1, (value) => arrayFrom('$size', value).length),
  $isArray: withArguments('$isArray', 1, 1, (value) => Array.isArray(value)),
  $in: withArguments('$in', 2, 2, (value, array) => has(arrayFrom('$in', array), value ?? null)),
  $slice: withArguments('$slice', 2, 3, slice),
  $arrayElemAt: withArguments('$arrayElemAt', 2, 2, elementAt),
  $first: onArray('$first', (values) => values[0]),
  $last: onArray('$last', (values) => values.at(-1)),
  $reverseArray: onArray('$reverseArray', (values) => [...values].reverse()),
  $concatArrays: withArguments('$concatArrays', 0, Infinity, (...values) =>
    values.some(isNullish) ? null : values.flatMap((value) => arrayFrom('$concatArrays', value)),
  ),
  $indexOfArray: withArguments('$indexOfArray', 2, 2, (array, value) =>
    isNullish(array)
      ? null
      : arrayFrom('$indexOfArray', array).findIndex((one) => equalValues(one, value ?? null)),
  ),
  $range: withArguments('$range', 2, 3, range),
  $setUnion: sets('$setUnion', (all) => distinct(all.flat())),
  $setIntersection: sets('$setIntersection', ([first = [], ...rest]) =>
    distinct(first).filter((value) => rest.every((other) => has(other, value))),
  ),
  $setDifference: sets('$setDifference', ([first = [], second = []]) =>
    distinct(first).filter((value) => !has(second, value)),
  ),
  $setEquals: sets('$setEquals', ([first = [], ...rest]) =>
    rest.every((other) => equalValues(distinct(first), distinct(other))),
  ),
  $setIsSubset: sets('$setIsSubset', ([first = [], second = []]) =>
    first.every((value) => has(second, value)),
  ),
  $allElementsTrue: onArray('$allElementsTrue', (values) => values.every(truthy)),
  $anyElementTrue: onArray('$anyElementTrue', (values) => values.some(truthy)),
  $arrayToObject: onArray('$arrayToObject', objectOf),
  $objectToArray: withArguments('$objectToArray', 1, 1, (value) => {
    if (isNullish(value)) return null;
    if (!isDoc(value)) throw typeError('$objectToArray', 'an object');
    return [...value].map(([k, v]) => doc({ k, v }));
  }),
  $mergeObjects: withArguments('$mergeObjects', 0, Infinity, (...values) => merged(values)),
  $getField: getField,
  $setField: setField,
};
