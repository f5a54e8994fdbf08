import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import {
  LiveRemarkModel,
  type LiveRemarkRecord,
  type RemarkHand,
  type RemarkKind,
  type RemarkTurn,
} from '../../../models/LiveRemark.ts';
import { type Place, rootName } from '../../../public/scripts/live/protocol.ts';
import {
  findIn,
  longestQuote,
  type Passage,
  passageOf,
  readsAs,
} from '../../../public/scripts/live/remarks/anchors.ts';
import { flatten } from '../../../public/scripts/live/remarks/flat.ts';
import { Conflict, Invalid, NotFound } from '../../core/errors.ts';
import type { Unit } from '../../core/unitOfWork.ts';
import type { LiveFeature, LiveRights } from '../feature.ts';
import { readStored } from '../stored.ts';
import { openRemark, type Remark, sealPart } from './records.ts';

/**
 * What is said about one document, by one person. The feature decides the rights, freshly for every call: nothing here
 * is done or read without the one it needs, and without it the remark is not there.
 */
export interface Desk {
  feature: LiveFeature;
  documentId: string;
  rights: LiveRights;
  personId: string;
  /** For whom this person speaks here. */
  organisationId: string;
}

/** So many answers one remark holds: who has more to say begins anew. */
const mostAnswers = 100;
/** So many open remarks one document has: more than anybody reads. */
const mostOpen = 500;

const nameOf = ({ feature, documentId }: Desk): string => `${feature.kind}:${documentId}`;

function must({ rights }: Desk, ...needed: (keyof LiveRights)[]): void {
  if (!rights.read || !needed.every((right) => rights[right])) throw new NotFound();
}

const handOf = (desk: Desk, unit: Unit): RemarkHand => ({
  by: desk.personId,
  organisation: desk.organisationId,
  at: unit.now,
});

/** Everything that was said, in the order it was; nothing for who may not read. @throws KeyUnavailable */
export async function remarksOf(desk: Desk): Promise<Remark[]> {
  if (!desk.rights.read) return [];
  const cipher = await desk.feature.cipher(desk.documentId);
  const records = await LiveRemarkModel.find({ document: nameOf(desk) })
    .sort({ at: 1, _id: 1 })
    .lean<LiveRemarkRecord[]>();
  return records.map((record) => openRemark(cipher, record));
}

/** One remark of this document and kind, inside the caller's transaction. @throws NotFound */
async function remarkIn(desk: Desk, kind: RemarkKind, id: string, session: ClientSession): Promise<Remark> {
  const record = await LiveRemarkModel.findOne({ _id: id, document: nameOf(desk), kind })
    .session(session)
    .lean<LiveRemarkRecord>();
  if (!record) throw new NotFound();
  return openRemark(await desk.feature.cipher(desk.documentId), record);
}

/** What the document itself says about the passage: nobody is quoted with words that do not stand there. */
async function readPassage(desk: Desk, ends: { start: Place; end: Place }): Promise<Passage | null> {
  const { doc } = await readStored(desk.feature, desk.documentId);
  const flat = flatten(doc.getXmlFragment(rootName));
  const found = findIn(flat, doc, { ...ends, quote: '', before: '', after: '' });
  return found.state === 'deleted' ? null : passageOf(flat, found.from, found.to);
}

/** @throws Conflict when the words are not there (any more); Invalid when they are too many. */
async function mustPassage(desk: Desk, ends: { start: Place; end: Place }): Promise<Passage> {
  const passage = await readPassage(desk, ends);
  if (!passage) throw new Conflict('live.remarks.errors.gone');
  if (passage.quote.length > longestQuote) throw new Invalid({ quote: 'live.remarks.errors.long' });
  return passage;
}

interface Said {
  kind: RemarkKind;
  passage: Passage;
  words: string;
  proposal?: string;
}

async function add(desk: Desk, unit: Unit, { kind, passage, words, proposal }: Said): Promise<string> {
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
  unit.note({ [kind]: id });
  return id;
}

/** Says something about a passage. @throws NotFound, Conflict, Invalid, Unreadable */
export async function addComment(
  desk: Desk,
  unit: Unit,
  input: { start: Place; end: Place; words: string },
): Promise<{ commentId: string }> {
  must(desk, 'comment');
  const passage = await mustPassage(desk, input);
  return { commentId: await add(desk, unit, { kind: 'comment', passage, words: input.words }) };
}

/** Proposes other words for a passage that reads as `quote`. @throws NotFound, Conflict, Invalid, Unreadable */
export async function addSuggestion(
  desk: Desk,
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

/** Writes a change of one remark that nobody else changed since it was read in this transaction. */
async function change(unit: Unit, remark: Remark, update: { $push?: object; $set?: object }): Promise<void> {
  const found = await LiveRemarkModel.updateOne(
    { _id: remark.id, revision: remark.revision },
    { ...update, $inc: { revision: 1 } } as never,
    { session: unit.session },
  );
  if (found.matchedCount === 0) throw new Conflict('live.remarks.errors.meanwhile');
}

/** @throws NotFound, Conflict when it is settled or full. */
export async function answerRemark(
  desk: Desk,
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
  await change(unit, remark, { $push: { answers: answer } });
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
  desk: Desk,
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
  await change(unit, remark, { $push: { turns: turn }, $set: { isOpen: !isOpen } });
  return { isOpen: !isOpen };
}

/**
 * A passage whose words were written anew elsewhere gets the place they have now. Only words that read the same there
 * count, and only when it lost its own place: so nobody can hang what was said on other words.
 * @throws NotFound, Conflict
 */
export async function moveRemark(
  desk: Desk,
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
  await change(unit, remark, { $set: { passage: sealPart(cipher, remark.id, 'passage', passage) } });
  return { moved: true };
}
