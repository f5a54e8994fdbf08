import { isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import type { Compile, Evaluate, Operator } from './expressions.ts';

/** An operator on a fixed or open number of evaluated arguments; a single argument may stand without an array. */
export function withArguments(
  name: string,
  least: number,
  most: number,
  apply: (...values: (Value | undefined)[]) => Value | undefined,
): Operator {
  return (operand, compile) => {
    const parts = (Array.isArray(operand) ? operand : [operand]).map(compile);
    if (parts.length < least || parts.length > most)
      throw new StoreError(
        'BadValue',
        `Expression ${name} takes ${least}${most > least ? ` to ${most}` : ''} arguments. ${parts.length} were passed in.`,
      );
    return (scope) => apply(...parts.map((part) => part(scope)));
  };
}

/** The named arguments of an operator such as `$filter`, compiled; an unknown name is an error. */
export function namedArguments(
  name: string,
  operand: Value,
  compile: Compile,
  required: string[],
  optional: string[] = [],
): Record<string, Evaluate> {
  if (!isDoc(operand)) throw new StoreError('BadValue', `${name} takes an object as its argument`);
  for (const key of operand.keys())
    if (!required.includes(key) && !optional.includes(key))
      throw notOffered(`The argument ${key} of ${name}`);
  const compiled: Record<string, Evaluate> = {};
  for (const key of [...required, ...optional]) {
    const value = operand.get(key);
    if (value !== undefined) compiled[key] = compile(value);
    else if (required.includes(key))
      throw new StoreError('BadValue', `Missing '${key}' parameter to ${name}`);
    else compiled[key] = () => undefined;
  }
  return compiled;
}

export function typeError(name: string, expected: string): StoreError {
  return new StoreError('TypeMismatch', `${name} needs ${expected}`);
}
