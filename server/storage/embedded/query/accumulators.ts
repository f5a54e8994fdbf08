import { equalValues } from '../bson/compare.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, double, isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { average, best, plus, sum } from './expressionArithmetic.ts';
import { compileExpression, type Scope } from './expressions.ts';
import { compareSortKeys, parseSort, sortKey } from './sort.ts';

interface Accumulator {
  add(scope: Scope): void;
  result(): Value;
}
/** Makes a fresh accumulator for each group. */
type MakeAccumulator = () => Accumulator;

/** Gathers the values of an expression; `finish` makes the result of them. */
function gathered(operand: Value, finish: (values: (Value | undefined)[]) => Value): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return () => {
    const values: (Value | undefined)[] = [];
    return { add: (scope) => values.push(evaluate(scope)), result: () => finish(values) };
  };
}

function folded(
  operand: Value,
  start: Value,
  step: (state: Value, value: Value | undefined) => Value,
): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return () => {
    let state = start;
    return {
      add: (scope) => {
        state = step(state, evaluate(scope));
      },
      result: () => state,
    };
  };
}

function present(values: (Value | undefined)[]): Value[] {
  return values.filter((value): value is Value => value !== undefined);
}

function solid(values: (Value | undefined)[]): Value[] {
  return present(values).filter((value) => value !== null);
}

function distinct(values: Value[]): Value[] {
  const made: Value[] = [];
  for (const value of values) if (!made.some((known) => equalValues(known, value))) made.push(value);
  return made;
}

function deviation(values: (Value | undefined)[], sample: boolean): Value {
  const numbers = values.filter(isNumeric).map(toNumber);
  const count = numbers.length - (sample ? 1 : 0);
  if (count <= 0) return null;
  const mean = toNumber(sum(numbers)) / numbers.length;
  return double(Math.sqrt(numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / count));
}

function merged(values: (Value | undefined)[]): Value {
  const made: Doc = new Map();
  for (const value of solid(values))
    if (isDoc(value)) for (const [name, field] of value) made.set(name, field);
  return made;
}

/** `$firstN` and its kind: `{input, n}`. */
function several(operand: Value, pick: (values: Value[], count: number) => Value[]): MakeAccumulator {
  const input = isDoc(operand) ? operand.get('input') : undefined;
  const count = isDoc(operand) ? operand.get('n') : undefined;
  if (input === undefined || !isNumeric(count) || toNumber(count) < 1)
    throw new StoreError('BadValue', "The accumulator needs 'input' and a positive 'n'");
  return gathered(input, (values) =>
    pick(
      values.map((value) => value ?? null),
      toNumber(count),
    ),
  );
}

/** `$top`, `$bottom` and their N forms: `{sortBy, output, n}`. */
function ranked(operand: Value, last: boolean, many: boolean): MakeAccumulator {
  const sortBy = isDoc(operand) ? operand.get('sortBy') : undefined;
  const output = isDoc(operand) ? operand.get('output') : undefined;
  const count = many && isDoc(operand) ? operand.get('n') : 1;
  if (!isDoc(sortBy) || output === undefined || !isNumeric(count))
    throw new StoreError('BadValue', "The accumulator needs 'sortBy' and 'output'");
  const parts = parseSort(sortBy);
  const evaluate = compileExpression(output);
  return () => {
    const rows: { key: Value[]; value: Value }[] = [];
    return {
      add: (scope) => rows.push({ key: sortKey(scope.root as Doc, parts), value: evaluate(scope) ?? null }),
      result: () => {
        rows.sort((a, b) => compareSortKeys(a.key, b.key, parts));
        const kept = last ? rows.slice(-toNumber(count)) : rows.slice(0, toNumber(count));
        const values = kept.map((row) => row.value);
        return many ? values : (values[0] ?? null);
      },
    };
  };
}

/** @throws StoreError CommandNotSupported for an accumulator that is not offered */
export function compileAccumulator(name: string, operand: Value): MakeAccumulator {
  switch (name) {
    case '$sum':
      return folded(operand, 0, (state, value) =>
        isNumeric(value) && isNumeric(state) ? plus(state, value) : state,
      );
    case '$count':
      return folded(1, 0, (state) => plus(state as number, 1));
    case '$avg':
      return gathered(operand, average);
    case '$min':
      return gathered(operand, (values) => best(solid(values), -1));
    case '$max':
      return gathered(operand, (values) => best(solid(values), 1));
    case '$first':
      return gathered(operand, (values) => values[0] ?? null);
    case '$last':
      return gathered(operand, (values) => values.at(-1) ?? null);
    case '$push':
      return gathered(operand, present);
    case '$addToSet':
      return gathered(operand, (values) => distinct(present(values)));
    case '$mergeObjects':
      return gathered(operand, merged);
    case '$stdDevPop':
      return gathered(operand, (values) => deviation(values, false));
    case '$stdDevSamp':
      return gathered(operand, (values) => deviation(values, true));
    case '$firstN':
      return several(operand, (values, count) => values.slice(0, count));
    case '$lastN':
      return several(operand, (values, count) => values.slice(-count));
    case '$top':
    case '$bottom':
      return ranked(operand, name === '$bottom', false);
    case '$topN':
    case '$bottomN':
      return ranked(operand, name === '$bottomN', true);
    default:
      throw notOffered(`The accumulator ${name}`);
  }
}
