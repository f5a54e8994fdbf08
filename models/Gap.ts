import { model, Schema, type SchemaDefinitionProperty } from 'mongoose';
import { type CellPicture, cellPictureFields } from './cellPicture.ts';
import { type FieldState, fieldState } from './fieldState.ts';
import { type GapField, type GapFieldKind, type GapValues, gapFieldNames, gapFields } from './gapFields.ts';
import { localisedText } from './localisedText.ts';

/** The life of a gap; which status may follow which is in `coverage/register/lifeCycle.ts`. */
export const gapStatuses = [
  'reported',
  'verified',
  'prioritised',
  'in_action',
  'escalated',
  'accepted',
  'solved',
] as const;
export type GapStatus = (typeof gapStatuses)[number];

/** The three sources of knowledge (vision text on addiction care, 2015). */
export const evidenceKinds = ['scientific', 'practice', 'experience'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Who did something in the register, for which body; nobody when it was carried over from a document. */
export interface GapTrace {
  at: Date;
  by: string | null;
  body: string;
}

export interface GapEvidence extends GapTrace {
  id: string;
  kind: EvidenceKind;
  /** What it says. */
  says: string;
  /** Where it says so: a study and its year, a meeting, people who told it. */
  source: string;
}

export interface GapStep extends GapTrace {
  status: GapStatus;
  why: string;
  /** Only where the status is solved: what solved it. */
  solvedBy: string;
  /** Ids of modules of the inventory that solved it, as far as named. */
  modules: string[];
}

/** What the inventory said of a cell of this gap when it was reported from there, verified or closed. */
export interface GapPicture extends CellPicture {
  /** The status the gap had from that moment on. */
  occasion: GapStatus;
  at: Date;
}

/** A gap or an overlap in the care offer, from a report until it is solved, accepted or handed to a government. */
export interface GapRecord {
  _id: string;
  values: GapValues;
  /** Only of fields that were changed since the report. */
  fields: Partial<Record<GapField, FieldState>>;
  status: GapStatus;
  /** From the report on, the oldest first. */
  steps: GapStep[];
  evidence: GapEvidence[];
  /** Evidence of the inventory itself, the oldest first. */
  pictures: GapPicture[];
  reportedAt: Date;
  /** Key of the candidate it was made of, where that is about a task or a word and so about no cell. */
  candidate?: string;
  /** Id of the recommendation of an activity that it was made of. */
  recommendation?: string;
}

const typeOf: Record<GapFieldKind, SchemaDefinitionProperty> = {
  choice: { type: String, default: '' },
  line: { type: String, default: '' },
  day: { type: String, default: '' },
  number: { type: Number, default: null },
  list: [String],
  texts: { type: localisedText, required: true, minimize: false },
};

const trace = { at: { type: Date, required: true }, by: { type: String, default: null }, body: String };

const evidence = new Schema(
  {
    id: { type: String, required: true },
    kind: { type: String, enum: evidenceKinds, required: true },
    says: { type: String, default: '', maxlength: 2000 },
    source: { type: String, required: true, maxlength: 300 },
    ...trace,
  },
  { _id: false },
);

const step = new Schema(
  {
    status: { type: String, enum: gapStatuses, required: true },
    why: { type: String, default: '', maxlength: 1000 },
    solvedBy: { type: String, default: '', maxlength: 1000 },
    modules: [String],
    ...trace,
  },
  { _id: false },
);

const picture = new Schema(
  {
    ...cellPictureFields,
    occasion: { type: String, enum: gapStatuses, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);

const values = new Schema(
  Object.fromEntries(gapFieldNames.map((name) => [name, typeOf[gapFields[name].kind]])),
  { _id: false, minimize: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    values: { type: values, required: true },
    fields: Object.fromEntries(gapFieldNames.map((name) => [name, fieldState])),
    status: { type: String, enum: gapStatuses, required: true },
    steps: [step],
    evidence: [evidence],
    pictures: [picture],
    reportedAt: { type: Date, required: true },
    candidate: { type: String, maxlength: 300 },
    recommendation: String,
  },
  { collection: 'gaps', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ 'values.platforms': 1, reportedAt: 1 });
schema.index({ recommendation: 1 }, { sparse: true });

export const GapModel = model<GapRecord>('Gap', schema);
