import { model, Schema } from 'mongoose';

export const remarkKinds = ['comment', 'suggestion'] as const;
export type RemarkKind = (typeof remarkKinds)[number];

/** What can be done with a remark, beside answering; the last one says how it stands. */
export const remarkTurns = ['resolved', 'reopened', 'accepted', 'declined', 'withdrawn'] as const;
export type RemarkTurn = (typeof remarkTurns)[number];

/** Who did it, for whom and when. */
export interface RemarkHand {
  by: string;
  organisation: string;
  at: Date;
}

/**
 * Something said about a passage of live prose: a comment, or other words that are proposed for it. Sealed with the
 * document's key: everything somebody wrote, and the passage.
 */
export interface LiveRemarkRecord extends RemarkHand {
  _id: string;
  /** `kind:id`, as the live engine names it. */
  document: string;
  kind: RemarkKind;
  /** Where it stands and which words stood there, as JSON. */
  passage: Buffer;
  /** What a comment says; why a suggestion is made, which may be empty. */
  words: Buffer;
  /** The words a suggestion proposes; empty to delete the passage. Absent for a comment. */
  proposal?: Buffer;
  answers: (RemarkHand & { id: string; words: Buffer })[];
  turns: (RemarkHand & { id: string; turn: RemarkTurn; reason: Buffer })[];
  /** Whether something is to be done about it. */
  isOpen: boolean;
  /** Goes up with every change. */
  revision: number;
  /** Texts of it that say redacted words, brought back by a backup: they are to say nothing. As in a `BlottedRemark`. */
  waiting?: string[];
}

const hand = {
  by: { type: String, required: true },
  organisation: { type: String, required: true },
  at: { type: Date, required: true },
};

const schema = new Schema<LiveRemarkRecord>(
  {
    _id: { type: String, required: true },
    document: { type: String, required: true },
    kind: { type: String, enum: remarkKinds, required: true },
    ...hand,
    passage: { type: Buffer, required: true },
    words: { type: Buffer, required: true },
    proposal: Buffer,
    answers: [
      { _id: false, id: { type: String, required: true }, words: { type: Buffer, required: true }, ...hand },
    ],
    turns: [
      {
        _id: false,
        id: { type: String, required: true },
        turn: { type: String, enum: remarkTurns, required: true },
        reason: { type: Buffer, required: true },
        ...hand,
      },
    ],
    isOpen: { type: Boolean, required: true },
    revision: { type: Number, required: true, min: 1 },
    waiting: { type: [String], default: undefined },
  },
  { collection: 'liveremarks', versionKey: false },
);
schema.index({ document: 1, at: 1 });

export const LiveRemarkModel = model<LiveRemarkRecord>('LiveRemark', schema);
