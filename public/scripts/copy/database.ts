import type { Lease } from './lease.ts';

/** One shared text, sealed with the key of the lease. */
export interface TextRow {
  document: string;
  sealed: Uint8Array;
}

/** What one page wrote and did not get sent: for this device while the lease lasts, and for the server. */
export interface UnsentRow {
  page: string;
  document: string;
  /** Null once the lease is over. */
  sealed: Uint8Array | null;
  forServer: Uint8Array;
}

/** Words that were not taken, until their writer says they have them; sealed with the key of the lease. */
export interface WordsRow {
  id: string;
  document: string;
  sealed: Uint8Array;
}

export interface Rows {
  lease: Lease & { id: 'lease' };
  texts: TextRow;
  unsent: UnsentRow;
  words: WordsRow;
  /** Passages to look at after coming back. */
  reviews: TextRow;
}

export type StoreName = keyof Rows;

const name = 'schakel-copies';
const keyPaths: Record<StoreName, string> = {
  lease: 'id',
  texts: 'document',
  unsent: 'page',
  words: 'id',
  reviews: 'document',
};
const storeNames = Object.keys(keyPaths) as StoreName[];

export const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The store of this browser. @throws when the browser does not let us keep anything. */
export function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const one of storeNames) request.result.createObjectStore(one, { keyPath: keyPaths[one] });
  };
  return answerOf(request).then((database) => {
    database.onversionchange = () => database.close(); // it is being wiped elsewhere
    return database;
  });
}

export const all = <Name extends StoreName>(database: IDBDatabase, store: Name): Promise<Rows[Name][]> =>
  answerOf(database.transaction(store).objectStore(store).getAll());

/** One transaction over these stores; resolves when what it wrote is on disk. */
export function writing(
  database: IDBDatabase,
  stores: StoreName[],
  work: (store: <Name extends StoreName>(name: Name) => IDBObjectStore) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work((one) => transaction.objectStore(one));
  });
}

export { storeNames };
