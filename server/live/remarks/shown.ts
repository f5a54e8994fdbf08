import type * as Y from 'yjs';
import type { RemarkHand } from '../../../models/LiveRemark.ts';
import { rootName } from '../../../public/scripts/live/protocol.ts';
import { type Found, findIn } from '../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import type { Translate } from '../../core/i18n.ts';
import type { LiveRights } from '../feature.ts';
import type { Remark } from './records.ts';

/** The words for people and moments, in the reader's language. */
export interface RemarkWords {
  t: Translate;
  who(hand: RemarkHand): string;
  moment(at: Date): string;
}

/** Somebody answered, or did something with it; in the order it happened. */
interface ThreadItem {
  id: string;
  /** Who, or what who did. */
  title: string;
  when: string;
  words: string;
  icon: string;
}

export interface ShownRemark {
  id: string;
  kind: Remark['kind'];
  /** Changes whenever anything of it does. */
  mark: string;
  title: string;
  by: string;
  when: string;
  quote: string;
  words: string;
  proposal: string | null;
  /** Where its words are now; null when only the page itself can know. */
  state: Found['state'] | null;
  /** For the script, which finds the words while people type. */
  passage: string;
  thread: ThreadItem[];
  isOpen: boolean;
  /** How a settled one was settled; empty while it is open. */
  outcome: string;
  isAccepted: boolean;
  /** The last that happened, as it is told to who has the page open. */
  news: string;
  may: { answer: boolean; turn: boolean; decide: boolean; withdraw: boolean; apply: boolean };
}

const icons = {
  resolved: 'check-circle',
  reopened: 'refresh',
  accepted: 'check-circle',
  declined: 'close',
  withdrawn: 'minus',
} as const;

/** Everyone a set of remarks names. */
export const handsOf = (remarks: Remark[]): RemarkHand[] =>
  remarks.flatMap((remark) => [remark, ...remark.answers, ...remark.turns]);

/** Where the words of each remark are in this document, by id. */
export function placesIn(doc: Y.Doc, remarks: Remark[]): Map<string, Found['state']> {
  const flat = flatten(doc.getXmlFragment(rootName));
  return new Map(remarks.map(({ id, passage }) => [id, findIn(flat, doc, passage).state]));
}

/**
 * Remarks as a page shows them.
 * @param places absent where the page's own script says where the words are
 */
export function shownRemarks(
  remarks: Remark[],
  reader: { personId: string; rights: LiveRights },
  words: RemarkWords,
  places?: Map<string, Found['state']>,
): ShownRemark[] {
  return remarks.map((remark) => shownRemark(remark, reader, words, places?.get(remark.id) ?? null));
}

function shownRemark(
  remark: Remark,
  { personId, rights }: { personId: string; rights: LiveRights },
  { t, who, moment }: RemarkWords,
  state: Found['state'] | null,
): ShownRemark {
  const { id, kind, passage, proposal, isOpen } = remark;
  const by = who(remark);
  const isSuggestion = kind === 'suggestion';
  const last = remark.turns.at(-1);
  const thread = threadOf(remark, { t, who, moment });
  const newest = thread.at(-1);
  const title = t(`live.remarks.title.${kind}`, { who: by });
  return {
    id,
    kind,
    mark: String(remark.revision),
    title,
    by,
    when: moment(remark.at),
    quote: passage.quote,
    words: remark.words,
    proposal,
    state,
    passage: JSON.stringify(passage),
    thread,
    isOpen,
    isAccepted: !isOpen && last?.turn === 'accepted',
    outcome: !isOpen && last ? t(`live.remarks.outcome.${last.turn}`) : '',
    news: newest ? t('live.remarks.news', { what: newest.title, title }) : title,
    may: {
      answer: isOpen && rights.comment,
      turn: !isSuggestion && rights.comment,
      decide: isSuggestion && isOpen && rights.write,
      // One person at most: two who put it there at once would have it there twice.
      apply: rights.write && last?.turn === 'accepted' && last.by === personId,
      withdraw: isSuggestion && isOpen && rights.suggest && remark.by === personId,
    },
  };
}

function threadOf(remark: Remark, { t, who, moment }: RemarkWords): ThreadItem[] {
  const answers = remark.answers.map((answer) => ({
    at: answer.at,
    item: {
      id: answer.id,
      title: t('live.remarks.answered', { who: who(answer) }),
      when: moment(answer.at),
      words: answer.words,
      icon: 'comment',
    },
  }));
  const turns = remark.turns.map((turn) => ({
    at: turn.at,
    item: {
      id: turn.id,
      title: t(`live.remarks.turn.${turn.turn}`, { who: who(turn) }),
      when: moment(turn.at),
      words: turn.reason,
      icon: icons[turn.turn],
    },
  }));
  return [...answers, ...turns]
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ item }) => item);
}
