import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Logger } from '../../core/logger.ts';
import type { Sequencer } from '../../core/sequencer.ts';
import { ChangedUnits, type UnitTaker } from './following/changedUnits.ts';
import { changedSince, isOfThisData, markNow } from './keptIndex.ts';
import { readWholeOffer } from './records.ts';
import { type SearchThread, startSearchThread } from './search/thread.ts';
import type { Label } from './search/vocabulary.ts';
import { type OfferRecordId, touchedBy } from './touched.ts';

export interface IndexOptions {
  connection: Connection;
  logger: Logger;
  sequencer: Sequencer;
  /** Where the index is kept between two runs: a directory that may be lost. */
  directory: string;
  /** False while the data is being exchanged for that of a backup: what is known now is not worth keeping. */
  isCurrent: () => boolean;
}

/** After a change the index is written to disk when so long nothing changed, in milliseconds. */
const quiet = 30_000;
/** Acts that changed nothing here make it worth writing anew too, or the next start has to look through them all. */
const aged = { acts: 10_000, look: 3_600_000 };

/**
 * Keeps the thread's index what the records are: made when it is first asked for, from the file of the last run where
 * that is of this data, then unit by unit as acts tell of changes.
 */
export class IndexKeeper {
  readonly #options: IndexOptions;
  readonly #labels: () => Promise<Label[]>;
  /** Told before and after a change is taken in: what was answered before no longer holds. */
  readonly #forget: () => void;
  readonly #file: string;
  readonly #unfollow: () => void;
  readonly #aging: NodeJS.Timeout;
  #opened: Promise<SearchThread> | null = null;
  #thread: SearchThread | null = null;
  readonly #changes: ChangedUnits;
  #turn: Promise<unknown> = Promise.resolve();
  #saving: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #isSaved = true;
  /** The last act that the file on disk knows. */
  #savedUntil = 0;
  #isOpen = false;
  #isClosed = false;

  constructor(options: IndexOptions, labels: () => Promise<Label[]>, forget: () => void) {
    this.#options = options;
    this.#labels = labels;
    this.#forget = forget;
    this.#file = join(options.directory, 'careOffer.index');
    this.#changes = new ChangedUnits(options.connection, {
      portion: () => this.#forget(),
      all: () => this.#saveLater(quiet),
    });
    this.#unfollow = options.sequencer.follow((act) => {
      const records = touchedBy(act);
      if (records.length > 0) this.#changed(records);
    });
    this.#aging = setInterval(() => {
      this.#saveIfAged().catch((err) => this.#notKept(err));
    }, aged.look).unref();
  }

  /** The thread, with its index. The promise is kept, so that a rush of visitors makes it once. */
  ready(): Promise<SearchThread> {
    if (this.#thread?.hasEnded && !this.#isClosed) this.#opened = null;
    this.#opened ??= this.#open();
    const opening = this.#opened;
    opening.catch(() => {
      if (this.#opened === opening) this.#opened = null; // the next visitor tries again
    });
    return opening;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#changes.close();
    clearInterval(this.#aging);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isOpen) await this.#save().catch((err) => this.#notKept(err));
    this.#unfollow();
    await this.#thread?.close();
  }

  async #open(): Promise<SearchThread> {
    const { connection } = this.#options;
    const thread = startSearchThread(await this.#labels());
    this.#thread = thread;
    const mark = await thread.ask('load', { file: this.#file });
    if (mark && (await isOfThisData(connection, mark))) {
      await thread.ask('adopt', {});
      this.#savedUntil = mark.sequence;
      this.#changes.add(await changedSince(connection, mark));
    } else {
      await readWholeOffer(connection, (part, documents) =>
        thread.ask('take', { part, documents }, [documents.buffer]),
      );
      await thread.ask('build', {});
      this.#saveLater(0);
    }
    // What was told while it was made may have been read before it was written.
    await this.#changes.takeIn(takerOf(thread));
    this.#isOpen = true;
    return thread;
  }

  /** The units of these records are made anew, after those of earlier changes. */
  #changed(records: OfferRecordId[]): void {
    this.#forget();
    const opened = this.#opened;
    if (!opened) return; // whoever makes it will read this change
    this.#changes.add(records);
    this.#turn = this.#turn
      .then(async () => this.#changes.takeIn(takerOf(await opened)))
      .catch((err) => {
        if (this.#isClosed) return;
        // Another thread begins with everything: nothing stays as it was before the change.
        this.#options.logger.error({ err }, 'a change is not searchable yet; the index is made anew');
        this.#opened = null;
        void this.#thread?.close();
      });
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

const takerOf = (thread: SearchThread): UnitTaker => ({
  unitsMadeFrom: (ids) => thread.ask('unitsMadeFrom', { ids }),
  change: (ids, documents) => {
    const buffers = Object.values(documents).map(({ buffer }) => buffer);
    return thread.ask('change', { ids, documents }, buffers);
  },
});
