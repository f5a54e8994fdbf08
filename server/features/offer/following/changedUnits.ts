import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { documentsOfUnits, type OfferDocuments, unitsOfRecords } from '../records.ts';
import type { OfferRecordId } from '../touched.ts';

/** Whoever holds something made from the units of the offer. */
export interface UnitTaker {
  /** Ids of the units that were made from some records. */
  unitsMadeFrom(ids: string[]): Promise<string[]>;
  /** Makes some units anew from these records; those that are not among them go. */
  change(ids: string[], documents: OfferDocuments): Promise<unknown>;
}

/** So many units are made anew at once: a page is answered in between. */
const portion = 100;
/**
 * Where many units change at once, as in an import, a thread is left to questions for three times as long as they took;
 * what changes meanwhile is taken in together. Milliseconds.
 */
const rush = { units: 20, rest: 3, longest: 1000 };

/** Records that changed and whose units are not made anew yet. */
export class ChangedUnits {
  readonly #connection: Connection;
  readonly #told: { portion(): void; all(): void };
  #waiting: OfferRecordId[] = [];
  #isClosed = false;

  /** @param told after each portion that was taken in, and after all that changed at once */
  constructor(connection: Connection, told: { portion(): void; all(): void }) {
    this.#connection = connection;
    this.#told = told;
  }

  add(records: readonly OfferRecordId[]): void {
    this.#waiting.push(...records);
  }

  /** Nothing waits for a rest any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** Takes in everything that waits, and what is added meanwhile. Not twice at the same time. */
  async takeIn(taker: UnitTaker): Promise<void> {
    while (this.#waiting.length > 0) {
      const began = performance.now();
      const records = this.#waiting;
      this.#waiting = [];
      const before = await taker.unitsMadeFrom(records.map(({ id }) => id));
      const ids = [...new Set([...before, ...(await unitsOfRecords(records))])];
      for (let at = 0; at < ids.length; at += portion) {
        const some = ids.slice(at, at + portion);
        await taker.change(some, await documentsOfUnits(this.#connection, some));
        this.#told.portion();
      }
      this.#told.all();
      if (ids.length >= rush.units && !this.#isClosed)
        await pause(Math.min(rush.rest * (performance.now() - began), rush.longest));
    }
  }
}
