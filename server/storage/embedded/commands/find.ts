import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { DateTime, type Doc, isDoc, RawDoc, type Value } from '../bson/values.ts';
import type { Collection } from '../engine/catalog.ts';
import { type Cursor, fill } from '../engine/cursors.ts';
import { type Plan, planFor } from '../engine/plan.ts';
import { matches } from '../engine/scan.ts';
import type { Snapshot } from '../engine/storage.ts';
import type { Entry, View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import { compileExpression, rootScope, type Variables } from '../query/expressions.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { compileFindProjection } from '../query/project.ts';
import { compareSortKeys, directionOf, parseSort, type SortPart, sortKey } from '../query/sort.ts';
import {
  type Command,
  collectionName,
  deadlineOf,
  documentOr,
  flag,
  hintOf,
  numberOr,
  type Reply,
  type Request,
  reply,
} from './request.ts';

export interface Query {
  filter: Filter;
  sort: SortPart[];
  skip: number;
  /** 0 for all. */
  limit: number;
  hint?: string | undefined;
  /** The order of insertion, or that order backwards: all documents are looked through. */
  natural?: 1 | -1 | undefined;
}

const SORT_BYTES = 100 * 1024 * 1024;
/** What all sorts hold together, those of idle cursors too. */
const ALL_SORTS_BYTES = 512 * 1024 * 1024;
let sorting = 0;

/** The matching documents in order, encoded; undefined where the reader may pause. */
export function* find(view: View, collection: Collection, query: Query): Generator<Buffer | undefined, void> {
  const { filter } = query;
  const plan: Plan = query.natural
    ? { kind: 'scan', reverse: query.natural === -1, sorted: query.sort.length === 0 }
    : planFor(collection, {
        filter: filter.source,
        sort: query.sort,
        hint: query.hint,
        sequence: view.sequence,
      });
  const flow = plan.sorted ? unsorted(view, collection, plan, query) : sorted(view, collection, plan, query);
  let skipped = 0;
  let given = 0;
  for (const bytes of flow) {
    if (bytes !== undefined && skipped < query.skip) {
      skipped += 1;
      continue;
    }
    yield bytes;
    if (bytes === undefined) continue;
    given += 1;
    if (given === query.limit) return;
  }
}

function* unsorted(
  view: View,
  collection: Collection,
  plan: Plan,
  { filter, skip, limit }: Query,
): Generator<Buffer | undefined, void> {
  const expected = limit > 0 ? skip + limit : undefined;
  for (const found of matches(view, collection, plan, filter, expected)) yield found?.bytes;
}

function* sorted(
  view: View,
  collection: Collection,
  plan: Plan,
  query: Query,
): Generator<Buffer | undefined, void> {
  const { filter } = query;
  const fields = filter.fields && new Set([...filter.fields, ...query.sort.map((part) => part.path[0]!)]);
  const wanted = query.limit > 0 ? query.skip + query.limit : Infinity;
  const byKey = (a: { key: Value[] }, b: { key: Value[] }) => compareSortKeys(a.key, b.key, query.sort);
  let held: { key: Value[]; bytes: Buffer }[] = [];
  let size = 0;
  const holds = (bytes: number) => {
    sorting += bytes - size;
    size = bytes;
  };
  try {
    for (const found of matches(view, collection, plan, { ...filter, fields })) {
      if (found === undefined) {
        yield undefined;
        continue;
      }
      held.push({ key: sortKey(found.document, query.sort), bytes: found.bytes });
      holds(size + found.bytes.length);
      if (held.length > 2 * wanted + 1000 || (size > SORT_BYTES && held.length > wanted)) {
        held = held.sort(byKey).slice(0, wanted);
        holds(held.reduce((total, { bytes }) => total + bytes.length, 0));
      }
      if (size > SORT_BYTES || sorting > ALL_SORTS_BYTES)
        throw new StoreError(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `Sort exceeded memory limit of ${SORT_BYTES} bytes, or all sorts together ${ALL_SORTS_BYTES}; an index on the sort fields avoids it`,
        );
    }
    for (const { bytes } of held.sort(byKey)) yield bytes;
  } finally {
    holds(0);
  }
}

/**
 * A view for a cursor. What is read without a pause is one state anyway, because nothing is written meanwhile; a
 * batch that pauses holds its snapshot; between two batches there is none.
 */
export class CursorView implements View {
  readonly #request: Request;
  #snapshot: Snapshot | undefined;

  constructor(request: Request) {
    this.#request = request;
  }

  get #view(): View {
    return this.#request.transaction ?? this.#snapshot?.view ?? this.#request.engine.storage.latest();
  }

  get sequence(): number {
    return this.#view.sequence;
  }

  hold(): void {
    if (!this.#request.transaction) this.#snapshot ??= this.#request.engine.storage.snapshot();
  }

  release(): void {
    this.#snapshot?.release();
    this.#snapshot = undefined;
  }

  get(key: Buffer): Buffer | undefined {
    return this.#view.get(key);
  }

  range(low: Buffer, high: Buffer, limit: number, reverse: boolean): Entry[] {
    return this.#view.range(low, high, limit, reverse);
  }

  put(): void {
    throw new Error('A cursor only reads');
  }

  remove(): void {
    throw new Error('A cursor only reads');
  }
}

const FIRST_BATCH = 101;

/** The first reply of a cursor; keeps the cursor if there is more. */
export async function firstBatch(
  request: Request,
  cursor: Cursor,
  size: number | undefined,
  single: boolean,
): Promise<Reply> {
  let id = 0n;
  let documents: Buffer[];
  try {
    const batch = await fill(cursor, size ?? FIRST_BATCH, deadlineOf(request.command));
    documents = batch.documents;
    if (!batch.done && !single) id = request.engine.cursors.keep(cursor);
  } finally {
    // What is not kept lets go of what it holds.
    if (id === 0n) cursor.source.return?.();
  }
  const first = documents.map((bytes) => new RawDoc(bytes));
  return reply({
    cursor: new Map<string, never>([
      ['firstBatch', first],
      ['id', id],
      ['ns', cursor.namespace],
    ] as never),
  });
}

function projected(
  source: Generator<Buffer | undefined, void>,
  specification: Doc,
  filter: Doc,
  variables: Variables,
): Generator<Buffer | undefined, void> {
  if (specification.size === 0) return source;
  const project = compileFindProjection(specification, filter);
  return (function* () {
    for (const bytes of source) yield bytes && encode(project(decode(bytes), variables));
  })();
}

/** The values of `let`, which may be expressions but see no document. */
export function variablesOf(command: Doc): Variables {
  // One moment for the whole command.
  const now = new Map([['NOW', new DateTime(Date.now())]]);
  if (!command.has('let')) return now;
  const scope = rootScope(new Map(), now);
  return new Map<string, Value | undefined>([
    ...now,
    ...[...documentOr(command, 'let')].map(
      ([name, value]) => [name, compileExpression(value)(scope)] as const,
    ),
  ]);
}

/** A sort by `$natural` alone, or a hint of it, is the order in which documents lie. */
function orderOf(command: Doc): Pick<Query, 'sort' | 'natural'> {
  const sort = documentOr(command, 'sort');
  const natural = sort.size === 1 ? sort.get('$natural') : undefined;
  if (natural !== undefined) return { sort: [], natural: directionOf(natural) };
  const hint = command.get('hint');
  const hinted = isDoc(hint) ? hint.get('$natural') : undefined;
  return { sort: parseSort(sort), natural: hinted === undefined ? undefined : directionOf(hinted) };
}

function batchSize(command: Doc): number | undefined {
  const size = numberOr(command, 'batchSize', -1);
  return size < 0 ? undefined : size;
}

async function runFind(request: Request): Promise<Reply> {
  const { command, engine } = request;
  const name = collectionName(request);
  const collection = engine.catalog.find(request.database, name);
  const filter = documentOr(command, 'filter');
  const limit = numberOr(command, 'limit', 0);
  const skip = numberOr(command, 'skip', 0);
  if (skip < 0 || limit < 0) throw new StoreError('BadValue', 'skip and limit must not be negative');
  const variables = variablesOf(command);
  const query: Query = {
    filter: compileFilter(filter, variables),
    ...orderOf(command),
    skip,
    limit,
    hint: collection && hintOf(request, command.get('hint'), collection.indexes),
  };
  const view = new CursorView(request);
  const source = collection ? find(view, collection, query) : nothing();
  const made = projected(source, documentOr(command, 'projection'), filter, variables);
  const cursor = engine.cursors.make(`${request.database}.${name}`, made, view, request.transaction);
  const single = flag(command, 'singleBatch');
  return firstBatch(request, cursor, batchSize(command), single);
}

export function* nothing(): Generator<undefined, void> {}

export const findCommand: Command = {
  fields: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'allowDiskUse',
    'let',
    'noCursorTimeout',
    'allowPartialResults',
    'oplogReplay',
  ],
  run: runFind,
};

export const getMoreCommand: Command = {
  fields: ['collection', 'batchSize'],
  run: async (request) => {
    const { command, engine } = request;
    const id = command.get('getMore');
    if (typeof id !== 'bigint' && typeof id !== 'number')
      throw new StoreError('TypeMismatch', 'getMore needs a cursor id');
    const namespace = `${request.database}.${command.get('collection')}`;
    const cursor = engine.cursors.take(BigInt(id), namespace, request.transaction);
    cursor.busy = true;
    try {
      const size = numberOr(command, 'batchSize', 0);
      const { documents, done } = await fill(cursor, size > 0 ? size : Infinity, deadlineOf(command));
      if (done) engine.cursors.close(cursor.id);
      const next = documents.map((bytes) => new RawDoc(bytes));
      return reply({
        cursor: new Map<string, never>([
          ['nextBatch', next],
          ['id', done ? 0n : cursor.id],
          ['ns', namespace],
        ] as never),
      });
    } catch (error) {
      engine.cursors.close(cursor.id);
      throw error;
    } finally {
      cursor.busy = false;
      cursor.touched = Date.now();
    }
  },
};

export const killCursorsCommand: Command = {
  fields: ['cursors'],
  run: ({ command, engine }) => {
    const ids = command.get('cursors');
    const wanted = Array.isArray(ids)
      ? ids.filter((id) => typeof id === 'bigint' || typeof id === 'number')
      : [];
    const killed = wanted.filter((id) => engine.cursors.close(BigInt(id as bigint)));
    const missing = wanted.filter((id) => !killed.includes(id));
    return reply({ cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] });
  },
};
