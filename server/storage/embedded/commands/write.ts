import { equalValues } from '../bson/compare.ts';
import { decode } from '../bson/decode.ts';
import { type Encodable, encode } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/values.ts';
import { type Collection, recordKey } from '../engine/catalog.ts';
import { planFor } from '../engine/plan.ts';
import { type Found, matches } from '../engine/scan.ts';
import type { View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import type { Variables } from '../query/expressions.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { parseSort } from '../query/sort.ts';
import { compileUpdate, documentFromFilter, type Update, withIdFirst } from '../query/update.ts';
import { find, variablesOf } from './find.ts';
import {
  type Command,
  checkStatement,
  collectionName,
  documentOr,
  flag,
  hintOf,
  numberOr,
  perform,
  type Reply,
  type Request,
  reply,
  statements,
} from './request.ts';

type WriteError = Map<string, Encodable>;

const MAX_STATEMENTS = 100_000;

/** Makes the collection of a transaction's first write beforehand: collections are not made in a transaction. */
export async function prepare(request: Request, name: string): Promise<void> {
  const { catalog, storage } = request.engine;
  if (request.transaction && !catalog.find(request.database, name))
    await storage.write((view) => {
      if (!catalog.find(request.database, name)) catalog.ensure(view, request.database, name).hidden = true;
    });
}

/** The collection, made if need be; a write outside of transactions lets everybody see it. */
export function ensure(request: Request, view: View, name: string): Collection {
  const collection = request.engine.catalog.ensure(view, request.database, name);
  if (!request.transaction) collection.hidden = false;
  return collection;
}

function checkCount(list: unknown[]): void {
  if (list.length === 0 || list.length > MAX_STATEMENTS)
    throw new StoreError(
      'BadValue',
      `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${list.length} operations.`,
    );
}

function writeError(index: number, error: StoreError): WriteError {
  return new Map<string, Encodable>([
    ['index', index],
    ['code', error.code],
    ['errmsg', error.message],
    ...(error.details ?? []),
  ]);
}

const isOrdered = (request: Request): boolean =>
  flag(request.command, 'ordered', true) || request.transaction !== undefined;

/** Runs the statements in order; a failing one is reported, and ends an ordered command. */
function runEach<T>(
  request: Request,
  list: T[],
  run: (one: T, at: number) => void,
  firstIndex = 0,
): WriteError[] {
  checkCount(list);
  const errors: WriteError[] = [];
  for (const [at, one] of list.entries()) {
    try {
      run(one, at);
    } catch (error) {
      if (!(error instanceof StoreError) || error.labels.length > 0) throw error;
      errors.push(writeError(firstIndex + at, error));
      if (isOrdered(request)) break;
    }
  }
  return errors;
}

/** What a write answers; to one that is not acknowledged (w: 0) nothing, not even its errors. */
function outcome(request: Request, fields: Record<string, Encodable | undefined>): Reply {
  const concern = documentOr(request.command, 'writeConcern');
  return reply(equalValues(concern.get('w') ?? 1, 0) ? {} : fields);
}

function withErrors(request: Request, errors: WriteError[]): Encodable | undefined {
  if (errors.length > 0 && request.transaction) request.engine.sessions.abortIfOpen(request.command);
  return errors.length > 0 ? errors : undefined;
}

/**
 * Documents of one insert that share a commit; a larger insert takes several. LMDB (lmdb-js 3.5) merges the pages that
 * a commit frees into those that are free, and takes quadratic time for it: after a commit of many thousand documents
 * each of the next hundreds takes ten times as long.
 */
const DOCUMENTS_PER_COMMIT = 500;

async function runInsert(request: Request): Promise<Reply> {
  const { documents } = request;
  const name = collectionName(request);
  checkCount(documents);
  await prepare(request, name);
  const size = request.transaction ? documents.length : DOCUMENTS_PER_COMMIT;
  const errors: WriteError[] = [];
  let inserted = 0;
  for (let from = 0; from < documents.length; from += size) {
    const part = documents.slice(from, from + size);
    try {
      const made = await insertPart(request, name, part, from);
      inserted += made.inserted;
      errors.push(...made.errors);
    } catch (error) {
      // What an earlier part wrote stays and is told; only this part was not written.
      if (inserted === 0 || !(error instanceof StoreError)) throw error;
      errors.push(...part.map((_one, at) => writeError(from + at, error)));
    }
    if (errors.length > 0 && isOrdered(request)) break;
  }
  if (isOrdered(request)) errors.splice(1);
  return outcome(request, { n: inserted, writeErrors: withErrors(request, errors) });
}

function insertPart(
  request: Request,
  name: string,
  part: Buffer[],
  firstIndex: number,
): Promise<{ inserted: number; errors: WriteError[] }> {
  const { engine } = request;
  return perform(request, (view) => {
    const collection = ensure(request, view, name);
    request.transaction?.guard(collection);
    let inserted = 0;
    const insert = (bytes: Buffer) => {
      engine.records.insert(view, collection, bytes);
      inserted += 1;
    };
    const errors = runEach(request, part, insert, firstIndex);
    return { inserted, errors };
  });
}

export interface Selection {
  filter: Filter;
  /** The values of `let`. */
  variables: Variables;
  sort?: Doc;
  hint: Value | undefined;
  many: boolean;
}

/** Bytes of found documents that a statement keeps until it changes them; the others it reads again. */
const MOST_KEPT = 64 * 1024 * 1024;

/** A record that is read when it is its turn. */
class LateRecord implements Found {
  readonly #view: View;
  readonly #collection: Collection;
  readonly record: number;

  constructor(view: View, collection: Collection, record: number) {
    this.#view = view;
    this.#collection = collection;
    this.record = record;
  }

  get bytes(): Buffer {
    return this.#view.get(recordKey(this.#collection, this.record))!;
  }
}

/** The records to change, all found before the first change, so that no document is met twice. */
export function select(request: Request, view: View, collection: Collection, selection: Selection): Found[] {
  const hint = hintOf(request, selection.hint, collection.indexes);
  const sort = parseSort(selection.sort ?? new Map());
  const { filter } = selection;
  const plan = planFor(collection, { filter: filter.source, sort, hint, sequence: view.sequence });
  const found: Found[] = [];
  let kept = 0;
  if (!plan.sorted) return firstSorted(view, collection, selection, sort);
  for (const one of matches(view, collection, plan, filter)) {
    if (one === undefined) continue;
    const { record, bytes } = one;
    kept += bytes.length;
    found.push(kept > MOST_KEPT ? new LateRecord(view, collection, record) : { record, bytes });
    if (!selection.many) break;
  }
  return found;
}

function firstSorted(
  view: View,
  collection: Collection,
  selection: Selection,
  sort: ReturnType<typeof parseSort>,
): Found[] {
  for (const bytes of find(view, collection, { ...selection, hint: undefined, sort, skip: 0, limit: 1 })) {
    if (bytes === undefined) continue;
    const filter = compileFilter(new Map([['_id', decode(bytes).get('_id')!]]));
    const plan = planFor(collection, {
      filter: filter.source,
      sort: [],
      hint: undefined,
      sequence: view.sequence,
    });
    for (const one of matches(view, collection, plan, filter)) if (one) return [one];
  }
  return [];
}

export interface Changed {
  matched: number;
  modified: number;
  upserted: Value | undefined;
  before: Buffer | undefined;
  after: Doc | undefined;
}

/** Updates what a selection finds, or inserts when `upsert` says so and it finds nothing. */
export function change(
  request: Request,
  view: View,
  collection: Collection,
  selection: Selection,
  update: Update,
  upsert: boolean,
): Changed {
  const { records } = request.engine;
  const { variables } = selection;
  const filter = selection.filter.source;
  const found = select(request, view, collection, selection);
  const changed: Changed = {
    matched: found.length,
    modified: 0,
    upserted: undefined,
    before: undefined,
    after: undefined,
  };
  for (const { record, bytes } of found) {
    const made = update.apply(decode(bytes), { filter, variables, inserting: false });
    if (records.replace(view, collection, record, bytes, made)) changed.modified += 1;
    changed.before = bytes;
    changed.after = made;
  }
  if (found.length === 0 && upsert) {
    const start = documentFromFilter(filter, update.replaces);
    const made = withIdFirst(update.apply(start, { filter, variables, inserting: true }));
    changed.upserted = records.insert(view, collection, encode(made));
    changed.after = made;
  }
  return changed;
}

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation'];

async function runUpdate(request: Request): Promise<Reply> {
  const { engine } = request;
  const name = collectionName(request);
  const list = statements(request, 'updates');
  const variables = variablesOf(request.command);
  if (list.some((one) => flag(one, 'upsert'))) await prepare(request, name);
  return perform(request, (view) => {
    const totals = { matched: 0, modified: 0 };
    const upserted: Encodable[] = [];
    const errors = runEach(request, list, (statement, index) => {
      const changed = updateOne(request, view, name, statement);
      totals.matched += changed.matched;
      totals.modified += changed.modified;
      if (changed.upserted !== undefined)
        upserted.push(
          new Map<string, Encodable>([
            ['index', index],
            ['_id', changed.upserted],
          ]),
        );
    });
    return outcome(request, {
      n: totals.matched + upserted.length,
      nModified: totals.modified,
      upserted: upserted.length > 0 ? upserted : undefined,
      writeErrors: withErrors(request, errors),
    });
  });

  function updateOne(_request: Request, view: View, collectionName: string, statement: Doc): Changed {
    checkStatement('update.updates', statement, UPDATE_FIELDS);
    const update = compileUpdate(statement.get('u') ?? null, statement.get('arrayFilters'));
    const many = flag(statement, 'multi');
    if (many && update.replaces)
      throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
    const upsert = flag(statement, 'upsert');
    const filter = compileFilter(documentOr(statement, 'q'), variables);
    const collection = upsert
      ? ensure(request, view, collectionName)
      : engine.catalog.find(request.database, collectionName);
    if (!collection)
      return { matched: 0, modified: 0, upserted: undefined, before: undefined, after: undefined };
    request.transaction?.guard(collection);
    const selection = { filter, variables, hint: statement.get('hint'), many };
    return change(request, view, collection, selection, update, upsert);
  }
}

const DELETE_FIELDS = ['q', 'limit', 'hint', 'collation'];

async function runDelete(request: Request): Promise<Reply> {
  const { engine } = request;
  const name = collectionName(request);
  const list = statements(request, 'deletes');
  const variables = variablesOf(request.command);
  return perform(request, (view) => {
    let removed = 0;
    const collection = engine.catalog.find(request.database, name);
    if (collection) request.transaction?.guard(collection);
    const errors = runEach(request, list, (statement) => {
      checkStatement('delete.deletes', statement, DELETE_FIELDS);
      const filter = compileFilter(documentOr(statement, 'q'), variables);
      if (!collection) return;
      const many = numberOr(statement, 'limit', 0) === 0;
      const selection = { filter, variables, hint: statement.get('hint'), many };
      for (const { record, bytes } of select(request, view, collection, selection)) {
        engine.records.remove(view, collection, record, bytes);
        removed += 1;
      }
    });
    return outcome(request, { n: removed, writeErrors: withErrors(request, errors) });
  });
}

export const insertCommand: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: runInsert,
};
export const updateCommand: Command = {
  fields: ['updates', 'ordered', 'let', 'bypassDocumentValidation'],
  run: runUpdate,
};
export const deleteCommand: Command = { fields: ['deletes', 'ordered', 'let'], run: runDelete };
