import { StoreError } from '../errors.ts';
import { type Command, collectionName, perform, type Reply, type Request } from './request.ts';
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

export const insertCommand: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: runInsert,
};
