import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { listensAt } from './embedded/lock.ts';
import { type EmbeddedStore, startEmbeddedStore } from './embedded/store.ts';

export interface StorageSettings {
  /** The application's data directory; the embedded store lives in its `store` directory. */
  dataDir: string;
  /** A MongoDB deployment to use instead: a replica set, because the application needs transactions. */
  mongodbUri?: string;
}

export interface ConnectedStorage {
  /** Mongoose's default connection, connected. */
  connection: mongoose.Connection;
  kind: 'embedded' | 'mongodb';
  /** For threads that open a connection of their own. */
  uri: string;
  close(): Promise<void>;
  /** Called when the embedded store is down for good; with MongoDB the driver itself reconnects. */
  onFailure(listener: (reason: Error) => void): void;
}

const SELECTION_TIMEOUT_MS = 10_000;

/**
 * Connects Mongoose: to MongoDB when a URI is given, else to the embedded store, which it starts.
 * @throws StoreInUse or StoreUnreadable (embedded/store.ts), or the driver's error when MongoDB does not answer
 */
export async function connectStorage(settings: StorageSettings): Promise<ConnectedStorage> {
  if (settings.mongodbUri) {
    await connect(settings.mongodbUri);
    return {
      connection: mongoose.connection,
      kind: 'mongodb',
      uri: settings.mongodbUri,
      close: () => mongoose.disconnect(),
      onFailure: () => {},
    };
  }
  const store = await startEmbeddedStore({ dataDir: join(settings.dataDir, 'store') });
  await connect(store.uri).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return {
    connection: mongoose.connection,
    kind: 'embedded',
    uri: store.uri,
    close: () => closeEmbedded(store),
    onFailure: (listener) => store.onFailure(listener),
  };
}

/**
 * For commands beside the application: the store of a Schakel that runs on this directory is reached through its
 * socket; where none runs, the command has the store for itself.
 * @throws as connectStorage does
 */
export async function connectBeside(settings: StorageSettings): Promise<ConnectedStorage> {
  if (settings.mongodbUri) return connectStorage(settings);
  const directory = join(settings.dataDir, 'store');
  const place = listensAt(directory) ?? join(directory, 'store.sock');
  if (!(await answers(place))) return connectStorage(settings);
  const host = typeof place === 'number' ? `127.0.0.1:${place}` : encodeURIComponent(place);
  const uri = `mongodb://${host}/schakel?directConnection=true`;
  return { ...(await connectStorage({ ...settings, mongodbUri: uri })), kind: 'embedded' };
}

/** A socket file may be left over from a program that was killed: only an answer counts. */
function answers(place: string | number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = typeof place === 'number' ? connectSocket(place, '127.0.0.1') : connectSocket(place);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

/** An acknowledged write has to survive any one machine: a majority has it in its journal. */
async function connect(uri: string): Promise<void> {
  await mongoose.connect(uri, {
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    writeConcern: { w: 'majority', journal: true },
  });
}

async function closeEmbedded(store: EmbeddedStore): Promise<void> {
  await mongoose.disconnect();
  await store.close();
}
