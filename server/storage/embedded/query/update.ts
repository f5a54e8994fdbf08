import { equalValues } from '../bson/compare.ts';
import { type Doc, isDoc, newObjectId, Other, Regex, TYPE, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import type { Variables } from './expressions.ts';
import { compileFilter, isOperators } from './match.ts';
import { isIndex } from './paths.ts';
import { matchedPosition } from './positions.ts';
import { compileReshaping } from './reshape.ts';
import { NEVER_CREATES, OPERATORS } from './updateOperators.ts';
import {
  type Change,
  changeAt,
  concretePaths,
  type ElementTest,
  type Positions,
  valueAt,
} from './updatePaths.ts';

interface UpdateContext {
  filter: Doc;
  inserting: boolean;
  variables?: Variables;
}

export interface Update {
  /** Replaces the whole document: allowed for one document only. */
  replaces: boolean;
  /** The document after the update; the given one may be changed in place. */
  apply(document: Doc, context: UpdateContext): Doc;
}

interface Step {
  operator: string;
  path: string[];
  change: Change;
  /** The value that `$rename` moves: it leaves no array and enters none. */
  moved?: { value: Value | undefined };
}

/**
 * Compiles an update: a replacement, a document of operators or a pipeline.
 * @throws StoreError as MongoDB names it for malformed and conflicting updates
 */
export function compileUpdate(update: Value, arrayFilters: Value | undefined): Update {
  if (!isDoc(update) && !Array.isArray(update))
    throw new StoreError('FailedToParse', 'Update argument must be a document or an array');
  const operators = isDoc(update) && update.keys().next().value?.startsWith('$');
  if (!operators && arrayFilters !== undefined)
    throw new StoreError('FailedToParse', 'Cannot specify arrayFilters without update operators');
  if (Array.isArray(update)) return pipeline(update);
  if (!operators) return replacement(update);
  const filters = compileArrayFilters(arrayFilters);
  const steps = compileSteps(update);
  checkIdentifiers(steps, filters);
  return {
    replaces: false,
    apply: (document, context) => applySteps(document, steps, filters, context),
  };
}

function replacement(update: Doc): Update {
  for (const name of update.keys())
    if (name.startsWith('$'))
      throw new StoreError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' is not allowed in a replacement`,
      );
  return {
    replaces: true,
    apply: (document) => {
      const kept = document.has('_id') ? document : update;
      const made: Doc = new Map();
      if (kept.has('_id')) made.set('_id', kept.get('_id')!);
      for (const [name, value] of update) if (name !== '_id') made.set(name, value);
      return checkId(document.get('_id'), update.has('_id') ? update.get('_id') : document.get('_id'), made);
    },
  };
}

function pipeline(stages: Value[]): Update {
  const reshape = compileReshaping(stages);
  return {
    replaces: false,
    apply: (document, { variables }) => {
      const id = document.get('_id');
      const made = reshape(document, variables);
      if (id !== undefined && !made.has('_id')) return new Map([['_id', id], ...made]);
      return checkId(id, made.get('_id'), made);
    },
  };
}

function checkId(before: Value | undefined, after: Value | undefined, made: Doc): Doc {
  if (before !== undefined && (after === undefined || !equalValues(before, after)))
    throw new StoreError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  return made;
}

function compileSteps(update: Doc): Step[] {
  const steps: Step[] = [];
  for (const [operator, fields] of update) {
    if (operator !== '$rename' && !Object.hasOwn(OPERATORS, operator)) throw unknownOperator(operator);
    if (!isDoc(fields))
      throw new StoreError(
        'FailedToParse',
        `Modifiers operate on fields but ${operator} got another type instead`,
      );
    for (const [name, operand] of fields) steps.push(...compileStep(operator, name, operand));
  }
  steps.sort((a, b) => comparePaths(a.path, b.path));
  checkConflicts(steps);
  return steps;
}

function unknownOperator(operator: string): StoreError {
  if (!operator.startsWith('$'))
    return new StoreError(
      'FailedToParse',
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update`,
    );
  return new StoreError('FailedToParse', `Unknown modifier: ${operator}`);
}

function compileStep(operator: string, name: string, operand: Value): Step[] {
  const path = name.split('.');
  if (path.includes(''))
    throw new StoreError('EmptyFieldName', `The update path '${name}' contains an empty field name`);
  if (path[0] === '$' || path[0]?.startsWith('$['))
    throw new StoreError('BadValue', `Cannot have positional element in the first position of '${name}'`);
  if (path[0]!.startsWith('$'))
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${path[0]}' in '${name}' is not valid for storage.`,
    );
  return operator === '$rename'
    ? compileRename(name, path, operand)
    : [{ operator, path, change: OPERATORS[operator]!(operand, name) }];
}

function compileRename(name: string, path: string[], operand: Value): Step[] {
  if (typeof operand !== 'string')
    throw new StoreError('BadValue', `The 'to' field for $rename must be a string: ${name}`);
  const target = operand.split('.');
  if (target.includes('') || [...path, ...target].some((part) => part.startsWith('$')) || operand === name)
    throw new StoreError('BadValue', `$rename cannot go from ${name} to ${operand}`);
  const moved: { value: Value | undefined } = { value: undefined };
  const take: Change = (old) => {
    moved.value = old;
    return undefined;
  };
  return [
    { operator: '$unset', path, change: take, moved },
    { operator: '$rename', path: target, change: () => moved.value, moved },
  ];
}

function checkOutsideArrays(document: Doc, path: string[]): void {
  for (let length = 1; length < path.length; length++)
    if (Array.isArray(valueAt(document, path.slice(0, length))))
      throw new StoreError('BadValue', `$rename cannot reach into the array on the way to ${path.join('.')}`);
}

/** MongoDB applies updates in the order of their paths, numbers by size. */
function comparePaths(a: string[], b: string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index]!, b[index]!];
    if (left === right) continue;
    if (isIndex(left) && isIndex(right)) return Number(left) - Number(right);
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

function checkConflicts(steps: Step[]): void {
  const taken = new Set(steps.map((step) => step.path.join('.')));
  if (taken.size < steps.length) {
    const names = steps.map((step) => step.path.join('.'));
    throw conflict(names.find((name, index) => names.indexOf(name) !== index)!);
  }
  for (const { path } of steps)
    for (let length = 1; length < path.length; length++) {
      const shorter = path.slice(0, length).join('.');
      if (taken.has(shorter)) throw conflict(path.join('.'), shorter);
    }
}

function conflict(path: string, at = path): StoreError {
  return new StoreError(
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${at}'`,
  );
}

function compileArrayFilters(filters: Value | undefined): Map<string, ElementTest> {
  const compiled = new Map<string, ElementTest>();
  if (filters === undefined) return compiled;
  if (!Array.isArray(filters)) throw new StoreError('TypeMismatch', 'arrayFilters must be an array');
  for (const filter of filters) {
    if (!isDoc(filter)) throw new StoreError('TypeMismatch', 'An array filter must be a document');
    const name = identifierOf(filter);
    if (name === undefined)
      throw new StoreError(
        'FailedToParse',
        'Cannot use an expression without a top-level field name in arrayFilters',
      );
    if (compiled.has(name))
      throw new StoreError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    const { test } = compileFilter(filter);
    compiled.set(name, (element) => test(new Map(element === undefined ? [] : [[name, element]])));
  }
  return compiled;
}

function identifierOf(filter: Doc): string | undefined {
  const [name, ...others] = new Set(fieldsOf(filter));
  if (others.length > 0)
    throw new StoreError(
      'FailedToParse',
      `Expected a single top-level field name in an array filter, found '${name}' and '${others[0]}'`,
    );
  return name;
}

function fieldsOf(filter: Doc): string[] {
  return [...filter].flatMap(([name, value]) => {
    if (!name.startsWith('$')) return name.split('.').slice(0, 1);
    return Array.isArray(value) ? value.flatMap((clause) => (isDoc(clause) ? fieldsOf(clause) : [])) : [];
  });
}

function checkIdentifiers(steps: Step[], filters: Map<string, ElementTest>): void {
  const used = new Set(steps.flatMap((step) => step.path).filter((part) => part.startsWith('$[')));
  for (const name of filters.keys())
    if (!used.has(`$[${name}]`))
      throw new StoreError(
        'FailedToParse',
        `The array filter for identifier '${name}' was not used in the update`,
      );
  for (const part of used)
    if (part !== '$[]' && !filters.has(part.slice(2, -1)))
      throw new StoreError('BadValue', `No array filter found for identifier '${part.slice(2, -1)}'`);
}

function applySteps(
  document: Doc,
  steps: Step[],
  filters: Map<string, ElementTest>,
  context: UpdateContext,
): Doc {
  const id = steps.some(({ path }) => path[0] === '_id') ? copyOf(document.get('_id')) : document.get('_id');
  const before = steps.some((step) => step.path.includes('$')) ? new Map(document) : document;
  const positions: Positions = {
    filters,
    matched: (arrayPath) =>
      context.inserting ? undefined : matchedPosition(context.filter, before, arrayPath),
  };
  // The values of renamed fields must have been taken before any of them is placed.
  const ordered = [...steps].sort(
    (a, b) => Number(a.operator === '$rename') - Number(b.operator === '$rename'),
  );
  for (const { moved } of ordered) if (moved) moved.value = undefined;
  for (const { operator, path, change, moved } of ordered) {
    if (operator === '$setOnInsert' && !context.inserting) continue;
    if (operator === '$rename' && moved?.value === undefined) continue;
    if (moved) checkOutsideArrays(document, path);
    for (const concrete of concretePaths(document, path, positions))
      changeAt(document, concrete, change, !NEVER_CREATES.has(operator));
  }
  if (id !== undefined) return checkId(id, document.get('_id'), document);
  return document;
}

/** Of a document what an update in place will not change. */
function copyOf(value: Value | undefined): Value | undefined {
  return isDoc(value) ? new Map([...value].map(([name, field]) => [name, copyOf(field)!])) : value;
}

/**
 * The document an upsert starts from: what the filter says by equality; only the `_id` for a replacement.
 * @throws StoreError NotSingleValueField when it says two things about one path
 */
export function documentFromFilter(filter: Doc, idOnly: boolean): Doc {
  const made: Doc = new Map();
  const taken: string[] = [];
  for (const [name, value] of equalities(filter)) {
    if (idOnly && name.split('.')[0] !== '_id') continue;
    const other = taken.find((one) => `${one}.`.startsWith(`${name}.`) || `${name}.`.startsWith(`${one}.`));
    if (other !== undefined || (idOnly && name !== '_id'))
      throw new StoreError(
        'NotSingleValueField',
        `cannot infer query fields to set, path '${name}' is matched twice`,
      );
    if (value instanceof Other && value.type === TYPE.undefined)
      throw new StoreError('BadValue', `An upsert cannot set '${name}' to undefined`);
    taken.push(name);
    changeAt(made, name.split('.'), () => value, true);
  }
  return made;
}

function equalities(filter: Doc): [string, Value][] {
  return [...filter].flatMap(([name, operand]) => {
    const clauses = Array.isArray(operand) ? operand : [];
    if (name === '$and' || (name === '$or' && clauses.length === 1))
      return clauses.flatMap((clause) => (isDoc(clause) ? equalities(clause) : []));
    return name.startsWith('$') ? [] : equalitiesOf(operand).map((value): [string, Value] => [name, value]);
  });
}

function equalitiesOf(operand: Value): Value[] {
  if (operand instanceof Regex) return [];
  if (!isOperators(operand)) return [operand];
  return [...operand].flatMap(([operator, value]) => {
    if (operator === '$eq') return [value];
    const listed = operator === '$all' || operator === '$in' ? (value as Value[]) : [];
    if (operator === '$in' && listed.length !== 1) return [];
    return listed.filter((one) => !isOperators(one) && !(one instanceof Regex));
  });
}

/** The `_id` leads every stored document; one without gets an ObjectId. */
export function withIdFirst(document: Doc): Doc {
  if (document.keys().next().value === '_id') return document;
  const id = document.has('_id') ? document.get('_id')! : newObjectId();
  return new Map<string, Value>([['_id', id], ...[...document].filter(([name]) => name !== '_id')]);
}
