import type { ImportGroup, OfferImportRecord } from '../../../../models/OfferImport.ts';
import type { OfferImportRowRecord } from '../../../../models/OfferImportRow.ts';
import type { Message } from '../../../core/errors.ts';
import type { Language } from '../../../core/i18n.ts';
import type { Importer } from './known.ts';
import type { Format } from './limits.ts';

/** What the worker thread is asked. */
export type Job = { uri: string; language: Language } & (
  | { kind: 'check'; bytes: Uint8Array; importer: Importer; now: Date }
  | { kind: 'export'; organisations: string[]; withNobody: boolean; format: Format | 'legend' }
);

export type CheckJob = Job & { kind: 'check' };
export type ExportJob = Job & { kind: 'export' };

export type PlannedRows = Omit<OfferImportRowRecord, '_id' | 'import' | 'left'>[];

export interface Summary {
  counts: OfferImportRecord['counts'];
  groups: ImportGroup[];
}

/** What it answers. After `rows` it waits for a word. */
export type WorkerMessage =
  | { kind: 'rows'; rows: PlannedRows }
  | ({ kind: 'checked' } & Summary)
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'broken'; told: Message }
  | { kind: 'failed'; reason: string };
