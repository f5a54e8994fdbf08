import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { isIndex } from './paths.ts';

/** What an operator makes of the old value; undefined leaves the field out. */
export type Change = (old: Value | undefined) => Value | undefined;
export type ElementTest = (value: Value | undefined) => boolean;

const MAX_PADDING = 1_500_000;

function notViable(part: string, parent: Value): StoreError {
  const kind = Array.isArray(parent)
    ? 'an array'
    : `a value of type ${parent === null ? 'null' : typeof parent}`;
  return new StoreError('PathNotViable', `Cannot create field '${part}' in ${kind}`);
}

/**
 * Changes the value at a concrete path, in place. With `create`, missing documents on the way are made and an
 * impossible way is an error; without it (as for `$unset`) an impossible way means there is nothing to do.
 */
export function changeAt(parent: Value, path: string[], change: Change, create: boolean, from = 0): void {
  const part = path[from]!;
  if (!isDoc(parent) && !(Array.isArray(parent) && isIndex(part))) {
    if (create) throw notViable(part, parent);
    return;
  }
  const old = isDoc(parent) ? parent.get(part) : parent[Number(part)];
  if (from === path.length - 1) put(parent, part, old, change(old));
  else if (old !== undefined) changeAt(old, path, change, create, from + 1);
  else if (create) {
    const made: Doc = new Map();
    changeAt(made, path, change, true, from + 1);
    if (made.size > 0) put(parent, part, undefined, made);
  }
}

function put(parent: Doc | Value[], part: string, old: Value | undefined, value: Value | undefined): void {
  if (isDoc(parent)) {
    if (value === undefined) parent.delete(part);
    else parent.set(part, value);
    return;
  }
  const index = Number(part);
  if (value === undefined) {
    // Positions in an array are facts for other readers: an unset element becomes null.
    if (old !== undefined) parent[index] = null;
    return;
  }
  if (index - parent.length > MAX_PADDING)
    throw new StoreError('BadValue', `Cannot pad an array by more than ${MAX_PADDING} elements`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

export function valueAt(document: Value | undefined, path: string[]): Value | undefined {
  let value: Value | undefined = document;
  for (const part of path) {
    if (isDoc(value)) value = value.get(part);
    else if (Array.isArray(value) && isIndex(part)) value = value[Number(part)];
    else return undefined;
  }
  return value;
}

export interface Positions {
  /** The place for `$`: where the filter matched in the array at this path. */
  matched(arrayPath: string[]): number | undefined;
  filters: Map<string, ElementTest>;
}

/** The concrete paths that `$`, `$[]` and `$[name]` stand for in this document. */
export function concretePaths(document: Doc, path: string[], positions: Positions): string[][] {
  const at = path.findIndex((part) => part === '$' || (part.startsWith('$[') && part.endsWith(']')));
  if (at < 0) return [path];
  const before = path.slice(0, at);
  const array = valueAt(document, before);
  const part = path[at]!;
  if (part === '$') {
    const index = positions.matched(before);
    if (index === undefined)
      throw new StoreError(
        'BadValue',
        'The positional operator did not find the match needed from the query.',
      );
    return concretePaths(document, [...before, String(index), ...path.slice(at + 1)], positions);
  }
  if (!Array.isArray(array))
    throw new StoreError(
      'BadValue',
      `The path '${before.join('.')}' must exist in the document in order to apply array updates.`,
    );
  const test = part === '$[]' ? () => true : positions.filters.get(part.slice(2, -1));
  if (!test) throw new StoreError('BadValue', `No array filter found for identifier '${part.slice(2, -1)}'`);
  return array.flatMap((element, index) =>
    test(element)
      ? concretePaths(document, [...before, String(index), ...path.slice(at + 1)], positions)
      : [],
  );
}
