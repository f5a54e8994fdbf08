import { double } from '../bson/values.ts';
import { StoreError } from '../errors.ts';
import { aggregateCommand } from './aggregate.ts';
import {
  createCommand,
  dropCommand,
  dropDatabaseCommand,
  listCollectionsCommand,
  listDatabasesCommand,
  renameCollectionCommand,
} from './collections.ts';
import { countCommand, distinctCommand } from './count.ts';
import { findCommand, getMoreCommand, killCursorsCommand } from './find.ts';
import { findAndModifyCommand } from './findAndModify.ts';
import { schakelInsertCommand } from './guardedInsert.ts';
import {
  abortTransactionCommand,
  buildInfoCommand,
  commitTransactionCommand,
  dropUsersCommand,
  endSessionsCommand,
  helloCommand,
  parameterCommands,
  pingCommand,
  type Settings,
} from './handshake.ts';
import { createIndexesCommand, dropIndexesCommand, listIndexesCommand } from './indexes.ts';
import { insertCommand } from './insert.ts';
import { schakelRenameCommand } from './renames.ts';
import { type Command, checkFields, type Reply, type Request } from './request.ts';
import { snapshotCommands } from './snapshot.ts';
import { validateCommand } from './validate.ts';
import { deleteCommand, updateCommand } from './write.ts';

export type Commands = Record<string, Command>;

/** Every command the store answers, by its name on the wire. */
export function commandTable(settings: Settings): Commands {
  const parameters = parameterCommands(settings);
  const snapshots = snapshotCommands();
  return {
    hello: helloCommand,
    isMaster: helloCommand,
    ismaster: helloCommand,
    ping: pingCommand,
    dropAllUsersFromDatabase: dropUsersCommand,
    buildInfo: buildInfoCommand,
    buildinfo: buildInfoCommand,
    getParameter: parameters.get,
    setParameter: parameters.set,
    refreshSessions: pingCommand,
    endSessions: endSessionsCommand,
    commitTransaction: commitTransactionCommand,
    abortTransaction: abortTransactionCommand,
    find: findCommand,
    getMore: getMoreCommand,
    killCursors: killCursorsCommand,
    aggregate: aggregateCommand,
    count: countCommand,
    distinct: distinctCommand,
    insert: insertCommand,
    update: updateCommand,
    delete: deleteCommand,
    findAndModify: findAndModifyCommand,
    findandmodify: findAndModifyCommand,
    create: createCommand,
    drop: dropCommand,
    dropDatabase: dropDatabaseCommand,
    renameCollection: renameCollectionCommand,
    createIndexes: createIndexesCommand,
    dropIndexes: dropIndexesCommand,
    listIndexes: listIndexesCommand,
    listCollections: listCollectionsCommand,
    listDatabases: listDatabasesCommand,
    schakelSnapshot: snapshots.open,
    schakelSnapshotFind: snapshots.find,
    schakelSnapshotEnd: snapshots.end,
    schakelRename: schakelRenameCommand,
    schakelInsert: schakelInsertCommand,
    validate: validateCommand,
  };
}

const ENDS_TRANSACTIONS = new Set(['commitTransaction', 'abortTransaction']);

/** Runs a command; never throws: what goes wrong is the reply. */
export async function dispatch(commands: Commands, given: Omit<Request, 'transaction'>): Promise<Reply> {
  const request: Request = { ...given, transaction: undefined };
  try {
    const command = Object.hasOwn(commands, request.name) ? commands[request.name] : undefined;
    if (!command)
      throw new StoreError(
        'CommandNotFound',
        `no such command: '${request.name}' is not offered by the embedded store; set MONGODB_URI to run on MongoDB`,
      );
    checkFields(request, command);
    if (!ENDS_TRANSACTIONS.has(request.name))
      request.transaction = request.engine.sessions.enter(request.command);
    if (request.transaction && command.outsideTransactions)
      throw new StoreError(
        'OperationNotSupportedInTransaction',
        `${request.name} inside a transaction is not offered by the embedded store; set MONGODB_URI to run on MongoDB`,
      );
    return await command.run(request);
  } catch (error) {
    if (request.transaction) request.engine.sessions.abortIfOpen(request.command);
    return failure(error);
  }
}

/** The reply that says what went wrong. */
export function failure(error: unknown): Reply {
  const known = error instanceof StoreError ? error : new StoreError('InternalError', String(error));
  if (known !== error) console.error('The embedded store met an unexpected error:', error);
  const made: Reply = new Map<string, never>([
    ['ok', double(0)],
    ['errmsg', known.message],
    ['code', known.code],
    ['codeName', known.codeName],
    ...(known.details ?? []),
  ] as never);
  if (known.labels.length > 0) made.set('errorLabels', known.labels);
  return made;
}
