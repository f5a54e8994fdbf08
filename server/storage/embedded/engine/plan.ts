import { compareValues, equalValues } from '../bson/compare.ts';
import { after, encodeKeyPart, inverted } from '../bson/keys.ts';
import { type Doc, isDoc, Regex, rankOf, TYPE, typeOf, UNDEFINED, type Value } from '../bson/values.ts';
import { compileFilter, isOperators } from '../query/match.ts';
import { literalPrefix, regexOf } from '../query/regex.ts';
import type { SortPart } from '../query/sort.ts';
import { truthy } from '../query/truth.ts';
import { type Collection, type Index, prefixOf } from './catalog.ts';
import { partLimit } from './indexing.ts';

interface KeyRange {
  low: Buffer;
  high: Buffer;
}

/** How to find the candidates for a filter. Every candidate is tested against the whole filter afterwards. */
export type Plan =
  | { kind: 'scan'; reverse: boolean; sorted: boolean }
  | { kind: 'index'; index: Index; ranges: KeyRange[]; point: boolean; reverse: boolean; sorted: boolean }
  | { kind: 'union'; plans: Plan[]; sorted: false };

interface Predicate {
  operator: string;
  value: Value;
}
/** From the first bytes of `low` to all that begins with `high`. */
interface Interval {
  low: Buffer;
  high: Buffer;
}

const MAX_POINTS = 500;

interface Wish {
  filter: Doc;
  sort: SortPart[];
  /** Name of the index to use, from a hint; `$natural` asks for the plain scan. */
  hint: string | undefined;
  sequence: number;
}

/** Chooses the index that narrows the most, then the one that sorts; without one, the whole collection. */
export function planFor(collection: Collection, wish: Wish): Plan {
  const usable = collection.indexes.filter((index) => index.madeAt <= wish.sequence);
  const predicates = predicatesOf(wish.filter);
  let best: { plan: Plan; score: number } | undefined;
  for (const index of usable) {
    if (wish.hint !== undefined && wish.hint !== index.name) continue;
    const candidate = consider(index, predicates, wish);
    if (candidate && candidate.score > (best?.score ?? 0)) best = candidate;
  }
  if (best) return best.plan;
  const union = wish.hint === undefined ? unionFor(collection, wish) : undefined;
  return union ?? { kind: 'scan', reverse: false, sorted: wish.sort.length === 0 };
}

/** An `$or` whose every branch has an index. */
function unionFor(collection: Collection, wish: Wish): Plan | undefined {
  const branches = wish.filter.get('$or');
  if (!Array.isArray(branches)) return undefined;
  const plans = branches.map((branch) => planFor(collection, { ...wish, filter: branch as Doc, sort: [] }));
  return plans.some((plan) => plan.kind === 'scan') ? undefined : { kind: 'union', plans, sorted: false };
}

function predicatesOf(
  filter: Doc,
  found = new Map<string, Predicate[]>(),
  prefix = '',
): Map<string, Predicate[]> {
  for (const [name, operand] of filter) {
    if (name === '$and' && Array.isArray(operand)) {
      for (const clause of operand) if (isDoc(clause)) predicatesOf(clause, found, prefix);
    } else if (!name.startsWith('$')) {
      const path = prefix + name;
      const list = found.get(path) ?? [];
      found.set(path, list);
      if (!isOperators(operand)) list.push({ operator: '$eq', value: operand });
      else
        for (const [operator, value] of operand) notePredicate(operator, value, operand, path, list, found);
    }
  }
  return found;
}

function notePredicate(
  operator: string,
  value: Value,
  all: Doc,
  path: string,
  list: Predicate[],
  found: Map<string, Predicate[]>,
): void {
  if (operator === '$elemMatch' && isDoc(value) && !isOperators(value))
    predicatesOf(value, found, `${path}.`);
  else if (operator === '$regex') list.push({ operator: '$eq', value: regexOf(value, all.get('$options')) });
  else if (operator === '$all' && Array.isArray(value) && value.length > 0 && !isOperators(value[0]!))
    list.push({ operator: '$eq', value: value[0]! });
  else if (operator !== '$options') list.push({ operator, value });
}

function consider(
  index: Index,
  predicates: Map<string, Predicate[]>,
  wish: Wish,
): { plan: Plan; score: number } | undefined {
  if (index.partial && !implies(predicates, index.partial.source)) return undefined;
  // Named in a hint, a sparse index answers with what it holds.
  const complete = !index.sparse || index.parts.some((part) => excludesMissing(predicates.get(part.name)));
  if (!complete && wish.hint === undefined) return undefined;
  let prefixes: Interval[] = [{ low: prefixOf(index.id), high: prefixOf(index.id) }];
  let points = 0;
  let score = 0;
  let spreadUsed = false;
  for (const [at, part] of index.parts.entries()) {
    const multikey = index.multikey[at]!;
    // Two bounds on the elements of one array need not be met by the same element.
    const bounds =
      multikey && spreadUsed ? undefined : boundsOf(index, predicates.get(part.name) ?? [], multikey);
    if (!bounds || prefixes.length * bounds.intervals.length > MAX_POINTS) break;
    spreadUsed ||= multikey;
    prefixes = extend(prefixes, bounds.intervals, part.direction);
    score += bounds.points ? 10 : 5;
    if (!bounds.points) break;
    points += 1;
  }
  const order = prefixes.length === 1 ? orderOf(index, wish.sort, points) : undefined;
  const point = points === index.parts.length;
  if (point && index.unique) score += 100;
  if (order && wish.sort.length > 0) score += 4;
  if (wish.hint !== undefined) score += 1;
  if (score === 0) return undefined;
  const ranges = prefixes.map(({ low, high }) => ({ low, high: after(high) }));
  const sorted = order !== undefined || wish.sort.length === 0;
  return {
    plan: { kind: 'index', index, ranges, point: point && index.unique, reverse: order === -1, sorted },
    score,
  };
}

function extend(prefixes: Interval[], intervals: Interval[], direction: 1 | -1): Interval[] {
  const ordered =
    direction === 1
      ? intervals
      : intervals.map(({ low, high }) => ({ low: inverted(high), high: inverted(low) }));
  return prefixes.flatMap((prefix) =>
    ordered.map(({ low, high }) => ({
      low: Buffer.concat([prefix.low, low]),
      high: Buffer.concat([prefix.high, high]),
    })),
  );
}

/** Whether the index delivers the wished order: 1 as it lies, -1 read backwards. */
function orderOf(index: Index, sort: SortPart[], points: number): 1 | -1 | undefined {
  if (sort.length === 0) return 1;
  if (index.cut) return undefined;
  const fixed = new Set(
    index.parts
      .slice(0, points)
      .filter((_part, at) => !index.multikey[at])
      .map((part) => part.name),
  );
  const open = sort.filter((part) => !fixed.has(part.name));
  let direction: 1 | -1 | undefined;
  for (const [offset, wanted] of open.entries()) {
    const part = index.parts[points + offset];
    if (!part || part.name !== wanted.name || index.multikey[points + offset]) return undefined;
    const here = part.direction === wanted.direction ? 1 : -1;
    if (direction !== undefined && direction !== here) return undefined;
    direction = here;
  }
  return direction ?? 1;
}

interface Bounds {
  intervals: Interval[];
  /** Every interval is a single value. */
  points: boolean;
}

function boundsOf(index: Index, predicates: Predicate[], multikey: boolean): Bounds | undefined {
  const limit = partLimit(index);
  const bounds = predicates
    .map(({ operator, value }) => boundsFor(operator, value, limit))
    .filter((one) => one !== undefined);
  const point = bounds.find((one) => one.points);
  if (point || bounds.length === 0) return point;
  if (multikey || bounds.some((one) => one.intervals.length > 1)) return bounds[0];
  return bounds.reduce(intersection);
}

function intersection(a: Bounds, b: Bounds): Bounds {
  const [left, right] = [a.intervals[0]!, b.intervals[0]!];
  const low = Buffer.compare(left.low, right.low) >= 0 ? left.low : right.low;
  // The longer of two upper bounds that begin alike is the tighter one.
  const high = Buffer.compare(after(left.high), after(right.high)) <= 0 ? left.high : right.high;
  return { intervals: [{ low, high }], points: false };
}

function boundsFor(operator: string, value: Value, limit: number): Bounds | undefined {
  switch (operator) {
    case '$eq':
      return equalityBounds([value], limit);
    case '$in':
      return Array.isArray(value) ? equalityBounds(value, limit) : undefined;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeBounds(operator, value, limit);
    default:
      return undefined;
  }
}

function equalityBounds(values: Value[], limit: number): Bounds | undefined {
  const intervals: Interval[] = [];
  let points = true;
  for (const value of values) {
    if (value instanceof Regex) {
      const text = encodeKeyPart(literalPrefix(value), limit).bytes.subarray(0, -2);
      intervals.push({ low: text.subarray(0, limit), high: text.subarray(0, limit) }, pointOf(value, limit));
      points = false;
    } else if (Array.isArray(value)) {
      // An array equals as a whole, or as an element of another array; it is indexed by its elements.
      intervals.push(pointOf(value[0] ?? UNDEFINED, limit), pointOf(value, limit));
    } else intervals.push(pointOf(value, limit));
  }
  if (intervals.length > MAX_POINTS) return undefined;
  return { intervals: distinct(intervals), points };
}

function pointOf(value: Value, limit: number): Interval {
  const { bytes } = encodeKeyPart(value, limit);
  return { low: bytes, high: bytes };
}

function distinct(intervals: Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => Buffer.compare(a.low, b.low));
  return sorted.filter(
    (one, at) => at === 0 || !one.low.equals(sorted[at - 1]!.low) || !one.high.equals(sorted[at - 1]!.high),
  );
}

function rangeBounds(operator: string, value: Value, limit: number): Bounds | undefined {
  if (value === null) return operator.length === 4 ? equalityBounds([null], limit) : undefined;
  const type = typeOf(value);
  if (Array.isArray(value) || isDoc(value) || type === TYPE.minKey || type === TYPE.maxKey) return undefined;
  const { bytes, cut } = encodeKeyPart(value, limit);
  const edge = cut ? bytes.subarray(0, limit) : bytes;
  const rank = Buffer.of(rankOf(value));
  const interval = operator.startsWith('$g') ? { low: edge, high: rank } : { low: rank, high: edge };
  return { intervals: [interval], points: false };
}

function excludesMissing(predicates: Predicate[] | undefined): boolean {
  return (predicates ?? []).some(({ operator, value }) => {
    if (operator === '$exists') return truthy(value);
    if (operator === '$in') return Array.isArray(value) && value.length > 0 && !value.includes(null);
    return (
      ['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$elemMatch', '$size'].includes(operator) &&
      value !== null &&
      ordinary(value)
    );
  });
}

/** With MinKey or MaxKey a comparison may hold for a missing field too. */
function ordinary(value: Value): boolean {
  const type = typeOf(value);
  return type !== TYPE.minKey && type !== TYPE.maxKey;
}

/** Whether every document that matches the query is one the partial index holds. */
function implies(predicates: Map<string, Predicate[]>, partial: Doc): boolean {
  for (const [name, operand] of partial) {
    if (name === '$and' && Array.isArray(operand)) {
      if (!operand.every((clause) => isDoc(clause) && implies(predicates, clause))) return false;
      continue;
    }
    if (name.startsWith('$')) return false;
    const given = predicates.get(name) ?? [];
    const wanted = isOperators(operand) ? [...operand] : [['$eq', operand] as const];
    if (!wanted.every(([operator, value]) => given.some((one) => impliesOne(one, operator, value))))
      return false;
  }
  return true;
}

function impliesOne(given: Predicate, operator: string, value: Value): boolean {
  if (given.operator === operator && equalValues(given.value, value)) return true;
  if (operator === '$exists' && truthy(value)) return excludesMissing([given]);
  if (
    given.operator === operator &&
    ['$gt', '$gte', '$lt', '$lte'].includes(operator) &&
    rankOf(given.value) === rankOf(value)
  )
    return compareValues(given.value, value) * (operator.startsWith('$g') ? 1 : -1) >= 0;
  const values =
    given.operator === '$eq'
      ? [given.value]
      : given.operator === '$in' && Array.isArray(given.value)
        ? given.value
        : [];
  if (values.length === 0 || values.some((one) => one instanceof Regex)) return false;
  const { test } = compileFilter(new Map([['field', new Map([[operator, value]])]]));
  return values.every((one) => test(new Map([['field', one]])));
}
