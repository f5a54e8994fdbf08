import { join } from 'node:path';
import mongoose from 'mongoose';
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
    close: () => closeEmbedded(store),
    onFailure: (listener) => store.onFailure(listener),
  };
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
