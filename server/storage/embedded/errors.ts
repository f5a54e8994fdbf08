import type { Doc } from './bson/values.ts';

/** Codes and names as MongoDB publishes them; drivers and mongoose branch on these numbers. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  WriteConflict: 112,
  CommandNotSupported: 115,
  CannotIndexParallelArrays: 171,
  AmbiguousIndexKeyPattern: 181,
  InvalidIndexSpecificationOption: 197,
  TransactionTooLarge: 290,
  NoSuchTransaction: 251,
  TransactionTooOld: 225,
  TransactionCommitted: 256,
  OperationNotSupportedInTransaction: 263,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  InterruptedAtShutdown: 11600,
  OutOfDiskSpace: 14031,
  UnknownField: 40415,
} as const;

type CodeName = keyof typeof CODES;

/** An error that travels to the client as a command or write error. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: CodeName;
  /** Further fields of the reply, such as `keyPattern` and `keyValue` of a duplicate key. */
  readonly details: Doc | undefined;
  readonly labels: string[] = [];

  constructor(codeName: CodeName, message: string, details?: Doc) {
    super(message);
    this.code = CODES[codeName];
    this.codeName = codeName;
    this.details = details;
  }

  labelled(label: string): this {
    this.labels.push(label);
    return this;
  }
}

/** A refusal by name: the embedded store never silently does something else than what was asked. */
export function notOffered(what: string): StoreError {
  return new StoreError(
    'CommandNotSupported',
    `${what} is not offered by the embedded store; set MONGODB_URI to run on MongoDB`,
  );
}

export function writeConflict(): StoreError {
  return new StoreError(
    'WriteConflict',
    'Write conflict: another operation changed this document; retry the transaction',
  ).labelled('TransientTransactionError');
}
