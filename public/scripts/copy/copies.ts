import type { Upon } from '../live/keep.ts';
import type { Unsent } from '../live/outbox.ts';
import {
  all,
  answerOf,
  openDatabase,
  type StoreName,
  storeNames,
  type UnsentRow,
  writing,
} from './database.ts';
import type { Keepable } from './givingUp.ts';
import { countedNow, isForgotten, isOver, type Lease } from './lease.ts';
import {
  type KeptText,
  packJson,
  packText,
  packUnsent,
  unpackJson,
  unpackText,
  unpackUnsent,
} from './packing.ts';
import { keyFrom, newKey, open, seal } from './sealing.ts';

/** What the server answers to a page that asks for a lease. */
export interface LeaseAnswer extends Keepable {
  device: string;
  lease: string;
  secret: string;
  person: string;
  language: string;
  milliseconds: number;
}

/** What one page did not get sent. */
export interface KeptUnsent extends Unsent {
  upon: Upon;
  page: string;
  document: string;
}

/** Set while this browser holds something: a page without it has nothing to ask and nothing to wipe. */
export const mark = 'schakel-copies';
const readable: StoreName[] = ['texts', 'unsent', 'words', 'reviews'];

const textPlace = (lease: Lease, document: string): string => `text ${lease.person} ${document}`;
const wordsPlace = (lease: Lease, document: string): string => `words ${lease.person} ${document}`;
const reviewPlace = (lease: Lease, document: string): string => `review ${lease.person} ${document}`;
const unsentPlace = (lease: Lease, { page, document }: Pick<UnsentRow, 'page' | 'document'>): string =>
  `unsent ${lease.person} ${document} ${page}`;

/** Everything this browser keeps of shared texts: sealed, for one person, for as long as the lease lasts. */
export class Copies {
  readonly #database: IDBDatabase;
  #lease: Lease | null;

  private constructor(database: IDBDatabase, lease: Lease | null) {
    this.#database = database;
    this.#lease = lease;
  }

  /** What is here now, the lease looked at first: a copy whose lease is over is not there any more. */
  static async open(now = Date.now()): Promise<Copies> {
    const database = await openDatabase();
    const copies = new Copies(database, await readLease(database));
    await copies.tidy(now);
    return copies;
  }

  get lease(): Lease | null {
    return this.#lease;
  }

  /** Whether there is a copy that may be opened. */
  get isOpen(): boolean {
    return this.#lease?.key != null;
  }

  /** Ends what is over, and remembers the moment. @returns whether the copy is (still) open. */
  async tidy(now = Date.now()): Promise<boolean> {
    this.#lease = await readLease(this.#database);
    const lease = this.#lease;
    if (!lease) return false;
    if (isForgotten(lease, now)) await this.wipe();
    else if (isOver(lease, now)) await this.lock();
    else if (now > lease.seenAt) await this.#putLease({ ...lease, seenAt: countedNow(lease, now) });
    return this.isOpen;
  }

  /**
   * Begins or prolongs the lease. A new key is made when there is none; what waited, sealed for the server, can be
   * opened with the server's secret again. Nothing happens while another person's sealed changes wait here.
   */
  async grant(answer: LeaseAnswer, now = Date.now()): Promise<void> {
    const { device, lease, person, language, milliseconds, secret } = answer;
    const old = this.#lease;
    if (old && old.person !== person) {
      // What another person wrote waits here for them: it is not thrown away for whoever comes next.
      if ((await all(this.#database, 'unsent')).length > 0) return;
      await this.wipe();
    } else if (old?.key && old.lease !== lease) await this.lock();
    const kept = this.#lease?.key ? this.#lease : null;
    const made = {
      ...{ device, lease, person, language },
      ...{ from: now, until: now + milliseconds, seenAt: now, contactAt: now },
      keyName: kept?.keyName ?? crypto.randomUUID(),
      key: kept?.key ?? (await newKey()),
      sealing: await keyFrom(secret, 'encrypt'),
    };
    await this.#putLease(made);
    localStorage.setItem(mark, 'yes');
    await this.#openSealed(made, secret);
  }

  async #openSealed(lease: Lease, secret: string): Promise<void> {
    const rows = (await all(this.#database, 'unsent')).filter((row) => row.sealed === null);
    if (rows.length === 0) return;
    const opening = await keyFrom(secret, 'decrypt');
    for (const row of rows) {
      const place = unsentPlace(lease, row);
      try {
        const plain = await open(opening, row.forServer, place);
        const sealed = await seal(lease.key as CryptoKey, plain, place);
        await writing(this.#database, ['unsent'], (store) => store('unsent').put({ ...row, sealed }));
      } catch {
        // Of a device record that is gone: nobody can open it any more.
        await this.dropUnsent([row.page]);
      }
    }
  }

  /** Nothing readable is left. What was not sent stays, sealed so that only the server can open it for its writer. */
  async lock(): Promise<void> {
    const waiting = (await all(this.#database, 'unsent')).length > 0;
    if (!waiting || !this.#lease) return this.wipe();
    const lease = { ...this.#lease, key: null };
    const rows = await all(this.#database, 'unsent');
    await writing(this.#database, ['lease', ...readable], (store) => {
      for (const name of ['texts', 'words', 'reviews'] as const) store(name).clear();
      for (const row of rows) store('unsent').put({ ...row, sealed: null });
      store('lease').put({ id: 'lease', ...lease });
    });
    this.#lease = lease;
  }

  /** Nothing at all is left, but the empty stores. */
  async wipe(): Promise<void> {
    await writing(this.#database, storeNames, (store) => {
      for (const name of storeNames) store(name).clear();
    });
    this.#lease = null;
    if (typeof localStorage !== 'undefined') localStorage.removeItem(mark);
  }

  async #putLease(lease: Lease): Promise<void> {
    await writing(this.#database, ['lease'], (store) => store('lease').put({ id: 'lease', ...lease }));
    this.#lease = lease;
  }

  /** Writes only while the key it sealed with is the one of the lease: not after the copy was locked elsewhere. */
  #put(lease: Lease, name: StoreName, row: object, instead: readonly string[] = []): Promise<void> {
    return writing(this.#database, ['lease', name], (store) => {
      const asked = store('lease').get('lease');
      asked.onsuccess = () => {
        const now = asked.result as Lease | undefined;
        if (!now?.key || now.keyName !== lease.keyName) return asked.transaction?.abort();
        store(name).put(row);
        for (const key of instead) store(name).delete(key);
      };
    });
  }

  async keepText(document: string, text: KeptText): Promise<void> {
    const lease = this.#lease;
    if (!lease?.key) return;
    const sealed = await seal(lease.key, packText(text), textPlace(lease, document));
    await this.#put(lease, 'texts', { document, sealed });
  }

  async text(document: string): Promise<KeptText | null> {
    const row = await answerOf(this.#database.transaction('texts').objectStore('texts').get(document));
    const lease = this.#lease;
    if (!row || !lease?.key) return null;
    try {
      return unpackText(await open(lease.key, row.sealed, textPlace(lease, document)));
    } catch {
      return null; // of a key that is gone
    }
  }

  /** The names of the documents there is a copy of. */
  async documents(): Promise<string[]> {
    return this.isOpen ? (await all(this.#database, 'texts')).map((row) => row.document) : [];
  }

  /** Under this page's name; in the same moment it is no longer under those it was taken over from. */
  async keepUnsent(unsent: KeptUnsent, from: readonly string[] = []): Promise<void> {
    const lease = this.#lease;
    if (!lease?.key) throw new Error('the copy is closed');
    const { page, document } = unsent;
    if (unsent.parcels.length + unsent.waiting.length === 0) return this.dropUnsent([page, ...from]);
    const plain = packUnsent(unsent);
    const place = unsentPlace(lease, unsent);
    const [sealed, forServer] = await Promise.all([
      seal(lease.key, plain, place),
      seal(lease.sealing, plain, place),
    ]);
    await this.#put(lease, 'unsent', { page, document, sealed, forServer }, from);
  }

  dropUnsent(pages: string[]): Promise<void> {
    return writing(this.#database, ['unsent'], (store) => {
      for (const page of pages) store('unsent').delete(page);
    });
  }

  /** What pages did not get sent, of this document or of all. */
  async unsent(document?: string): Promise<KeptUnsent[]> {
    const lease = this.#lease;
    if (!lease?.key) return [];
    const rows = (await all(this.#database, 'unsent')).filter(
      (row) => row.sealed !== null && (document === undefined || row.document === document),
    );
    return Promise.all(
      rows.map(async (row) => {
        const plain = await open(lease.key as CryptoKey, row.sealed as Uint8Array, unsentPlace(lease, row));
        return { page: row.page, document: row.document, ...unpackUnsent(plain) };
      }),
    );
  }

  /**
   * The text goes from this device; what its writer has nowhere else stays for them until they say they have it.
   * Pages that are `alive` have what they did not send before them, and are asked themselves.
   */
  async giveUp(document: string, words: string, alive: readonly string[] = []): Promise<void> {
    const lease = this.#lease;
    if (words !== '' && lease?.key) {
      const sealed = await seal(lease.key, packJson(words), wordsPlace(lease, document));
      await this.#put(lease, 'words', { id: crypto.randomUUID(), document, sealed });
    }
    const pages = (await all(this.#database, 'unsent')).filter(
      (row) => row.document === document && !alive.includes(row.page),
    );
    await writing(this.#database, ['texts', 'unsent', 'reviews'], (store) => {
      store('texts').delete(document);
      store('reviews').delete(document);
      for (const row of pages) store('unsent').delete(row.page);
    });
  }

  /** Words that were not taken, with what forgets them. */
  async words(): Promise<{ id: string; text: string }[]> {
    const lease = this.#lease;
    if (!lease?.key) return [];
    const rows = await all(this.#database, 'words');
    return Promise.all(
      rows.map(async ({ id, document, sealed }) => ({
        id,
        text: unpackJson<string>(await open(lease.key as CryptoKey, sealed, wordsPlace(lease, document))),
      })),
    );
  }

  forgetWords(ids: string[]): Promise<void> {
    return writing(this.#database, ['words'], (store) => {
      for (const id of ids) store('words').delete(id);
    });
  }

  /** Passages to look at; none forgets them. */
  async keepReview(document: string, passages: readonly unknown[]): Promise<void> {
    const lease = this.#lease;
    if (!lease?.key) return;
    const sealed = await seal(lease.key, packJson(passages), reviewPlace(lease, document));
    if (passages.length > 0) await this.#put(lease, 'reviews', { document, sealed });
    else await writing(this.#database, ['reviews'], (store) => store('reviews').delete(document));
  }

  async review<T>(document: string): Promise<T[]> {
    const row = await answerOf(this.#database.transaction('reviews').objectStore('reviews').get(document));
    const lease = this.#lease;
    if (!row || !lease?.key) return [];
    return unpackJson<T[]>(await open(lease.key, row.sealed, reviewPlace(lease, document)));
  }

  close(): void {
    this.#database.close();
  }
}

async function readLease(database: IDBDatabase): Promise<Lease | null> {
  const row = await answerOf(database.transaction('lease').objectStore('lease').get('lease'));
  return (row as Lease | undefined) ?? null;
}
