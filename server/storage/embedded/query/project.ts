import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { compileExpression, type Evaluate, rootScope, type Scope, type Variables } from './expressions.ts';
import { elementTest } from './match.ts';
import { matchedPosition } from './positions.ts';
import { truthy } from './truth.ts';

/** Makes the document a projection asks for. */
type Projection = (document: Doc, variables?: Variables) => Doc;

interface Tree {
  children: Map<string, Tree | Leaf>;
}
type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'compute'; evaluate: Evaluate }
  | { kind: 'slice'; skip: number | undefined; limit: number }
  | { kind: 'elemMatch'; test: (value: Value | undefined) => boolean };

function isTree(node: Tree | Leaf | undefined): node is Tree {
  return node !== undefined && 'children' in node;
}

function leafOf(value: Value, expressions: boolean): Leaf | Doc {
  if (typeof value === 'boolean' || isNumeric(value))
    return truthy(value) ? { kind: 'keep' } : { kind: 'drop' };
  if (!isDoc(value)) return { kind: 'compute', evaluate: compileExpression(value) };
  const [operator, operand] = value.entries().next().value ?? ['', null];
  if (!operator.startsWith('$')) return value;
  if (value.size > 1) throw new StoreError('BadValue', 'A field of a projection cannot begin with $');
  if (!expressions && operator === '$slice' && isSlice(operand)) return sliceOf(operand);
  if (!expressions && operator === '$elemMatch') return { kind: 'elemMatch', test: elementTest(operand) };
  if (operator === '$meta') throw notOffered('The projection operator $meta');
  return { kind: 'compute', evaluate: compileExpression(value) };
}

/** Anything else is the expression of that name. */
function isSlice(operand: Value): boolean {
  return !Array.isArray(operand) || operand.every(isNumeric);
}

function sliceOf(operand: Value): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map((one) =>
    isNumeric(one) ? Math.trunc(toNumber(one)) : Number.NaN,
  );
  if (numbers.some(Number.isNaN) || numbers.length > 2 || numbers.length === 0)
    throw new StoreError('BadValue', '$slice takes a number or [skip, limit]');
  if (numbers.length === 1) return { kind: 'slice', skip: undefined, limit: numbers[0]! };
  if (numbers[1]! <= 0) throw new StoreError('BadValue', '$slice limit must be positive');
  return { kind: 'slice', skip: numbers[0]!, limit: numbers[1]! };
}

function place(tree: Tree, path: string[], leaf: Leaf, whole: string): void {
  const [first, ...rest] = path as [string, ...string[]];
  const known = tree.children.get(first);
  if (rest.length === 0) {
    if (known) throw new StoreError('BadValue', `Path collision at ${whole}`);
    tree.children.set(first, leaf);
    return;
  }
  if (known && !isTree(known))
    throw new StoreError('BadValue', `Path collision at ${whole} remaining portion ${rest.join('.')}`);
  const next: Tree = known ?? { children: new Map() };
  tree.children.set(first, next);
  place(next, rest, leaf, whole);
}

function plant(tree: Tree, specification: Doc, prefix: string[], expressions: boolean): void {
  for (const [name, value] of specification) {
    const path = [...prefix, ...name.split('.')];
    if (path.some((part) => part === '' || part.startsWith('$')))
      throw new StoreError('BadValue', `A projection cannot have the path ${path.join('.')}`);
    const leaf = leafOf(value, expressions);
    if (leaf instanceof Map) {
      if (leaf.size === 0) throw new StoreError('BadValue', 'An empty sub-projection is not a valid value');
      plant(tree, leaf, path, expressions);
    } else place(tree, path, leaf, path.join('.'));
  }
}

function* fields(tree: Tree, prefix = ''): Generator<[path: string, Leaf]> {
  for (const [name, node] of tree.children)
    if (isTree(node)) yield* fields(node, `${prefix}${name}.`);
    else yield [prefix + name, node];
}

function leaves(tree: Tree): Leaf[] {
  return [...fields(tree)].map(([, leaf]) => leaf);
}

/**
 * Compiles a projection of `find`, whose filter says what `field.$` stands for.
 * @throws StoreError as `compileProjection`
 */
export function compileFindProjection(specification: Doc, filter: Doc): Projection {
  const positional = [...specification.keys()].filter((name) => name.endsWith('.$'));
  const plain = new Map([...specification].map(([name, value]) => [name.replace(/\.\$$/, ''), value]));
  const project = compileProjection(plain, false);
  const elements = [...specification].filter(([, value]) => isDoc(value) && value.has('$elemMatch'));
  if (elements.some(([name]) => name.includes('.')))
    throw new StoreError('BadValue', 'Cannot use $elemMatch projection on a nested field.');
  if (positional.length === 0) return project;
  if (positional.length > 1)
    throw new StoreError('BadValue', 'Cannot specify more than one positional projection per query.');
  if (elements.length > 0)
    throw new StoreError('BadValue', 'Cannot specify positional operator and $elemMatch.');
  const [name] = positional as [string];
  if (!isNumeric(specification.get(name)) && typeof specification.get(name) !== 'boolean')
    throw new StoreError('BadValue', 'positional projection cannot be used with an expression or sub object');
  const path = name.split('.').slice(0, -1);
  return (document, variables) =>
    project(
      atPosition(document, path, (array) => matchedPosition(filter, document, array)),
      variables,
    );
}

/** The document with, of the first array on the path, only the matched element. */
function atPosition(document: Doc, path: string[], matched: (array: string[]) => number | undefined): Doc {
  const made = new Map(document);
  let inner: Doc = made;
  for (const [depth, part] of path.entries()) {
    const value = inner.get(part);
    if (Array.isArray(value)) {
      const element = value[matched(path.slice(0, depth + 1)) ?? value.length];
      if (element === undefined)
        throw new StoreError(
          'BadValue',
          'Executor error: positional operator found no matched array element',
        );
      inner.set(part, [element]);
    }
    if (!isDoc(value)) break;
    const copy = new Map(value);
    inner.set(part, copy);
    inner = copy;
  }
  return made;
}

/**
 * Compiles a projection of `find` (or, with `expressions`, of `$project`).
 * @throws StoreError for a mixture of inclusion and exclusion
 */
export function compileProjection(specification: Doc, expressions: boolean): Projection {
  const tree: Tree = { children: new Map() };
  plant(tree, specification, [], expressions);
  const id = tree.children.get('_id');
  const rest: Tree = { children: new Map(tree.children) };
  if (id && !isTree(id) && (id.kind === 'keep' || id.kind === 'drop')) rest.children.delete('_id');
  const kinds = leaves(rest).map((leaf) => leaf.kind);
  const including = kinds.some((kind) => kind === 'keep' || kind === 'compute');
  const excluding = kinds.includes('drop');
  if (including && excluding) throw mixed(rest);
  const keepsId = id !== undefined && 'kind' in id && id.kind === 'keep';
  // By itself $slice leaves the other fields, $elemMatch does not.
  const elementOnly = kinds.includes('elemMatch') && !kinds.includes('slice');
  if (!including && (excluding || !(elementOnly || keepsId)))
    return (document, variables) => exclude(document, tree, rootScope(document, variables));
  if (!id) tree.children.set('_id', { kind: 'keep' });
  return (document, variables) => include(document, tree, rootScope(document, variables));
}

/** The first field that wants the contrary of those before it. */
function mixed(tree: Tree): StoreError {
  const [first, ...others] = [...fields(tree)].filter(
    ([, { kind }]) => kind !== 'slice' && kind !== 'elemMatch',
  );
  const excluding = first![1].kind === 'drop';
  const [name] = others.find(([, { kind }]) => (kind === 'drop') !== excluding)!;
  const [what, where] = excluding ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion'];
  return new StoreError('BadValue', `Cannot do ${what} on field ${name} in ${where} projection`);
}

function applyLeaf(value: Value | undefined, leaf: Leaf, scope: Scope): Value | undefined {
  switch (leaf.kind) {
    case 'keep':
      return value;
    case 'drop':
      return undefined;
    case 'compute':
      return leaf.evaluate(scope);
    case 'slice':
      return Array.isArray(value) ? slice(value, leaf.skip, leaf.limit) : value;
    case 'elemMatch': {
      const found = Array.isArray(value) ? value.find((element) => leaf.test(element)) : undefined;
      return found === undefined ? undefined : [found];
    }
  }
}

function slice(values: Value[], skip: number | undefined, limit: number): Value[] {
  if (skip === undefined) return limit < 0 ? values.slice(limit) : values.slice(0, limit);
  const start = skip < 0 ? Math.max(0, values.length + skip) : skip;
  return values.slice(start, start + limit);
}

function descend(value: Value, make: (document: Doc) => Doc, keepOthers: boolean): Value | undefined {
  if (isDoc(value)) return make(value);
  if (!Array.isArray(value)) return keepOthers ? value : undefined;
  const made: Value[] = [];
  for (const element of value) {
    const projected = descend(element, make, keepOthers);
    if (projected !== undefined) made.push(projected);
  }
  return made;
}

function include(document: Doc, tree: Tree, scope: Scope): Doc {
  const made: Doc = new Map();
  for (const [name, value] of document) {
    const node = tree.children.get(name);
    if (!node || (!isTree(node) && (node.kind === 'compute' || node.kind === 'elemMatch'))) continue;
    const kept = isTree(node)
      ? descend(value, (inner) => include(inner, node, scope), false)
      : applyLeaf(value, node, scope);
    if (kept !== undefined) made.set(name, kept);
  }
  for (const [name, node] of tree.children)
    if (isTree(node) || node.kind !== 'elemMatch') compute(made, name, node, scope);
    else {
      const found = applyLeaf(document.get(name), node, scope);
      if (found !== undefined) made.set(name, found);
    }
  return made;
}

/** Computed fields come after the kept ones, in the order of the projection; so does what an `$elemMatch` found. */
function compute(made: Doc, name: string, node: Tree | Leaf, scope: Scope): void {
  if (isTree(node)) {
    if (made.has(name) || !leaves(node).some((leaf) => leaf.kind === 'compute')) return;
    const inner: Doc = new Map();
    for (const [child, below] of node.children) compute(inner, child, below, scope);
    made.set(name, inner);
  } else if (node.kind === 'compute') {
    const value = node.evaluate(scope);
    if (value !== undefined) made.set(name, value);
  }
}

function exclude(document: Doc, tree: Tree, scope: Scope): Doc {
  const made: Doc = new Map();
  for (const [name, value] of document) {
    const node = tree.children.get(name);
    const kept = !node
      ? value
      : isTree(node)
        ? descend(value, (inner) => exclude(inner, node, scope), true)
        : applyLeaf(value, node, scope);
    if (kept !== undefined) made.set(name, kept);
  }
  return made;
}
