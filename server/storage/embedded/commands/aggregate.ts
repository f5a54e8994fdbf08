import { equalValues } from '../bson/compare.ts';
import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import type { Collection } from '../engine/catalog.ts';
import type { View } from '../engine/view.ts';
import { notOffered, StoreError } from '../errors.ts';
import type { Variables } from '../query/expressions.ts';
import { compileFilter } from '../query/match.ts';
import { Memory } from '../query/memory.ts';
import { parseSort } from '../query/sort.ts';
import { compileStage, type Item, type PipelineContext, runStages } from '../query/stages.ts';
import { CursorView, find, firstBatch, nothing, type Query, variablesOf } from './find.ts';
import {
  type Command,
  collectionName,
  documentOr,
  hintOf,
  numberOr,
  type Reply,
  type Request,
} from './request.ts';

/** The beginning of a pipeline that a query answers by itself, with an index where there is one. */
function leadingQuery(pipeline: Value[], variables: Variables): { query: Query; rest: Value[] } {
  const filters: Doc[] = [];
  let rest = pipeline;
  const operand = (name: string): Value | undefined =>
    isDoc(rest[0]) && rest[0].size === 1 ? rest[0].get(name) : undefined;
  for (let match = operand('$match'); isDoc(match); match = operand('$match')) {
    filters.push(match);
    rest = rest.slice(1);
  }
  const filter: Doc = filters.length > 1 ? new Map([['$and', filters]]) : (filters[0] ?? new Map());
  const order = operand('$sort');
  const sort = isDoc(order) && order.size > 0 ? parseSort(order) : [];
  if (sort.length > 0) rest = rest.slice(1);
  const query: Query = { filter: compileFilter(filter, variables), sort, skip: 0, limit: 0 };
  const most = operand('$limit');
  if (typeof most === 'number' && most > 0 && Number.isInteger(most)) {
    query.limit = most;
    rest = rest.slice(1);
  }
  return { query, rest };
}

/** Field of the count when the pipeline only counts, as the driver's countDocuments sends it. */
function countedAs(rest: Value[]): { id: Value; field: string } | undefined {
  const group = rest.length === 1 && isDoc(rest[0]) ? rest[0].get('$group') : undefined;
  if (!isDoc(group) || group.size !== 2) return undefined;
  const id = group.get('_id');
  const [field, total] = [...group].find(([name]) => name !== '_id') ?? ['', null];
  if (id === undefined || (typeof id !== 'number' && id !== null)) return undefined;
  return isDoc(total) && total.size === 1 && equalValues(total.get('$sum') ?? null, 1)
    ? { id, field }
    : undefined;
}

function* counted(
  source: Iterable<Buffer | undefined>,
  id: Value,
  field: string,
): Generator<Buffer | undefined, void> {
  let total = 0;
  for (const bytes of source) {
    if (bytes === undefined) yield undefined;
    else total += 1;
  }
  if (total > 0)
    yield encode(
      new Map([
        ['_id', id],
        [field, total],
      ]),
    );
}

function* decoded(source: Iterable<Buffer | undefined>): Generator<Item, void> {
  for (const bytes of source) yield bytes && decode(bytes);
}

function* encoded(source: Iterable<Item>): Generator<Buffer | undefined, void> {
  for (const item of source) yield item && encode(item);
}

class Pipelines {
  readonly #request: Request;
  readonly #view: View;
  readonly #memory = new Memory();

  constructor(request: Request, view: View) {
    this.#request = request;
    this.#view = view;
  }

  #collection(name: string): Collection | undefined {
    return this.#request.engine.catalog.find(this.#request.database, name);
  }

  #context(variables: Variables): PipelineContext {
    return {
      variables,
      memory: this.#memory,
      read: (name, filter) =>
        decoded(this.#find(name, { filter: compileFilter(filter), sort: [], skip: 0, limit: 0 })),
      run: (name, pipeline, inner) => this.documents(name, pipeline, inner),
    };
  }

  #find(name: string, query: Query): Generator<Buffer | undefined, void> {
    const collection = this.#collection(name);
    return collection ? find(this.#view, collection, query) : nothing();
  }

  documents(name: string, pipeline: Value[], variables: Variables): Iterable<Item> {
    const { query, rest } = leadingQuery(pipeline, variables);
    const context = this.#context(variables);
    return runStages(
      decoded(this.#find(name, query)),
      rest.map((stage) => compileStage(stage, context)),
    );
  }

  bytes(
    name: string,
    pipeline: Value[],
    variables: Variables,
    hint: Value | undefined,
  ): Generator<Buffer | undefined, void> {
    const { query, rest } = leadingQuery(pipeline, variables);
    const collection = this.#collection(name);
    if (collection) query.hint = hintOf(this.#request, hint, collection.indexes);
    const found = this.#find(name, query);
    if (rest.length === 0) return found;
    const count = countedAs(rest);
    if (count) return counted(found, count.id, count.field);
    const context = this.#context(variables);
    const stages = rest.map((stage) => compileStage(stage, context));
    return encoded(runStages(decoded(found), stages));
  }
}

async function runAggregate(request: Request): Promise<Reply> {
  const { command, engine } = request;
  if (typeof command.get('aggregate') === 'number')
    throw notOffered('An aggregation that does not start from a collection');
  const name = collectionName(request);
  const pipeline = command.get('pipeline');
  if (!Array.isArray(pipeline))
    throw new StoreError('TypeMismatch', "'pipeline' option must be specified as an array");
  const view = new CursorView(request);
  const source = new Pipelines(request, view).bytes(
    name,
    pipeline,
    variablesOf(command),
    command.get('hint'),
  );
  const cursor = engine.cursors.make(`${request.database}.${name}`, source, view, request.transaction);
  const size = numberOr(documentOr(command, 'cursor'), 'batchSize', -1);
  return firstBatch(request, cursor, size < 0 ? undefined : size, false);
}

export const aggregateCommand: Command = {
  fields: ['pipeline', 'cursor', 'hint', 'let', 'allowDiskUse', 'bypassDocumentValidation'],
  run: runAggregate,
};
