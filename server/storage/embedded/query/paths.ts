import { isDoc, UNDEFINED, type Value } from '../bson/values.ts';

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
  const part = path[from]!;
  found.spread = true;
  if (isIndex(part) && value[Number(part)] !== undefined) collect(value[Number(part)], path, from + 1, found);
  for (const element of value) if (isDoc(element)) collect(element, path, from, found);
}
