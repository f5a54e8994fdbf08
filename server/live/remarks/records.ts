import type { LiveRemarkRecord, RemarkHand, RemarkKind, RemarkTurn } from '../../../models/LiveRemark.ts';
import type { Passage } from '../../../public/scripts/live/remarks/anchors.ts';
import type { Cipher } from '../../core/keys.ts';
import { openText, sealText } from '../../core/sealing.ts';

/** A remark as people read it. */
export interface Remark extends RemarkHand {
  id: string;
  kind: RemarkKind;
  passage: Passage;
  words: string;
  /** Null for a comment; empty to delete the passage. */
  proposal: string | null;
  answers: (RemarkHand & { id: string; words: string })[];
  turns: (RemarkHand & { id: string; turn: RemarkTurn; reason: string })[];
  isOpen: boolean;
  revision: number;
}

/** What a text of a remark is: `answer:<id>` and `reason:<id>` for what is said later. */
type Part = 'passage' | 'words' | 'proposal' | `answer:${string}` | `reason:${string}`;

const placeOf = (id: string, part: Part): string => `liveremarks:${id}:${part}`;

export const sealPart = (cipher: Cipher, id: string, part: Part, text: string): Buffer =>
  sealText(cipher, text, placeOf(id, part));

/** What the driver gives for a binary field of a lean record. */
const bytes = (stored: Buffer | { buffer: Uint8Array }): Uint8Array =>
  Buffer.isBuffer(stored) ? stored : stored.buffer;

const handOf = ({ by, organisation, at }: RemarkHand): RemarkHand => ({ by, organisation, at });

/** @throws KeyUnavailable */
export function openRemark(cipher: Cipher, record: LiveRemarkRecord): Remark {
  const open = (sealed: Buffer, part: Part): string =>
    openText(cipher, bytes(sealed), placeOf(record._id, part));
  return {
    id: record._id,
    kind: record.kind,
    ...handOf(record),
    passage: JSON.parse(open(record.passage, 'passage')) as Passage,
    words: open(record.words, 'words'),
    proposal: record.proposal ? open(record.proposal, 'proposal') : null,
    answers: record.answers.map(({ id, words, ...hand }) => ({
      id,
      words: open(words, `answer:${id}`),
      ...handOf(hand),
    })),
    turns: record.turns.map(({ id, turn, reason, ...hand }) => ({
      id,
      turn,
      reason: open(reason, `reason:${id}`),
      ...handOf(hand),
    })),
    isOpen: record.isOpen,
    revision: record.revision,
  };
}
