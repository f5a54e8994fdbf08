import { model, Schema } from 'mongoose';
import type { Message } from '../server/core/errors.ts';
import { type FieldChange, type OfferKind, offerKinds, type Plain } from './OfferChange.ts';
import { type RowOutcome, rowOutcomes } from './OfferImport.ts';

/** What a row does to one record. */
export interface PlannedRecord {
  kind: OfferKind;
  id: string;
  /** Null when it does nothing, because something is wrong or in conflict. */
  does: 'create' | 'change' | null;
  /** Where a new record goes: the organisation of a site or unit, the unit of a module. */
  under: string | null;
  /** With the version of each field it is based on; 0 for a new record. */
  changes: (FieldChange & { base: number })[];
}

export interface RowFault extends Message {
  /** Name of the column; null when it is the row as a whole. */
  column: string | null;
}

/** Both values of a field somebody changed since the export. */
export interface RowConflict {
  kind: OfferKind;
  /** Id of the record. */
  id: string;
  field: string;
  yours: Plain;
  current: Plain;
  /** Version of the field as it is now. */
  base: number;
  /** Which of the two it gets: the file's or the one that is there now; null as long as nobody decided. */
  choice: 'mine' | 'theirs' | null;
}

/** One row of a file, with what it would do. Rows that change nothing are only counted. */
export interface OfferImportRowRecord {
  _id: string;
  import: string;
  /** As a spreadsheet numbers it: the heading is row 1. */
  row: number;
  /** The way to what says it in a file of JSON, such as `$.services[3]`; null for a row of a table. */
  path: string | null;
  organisation: string;
  title: string;
  outcome: RowOutcome;
  records: PlannedRecord[];
  faults: RowFault[];
  conflicts: RowConflict[];
  /** Somebody changed it since: it stayed when the import was taken back. */
  left: boolean;
}

const mixed = { type: Schema.Types.Mixed, default: null };
const record = new Schema(
  {
    kind: { type: String, enum: offerKinds, required: true },
    id: { type: String, required: true },
    does: { type: String, default: null },
    under: { type: String, default: null },
    changes: { type: [Schema.Types.Mixed], default: [] },
  },
  { _id: false, minimize: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    import: { type: String, required: true },
    row: { type: Number, required: true },
    path: { type: String, default: null },
    organisation: { type: String, required: true },
    title: { type: String, default: '' },
    outcome: { type: String, enum: rowOutcomes, required: true },
    records: [record],
    faults: { ...mixed, default: [] },
    conflicts: { ...mixed, default: [] },
    left: { type: Boolean, default: false },
  },
  { collection: 'offerimportrows', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ import: 1, row: 1 });
schema.index({ import: 1, outcome: 1, row: 1 });
schema.index({ import: 1, organisation: 1, row: 1 });

export const OfferImportRowModel = model<OfferImportRowRecord>('OfferImportRow', schema);
