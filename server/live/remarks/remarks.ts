import { randomUUID } from 'node:crypto';
import {
  LiveRemarkModel,
  type LiveRemarkRecord,
  type RemarkKind,
  type RemarkTurn,
} from '../../../models/LiveRemark.ts';
import { type Place, rootName } from '../../../public/scripts/live/protocol.ts';
import { findIn, type Passage, readsAs } from '../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import { Conflict, Invalid } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import { readStored } from '../stored.ts';
import { change, handOf, holdEpoch, must, nameOf, remarkIn, type WritingDesk } from './desk.ts';
import { mustPassage, readPassage } from './passages.ts';
import { sealPart } from './records.ts';

/** So many answers one remark holds: who has more to say begins anew. */
const mostAnswers = 100;
/** So many open remarks one document has: more than anybody reads. */
const mostOpen = 500;

interface Said {
  kind: RemarkKind;
  passage: Passage;
  words: string;
  proposal?: string;
}

async function add(desk: WritingDesk, unit: Unit, { kind, passage, words, proposal }: Said): Promise<string> {
  const open = await LiveRemarkModel.countDocuments({ document: nameOf(desk), isOpen: true }).session(
    unit.session,
  );
  if (open >= mostOpen) throw new Conflict('live.remarks.errors.many');
  const cipher = await desk.feature.cipher(desk.documentId);
  const id = randomUUID();
  const record: LiveRemarkRecord = {
    _id: id,
    document: nameOf(desk),
    kind,
    ...handOf(desk, unit),
    passage: sealPart(cipher, id, 'passage', JSON.stringify(passage)),
    words: sealPart(cipher, id, 'words', words),
    ...(proposal === undefined ? {} : { proposal: sealPart(cipher, id, 'proposal', proposal) }),
    answers: [],
    turns: [],
    isOpen: true,
    revision: 1,
  };
  await LiveRemarkModel.create([record], { session: unit.session });
  await holdEpoch(desk, unit);
  unit.note({ [kind]: id });
  return id;
}

/** Says something about a passage. @throws NotFound, Conflict, Invalid, Unreadable */
export async function addComment(
  desk: WritingDesk,
  unit: Unit,
  input: { start: Place; end: Place; words: string },
): Promise<{ commentId: string }> {
  must(desk, 'comment');
  const passage = await mustPassage(desk, input);
  return { commentId: await add(desk, unit, { kind: 'comment', passage, words: input.words }) };
}

/** Proposes other words for a passage that reads as `quote`. @throws NotFound, Conflict, Invalid, Unreadable */
export async function addSuggestion(
  desk: WritingDesk,
  unit: Unit,
  input: { start: Place; end: Place; quote: string; proposal: string; reason: string },
): Promise<{ suggestionId: string }> {
  must(desk, 'suggest');
  const { quote, proposal, reason } = input;
  const passage = await mustPassage(desk, input);
  if (passage.quote !== quote) throw new Conflict('live.remarks.errors.changed');
  if (proposal === quote) throw new Invalid({ proposal: 'live.remarks.errors.same' });
  return { suggestionId: await add(desk, unit, { kind: 'suggestion', passage, words: reason, proposal }) };
}

/** @throws NotFound, Conflict when it is settled or full. */
export async function answerRemark(
  desk: WritingDesk,
  unit: Unit,
  about: { kind: RemarkKind; id: string },
  words: string,
): Promise<{ answerId: string }> {
  must(desk, 'comment');
  const remark = await remarkIn(desk, about.kind, about.id, unit.session);
  if (!remark.isOpen) throw new Conflict('live.remarks.errors.settled');
  if (remark.answers.length >= mostAnswers) throw new Conflict('live.remarks.errors.full');
  const cipher = await desk.feature.cipher(desk.documentId);
  const answerId = randomUUID();
  const answer = {
    id: answerId,
    words: sealPart(cipher, remark.id, `answer:${answerId}`, words),
    ...handOf(desk, unit),
  };
  await change(desk, unit, remark, { $push: { answers: answer } });
  unit.note({ answer: answerId });
  return { answerId };
}

/** Which right each turn needs, of what kind it is, and whether the remark is open before it. */
const turning: Record<
  RemarkTurn,
  { kind: RemarkKind; needs: 'comment' | 'suggest' | 'write'; isOpen: boolean }
> = {
  resolved: { kind: 'comment', needs: 'comment', isOpen: true },
  reopened: { kind: 'comment', needs: 'comment', isOpen: false },
  accepted: { kind: 'suggestion', needs: 'write', isOpen: true },
  declined: { kind: 'suggestion', needs: 'write', isOpen: true },
  withdrawn: { kind: 'suggestion', needs: 'suggest', isOpen: true },
};

/**
 * Settles a remark or opens it again. Resolving what is resolved changes nothing; a suggestion is decided once, so that
 * its words are put in the text by one person.
 * @throws NotFound, Conflict
 */
export async function turnRemark(
  desk: WritingDesk,
  unit: Unit,
  about: { turn: RemarkTurn; id: string },
  reason = '',
): Promise<{ isOpen: boolean }> {
  const { kind, needs, isOpen } = turning[about.turn];
  must(desk, needs);
  const remark = await remarkIn(desk, kind, about.id, unit.session);
  if (about.turn === 'withdrawn' && remark.by !== desk.personId)
    throw new Conflict('live.remarks.errors.notYours');
  if (remark.isOpen !== isOpen) {
    if (kind === 'comment') return { isOpen: remark.isOpen };
    throw new Conflict('live.remarks.errors.decided');
  }
  const cipher = await desk.feature.cipher(desk.documentId);
  const id = randomUUID();
  const turn = {
    id,
    turn: about.turn,
    reason: sealPart(cipher, remark.id, `reason:${id}`, reason),
    ...handOf(desk, unit),
  };
  await change(desk, unit, remark, { $push: { turns: turn }, $set: { isOpen: !isOpen } });
  return { isOpen: !isOpen };
}

/**
 * A passage whose words were written anew elsewhere gets the place they have now. Only words that read the same there
 * count, and only when it lost its own place: so nobody can hang what was said on other words.
 * @throws NotFound, Conflict
 */
export async function moveRemark(
  desk: WritingDesk,
  unit: Unit,
  about: { kind: RemarkKind; id: string },
  ends: { start: Place; end: Place },
): Promise<{ moved: boolean }> {
  must(desk, about.kind === 'comment' ? 'comment' : 'suggest');
  const remark = await remarkIn(desk, about.kind, about.id, unit.session);
  const { doc } = await readStored(desk.feature, desk.documentId);
  const flat = flatten(doc.getXmlFragment(rootName));
  if (findIn(flat, doc, remark.passage).state !== 'moved') return { moved: false };
  const place = await readPassage(desk, ends);
  if (!place || !readsAs(place.quote, remark.passage.quote)) throw new Conflict('live.remarks.errors.gone');
  const { start, end } = place;
  const cipher = await desk.feature.cipher(desk.documentId);
  const passage = JSON.stringify({ ...remark.passage, start, end });
  await change(desk, unit, remark, { $set: { passage: sealPart(cipher, remark.id, 'passage', passage) } });
  return { moved: true };
}
