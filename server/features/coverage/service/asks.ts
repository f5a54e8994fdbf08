import type { OfferDocuments, OfferRecords } from '../../offer/following/queries.ts';
import type { Detected } from '../detection.ts';
import type {
  AskedCandidates,
  AskedCell,
  AskedFirst,
  AskedLook,
  CellAnswer,
  FirstAnswer,
  MatrixAnswer,
} from './asked.ts';

/** Which inventory a question is about: that of now, or that of the end of a day (YYYY-MM-DD). */
interface Of {
  inventory: string | null;
}

/** What the thread can be asked, and what it answers. */
export interface Asks {
  /** Records of the whole offer, some at a time: BSON documents one after another. */
  take: { ask: { part: keyof OfferRecords; documents: Uint8Array }; answer: null };
  /** Makes the inventory of everything that was taken. */
  build: { ask: object; answer: null };
  /** Makes some units anew from these records; those that are not among them go. */
  change: { ask: { ids: string[]; documents: OfferDocuments }; answer: null };
  /** Ids of the units that some modules or units belonged to. */
  unitsMadeFrom: { ask: { ids: string[] }; answer: string[] };
  /** An earlier inventory: these units as they were, all others as they are. */
  past: { ask: { day: string; ids: string[]; records: OfferRecords }; answer: null };
  /** Whether an earlier inventory is still known. */
  knowsPast: { ask: { day: string }; answer: boolean };
  matrix: { ask: { look: AskedLook } & Of; answer: MatrixAnswer };
  cell: { ask: { asked: AskedCell } & Of; answer: CellAnswer };
  first: { ask: { asked: AskedFirst }; answer: FirstAnswer };
  candidates: { ask: { asked: AskedCandidates }; answer: Detected };
  memory: { ask: object; answer: { heapUsed: number; arrayBuffers: number } };
}
