import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { allotLockFile, checkFormat, clearNew, StoreUnreadable } from './format.ts';
import { lockDirectory, StoreInUse } from './lock.ts';
import type { ServerOptions } from './server.ts';
import { Supervisor } from './supervisor.ts';

export { StoreInUse, StoreUnreadable };

/** The store could not be started, for a reason that lies with the machine: no space, no permission, no memory. */
export class StoreNotStarted extends Error {
  /** Whoever starts it shows the message, one line, and no trace of calls. */
  readonly expected = true;
}

export interface EmbeddedStoreOptions {
  /** Directory of the store; made (mode 0700) if it does not exist. */
  dataDir: string;
  /** Default: `store.sock` in the data directory, or in a private directory when that path is too long. */
  socketPath?: string;
  /** Listen on this loopback port instead; 0 for any free one. */
  port?: number;
  /** Is told, in one line, of every restart; by default standard error. */
  notice?: (line: string) => void;
}

export interface EmbeddedStore {
  /** For the official driver; the database is `schakel`. */
  uri: string;
  close(): Promise<void>;
  /** Called once when the store has stopped and could not be started again. */
  onFailure(listener: (reason: Error) => void): void;
}

/** The system's limit is 107 bytes for the path of a unix socket. */
const SOCKET_PATH_LIMIT = 100;

/**
 * Starts the store in a process of its own, and again if it ends unexpectedly.
 * @throws StoreInUse when another process has the directory, StoreUnreadable for a foreign or truncated one,
 * StoreNotStarted for anything else
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const dataDir = resolve(options.dataDir);
  try {
    return await startIn(dataDir, options);
  } catch (error) {
    if ((error as { expected?: boolean }).expected) throw error;
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    throw new StoreNotStarted(`The embedded store in ${dataDir} did not start: ${reason}`, { cause: error });
  }
}

async function startIn(dataDir: string, options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const place = placeFor(dataDir, options);
  const { socketPath, port } = place.serverOptions;
  const lock = await lockDirectory(dataDir, socketPath ?? (port || undefined)).catch((error: unknown) => {
    place.forget();
    throw error;
  });
  let isNew = false;
  try {
    chmodSync(dataDir, 0o700);
    isNew = checkFormat(dataDir);
    allotLockFile(dataDir);
    return await Supervisor.start(place.serverOptions, {
      notice: options.notice ?? console.error,
      name: lock.name,
      cleanUp: () => {
        place.cleanUp();
        lock.release();
      },
    });
  } catch (error) {
    place.cleanUp();
    if (isNew) clearNew(dataDir);
    lock.release();
    throw error;
  }
}

interface Place {
  serverOptions: ServerOptions;
  /** Removes the socket, of a store that is ours. */
  cleanUp(): void;
  /** Removes what was made to find this place, when the store is another's. */
  forget(): void;
}

function placeFor(dataDir: string, { socketPath, port }: EmbeddedStoreOptions): Place {
  const nothing = (): void => {};
  if (port !== undefined) return { serverOptions: { dataDir, port }, cleanUp: nothing, forget: nothing };
  const wanted = resolve(socketPath ?? join(dataDir, 'store.sock'));
  if (Buffer.byteLength(wanted) <= SOCKET_PATH_LIMIT)
    return {
      serverOptions: { dataDir, socketPath: wanted },
      cleanUp: () => rmSync(wanted, { force: true }),
      forget: nothing,
    };
  const directory = mkdtempSync(join(tmpdir(), 'schakel-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  return {
    serverOptions: { dataDir, socketPath: join(directory, 'store.sock') },
    cleanUp: remove,
    forget: remove,
  };
}
