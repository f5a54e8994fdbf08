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
  statements,
} from './request.ts';

import { ensure, outcome, prepare, runEach, withErrors } from './statements.ts';

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

export const updateCommand: Command = {
  fields: ['updates', 'ordered', 'let', 'bypassDocumentValidation'],
  run: runUpdate,
};
export const deleteCommand: Command = { fields: ['deletes', 'ordered', 'let'], run: runDelete };
