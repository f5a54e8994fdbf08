import type { Page } from 'playwright-core';

/** What this browser holds, as a script of the site could read it: how many rows of each kind, and whether a key. */
export interface Holding {
  key: boolean;
  texts: number;
  unsent: number;
  /** Rows of unsent changes that this device can open. */
  readable: number;
  words: number;
  caches: number;
  /** The texts as they are sealed: something else each time a text is written down. */
  sealed: string;
  /** Everything that is stored, as text: whatever stands in it in the clear is found here. */
  dump: string;
}

/** Looks into the store and the caches of the browser, beside the site's own scripts. */
export async function holdingOf(page: Page): Promise<Holding> {
  // What runs this file names functions with one of its own, which a page does not have.
  await page.evaluate('globalThis.__name ??= (made) => made');
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const none = { key: false, texts: 0, unsent: 0, readable: 0, words: 0, sealed: '', dump: '' };
    const cached = (await caches.keys()).length;
    const known = await indexedDB.databases();
    if (!known.some((one) => one.name === 'schakel-copies')) return { ...none, caches: cached };
    const database = await answer(indexedDB.open('schakel-copies'));
    const all = (name: string): Promise<Record<string, unknown>[]> =>
      answer(database.transaction(name).objectStore(name).getAll());
    const [lease, texts, unsent, words, reviews] = await Promise.all(
      ['lease', 'texts', 'unsent', 'words', 'reviews'].map(all),
    );
    database.close();
    const letters = new TextDecoder('latin1');
    const asText = (rows: unknown): string =>
      JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? letters.decode(value) : value));
    return {
      key: lease?.[0]?.key instanceof CryptoKey,
      texts: texts?.length ?? 0,
      unsent: unsent?.length ?? 0,
      readable: unsent?.filter((row) => row.sealed !== null).length ?? 0,
      words: words?.length ?? 0,
      caches: cached,
      sealed: asText(texts),
      dump: asText([lease, texts, unsent, words, reviews]),
    };
  });
}
