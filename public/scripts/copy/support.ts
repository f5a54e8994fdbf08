import { newKey } from './sealing.ts';

/** Why this browser cannot keep a copy; null when it can. */
export type Obstacle = 'insecure' | 'browser' | 'storage' | null;

/** Tries whether a key can be kept that no script can read out: some private windows refuse. */
export async function obstacle(): Promise<Obstacle> {
  if (!window.isSecureContext) return 'insecure';
  const has =
    'serviceWorker' in navigator && 'indexedDB' in window && 'locks' in navigator && 'caches' in window;
  if (!has || !crypto.subtle) return 'browser';
  try {
    await tryKeeping(await newKey());
    await caches.has('schakel');
    return null;
  } catch {
    return 'storage';
  }
}

function tryKeeping(key: CryptoKey): Promise<void> {
  const name = 'schakel-trial';
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction('keys', 'readwrite');
      writing.objectStore('keys').put(key, 'trial');
      const end = (settle: () => void) => () => {
        opening.result.close();
        indexedDB.deleteDatabase(name);
        settle();
      };
      writing.oncomplete = end(resolve);
      writing.onabort = end(() => reject(writing.error));
    };
  });
}
