import { type Doc, isDoc, UNDEFINED, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';

export type Path = readonly string[];

export function splitPath(path: string): Path {
  return path.split('.');
}

export function isIndex(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part);
}

/**
 * Visits what a dotted path reaches, the way a query does: arrays on the way are searched element by element and,
 * for a number in the path, by position. A field that is absent is visited as undefined. Stops at the first true.
 */
export function reach(
  value: Value | undefined,
  path: Path,
  visit: (value: Value | undefined) => boolean,
  from = 0,
): boolean {
  if (from === path.length) return visit(value);
  const part = path[from]!;
  if (isDoc(value)) return reach(value.get(part), path, visit, from + 1);
  if (!Array.isArray(value)) return visit(undefined);
  if (isIndex(part)) {
    const element = value[Number(part)];
    if (element !== undefined && reach(element, path, visit, from + 1)) return true;
  }
  for (const element of value) if (isDoc(element) && reach(element, path, visit, from)) return true;
  return false;
}

/** As `reach`, and every element of an array at the end of the path before the array itself. */
export function reachElements(
  value: Value | undefined,
  path: Path,
  visit: (value: Value | undefined) => boolean,
): boolean {
  return reach(value, path, (found) => (Array.isArray(found) && found.some(visit)) || visit(found));
}

interface PathValues {
  values: Value[];
  /** An array was spread into its elements. */
  spread: boolean;
  /** The document has the path. */
  present: boolean;
}

/** The values under which a path is indexed and sorted: array elements apart, an absent field as null. */
export function indexedValues(value: Value | undefined, path: Path): PathValues {
  const found: PathValues = { values: [], spread: false, present: false };
  collect(value, path, 0, found);
  if (found.values.length === 0) found.values.push(null);
  return found;
}

function collect(value: Value | undefined, path: Path, from: number, found: PathValues): void {
  if (from === path.length) {
    if (value !== undefined) found.present = true;
    if (!Array.isArray(value)) found.values.push(value ?? null);
    else {
      found.spread = true;
      if (value.length === 0) found.values.push(UNDEFINED);
      for (const element of value) found.values.push(element);
    }
    return;
  }
  const part = path[from]!;
  if (isDoc(value)) collect(value.get(part), path, from + 1, found);
  else if (Array.isArray(value)) collectElements(value, path, from, found);
  else found.values.push(null);
}

function collectElements(value: Value[], path: Path, from: number, found: PathValues): void {
  found.spread = true;
  const positioned = elementAt(value, path[from]!);
  if (positioned !== undefined) collect(positioned, path, from + 1, found);
  // An element that is no document has the path as little as an empty document has it.
  else for (const element of value) collect(isDoc(element) ? element : NOTHING, path, from, found);
}

const NOTHING: Doc = new Map();

/** The element a number in a path stands for; undefined when it is a field of the elements or nothing. */
function elementAt(values: Value[], part: string): Value | undefined {
  if (!isIndex(part)) return undefined;
  const element = values[Number(part)];
  if (element !== undefined && values.some((one) => isDoc(one) && one.has(part)))
    throw new StoreError(
      'BadValue',
      `Ambiguous field name found in array: '${part}' is a position and a field of an element`,
    );
  return element;
}

/**
 * The values of several paths together, for a compound key: paths through one array take their values from the same
 * element of it, one tuple for each element.
 * @returns undefined when the paths lead through more than one array
 */
export function indexedTuples(document: Doc, paths: readonly Path[]): Value[][] | undefined {
  return tuplesFrom(paths.map((path) => walk({ value: document, rest: path })));
}

/** What is left of a path, and where it stands. */
interface Standing {
  value: Value | undefined;
  rest: Path;
}

/** Goes down to the end of the path, to the first array that has to be spread, or to where the path breaks off. */
function walk(from: Standing): Standing {
  let { value, rest } = from;
  while (rest.length > 0) {
    const next = isDoc(value)
      ? value.get(rest[0]!)
      : Array.isArray(value)
        ? elementAt(value, rest[0]!)
        : undefined;
    if (Array.isArray(value) && next === undefined) return { value, rest };
    if (next === undefined) return { value: null, rest: [] };
    value = next;
    rest = rest.slice(1);
  }
  return { value, rest };
}

function tuplesFrom(parts: Standing[]): Value[][] | undefined {
  const arrays = new Set(parts.map(({ value }) => value).filter(Array.isArray));
  if (arrays.size === 0) return [parts.map(({ value }) => value ?? null)];
  if (arrays.size > 1) return undefined;
  const [array] = [...arrays] as [Value[]];
  if (array.length === 0)
    return [
      parts.map(({ value, rest }) =>
        value !== array ? (value ?? null) : rest.length === 0 ? UNDEFINED : null,
      ),
    ];
  const tuples: Value[][] = [];
  for (const element of array) {
    const ended = parts.map((part) => part.value === array && part.rest.length === 0);
    const inner = parts.map((part, at) =>
      part.value !== array || ended[at]
        ? { value: null, rest: [] }
        : walk({ value: isDoc(element) ? element : NOTHING, rest: part.rest }),
    );
    const found = tuplesFrom(inner);
    if (!found) return undefined;
    for (const tuple of found)
      tuples.push(
        tuple.map((value, at) =>
          ended[at] ? element : parts[at]!.value === array ? value : (parts[at]!.value ?? null),
        ),
      );
  }
  return tuples;
}
