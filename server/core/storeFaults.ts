import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';

const OUT_OF_DISK_SPACE = 14031;
/** So the driver marks, in errors of every class, what may succeed another time. */
const PASSING = ['TransientTransactionError', 'RetryableWriteError'];

/**
 * What people are told (a translation key) when the store, not what they asked, is the trouble; null for any other
 * error. Whether a write was done that met a store that went away is not known: it may be sent again, because an act
 * has its id.
 */
export function storeFault(error: unknown): 'errors.storeAway' | 'errors.storeFull' | null {
  if (error instanceof MongoServerError && error.code === OUT_OF_DISK_SPACE) return 'errors.storeFull';
  return isAway(error) ? 'errors.storeAway' : null;
}

/** The connection ended under way: whether it was done is not known, and asking once more may succeed. */
export const wasCutOff = (error: unknown): boolean =>
  isAway(error) &&
  !(error instanceof MongoServerSelectionError) &&
  !(error instanceof MongoTopologyClosedError);

function isAway(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (error instanceof MongoTopologyClosedError) return true;
  // It wraps the error of a connection without its marks; one that the store answered has a number.
  if (error instanceof MongoBulkWriteError && typeof error.code !== 'number') return true;
  if (error instanceof MongoError) return PASSING.some((label) => error.hasErrorLabel(label));
  // The driver (7.8) lets the error of a write to a connection that has just ended through as it is, and stumbles
  // over it when the write was a commit.
  if (error instanceof TypeError) return error.message.includes('hasErrorLabel is not a function');
  const { syscall, code } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall === 'write' && (code === 'EPIPE' || code === 'ECONNRESET');
}
