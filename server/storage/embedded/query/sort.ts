import { compareValues } from '../bson/compare.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { notOffered, StoreError } from '../errors.ts';
import { indexedTuples, indexedValues, type Path, splitPath } from './paths.ts';

export interface SortPart {
  name: string;
  path: Path;
  direction: 1 | -1;
}

/** @throws StoreError for anything but 1 and -1 */
export function directionOf(value: Value): 1 | -1 {
  const direction = isNumeric(value) ? toNumber(value) : 0;
  if (direction !== 1 && direction !== -1)
    throw new StoreError('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return direction;
}

/** @throws StoreError for a direction that is not 1 or -1; `$meta` is refused by name */
export function parseSort(specification: Doc): SortPart[] {
  return [...specification].map(([name, value]) => {
    if (isDoc(value)) throw notOffered('Sorting by $meta');
    if (name === '$natural') throw notOffered('Sorting by $natural');
    return { name, path: splitPath(name), direction: directionOf(value) };
  });
}

/**
 * What a document sorts by: of an array the smallest element, descending the largest; several paths through one array
 * are compared element by element.
 * @throws StoreError BadValue when the paths lead through more than one array
 */
export function sortKey(document: Doc, parts: SortPart[]): Value[] {
  const found = parts.map(({ path }) => indexedValues(document, path));
  const spread = found.filter((part) => part.spread);
  if (spread.length < 2)
    return found.map(({ values }, at) =>
      values.reduce((best, value) => (compareValues(value, best) * parts[at]!.direction < 0 ? value : best)),
    );
  const tuples = indexedTuples(
    document,
    parts.map(({ path }) => path),
  );
  if (!tuples) throw new StoreError('BadValue', 'cannot sort with keys that are parallel arrays');
  return tuples.reduce((best, tuple) => (compareSortKeys(tuple, best, parts) < 0 ? tuple : best));
}

export function compareSortKeys(a: Value[], b: Value[], parts: SortPart[]): number {
  for (let index = 0; index < parts.length; index++) {
    const order = compareValues(a[index]!, b[index]!) * parts[index]!.direction;
    if (order !== 0) return order;
  }
  return 0;
}
