import { equalValues } from '../bson/compare.ts';
import type { Encodable } from '../bson/encode.ts';
import type { Collection } from '../engine/catalog.ts';
import type { View } from '../engine/view.ts';
import { StoreError } from '../errors.ts';
import { documentOr, flag, type Reply, type Request, reply } from './request.ts';

export type WriteError = Map<string, Encodable>;

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

export function checkCount(list: unknown[]): void {
  if (list.length === 0 || list.length > MAX_STATEMENTS)
    throw new StoreError(
      'BadValue',
      `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${list.length} operations.`,
    );
}

export function writeError(index: number, error: StoreError): WriteError {
  return new Map<string, Encodable>([
    ['index', index],
    ['code', error.code],
    ['errmsg', error.message],
    ...(error.details ?? []),
  ]);
}

export const isOrdered = (request: Request): boolean =>
  flag(request.command, 'ordered', true) || request.transaction !== undefined;

/** Runs the statements in order; a failing one is reported, and ends an ordered command. */
export function runEach<T>(
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
export function outcome(request: Request, fields: Record<string, Encodable | undefined>): Reply {
  const concern = documentOr(request.command, 'writeConcern');
  return reply(equalValues(concern.get('w') ?? 1, 0) ? {} : fields);
}

export function withErrors(request: Request, errors: WriteError[]): Encodable | undefined {
  if (errors.length > 0 && request.transaction) request.engine.sessions.abortIfOpen(request.command);
  return errors.length > 0 ? errors : undefined;
}
