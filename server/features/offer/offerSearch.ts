import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { ModuleTypeRecord } from '../../../models/ModuleType.ts';
import { ModuleTypeModel } from '../../../models/ModuleType.ts';
import type { Logger } from '../../core/logger.ts';
import type { Sequencer } from '../../core/sequencer.ts';
import { type Entry, entriesOf } from './entries.ts';
import { changedBy, changedSince, isOfThisData, markNow } from './keptIndex.ts';
import { labelsOf } from './labels.ts';
import { latest } from './latest.ts';
import { type OfferRecordId, readWholeOffer, recordsOfUnits, unitsOfRecords } from './records.ts';
import type { OfferAnswer, OfferQuery, Seats } from './search/query.ts';
import { type SearchThread, startSearchThread } from './search/thread.ts';

/** The directory's search: an index in a thread of its own, kept current from the acts. */
export interface OfferSearch {
  find(query: OfferQuery): Promise<OfferAnswer>;
  seats(query: OfferQuery): Promise<Seats>;
  /** Entries by the ids of their units, in that order; those that are gone or not listed are left out. */
  entries(ids: readonly string[]): Promise<Entry[]>;
  moduleTypes(): Promise<ModuleTypeRecord[]>;
  /** Begins to make the index, for whoever does not want the first visitor to wait. */
  warm(): void;
  /** Resolves when every change that was told until now is found. */
  settle(): Promise<void>;
  memory(): Promise<{ heapUsed: number; arrayBuffers: number }>;
  close(): Promise<void>;
}

declare module '../../core/house.ts' {
  interface House {
    /** For pages of the care offer; core itself knows nothing of it. */
    offerSearch: OfferSearch;
  }
}

export interface OfferSearchOptions {
  connection: Connection;
  logger: Logger;
  sequencer: Sequencer;
  /** Where the index is kept between two runs: a directory that may be lost. */
  directory: string;
  /** False while the data is being exchanged for that of a backup: what is known now is not worth keeping. */
  isCurrent: () => boolean;
}

/** Answers and entries that are kept: the first pages, mostly, which everybody sees. */
const most = { answers: 500, entries: 2000 };
/** So many units are made anew at once: a page is answered in between. */
const portion = 100;
/** After a change the index is written to disk when so long nothing changed, in milliseconds. */
const quiet = 30_000;
/** Acts that changed nothing here make it worth writing anew too, or the next start has to look through them all. */
const aged = { acts: 10_000, look: 3_600_000 };

/** Starts following the acts at once, and makes the index when it is first asked for, or with `warm`. */
export function startOfferSearch(options: OfferSearchOptions): OfferSearch {
  return new ThreadedSearch(options);
}

class ThreadedSearch implements OfferSearch {
  readonly #options: OfferSearchOptions;
  readonly #file: string;
  readonly #unfollow: () => void;
  readonly #answers = latest<OfferAnswer | Seats>(most.answers);
  readonly #entries = latest<Entry>(most.entries);
  #types: Promise<ModuleTypeRecord[]> | null = null;
  #opened: Promise<SearchThread> | null = null;
  #thread: SearchThread | null = null;
  /** Records that changed and whose units are not made anew yet. */
  #waiting: OfferRecordId[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #saving: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #isSaved = true;
  /** The last act that the file on disk knows. */
  #savedUntil = 0;
  #isOpen = false;
  #isClosed = false;
  readonly #aging: NodeJS.Timeout;

  constructor(options: OfferSearchOptions) {
    this.#options = options;
    this.#file = join(options.directory, 'careOffer.index');
    this.#unfollow = options.sequencer.follow((act) => {
      const record = changedBy(act);
      if (record) this.#changed([record]);
    });
    this.#aging = setInterval(() => {
      this.#saveIfAged().catch((err) => this.#notKept(err));
    }, aged.look).unref();
  }

  async find(query: OfferQuery): Promise<OfferAnswer> {
    return this.#answered(`search ${JSON.stringify(query)}`, async () =>
      (await this.#ready()).ask('search', { query }),
    );
  }

  async seats(query: OfferQuery): Promise<Seats> {
    return this.#answered(`seats ${query.today}`, async () => (await this.#ready()).ask('seats', { query }));
  }

  async entries(ids: readonly string[]): Promise<Entry[]> {
    const found = new Map(ids.map((id) => [id, this.#entries.get(id)]));
    const missing = ids.filter((id) => found.get(id) === undefined);
    if (missing.length > 0) {
      const since = this.#entries.changes;
      for (const entry of entriesOf(await recordsOfUnits(missing))) {
        found.set(entry.unit._id, entry);
        this.#entries.keep(entry.unit._id, entry, since);
      }
    }
    return ids.map((id) => found.get(id)).filter((entry) => entry !== undefined);
  }

  moduleTypes(): Promise<ModuleTypeRecord[]> {
    this.#types ??= Promise.resolve(ModuleTypeModel.find().sort({ order: 1 }).lean<ModuleTypeRecord[]>());
    this.#types.catch(() => {
      this.#types = null; // the next visitor tries again
    });
    return this.#types;
  }

  warm(): void {
    this.#ready().catch((err) => {
      if (!this.#isClosed) this.#options.logger.error({ err }, 'making the search index failed');
    });
  }

  async settle(): Promise<void> {
    await this.#ready();
    await this.#turn;
  }

  async memory(): Promise<{ heapUsed: number; arrayBuffers: number }> {
    return (await this.#ready()).ask('memory', {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#aging);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isOpen) await this.#save().catch((err) => this.#notKept(err));
    this.#unfollow();
    await this.#thread?.close();
  }

  async #answered<T extends OfferAnswer | Seats>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known) return known as T;
    const since = this.#answers.changes;
    const answer = await ask();
    this.#answers.keep(key, answer, since);
    return answer;
  }

  /** The thread, with its index. The promise is kept, so that a rush of visitors makes it once. */
  #ready(): Promise<SearchThread> {
    if (this.#thread?.hasEnded && !this.#isClosed) this.#opened = null;
    this.#opened ??= this.#open();
    const opening = this.#opened;
    opening.catch(() => {
      if (this.#opened === opening) this.#opened = null; // the next visitor tries again
    });
    return opening;
  }

  async #open(): Promise<SearchThread> {
    const { connection } = this.#options;
    const thread = startSearchThread(labelsOf(await this.moduleTypes()));
    this.#thread = thread;
    const mark = await thread.ask('load', { file: this.#file });
    if (mark && (await isOfThisData(connection, mark))) {
      await thread.ask('adopt', {});
      this.#savedUntil = mark.sequence;
      this.#waiting.push(...(await changedSince(connection, mark)));
    } else {
      await readWholeOffer(connection, (part, documents) =>
        thread.ask('take', { part, documents }, [documents.buffer]),
      );
      await thread.ask('build', {});
      this.#saveLater(0);
    }
    // What was told while it was made may have been read before it was written.
    await this.#takeIn(thread);
    this.#isOpen = true;
    return thread;
  }

  /** What was answered before no longer holds; the units are made anew, one portion after the other. */
  #changed(records: OfferRecordId[]): void {
    this.#forget();
    const opened = this.#opened;
    if (!opened) return; // whoever makes it will read this change
    this.#waiting.push(...records);
    this.#turn = this.#turn
      .then(async () => this.#takeIn(await opened))
      .catch((err) => {
        // Another thread begins with everything: nothing stays as it was before the change.
        this.#options.logger.error({ err }, 'a change is not searchable yet; the index is made anew');
        this.#opened = null;
        void this.#thread?.close();
      });
  }

  #forget(): void {
    this.#answers.forget();
    this.#entries.forget();
  }

  async #takeIn(thread: SearchThread): Promise<void> {
    while (this.#waiting.length > 0) {
      const records = this.#waiting;
      this.#waiting = [];
      const before = await thread.ask('unitsMadeFrom', { ids: records.map(({ id }) => id) });
      const ids = [...new Set([...before, ...(await unitsOfRecords(records))])];
      for (let at = 0; at < ids.length; at += portion) {
        const some = ids.slice(at, at + portion);
        await thread.ask('change', { ids: some, records: await recordsOfUnits(some) });
        this.#forget();
      }
      this.#saveLater(quiet);
    }
  }

  #saveLater(after: number): void {
    this.#isSaved = false;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#save().catch((err) => this.#notKept(err));
    }, after).unref();
  }

  /** One after the other; whoever closes waits for the one under way. */
  #save(): Promise<void> {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#saveNow());
    return this.#saving;
  }

  /** Everything up to a place in the order of acts is taken in, then it is written with that place. */
  async #saveNow(): Promise<void> {
    const { connection, sequencer, isCurrent } = this.#options;
    const thread = this.#thread;
    if (this.#isSaved || !thread || thread.hasEnded || !isCurrent()) return;
    this.#isSaved = true;
    const mark = await markNow(connection);
    if (!mark) return;
    await sequencer.settle();
    await this.#turn;
    await thread.ask('save', { file: this.#file, mark });
    this.#savedUntil = mark.sequence;
  }

  async #saveIfAged(): Promise<void> {
    if (!this.#isOpen) return;
    const mark = await markNow(this.#options.connection);
    if (!mark || mark.sequence - this.#savedUntil < aged.acts) return;
    this.#isSaved = false;
    await this.#save();
  }

  #notKept(err: unknown): void {
    this.#options.logger.warn({ err }, 'the search index was not kept; the next start makes it anew');
  }
}
