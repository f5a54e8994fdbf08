import { equalValues } from '../bson/compare.ts';
import { decode } from '../bson/decode.ts';
import type { Encodable } from '../bson/encode.ts';
import { isNumeric, toNumber } from '../bson/numbers.ts';
import { type Doc, double, isDoc, type Value } from '../bson/values.ts';
import type { Engine } from '../engine/engine.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { View } from '../engine/view.ts';
import { notOffered, StoreError } from '../errors.ts';
import { truthy } from '../query/truth.ts';

export type Reply = Map<string, Encodable>;

/** One command as it came in. */
export interface Request {
  name: string;
  command: Doc;
  database: string;
  /** Documents of insert, update or delete, still encoded. */
  documents: Buffer[];
  engine: Engine;
  transaction: Transaction | undefined;
  connectionId: number;
}

export interface Command {
  /** The fields it takes, besides those any command takes. */
  fields: string[];
  run(request: Request): Reply | Promise<Reply>;
  /** Refused inside a transaction. */
  outsideTransactions?: boolean;
}

export function reply(fields: Record<string, Encodable | undefined>): Reply {
  const made: Reply = new Map();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) made.set(name, value);
  made.set('ok', double(1));
  return made;
}

const ANYWHERE = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'startTransaction',
  'autocommit',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** Options that exist in MongoDB and mean something the store does not do. */
const REFUSED = [
  'collation',
  'tailable',
  'awaitData',
  'min',
  'max',
  'returnKey',
  'showRecordId',
  'encryptionInformation',
  'explain',
  'let',
];

export function checkFields(request: Request, command: Command): void {
  for (const [field, value] of request.command) {
    if (ANYWHERE.has(field) || field === request.name || command.fields.includes(field)) continue;
    // Off is what the store does anyway.
    if (value === false || value === null || (isDoc(value) && value.size === 0)) continue;
    if (REFUSED.includes(field)) throw notOffered(`The option ${field} of ${request.name}`);
    throw new StoreError('UnknownField', `BSON field '${request.name}.${field}' is an unknown field.`);
  }
  checkConcerns(request.command);
  checkRetry(request.command);
}

/** Without a record of what was done, a repetition would be done twice. */
function checkRetry(command: Doc): void {
  if (command.has('txnNumber') && command.get('autocommit') !== false)
    throw new StoreError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos: retryable writes are not offered by the embedded store; set MONGODB_URI to run on MongoDB',
    );
}

function checkConcerns(command: Doc): void {
  const write = command.get('writeConcern');
  const w = isDoc(write) ? write.get('w') : undefined;
  if (isNumeric(w) && toNumber(w) > 1) throw notOffered('A write concern of more than one server');
  if (typeof w === 'string' && w !== 'majority') throw notOffered(`The write concern ${w}`);
  const read = command.get('readConcern');
  if (!isDoc(read)) return;
  const level = read.get('level') ?? 'local';
  if (!['local', 'available', 'majority', 'linearizable', 'snapshot'].includes(String(level)))
    throw new StoreError('FailedToParse', `${level} is not a read concern level`);
  if (level === 'snapshot' && command.get('autocommit') !== false)
    throw notOffered('A snapshot read outside a transaction');
  if (read.has('afterClusterTime') || read.has('atClusterTime'))
    throw notOffered('Reading at a cluster time');
}

export function text(command: Doc, field: string): string {
  const value = command.get(field);
  if (typeof value !== 'string')
    throw new StoreError('TypeMismatch', `BSON field '${field}' is the wrong type, expected type 'string'`);
  return value;
}

/** @throws StoreError InvalidNamespace for a name MongoDB does not take */
export function checkName(database: string, name: string): void {
  if (name === '' || name.startsWith('.') || name.endsWith('.') || /[\0$]/.test(name))
    throw new StoreError('InvalidNamespace', `Invalid collection name: '${name}'`);
  if (database === '' || /[/\\. "$\0]/.test(database) || Buffer.byteLength(database) > 63)
    throw new StoreError('InvalidNamespace', `Invalid database name: '${database}'`);
  if (Buffer.byteLength(`${database}.${name}`) > 255)
    throw new StoreError('InvalidNamespace', `Fully qualified namespace is too long: '${database}.${name}'`);
  if (name.startsWith('system.')) throw notOffered(`The collection ${name}`);
}

export function collectionName(request: Request): string {
  const name = text(request.command, request.name);
  checkName(request.database, name);
  return name;
}

export function documentOr(command: Doc, field: string): Doc {
  const value = command.get(field);
  if (value === undefined || value === null) return new Map();
  if (!isDoc(value))
    throw new StoreError('TypeMismatch', `BSON field '${field}' is the wrong type, expected type 'object'`);
  return value;
}

export function numberOr(command: Doc, field: string, otherwise: number): number {
  const value = command.get(field);
  if (value === undefined || value === null) return otherwise;
  if (!isNumeric(value))
    throw new StoreError('TypeMismatch', `BSON field '${field}' is the wrong type, expected a number`);
  return Math.trunc(toNumber(value));
}

/** A boolean option; drivers of untyped languages send a number for it. */
export function flag(command: Doc, field: string, otherwise = false): boolean {
  const value = command.get(field);
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'boolean' && !isNumeric(value))
    throw new StoreError('TypeMismatch', `BSON field '${field}' is the wrong type, expected type 'bool'`);
  return truthy(value);
}

export function deadlineOf(command: Doc): number | undefined {
  const limit = numberOr(command, 'maxTimeMS', 0);
  return limit > 0 ? Date.now() + limit : undefined;
}

/** The statements of an update or delete, whether they came inside the command or beside it. */
export function statements(request: Request, field: string): Doc[] {
  const inside = request.command.get(field);
  if (Array.isArray(inside)) return inside.filter(isDoc);
  return request.documents.map((bytes) => decode(bytes));
}

/** Runs a write: in the transaction's own version of the data, or in the next batch that goes to the disk. */
export async function perform<T>(request: Request, job: (view: View) => T): Promise<T> {
  if (request.transaction) return job(request.transaction);
  return request.engine.storage.write(job);
}

export function hintOf(
  request: Request,
  hint: Value | undefined,
  indexes: { name: string; key: Doc }[],
): string | undefined {
  if (isDoc(hint) && equalValues(hint.get('$natural') ?? 1, -1) && request.name !== 'find')
    throw notOffered('Reading backwards by $natural');
  if (hint === undefined || hint === null || (isDoc(hint) && (hint.size === 0 || hint.has('$natural'))))
    return undefined;
  const wanted = isDoc(hint)
    ? JSON.stringify([...hint].map(([name, value]) => [name, Number(value)]))
    : undefined;
  const found = indexes.find((index) =>
    wanted === undefined
      ? index.name === hint
      : JSON.stringify([...index.key].map(([name, value]) => [name, Number(value)])) === wanted,
  );
  if (!found)
    throw new StoreError(
      'BadValue',
      `error processing query for ${request.name}: hint provided does not correspond to an existing index`,
    );
  return found.name;
}

export function checkStatement(where: string, statement: Doc, fields: string[]): void {
  for (const [field, value] of statement) {
    if (field === 'collation' && isDoc(value) && value.size > 0) throw notOffered('A collation');
    if (!fields.includes(field))
      throw new StoreError('UnknownField', `BSON field '${where}.${field}' is an unknown field.`);
  }
}
