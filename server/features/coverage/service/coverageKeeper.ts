import type { Connection } from 'mongoose';
import { type AskedThread, startAskedThread } from '../../../core/askedThread.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Sequencer } from '../../../core/sequencer.ts';
import { ChangedUnits, readWholeOffer, touchedBy, unitsAsOf } from '../../offer/following/queries.ts';
import type { Asks } from './asks.ts';

export interface CoverageOptions {
  connection: Connection;
  logger: Logger;
  sequencer: Sequencer;
  clock: Clock;
}

export type Thread = AskedThread<Asks>;

/** A change that came while an earlier inventory was put together may be half in it: then it is made again. */
const tries = 5;

/** Keeps the thread's inventory what the records are: read when it is first asked for, then unit by unit. */
export class CoverageKeeper {
  readonly #options: CoverageOptions;
  readonly #forget: () => void;
  readonly #changes: ChangedUnits;
  readonly #unfollow: () => void;
  readonly #listeners = new Set<() => void>();
  #opened: Promise<Thread> | null = null;
  #thread: Thread | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** How often something changed. */
  #count = 0;
  #pasts = new Map<string, Promise<void>>();
  #isClosed = false;

  /** @param forget what was answered before: it may be otherwise now */
  constructor(options: CoverageOptions, forget: () => void) {
    this.#options = options;
    this.#forget = forget;
    const tell = () => {
      for (const listener of this.#listeners) listener();
    };
    this.#changes = new ChangedUnits(options.connection, { portion: forget, all: tell });
    this.#unfollow = options.sequencer.follow((act) => {
      const records = touchedBy(act);
      if (records.length === 0) return;
      this.#count += 1;
      if (!this.#opened) return; // whoever reads the offer will read this change
      this.#changes.add(records);
      this.#turn = this.#turn
        .then(async () => this.#takeIn(await this.#opened!))
        .catch((err) => this.#failed(err));
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The thread, with its inventory. The promise is kept, so that a rush of visitors makes it once. */
  ready(): Promise<Thread> {
    if (this.#thread?.hasEnded && !this.#isClosed) this.#opened = null;
    this.#opened ??= this.#open();
    const opening = this.#opened;
    opening.catch(() => {
      if (this.#opened === opening) this.#opened = null; // the next visitor tries again
    });
    return opening;
  }

  /** Makes the inventory of the end of a day, unless the thread still knows it. */
  async past(thread: Thread, day: string): Promise<void> {
    if (await thread.ask('knowsPast', { day })) return;
    const making = this.#pasts.get(day) ?? this.#makePast(thread, day);
    this.#pasts.set(day, making);
    await making.finally(() => this.#pasts.delete(day));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#changes.close();
    this.#unfollow();
    await this.#thread?.close();
  }

  async #open(): Promise<Thread> {
    const url = new URL('./coverageWorker.ts', import.meta.url);
    const thread = startAskedThread<Asks>(url, 'coverage');
    this.#thread = thread;
    this.#pasts.clear();
    await readWholeOffer(this.#options.connection, (part, documents) =>
      thread.ask('take', { part, documents }, [documents.buffer]),
    );
    await thread.ask('build', {});
    // What was told while it was read may have been read before it was written.
    await this.#takeIn(thread);
    return thread;
  }

  #takeIn(thread: Thread): Promise<void> {
    return this.#changes.takeIn({
      unitsMadeFrom: (ids) => thread.ask('unitsMadeFrom', { ids }),
      change: (ids, documents) => {
        const buffers = Object.values(documents).map(({ buffer }) => buffer);
        return thread.ask('change', { ids, documents }, buffers);
      },
    });
  }

  async #makePast(thread: Thread, day: string): Promise<void> {
    for (let left = tries; left > 0; left--) {
      await this.#turn;
      const before = this.#count;
      const { ids, records } = await unitsAsOf(day);
      await thread.ask('past', { day, ids, records });
      if (this.#count === before) return;
    }
  }

  /** Another thread begins with everything: nothing stays as it was before the change. */
  #failed(err: unknown): void {
    if (this.#isClosed) return;
    this.#options.logger.error({ err }, 'a change is not in the coverage yet; everything is read anew');
    this.#opened = null;
    this.#forget();
    void this.#thread?.close();
  }
}
