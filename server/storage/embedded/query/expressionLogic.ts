import { compareValues } from '../bson/compare.ts';
import { isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Operator } from './expressions.ts';
import { namedArguments, withArguments } from './operands.ts';
import { isNullish, truthy } from './truth.ts';

/** Missing sorts below every value but MinKey, apart from null. */
function compareOptional(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareValues(a, b);
}

function compared(name: string, holds: (order: number) => boolean): Operator {
  return withArguments(name, 2, 2, (a, b) => holds(compareOptional(a, b)));
}

const cond: Operator = (operand, compile) => {
  const named = Array.isArray(operand)
    ? new Map<string, Value>(['if', 'then', 'else'].map((key, index) => [key, operand[index] ?? null]))
    : operand;
  if (Array.isArray(operand) && operand.length !== 3)
    throw new StoreError('BadValue', 'Expression $cond takes exactly 3 arguments');
  const parts = namedArguments('$cond', named, compile, ['if', 'then', 'else']);
  return (scope) => (truthy(parts.if!(scope)) ? parts.then!(scope) : parts.else!(scope));
};

const switchOperator: Operator = (operand, compile) => {
  const branches = isDoc(operand) ? operand.get('branches') : undefined;
  if (!isDoc(operand) || !Array.isArray(branches) || branches.length === 0)
    throw new StoreError('BadValue', '$switch requires at least one branch');
  const compiled = branches.map((branch) => namedArguments('$switch', branch, compile, ['case', 'then']));
  const fallback = operand.has('default') ? compile(operand.get('default')!) : undefined;
  return (scope) => {
    const branch = compiled.find((one) => truthy(one.case!(scope)));
    if (branch) return branch.then!(scope);
    if (!fallback)
      throw new StoreError(
        'BadValue',
        '$switch could not find a matching branch for an input, and no default was specified',
      );
    return fallback(scope);
  };
};

const letOperator: Operator = (operand, compile) => {
  const vars = isDoc(operand) ? operand.get('vars') : undefined;
  const inside = isDoc(operand) ? operand.get('in') : undefined;
  if (!isDoc(vars) || inside === undefined) throw new StoreError('BadValue', "$let needs 'vars' and 'in'");
  const compiled = [...vars].map(([name, value]) => [name, compile(value)] as const);
  const body = compile(inside);
  return (scope) => {
    const made = compiled.map(([name, evaluate]) => [name, evaluate(scope)] as const);
    return body({ root: scope.root, variables: new Map([...scope.variables, ...made]) });
  };
};

const and: Operator = (operand, compile) => {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(compile);
  return (scope) => parts.every((part) => truthy(part(scope)));
};

const or: Operator = (operand, compile) => {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(compile);
  return (scope) => parts.some((part) => truthy(part(scope)));
};

export const LOGIC: Record<string, Operator> = {
  $and: and,
  $or: or,
  $not: withArguments('$not', 1, 1, (value) => !truthy(value)),
  $eq: compared('$eq', (order) => order === 0),
  $ne: compared('$ne', (order) => order !== 0),
  $gt: compared('$gt', (order) => order > 0),
  $gte: compared('$gte', (order) => order >= 0),
  $lt: compared('$lt', (order) => order < 0),
  $lte: compared('$lte', (order) => order <= 0),
  $cmp: withArguments('$cmp', 2, 2, compareOptional),
  $cond: cond,
  $switch: switchOperator,
  $let: letOperator,
  $ifNull: withArguments(
    '$ifNull',
    2,
    Infinity,
    (...values) => values.find((value) => !isNullish(value)) ?? values.at(-1),
  ),
};
