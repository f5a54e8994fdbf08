import { DateTime, type Doc, isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { ARITHMETIC } from './expressionArithmetic.ts';
import { ARRAYS } from './expressionArrays.ts';
import { DATES } from './expressionDates.ts';
import { LOGIC } from './expressionLogic.ts';
import { STRINGS } from './expressionStrings.ts';
import { truthy } from './truth.ts';

export type Variables = ReadonlyMap<string, Value | undefined>;

/** What an expression sees: the document, `$$CURRENT`, and the variables in scope. */
export interface Scope {
  root: Value;
  variables: Variables;
}
/** Undefined is "missing": the field is left out. */
export type Evaluate = (scope: Scope) => Value | undefined;
export type Compile = (expression: Value) => Evaluate;
export type Operator = (operand: Value, compile: Compile) => Evaluate;

const OPERATORS: Record<string, Operator> = { ...LOGIC, ...ARITHMETIC, ...STRINGS, ...ARRAYS, ...DATES };
const NONE: Variables = new Map();

export function rootScope(root: Value, variables = NONE): Scope {
  return { root, variables };
}

/**
 * Compiles an aggregation expression.
 * @throws StoreError CommandNotSupported for an operator that is not offered
 */
export function compileExpression(expression: Value): Evaluate {
  if (typeof expression === 'string' && expression.startsWith('$')) return compileField(expression);
  if (Array.isArray(expression)) {
    const parts = expression.map(compileExpression);
    return (scope) => parts.map((part) => part(scope) ?? null);
  }
  if (!isDoc(expression)) return () => expression;
  const first = expression.keys().next().value;
  if (first?.startsWith('$')) return compileOperator(first, expression);
  const fields = [...expression].map(([name, value]) => [name, compileExpression(value)] as const);
  return (scope) => {
    const made: Doc = new Map();
    for (const [name, evaluate] of fields) {
      const value = evaluate(scope);
      if (value !== undefined) made.set(name, value);
    }
    return made;
  };
}

function compileOperator(name: string, expression: Doc): Evaluate {
  if (expression.size !== 1)
    throw new StoreError('BadValue', 'An object representing an expression must have exactly one field');
  const operand = expression.get(name)!;
  if (name === '$literal') return () => operand;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw notOffered(`The expression operator ${name}`);
  return operator(operand, compileExpression);
}

function compileField(text: string): Evaluate {
  if (
    text
      .replace(/^\$\$?/, '')
      .split('.')
      .includes('')
  )
    throw new StoreError('BadValue', `'${text}' is not a valid field path`);
  if (!text.startsWith('$$')) {
    const path = text.slice(1).split('.');
    return (scope) => fieldAt(scope.root, path);
  }
  const [name, ...path] = text.slice(2).split('.') as [string, ...string[]];
  if (name === 'ROOT' || name === 'CURRENT') {
    if (path.length === 0) return (scope) => scope.root;
    return (scope) => fieldAt(scope.root, path);
  }
  return (scope) => fieldAt(variable(name, scope), path);
}

function variable(name: string, scope: Scope): Value | undefined {
  if (scope.variables.has(name)) return scope.variables.get(name);
  if (name === 'NOW') return new DateTime(Date.now());
  if (name === 'REMOVE') return undefined;
  throw new StoreError('BadValue', `Use of undefined variable: ${name}`);
}

/** A field path in an expression goes through arrays element by element, and never by position. */
function fieldAt(value: Value | undefined, path: readonly string[], from = 0): Value | undefined {
  if (from === path.length) return value;
  if (isDoc(value)) return fieldAt(value.get(path[from]!), path, from + 1);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => fieldAt(element, path, from)).filter((found) => found !== undefined);
}

/** For `$expr`: whether the expression is true of a document. */
export function compileExpressionTest(expression: Value, variables?: Variables): (document: Doc) => boolean {
  const evaluate = compileExpression(expression);
  return (document) => truthy(evaluate(rootScope(document, variables)));
}
