import { exactKey } from '../bson/keys.ts';
import { isNumeric, type Numeric } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { notOffered } from '../errors.ts';
import { best, divided, plus } from './expressionArithmetic.ts';
import { compileExpression, type Scope } from './expressions.ts';
import type { Share } from './memory.ts';

interface Accumulator {
  add(scope: Scope): void;
  result(): Value;
}
/** Makes a fresh accumulator for each group; `hold` is told what it keeps. */
type MakeAccumulator = (hold: Share['hold']) => Accumulator;

/** Gathers the values of an expression; `finish` makes the result of them. */
function gathered(operand: Value, finish: (values: Value[]) => Value): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return (hold) => {
    const values: Value[] = [];
    return {
      add: (scope) => {
        const value = evaluate(scope);
        if (value === undefined) return;
        hold(value);
        values.push(value);
      },
      result: () => finish(values),
    };
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

function first(operand: Value): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return () => {
    let found: Value | undefined;
    return {
      add: (scope) => {
        if (found === undefined) found = evaluate(scope) ?? null;
      },
      result: () => found ?? null,
    };
  };
}

/** Distinct as they come: a set is not kept twice. */
function addToSet(operand: Value): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return (hold) => {
    const known = new Map<string, Value>();
    return {
      add: (scope) => {
        const value = evaluate(scope);
        if (value === undefined) return;
        const key = exactKey(value);
        if (known.has(key)) return;
        hold(value);
        known.set(key, value);
      },
      result: () => [...known.values()],
    };
  };
}

/** What is null or missing does not count. */
function extreme(operand: Value, direction: 1 | -1): MakeAccumulator {
  return folded(operand, null, (state, value) => {
    if (value === undefined || value === null) return state;
    return state === null ? value : best([state, value], direction);
  });
}

function mean(operand: Value): MakeAccumulator {
  const evaluate = compileExpression(operand);
  return () => {
    let total: Numeric = 0;
    let count = 0;
    return {
      add: (scope) => {
        const value = evaluate(scope);
        if (!isNumeric(value)) return;
        total = plus(total, value);
        count += 1;
      },
      result: () => (count === 0 ? null : divided(total, count)),
    };
  };
}

function merged(operand: Value): MakeAccumulator {
  return folded(operand, new Map(), (state, value) =>
    isDoc(value) ? new Map([...(state as Doc), ...value]) : state,
  );
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
      return mean(operand);
    case '$min':
      return extreme(operand, -1);
    case '$max':
      return extreme(operand, 1);
    case '$first':
      return first(operand);
    case '$last':
      return folded(operand, null, (_state, value) => value ?? null);
    case '$push':
      return gathered(operand, (values) => values);
    case '$addToSet':
      return addToSet(operand);
    case '$mergeObjects':
      return merged(operand);
    default:
      throw notOffered(`The accumulator ${name}`);
  }
}
