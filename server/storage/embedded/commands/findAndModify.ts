import { decode } from '../bson/decode.ts';
import type { Encodable } from '../bson/encode.ts';
import type { Doc } from '../bson/values.ts';
import type { Collection } from '../engine/catalog.ts';
import type { View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { compileFindProjection } from '../query/project.ts';
import { compileUpdate } from '../query/update.ts';
import { change, type Selection, select } from './change.ts';
import { variablesOf } from './find.ts';
import {
  type Command,
  collectionName,
  documentOr,
  flag,
  perform,
  type Reply,
  type Request,
  reply,
} from './request.ts';
import { ensure, prepare } from './statements.ts';

function outcome(value: Encodable, fields: Record<string, Encodable | undefined>): Reply {
  const lastErrorObject = new Map<string, Encodable>();
  for (const [name, field] of Object.entries(fields))
    if (field !== undefined) lastErrorObject.set(name, field);
  return reply({ lastErrorObject, value });
}

function shown(request: Request, document: Doc, filter: Doc): Doc {
  const fields = documentOr(request.command, 'fields');
  return fields.size === 0 ? document : compileFindProjection(fields, filter)(document);
}

function remove(request: Request, view: View, collection: Collection, selection: Selection): Reply {
  const [found] = select(request, view, collection, selection).found;
  if (!found) return outcome(null, { n: 0 });
  const document = shown(request, decode(found.bytes), selection.filter.source);
  request.engine.records.remove(view, collection, found.record, found.bytes);
  return outcome(document, { n: 1 });
}

function update(request: Request, view: View, collection: Collection, selection: Selection): Reply {
  const { command } = request;
  const compiled = compileUpdate(command.get('update')!, command.get('arrayFilters'));
  const { found } = select(request, view, collection, selection);
  const made = change(request, view, collection, selection, found, compiled, flag(command, 'upsert'));
  const document = flag(command, 'new') ? made.after : made.before && decode(made.before);
  return outcome(document ? shown(request, document, selection.filter.source) : null, {
    n: made.matched + (made.upserted === undefined ? 0 : 1),
    updatedExisting: made.matched > 0,
    upserted: made.upserted,
  });
}

async function run(request: Request): Promise<Reply> {
  const { command, engine } = request;
  const name = collectionName(request);
  const removing = flag(command, 'remove');
  if (removing === command.has('update'))
    throw new StoreError('FailedToParse', 'Either an update or remove=true must be specified');
  if (removing && (flag(command, 'upsert') || flag(command, 'new')))
    throw new StoreError('FailedToParse', 'Cannot specify remove=true together with upsert or new');
  const variables = variablesOf(command);
  const selection: Selection = {
    filter: compileFilter(documentOr(command, 'query'), variables),
    variables,
    sort: documentOr(command, 'sort'),
    hint: command.get('hint'),
    many: false,
  };
  // Now, because what is written is not undone by an error that comes afterwards.
  compileFindProjection(documentOr(command, 'fields'), selection.filter.source);
  const upsert = flag(command, 'upsert');
  if (upsert) await prepare(request, name);
  return perform(request, (view) => {
    const collection = upsert ? ensure(request, view, name) : engine.catalog.find(request.database, name);
    if (!collection) return outcome(null, removing ? { n: 0 } : { n: 0, updatedExisting: false });
    request.transaction?.guard(collection);
    return removing
      ? remove(request, view, collection, selection)
      : update(request, view, collection, selection);
  });
}

export const findAndModifyCommand: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'let',
    'bypassDocumentValidation',
  ],
  run,
};
