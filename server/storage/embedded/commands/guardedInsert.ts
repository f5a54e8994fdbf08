import { type Doc, isDoc, type Value } from '../bson/values.ts';
import type { View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { find } from './find.ts';
import { type Command, checkName, collectionName, type Reply, type Request, reply } from './request.ts';
import { checkCount, ensure, runEach, withErrors } from './statements.ts';

interface Guard {
  collection: string;
  filter: Filter;
  /** Whether something has to match, or nothing. */
  finds: boolean;
}

/**
 * A command of this store alone: `{ schakelInsert: collection, documents, guards: [{ find, filter, finds }] }` writes the
 * documents, each by itself, if in the same commit every guard finds what it says: something or nothing. Else it writes
 * nothing and answers the number of the first guard that does not hold. With MongoDB it takes a transaction.
 */
export const schakelInsertCommand: Command = {
  fields: ['documents', 'guards', 'ordered'],
  outsideTransactions: true,
  run: async (request) => {
    const { documents, engine } = request;
    const name = collectionName(request);
    checkCount(documents);
    const guards = guardsIn(request.command.get('guards'), request.database);
    return engine.storage.write((view): Reply => {
      const broken = guards.findIndex((guard) => finds(request, view, guard) !== guard.finds);
      if (broken >= 0) return reply({ n: 0, guard: broken });
      const collection = ensure(request, view, name);
      const errors = runEach(request, documents, (bytes) => engine.records.insert(view, collection, bytes));
      return reply({ n: documents.length - errors.length, writeErrors: withErrors(request, errors) });
    });
  },
};

function finds({ engine, database }: Request, view: View, { collection: name, filter }: Guard): boolean {
  const collection = engine.catalog.find(database, name);
  if (!collection) return false;
  for (const bytes of find(view, collection, { filter, sort: [], skip: 0, limit: 1 })) if (bytes) return true;
  return false;
}

function guardsIn(given: Value | undefined, database: string): Guard[] {
  if (!Array.isArray(given)) throw malformed();
  return given.map((one) => {
    const [collection, filter, finds] = isDoc(one) ? fieldsOf(one) : [];
    if (typeof collection !== 'string' || !isDoc(filter) || typeof finds !== 'boolean') throw malformed();
    checkName(database, collection);
    return { collection, filter: compileFilter(filter), finds };
  });
}

const fieldsOf = (guard: Doc): (Value | undefined)[] =>
  ['find', 'filter', 'finds'].map((name) => guard.get(name));

const malformed = (): StoreError =>
  new StoreError('TypeMismatch', 'guards of schakelInsert are a list of { find, filter, finds }');
