import { model, Schema } from 'mongoose';
import { versionedFields } from './fieldRule.ts';
import type { FieldState } from './fieldState.ts';
import type { GapTrace } from './Gap.ts';
import { type SignalField, type SignalValues, signalFields } from './signalFields.ts';

export const signalStatuses = ['draft', 'withdrawn', 'sent', 'acknowledged', 'answered'] as const;
export type SignalStatus = (typeof signalStatuses)[number];

/** What no government got: the platforms that sign it read it, and nobody else. */
export const unsentStatuses: readonly SignalStatus[] = ['draft', 'withdrawn'];

/** What follows from an answer. */
export const signalFollowUps = ['goes_on', 'solved', 'accepted'] as const;
export type SignalFollowUp = (typeof signalFollowUps)[number];

/** A platform that signs, with the revision of the words it signed: other words are to be signed anew. */
export interface SignalSignature {
  platform: string;
  revision: number;
  by: string;
  at: Date;
}

/** A draft that was thrown away, and perhaps taken up again. */
export interface SignalWithdrawal extends GapTrace {
  why: string;
  /** Who had signed by then. Taken up again, it is signed anew: they heard that it would not be sent. */
  signatures: SignalSignature[];
  resumed: GapTrace | null;
}

/** One moment of a cell of the inventory, in the words of the letter. */
export interface SentMoment {
  title: string;
  word: string;
  why: string;
  modules: string;
  places: string;
  waiting: string;
  day: string;
  standard: string;
}

/** What a letter names besides its own texts, as it was called on the day it was sent. */
export interface SentContent {
  authority: string;
  platforms: string[];
  gaps: { id: string; title: string }[];
  cells: { kind: string; place: string; moments: SentMoment[] }[];
}

export interface SignalAnswer extends GapTrace {
  /** The day on the answer, YYYY-MM-DD. */
  day: string;
  text: string;
  follows: SignalFollowUp;
}

/**
 * A signal to a government about one or several gaps: a draft, which may be thrown away and taken up again, then a letter
 * that nobody changes, then its answer.
 */
export interface GovernmentSignalRecord {
  _id: string;
  values: SignalValues;
  /** Only of fields that were changed since it was made. */
  fields: Partial<Record<SignalField, FieldState>>;
  /** Grows with every change of its words. */
  revision: number;
  status: SignalStatus;
  signatures: SignalSignature[];
  /** The oldest first; the last is still so while the status says it. */
  withdrawals?: SignalWithdrawal[];
  made: GapTrace;
  /** Null as long as it is a draft. */
  sent: (GapTrace & { content: SentContent }) | null;
  acknowledged: (GapTrace & { day: string; reference: string }) | null;
  answers: SignalAnswer[];
  /** Made up, for a demo: it says so wherever it shows. */
  fictional?: true;
}

const trace = { at: { type: Date, required: true }, by: { type: String, default: null }, body: String };
const part = (definition: object): Schema => new Schema(definition, { _id: false, minimize: false });

const signature = { platform: String, revision: Number, by: String, at: Date };

const schema = new Schema(
  {
    _id: { type: String, required: true },
    ...versionedFields(signalFields),
    revision: { type: Number, required: true },
    status: { type: String, enum: signalStatuses, required: true },
    signatures: [part(signature)],
    withdrawals: [
      part({
        ...trace,
        why: { type: String, required: true, maxlength: 1000 },
        signatures: [part(signature)],
        resumed: { type: part(trace), default: null },
      }),
    ],
    made: part(trace),
    sent: { type: part({ ...trace, content: { type: Schema.Types.Mixed, required: true } }), default: null },
    acknowledged: { type: part({ ...trace, day: String, reference: String }), default: null },
    answers: [
      part({
        ...trace,
        day: { type: String, required: true },
        text: { type: String, required: true, maxlength: 8000 },
        follows: { type: String, enum: signalFollowUps, required: true },
      }),
    ],
    fictional: Boolean,
  },
  { collection: 'governmentsignals', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ 'values.platforms': 1 });
schema.index({ 'values.authority': 1 });

export const GovernmentSignalModel = model<GovernmentSignalRecord>('GovernmentSignal', schema);
