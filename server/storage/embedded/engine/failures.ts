import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { StoreError } from '../errors.ts';

/** One transaction has changed more pages than LMDB can hold for it. */
const MDB_TXN_FULL = -30788;
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const PROBE_BYTES = 64 * 1024;

/** Whether a failure lies with the whole batch, not with the job that happened to meet it. */
export function concernsBatch(error: unknown): boolean {
  // LMDB's own errors carry a number: the system's, or one of LMDB's below zero.
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'number' && code !== MDB_TXN_FULL;
}

/** What the clients are told when nothing of a batch was written. `path` is that of the data file. */
export function commitFailure(error: unknown, path: string): StoreError {
  const reason = error instanceof Error ? error.message : String(error);
  const full = concernsBatch(error) ? fullDisk(path) : undefined;
  if (full !== undefined || /No space left|MDB_MAP_FULL|quota exceeded|File too large/i.test(reason))
    return new StoreError('OutOfDiskSpace', `Nothing was written: the disk is full (${full ?? reason})`);
  return new StoreError('InternalError', `Nothing was written: ${reason}`);
}

/**
 * LMDB reports a write that the system cut short, for lack of space, as an input/output error. So the file is asked
 * itself: what comes after its end belongs to nobody, and the write that failed has used up what was left.
 */
function fullDisk(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r+');
    const { size } = fstatSync(file);
    try {
      const written = writeSync(file, Buffer.alloc(PROBE_BYTES), 0, PROBE_BYTES, size);
      return written < PROBE_BYTES ? 'ENOSPC' : undefined;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return FULL.has(code) ? code : undefined;
    } finally {
      ftruncateSync(file, size);
    }
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
