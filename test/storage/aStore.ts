import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';

/** The suites run on the embedded store, or on the MongoDB replica set that MONGODB_URI names. */
export const EMBEDDED = process.env.MONGODB_URI === undefined;

export interface TestStore {
  client: MongoClient;
  db: Db;
  uri: string;
  close(): Promise<void>;
}

export function aDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A connected client on an empty database. */
export async function aStore(options: MongoClientOptions = {}): Promise<TestStore> {
  if (!EMBEDDED) {
    const uri = process.env.MONGODB_URI!;
    const client = await MongoClient.connect(uri, options);
    const db = client.db(`schakel_test_${process.pid}_${Date.now().toString(36)}`);
    const close = async () => {
      await db.dropDatabase();
      await client.close();
    };
    return { client, db, uri, close };
  }
  const directory = aDirectory();
  const store = await startEmbeddedStore({ dataDir: directory.path });
  const client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 5000, ...options });
  const close = async () => {
    await client.close();
    await store.close();
    directory.remove();
  };
  return { client, db: client.db('test'), uri: store.uri, close };
}

/**
 * Closes a client whose store is gone. The driver (7.8) can wait for ever in `close`, on a connection that ended as a
 * command was put on it; then what watches the server, and would keep this process alive, is ended directly.
 */
export async function leave(client: MongoClient): Promise<void> {
  const { topology } = client as unknown as { topology?: { close(): void } };
  await Promise.race([client.close(true), pause(5_000, undefined, { ref: false })]);
  topology?.close();
}

/** The error an operation ends in; undefined when it succeeds. */
export async function errorOf(
  operation: Promise<unknown>,
): Promise<{ code?: number; message: string } & Record<string, unknown>> {
  try {
    await operation;
  } catch (error) {
    return error as { message: string };
  }
  throw new Error('The operation was expected to fail');
}

/** The process that has the data file of a directory open; undefined while there is none. */
export function storePid(directory: string): number | undefined {
  try {
    const { store } = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as {
      store?: { pid: number };
    };
    return store?.pid;
  } catch {
    return undefined;
  }
}

/** Ends it the hard way, as a fault of its own would. */
export function killStore(directory: string): void {
  const pid = storePid(directory);
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

const MAIN = fileURLToPath(new URL('../../server/storage/embedded/main.ts', import.meta.url));

export interface StoreProcess {
  child: ChildProcess;
  uri: string;
  /** What it has written to standard error so far. */
  errors(): string;
  /** Resolves with its exit code when it is gone by itself. */
  ended: Promise<number | null>;
  /** Kills it and its store the hard way; resolves when both are gone. */
  kill(): Promise<void>;
}

/** The store alone, as `npm run db` starts it, by `under` if given; resolves once it listens. */
export async function aStoreProcess(directory: string, under: string[] = []): Promise<StoreProcess> {
  const { uri, ...store } = launchStoreProcess(directory, under);
  return { ...store, uri: await uri };
}

/** The same without waiting until it listens: for who wants to kill it earlier. */
export function launchStoreProcess(
  directory: string,
  under: string[] = [],
  more: string[] = [],
): Omit<StoreProcess, 'uri'> & { uri: Promise<string> } {
  const own = [process.execPath, '--import', 'tsx', MAIN, '--data', directory, ...more];
  const [program, ...rest] = [...under, ...own];
  const child = spawn(program!, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  child.stderr!.on('data', (chunk: Buffer) => (written += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const uri = new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    void ended.then(() => reject(new Error(`The store did not start: ${written}`)));
  });
  uri.catch(() => {}); // whoever waits for it is told
  const kill = async () => {
    child.kill('SIGKILL');
    killStore(directory);
    await ended;
  };
  return { child, uri, errors: () => written, ended, kill };
}
