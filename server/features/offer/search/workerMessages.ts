import type { OfferRecords } from '../entries.ts';
import type { OfferDocuments } from '../records.ts';
import type { OfferAnswer, OfferQuery, Seats } from './query.ts';
import type { SnapshotMark } from './snapshot.ts';
import type { Label } from './vocabulary.ts';

/** What the thread can be asked, and what it answers. */
export interface Asks {
  /** Words for what records hold as codes; before anything else. */
  labels: { ask: { labels: Label[] }; answer: null };
  search: { ask: { query: OfferQuery }; answer: OfferAnswer };
  seats: { ask: { query: OfferQuery }; answer: Seats };
  /** Records of the whole offer, some at a time: BSON documents one after another. Answers when they are read. */
  take: { ask: { part: keyof OfferRecords; documents: Uint8Array }; answer: null };
  /** Makes the index of everything that was taken. */
  build: { ask: object; answer: null };
  /** Makes some units anew from these records; those that are not among them go. */
  change: { ask: { ids: string[]; documents: OfferDocuments }; answer: null };
  /** Ids of the units that were made from some records. */
  unitsMadeFrom: { ask: { ids: string[] }; answer: string[] };
  /** Reads a kept index, for `adopt`; null when there is none that can be read. */
  load: { ask: { file: string }; answer: SnapshotMark | null };
  /** Goes on with the index that was loaded. */
  adopt: { ask: object; answer: null };
  save: { ask: { file: string; mark: SnapshotMark }; answer: null };
  memory: { ask: object; answer: { heapUsed: number; arrayBuffers: number } };
}
