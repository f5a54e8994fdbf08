import type { Encodable } from '../bson/encode.ts';
import type { Doc } from '../bson/values.ts';
import type { Collection } from '../engine/catalog.ts';
import type { View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import type { Variables } from '../query/expressions.ts';
import { compileFilter } from '../query/match.ts';
import { compileUpdate } from '../query/update.ts';
import { change, type Selected, type Selection, select, selectFrom } from './change.ts';
import { variablesOf } from './find.ts';
import {
  type Command,
  checkStatement,
  collectionName,
  documentOr,
  flag,
  numberOr,
  perform,
  type Reply,
  type Request,
  statements,
} from './request.ts';
import {
  checkCount,
  ensure,
  isOrdered,
  outcome,
  prepare,
  runEach,
  type WriteError,
  withErrors,
  writeError,
} from './statements.ts';

/** What statements did, one after the other. */
interface Done {
  matched: number;
  modified: number;
  upserted: Encodable[];
  errors: WriteError[];
  /** Of one statement that changes many: the records that are left, and the collection they are in. */
  rest: number[];
  collectionId: number;
}

const nothingDone = (): Done => ({
  matched: 0,
  modified: 0,
  upserted: [],
  errors: [],
  rest: [],
  collectionId: 0,
});

function add(to: Done, more: Done): void {
  to.matched += more.matched;
  to.modified += more.modified;
  to.upserted.push(...more.upserted);
  to.errors.push(...more.errors);
}

/** Does one statement, or what is left of it, and adds to `done` what that was. */
type Step = (view: View, statement: Doc, index: number, done: Done, left?: Done) => void;

/**
 * Runs statements in their order. Those that change one document share a commit; one that changes many has its own, and
 * takes several when it finds many.
 */
async function runAll(
  request: Request,
  list: Doc[],
  isMany: (one: Doc) => boolean,
  step: Step,
): Promise<Done> {
  checkCount(list);
  const total = nothingDone();
  for (let first = 0; first < list.length; ) {
    let end = first + 1;
    const isWide = (at: number) => !request.transaction && isMany(list[at]!);
    if (!isWide(first)) while (end < list.length && !isWide(end)) end += 1;
    await runGroup(request, list.slice(first, end), first, step, total);
    if (total.errors.length > 0 && isOrdered(request)) break;
    first = end;
  }
  return total;
}

async function runGroup(
  request: Request,
  group: Doc[],
  first: number,
  step: Step,
  total: Done,
): Promise<void> {
  let left: Done | undefined;
  do {
    const before = left;
    try {
      // Counted inside: a job may run again, when another of its batch failed.
      left = await perform(request, (view) => {
        const done = nothingDone();
        const run = (statement: Doc, at: number) => step(view, statement, first + at, done, before);
        done.errors = runEach(request, group, run, first);
        return done;
      });
    } catch (error) {
      // What earlier commits wrote stays and is told; only this one was not written.
      if (before === undefined || !(error instanceof StoreError)) throw error;
      total.errors.push(writeError(first, error));
      return;
    }
    add(total, left);
  } while (left.rest.length > 0 && left.errors.length === 0);
}

/** What a statement has to change now. After a failed batch, or a drop, the collection is another one. */
function selected(
  request: Request,
  view: View,
  collection: Collection,
  selection: Selection,
  left: Done | undefined,
): Selected {
  if (!left) return select(request, view, collection, selection);
  if (collection.id !== left.collectionId) return { found: [], rest: [] };
  return selectFrom(view, collection, selection, left.rest);
}

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation'];

async function runUpdate(request: Request): Promise<Reply> {
  const name = collectionName(request);
  const list = statements(request, 'updates');
  const variables = variablesOf(request.command);
  if (list.some((one) => flag(one, 'upsert'))) await prepare(request, name);
  const isMany = (one: Doc) => flag(one, 'multi');
  const done = await runAll(request, list, isMany, (view, statement, index, totals, left) =>
    update(request, { view, name, statement, variables, index, totals, left }),
  );
  return outcome(request, {
    n: done.matched + done.upserted.length,
    nModified: done.modified,
    upserted: done.upserted.length > 0 ? done.upserted : undefined,
    writeErrors: withErrors(request, done.errors),
  });
}

interface Statement {
  view: View;
  name: string;
  statement: Doc;
  variables: Variables;
  index: number;
  totals: Done;
  left: Done | undefined;
}

function update(request: Request, given: Statement): void {
  const { view, name, statement, variables, index, totals, left } = given;
  checkStatement('update.updates', statement, UPDATE_FIELDS);
  const compiled = compileUpdate(statement.get('u') ?? null, statement.get('arrayFilters'));
  const many = flag(statement, 'multi');
  if (many && compiled.replaces)
    throw new StoreError('FailedToParse', 'multi update is not supported for replacement-style update');
  const upsert = flag(statement, 'upsert') && !left;
  const filter = compileFilter(documentOr(statement, 'q'), variables);
  const collection = upsert
    ? ensure(request, view, name)
    : request.engine.catalog.find(request.database, name);
  if (!collection) return;
  request.transaction?.guard(collection);
  const selection = { filter, variables, hint: statement.get('hint'), many };
  const { found, rest } = selected(request, view, collection, selection, left);
  const changed = change(request, view, collection, selection, found, compiled, upsert);
  totals.matched += changed.matched;
  totals.modified += changed.modified;
  totals.rest = rest;
  totals.collectionId = collection.id;
  if (changed.upserted !== undefined)
    totals.upserted.push(
      new Map<string, Encodable>([
        ['index', index],
        ['_id', changed.upserted],
      ]),
    );
}

const DELETE_FIELDS = ['q', 'limit', 'hint', 'collation'];

async function runDelete(request: Request): Promise<Reply> {
  const { engine } = request;
  const name = collectionName(request);
  const list = statements(request, 'deletes');
  const variables = variablesOf(request.command);
  const isMany = (one: Doc) => numberOr(one, 'limit', 0) === 0;
  const done = await runAll(request, list, isMany, (view, statement, _index, totals, left) => {
    checkStatement('delete.deletes', statement, DELETE_FIELDS);
    const filter = compileFilter(documentOr(statement, 'q'), variables);
    const collection = engine.catalog.find(request.database, name);
    if (!collection) return;
    request.transaction?.guard(collection);
    const selection = { filter, variables, hint: statement.get('hint'), many: isMany(statement) };
    const { found, rest } = selected(request, view, collection, selection, left);
    for (const { record, bytes } of found) {
      engine.records.remove(view, collection, record, bytes);
      totals.matched += 1;
    }
    totals.rest = rest;
    totals.collectionId = collection.id;
  });
  return outcome(request, { n: done.matched, writeErrors: withErrors(request, done.errors) });
}

export const updateCommand: Command = {
  fields: ['updates', 'ordered', 'let', 'bypassDocumentValidation'],
  run: runUpdate,
};
export const deleteCommand: Command = { fields: ['deletes', 'ordered', 'let'], run: runDelete };
