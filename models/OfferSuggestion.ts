import { model, Schema } from 'mongoose';
import type { Language } from '../server/core/i18n.ts';
import type { OfferKind, Plain } from './OfferChange.ts';

export const proposalStates = ['open', 'accepted', 'declined'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Another value for one field, as somebody from outside believes it to be. */
export interface Proposal {
  /** Name of the field in the catalogue. */
  field: string;
  /** What the entry said when the suggestion was made, and the version that was. */
  seen: Plain;
  base: number;
  value: Plain;
  state: ProposalState;
  /** Why it was declined, or what whoever accepted it wanted to say. */
  reason: string;
}

/**
 * What somebody without account says about one entry of the care offer. Whoever keeps the entry decides; nothing is
 * changed before.
 */
export interface OfferSuggestionRecord {
  _id: string;
  kind: Exclude<OfferKind, 'organisation'>;
  recordId: string;
  /** The link it came by; null for a report from the public sheet. */
  linkId: string | null;
  /** In their own words; empty when the proposals say it all. */
  words: string;
  proposals: Proposal[];
  /** The language they wrote and are answered in. */
  language: Language;
  madeAt: Date;
  /** When the last of it was decided, by whom and for which body; null as long as something is open. */
  decidedAt: Date | null;
  decidedBy: string | null;
  body: string | null;
  /** What became of the words. */
  answer: ProposalState;
  reason: string;
}

// Not typed by its interface: a value within a value has no end, and mongoose's types would follow it.
const proposal = new Schema(
  {
    field: { type: String, required: true },
    seen: { type: Schema.Types.Mixed, default: null },
    base: { type: Number, required: true },
    value: { type: Schema.Types.Mixed, default: null },
    state: { type: String, enum: proposalStates, required: true },
    reason: { type: String, default: '', maxlength: 500 },
  },
  { _id: false, minimize: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    recordId: { type: String, required: true },
    linkId: { type: String, default: null },
    words: { type: String, default: '', maxlength: 2000 },
    proposals: [proposal],
    language: { type: String, required: true },
    madeAt: { type: Date, required: true },
    decidedAt: { type: Date, default: null },
    decidedBy: { type: String, default: null },
    body: { type: String, default: null },
    answer: { type: String, enum: proposalStates, required: true },
    reason: { type: String, default: '', maxlength: 500 },
  },
  { collection: 'offersuggestions', autoIndex: false, versionKey: false, minimize: false },
);
schema.index({ recordId: 1, madeAt: -1 });
schema.index({ decidedAt: 1, madeAt: 1 });

export const OfferSuggestionModel = model<OfferSuggestionRecord>('OfferSuggestion', schema);
