import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Db } from 'mongodb';
import { DocumentSequence } from 'mongodb/lib/cmap/commands.js';
import mongoose, { type Connection } from 'mongoose';
import { makeBackup } from '../../server/backup/make.ts';
import { restore } from '../../server/backup/restoring.ts';
import { systemClock } from '../../server/core/clock.ts';
import { startEmbeddedStore } from '../../server/storage/embedded/store.ts';
import { EMBEDDED } from '../storage/aStore.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Database {
  connection: Connection;
  db: Db;
  /** The data directory of an embedded store; empty on MongoDB. */
  dataDir: string;
  close(): Promise<void>;
}

let databases = 0;

/** An empty database of its own: on the embedded store, or on the MongoDB replica set that MONGODB_URI names. */
export async function aDatabase(dataDir?: string): Promise<Database> {
  databases += 1;
  if (!EMBEDDED) {
    const dbName = `schakel_backup_${process.pid}_${databases}`;
    const connection = await mongoose.createConnection(process.env.MONGODB_URI!, { dbName }).asPromise();
    const close = async () => {
      await connection.db!.dropDatabase();
      await connection.close();
    };
    return { connection, db: connection.db as Db, dataDir: '', close };
  }
  const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'backup-'));
  const store = await startEmbeddedStore({ dataDir: join(directory, 'store') });
  const connection = await mongoose.createConnection(store.uri).asPromise();
  const close = async () => {
    await connection.close();
    await store.close();
    if (!dataDir) rmSync(directory, { recursive: true });
  };
  return { connection, db: connection.db as Db, dataDir: directory, close };
}

/** A directory for backups. */
export function aShelf(): { file(name: string): string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'backups-'));
  return {
    file: (name) => join(directory, name),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export const backUp = ({ connection }: Database, file: string, overwrite = false) =>
  makeBackup(connection, file, { clock: systemClock, overwrite });

/** Restores; answers what was said. */
export async function putBack({ connection }: Database, file: string, overwrite = false): Promise<string[]> {
  const said: string[] = [];
  await restore(connection, file, { clock: systemClock, overwrite, say: (line) => said.push(line) });
  return said;
}

/** Inserts documents as the bytes they are. */
export async function insertRaw(db: Db, name: string, list: Uint8Array[]): Promise<void> {
  const documents = new DocumentSequence('documents');
  for (const bytes of list) documents.push({}, bytes);
  const { n } = await db.command({ insert: name, documents });
  if (n !== list.length) throw new Error(`only ${n} of ${list.length} were inserted`);
}

/** The documents of a collection as bytes, in hex, in the order the database has them. */
export async function rawIn(db: Db, name: string): Promise<string[]> {
  const found = (await db.collection(name).find({}, { raw: true }).toArray()) as unknown as Uint8Array[];
  return found.map((bytes) => Buffer.from(bytes).toString('hex'));
}

/** Everything that is in a database, to compare. */
export async function allOf(db: Db): Promise<Record<string, unknown>> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  const all: Record<string, unknown> = {};
  for (const name of names) {
    const indexes = await db.collection(name).listIndexes().toArray();
    all[name] = { documents: (await rawIn(db, name)).sort(), indexes };
  }
  return all;
}

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
  /** The most memory it had, in kibibytes; 0 where the system does not say. */
  largest: number;
}

/** One of the commands as a program of its own, as npm starts it. `onOutput` may kill it; files of it have at most `kibibytes`. */
export function command(
  name: 'backup' | 'restore' | 'verify',
  given: string[],
  dataDir: string,
  onOutput: (text: string, kill: () => void) => void = () => {},
  kibibytes?: number,
): Promise<Ended> {
  const program = [process.execPath, 'server/run.js', name, ...given];
  // The shell gives way to the program, which is told of the limit by an error and not by a signal.
  const limit = kibibytes ? `trap '' XFSZ; ulimit -f ${kibibytes};` : '';
  const child = spawn('bash', ['-c', `${limit} exec "$@"`, 'bash', ...program], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, KEY_DIR: `${dataDir}-keys`, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let largest = 0;
  const watching = setInterval(() => {
    largest = Math.max(largest, memoryOf(child.pid));
  }, 20);
  child.stdout.on('data', (text) => {
    output += text;
    onOutput(output, () => child.kill('SIGKILL'));
  });
  child.stderr.on('data', (text) => (errors += text));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearInterval(watching);
      resolve({ code, output, errors, largest });
    }),
  );
}

/** The kernel keeps the mark; once the program is gone it is gone too. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
