import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { allotLockFile, checkFormat, clearNew, StoreUnreadable } from './format.ts';
import { lockDirectory, StoreInUse } from './lock.ts';
import type { ServerOptions } from './server.ts';
import type { FromWorker } from './worker.ts';
import { workerScript } from './workerScript.ts';

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
/** Starts after an unexpected end, within a minute, before giving up. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;
const RESTART_DELAY_MS = 50;
/** How long a thread that has stopped may take to let go of the data file, in milliseconds. */
const LETTING_GO_MS = 5_000;

/**
 * Starts the store in a worker thread, and again if it ends unexpectedly.
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
  const unlock = await lockDirectory(dataDir, socketPath ?? (port || undefined)).catch((error: unknown) => {
    place.forget();
    throw error;
  });
  let isNew = false;
  try {
    chmodSync(dataDir, 0o700);
    isNew = checkFormat(dataDir);
    allotLockFile(dataDir);
    return await Supervisor.start(place.serverOptions, options.notice ?? console.error, () => {
      place.cleanUp();
      unlock();
    });
  } catch (error) {
    place.cleanUp();
    if (isNew) clearNew(dataDir);
    unlock();
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

class Supervisor implements EmbeddedStore {
  readonly #options: ServerOptions;
  readonly #notice: (line: string) => void;
  readonly #cleanUp: () => void;
  readonly #listeners: ((reason: Error) => void)[] = [];
  #worker: Worker | undefined;
  #closing: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #failure: Error | undefined;
  #hang = (): void => {};
  readonly #hung = new Promise<void>((resolve) => {
    this.#hang = resolve;
  });
  #restarts: number[] = [];
  uri = '';

  private constructor(options: ServerOptions, notice: (line: string) => void, cleanUp: () => void) {
    this.#options = options;
    this.#notice = notice;
    this.#cleanUp = cleanUp;
  }

  static async start(
    options: ServerOptions,
    notice: (line: string) => void,
    cleanUp: () => void,
  ): Promise<Supervisor> {
    const made = new Supervisor(options, notice, cleanUp);
    const { port } = await made.#launch();
    // A restart has to be found where the first start was.
    if (options.socketPath === undefined) made.#options.port = port;
    const host =
      options.socketPath === undefined ? `127.0.0.1:${port}` : encodeURIComponent(options.socketPath);
    made.uri = `mongodb://${host}/schakel?directConnection=true`;
    return made;
  }

  onFailure(listener: (reason: Error) => void): void {
    this.#listeners.push(listener);
    if (this.#failure) listener(this.#failure);
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  async #stop(): Promise<void> {
    // The directory is given back only when no thread has it open, nor is about to.
    await this.#restarting;
    const worker = this.#worker;
    if (worker && !this.#failure) {
      const ended = new Promise((done) => worker.once('exit', done));
      worker.postMessage('close');
      await Promise.race([ended, this.#hung]);
    }
    this.#cleanUp();
  }

  async #launch(): Promise<{ port: number | undefined }> {
    const { port1: lifeline, port2 } = new MessageChannel();
    const worker = new Worker(await workerScript(), {
      workerData: { ...this.#options, lifeline: port2 },
      transferList: [port2],
      name: 'embedded store',
    });
    this.#worker = worker;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    lifeline.once('close', () => this.#awaitEnd(ended));
    lifeline.unref();
    return new Promise((listening, reject) => {
      let cause: Error | undefined;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') listening({ port: message.port });
        else if (message.kind === 'failed') cause = new Error(message.message);
      });
      worker.on('error', (error) => {
        cause = error;
      });
      worker.once('exit', (code) => {
        const reason = cause ?? new Error(`it ended unexpectedly (exit code ${code})`);
        reject(reason);
        if (this.#worker === worker) this.#worker = undefined;
        if (this.uri !== '' && !this.#closing) this.#restarting = this.#restart(reason);
      });
    });
  }

  /**
   * A thread that is ended in the middle of a write (out of memory, say) waits for ever for a lock of its own in
   * lmdb-js (3.5): its ports are closed, but it never exits. It still holds the data file, so no other can take its
   * place in this process; and Node would wait for it when the process ends.
   */
  #awaitEnd(ended: Promise<void>): void {
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
    });
    const judge = () => {
      if (hasEnded) return;
      process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
      this.#fail(new Error('its thread ended in the middle of a write and holds the data file; start again'));
      this.#hang();
    };
    // When this process itself had no turn for so long, the end may be waiting to be heard: it gets another turn.
    const timer = setTimeout(() => setTimeout(judge, LETTING_GO_MS / 10), LETTING_GO_MS);
    void ended.then(() => clearTimeout(timer));
  }

  async #restart(reason: Error): Promise<void> {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => at > now - RESTART_WINDOW_MS), now];
    if (this.#restarts.length > MAX_RESTARTS) return this.#fail(reason);
    this.#notice(`The embedded store ended and is started again: ${reason.message}`);
    await new Promise((done) => setTimeout(done, RESTART_DELAY_MS * this.#restarts.length));
    if (this.#closing) return;
    // A start that fails exits too, and so comes back here until the attempts are used up.
    await this.#launch().catch(() => {});
  }

  #fail(reason: Error): void {
    const failure = new Error(`The embedded store in ${this.#options.dataDir} is down: ${reason.message}`, {
      cause: reason,
    });
    this.#failure = failure;
    for (const listener of this.#listeners) listener(failure);
  }
}
