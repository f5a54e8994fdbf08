import { compareValues } from '../bson/compare.ts';
import { exactKey } from '../bson/keys.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, doc, isDoc, type Value } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { compileAccumulator } from './accumulators.ts';
import { compileExpression, rootScope, type Variables } from './expressions.ts';
import { compileFilter } from './match.ts';
import type { Memory, Share } from './memory.ts';
import { indexedValues } from './paths.ts';
import { compileReshapingStage, refuseStage } from './reshape.ts';
import { compareSortKeys, parseSort, sortKey } from './sort.ts';
import { changeAt, valueAt } from './updatePaths.ts';

/** A document, or undefined where the reader may pause. */
export type Item = Doc | undefined;
type Stage = (input: Iterable<Item>) => Generator<Item, void>;

export interface PipelineContext {
  variables: Variables;
  memory: Memory;
  /** All documents of another collection that match. */
  read(collection: string, filter: Doc): Iterable<Item>;
  /** A whole pipeline on another collection. */
  run(collection: string, pipeline: Value[], variables: Variables): Iterable<Item>;
}

/** @throws StoreError CommandNotSupported for a stage that is not offered */
export function compileStage(stage: Value, context: PipelineContext): Stage {
  if (!isDoc(stage) || stage.size !== 1)
    throw new StoreError('BadValue', 'A pipeline stage specification object must contain exactly one field.');
  const [name, operand] = [...stage][0]!;
  const reshape = compileReshapingStage(name, operand);
  if (reshape) return each((document) => reshape(document, context.variables));
  const make = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
  if (!make) throw refuseStage(name);
  return make(operand, context);
}

export function runStages(input: Iterable<Item>, stages: Stage[]): Iterable<Item> {
  return stages.reduce<Iterable<Item>>((flow, stage) => stage(flow), input);
}

function each(change: (document: Doc) => Doc): Stage {
  return function* (input) {
    for (const item of input) yield item && change(item);
  };
}

function count(name: string, operand: Value, least: number): number {
  const number = isNumeric(operand) ? toNumber(operand) : Number.NaN;
  if (!Number.isInteger(number) || number < least)
    throw new StoreError('BadValue', `invalid argument to ${name} stage`);
  return number;
}

/** Takes in everything, passing the pauses on. */
function* gathered(input: Iterable<Item>, held: Doc[], share: Share): Generator<undefined, void> {
  for (const item of input) {
    if (item === undefined) {
      yield undefined;
      continue;
    }
    share.hold(item);
    held.push(item);
  }
}

/** A stage that holds something for as long as it runs. */
function holding(
  { memory }: PipelineContext,
  run: (input: Iterable<Item>, share: Share) => Generator<Item, void>,
): Stage {
  return function* (input) {
    const share = memory.share();
    try {
      yield* run(input, share);
    } finally {
      share.release();
    }
  };
}

function match(operand: Value, context: PipelineContext): Stage {
  if (!isDoc(operand))
    throw new StoreError('BadValue', 'the match filter must be an expression in an object');
  const { test } = compileFilter(operand, context.variables);
  return function* (input) {
    for (const item of input) if (item === undefined || test(item)) yield item;
  };
}

function sort(operand: Value, context: PipelineContext): Stage {
  if (!isDoc(operand) || operand.size === 0)
    throw new StoreError('BadValue', '$sort stage must have at least one sort key');
  const parts = parseSort(operand);
  return holding(context, function* (input, share) {
    const held: Doc[] = [];
    yield* gathered(input, held, share);
    const keyed = held.map((document) => ({ document, key: sortKey(document, parts) }));
    keyed.sort((a, b) => compareSortKeys(a.key, b.key, parts));
    for (const { document } of keyed) yield document;
  });
}

function limit(operand: Value): Stage {
  const most = count('$limit', operand, 1);
  return function* (input) {
    let passed = 0;
    for (const item of input) {
      yield item;
      if (item !== undefined) passed += 1;
      if (passed === most) return;
    }
  };
}

function skip(operand: Value): Stage {
  const first = count('$skip', operand, 0);
  return function* (input) {
    let seen = 0;
    for (const item of input) {
      if (item === undefined || seen >= first) yield item;
      else seen += 1;
    }
  };
}

function counted(operand: Value): Stage {
  if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.'))
    throw new StoreError('BadValue', 'the count field must be a non-empty string');
  return function* (input) {
    let total = 0;
    for (const item of input) {
      if (item === undefined) yield undefined;
      else total += 1;
    }
    if (total > 0) yield doc({ [operand]: total });
  };
}

function unwind(operand: Value): Stage {
  const options = isDoc(operand) ? operand : doc({ path: operand });
  const path = options.get('path');
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new StoreError('BadValue', "path option to $unwind stage should be prefixed with a '$'");
  const parts = path.slice(1).split('.');
  const position = options.get('includeArrayIndex');
  const keep = options.get('preserveNullAndEmptyArrays') === true;
  const place = (document: Doc, value: Value | undefined, index: number | null) => {
    const made = copyAlong(document, parts);
    changeAt(made, parts, () => value, value !== undefined);
    if (typeof position === 'string')
      changeAt(made, position.split('.'), () => (index === null ? null : BigInt(index)), true);
    return made;
  };
  return function* (input) {
    for (const item of input) {
      const value = item && valueAt(item, parts);
      if (item === undefined) yield undefined;
      else if (Array.isArray(value) && value.length > 0)
        for (const [index, element] of value.entries()) yield place(item, element, index);
      else if (value !== undefined && value !== null && !Array.isArray(value)) yield place(item, value, null);
      else if (keep) yield place(item, Array.isArray(value) ? undefined : value, null);
    }
  };
}

/** A copy that shares everything but the documents on the way to a path. */
function copyAlong(document: Doc, path: string[]): Doc {
  const made = new Map(document);
  let at = made;
  for (const part of path.slice(0, -1)) {
    const inner = at.get(part);
    if (!isDoc(inner)) break;
    const copy = new Map(inner);
    at.set(part, copy);
    at = copy;
  }
  return made;
}

function group(operand: Value, context: PipelineContext): Stage {
  if (!isDoc(operand) || !operand.has('_id'))
    throw new StoreError('BadValue', 'a group specification must include an _id');
  const id = compileExpression(operand.get('_id')!);
  const fields = [...operand]
    .filter(([name]) => name !== '_id')
    .map(([name, accumulator]) => {
      if (name.includes('.')) throw new StoreError('BadValue', `The field name '${name}' cannot contain '.'`);
      if (!isDoc(accumulator) || accumulator.size !== 1)
        throw new StoreError('BadValue', `The field '${name}' must be an accumulator object`);
      const [operator, value] = [...accumulator][0]!;
      return { name, make: compileAccumulator(operator, value) };
    });
  return holding(context, function* (input, share) {
    const groups = new Map<string, { id: Value; totals: ReturnType<(typeof fields)[0]['make']>[] }>();
    for (const item of input) {
      if (item === undefined) {
        yield undefined;
        continue;
      }
      const scope = rootScope(item, context.variables);
      const value = id(scope) ?? null;
      const key = exactKey(value);
      let known = groups.get(key);
      if (!known) {
        share.hold(value);
        known = { id: value, totals: fields.map((field) => field.make(share.hold)) };
        groups.set(key, known);
      }
      for (const total of known.totals) total.add(scope);
    }
    for (const { id: value, totals } of groups.values())
      yield new Map<string, Value>([
        ['_id', value],
        ...totals.map((total, at) => [fields[at]!.name, total.result()] as const),
      ]);
  });
}

function sortByCount(operand: Value, context: PipelineContext): Stage {
  const grouped = group(doc({ _id: operand, count: doc({ $sum: 1 }) }), context);
  const sorted = sort(doc({ count: -1 }), context);
  return (input) => sorted(grouped(input));
}

function bucket(operand: Value, context: PipelineContext): Stage {
  const boundaries = isDoc(operand) ? operand.get('boundaries') : undefined;
  const by = isDoc(operand) ? operand.get('groupBy') : undefined;
  if (!isDoc(operand) || !Array.isArray(boundaries) || boundaries.length < 2 || by === undefined)
    throw new StoreError('BadValue', "$bucket requires 'groupBy' and 'boundaries' to be specified");
  const output = operand.get('output') ?? doc({ count: doc({ $sum: 1 }) });
  const evaluate = compileExpression(by);
  const fallback = operand.get('default');
  const place = (value: Value): Value => {
    const at = boundaries.findIndex((low, index) => {
      const high = boundaries[index + 1];
      return high !== undefined && compareValues(value, low) >= 0 && compareValues(value, high) < 0;
    });
    if (at >= 0) return boundaries[at]!;
    if (fallback === undefined)
      throw new StoreError('BadValue', '$bucket found a value outside its boundaries and has no default');
    return fallback;
  };
  const grouped = group(new Map([['_id', '$bucket'], ...[...(output as Doc)].map(prefixed)]), context);
  const sorted = sort(doc({ _id: 1 }), context);
  const placed = each((document) =>
    doc({ bucket: place(evaluate(rootScope(document, context.variables)) ?? null), document }),
  );
  return (input) => sorted(grouped(placed(input)));
}

/** The accumulators of `$bucket` see the document one level down, beside its bucket. */
function prefixed([name, accumulator]: [string, Value]): [string, Value] {
  const inside = (value: Value): Value => {
    if (typeof value === 'string' && /^\$[^$]/.test(value)) return `$document.${value.slice(1)}`;
    if (value === '$$ROOT') return '$document';
    if (Array.isArray(value)) return value.map(inside);
    return isDoc(value) ? new Map([...value].map(([key, inner]) => [key, inside(inner)])) : value;
  };
  return [name, inside(accumulator)];
}

function sample(operand: Value, context: PipelineContext): Stage {
  const size = count('$sample', isDoc(operand) ? (operand.get('size') ?? null) : null, 1);
  return holding(context, function* (input, share) {
    const held: Doc[] = [];
    yield* gathered(input, held, share);
    for (let taken = 0; taken < size && held.length > 0; taken++) {
      const at = Math.floor(Math.random() * held.length);
      yield held[at];
      held[at] = held.at(-1)!;
      held.pop();
    }
  });
}

function facet(operand: Value, context: PipelineContext): Stage {
  if (!isDoc(operand) || operand.size === 0)
    throw new StoreError('BadValue', 'the $facet specification must be a non-empty object');
  const branches = [...operand].map(([name, stages]) => {
    if (!Array.isArray(stages)) throw new StoreError('BadValue', 'arguments to $facet must be arrays');
    return { name, stages: stages.map((stage) => compileStage(stage, context)) };
  });
  return holding(context, function* (input, share) {
    const held: Doc[] = [];
    yield* gathered(input, held, share);
    const made: Doc = new Map();
    for (const { name, stages } of branches)
      made.set(
        name,
        [...runStages(held, stages)].filter((item) => item !== undefined),
      );
    yield made;
  });
}

function text(operand: Doc, name: string): string {
  const value = operand.get(name);
  if (typeof value !== 'string')
    throw new StoreError('FailedToParse', `$lookup argument '${name}' must be a string`);
  return value;
}

function lookup(operand: Value, context: PipelineContext): Stage {
  if (!isDoc(operand)) throw new StoreError('FailedToParse', 'the $lookup specification must be an object');
  const [from, as] = [text(operand, 'from'), text(operand, 'as').split('.')];
  const joins = operand.has('localField') || operand.has('foreignField');
  const local = joins ? text(operand, 'localField').split('.') : [];
  const foreign = joins ? text(operand, 'foreignField') : '';
  const pipeline = operand.get('pipeline');
  const lets = operand.get('let');
  const bindings = isDoc(lets)
    ? [...lets].map(([name, value]) => [name, compileExpression(value)] as const)
    : [];
  const find = (document: Doc): Iterable<Item> => {
    const filter = joins ? doc({ [foreign]: joinCondition(document, local) }) : doc({});
    if (!Array.isArray(pipeline)) return context.read(from, filter);
    const scope = rootScope(document, context.variables);
    const variables = new Map([
      ...context.variables,
      ...bindings.map(([name, value]) => [name, value(scope)] as const),
    ]);
    return context.run(from, joins ? [doc({ $match: filter }), ...pipeline] : pipeline, variables);
  };
  return holding(context, function* (input, share) {
    for (const item of input) {
      if (item === undefined) {
        yield undefined;
        continue;
      }
      const found: Doc[] = [];
      yield* gathered(find(item), found, share);
      const made = copyAlong(item, as);
      changeAt(made, as, () => found, true);
      yield made;
      share.release();
    }
  });
}

/** An array in the local field joins by each of its elements. */
function joinCondition(document: Doc, path: string[]): Value {
  const { values } = indexedValues(document, path);
  return doc({ $in: values });
}

function unionWith(operand: Value, context: PipelineContext): Stage {
  const from = isDoc(operand) ? operand.get('coll') : operand;
  const pipeline = isDoc(operand) ? (operand.get('pipeline') ?? []) : [];
  if (typeof from !== 'string' || !Array.isArray(pipeline))
    throw new StoreError('FailedToParse', '$unionWith needs a collection');
  return function* (input) {
    yield* input;
    yield* context.run(from, pipeline, context.variables);
  };
}

const STAGES: Record<string, (operand: Value, context: PipelineContext) => Stage> = {
  $match: match,
  $sort: sort,
  $limit: limit,
  $skip: skip,
  $count: counted,
  $unwind: unwind,
  $group: group,
  $sortByCount: sortByCount,
  $bucket: bucket,
  $sample: sample,
  $facet: facet,
  $lookup: lookup,
  $unionWith: unionWith,
};
