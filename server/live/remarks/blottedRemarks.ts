import type { ClientSession } from 'mongodb';
import type { BlottedRemark } from '../../../models/LiveRedaction.ts';
import { LiveRemarkModel, type LiveRemarkRecord } from '../../../models/LiveRemark.ts';
import type { Cipher } from '../../core/keys.ts';
import { type Blotting, blot, blotPassage, blotText } from './blotting.ts';
import { openRemark, type Remark, sealPart } from './records.ts';

/**
 * Takes words out of everything that was said about a document and out of what is quoted there, in the transaction that
 * redacts them in the document.
 * @returns which texts of which remarks said them
 */
export async function blotRemarks(
  cipher: Cipher,
  document: string,
  blotting: Blotting,
  session: ClientSession,
): Promise<BlottedRemark[]> {
  const records = await LiveRemarkModel.find({ document }).session(session).lean<LiveRemarkRecord[]>();
  const blotted: BlottedRemark[] = [];
  for (const record of records) {
    const texts = await rewrite(cipher, record, session, (remark) => {
      const quoted = blotPassage(remark.passage, blotting);
      return withTexts(remark, (name, text) => (isQuoted(name) ? quoted[name] : blotText(text, blotting)));
    });
    if (texts.length > 0) blotted.push({ id: record._id, texts });
  }
  return blotted;
}

/** Of texts that a backup brought back, and of which nobody knows any more what was redacted, no word is left. */
export async function blotWaiting(cipher: Cipher, document: string, session: ClientSession): Promise<void> {
  const waiting = { document, waiting: { $exists: true } };
  for (const record of await LiveRemarkModel.find(waiting).session(session).lean<LiveRemarkRecord[]>())
    await rewrite(cipher, record, session, (remark) =>
      withTexts(remark, (name, text) => (record.waiting?.includes(name) && text !== '' ? blot : text)),
    );
  await LiveRemarkModel.updateMany(waiting, { $unset: { waiting: '' } }, { session });
}

type Quoted = 'before' | 'quote' | 'after';
const isQuoted = (name: string): name is Quoted => ['before', 'quote', 'after'].includes(name);

/** The same remark with other texts; each has a name: `answer:<id>` and `reason:<id>` for what was said later. */
function withTexts(remark: Remark, made: (name: string, text: string) => string): Remark {
  const { passage, words, proposal, answers, turns } = remark;
  const quoted = (name: Quoted): string => made(name, passage[name]);
  return {
    ...remark,
    passage: { ...passage, before: quoted('before'), quote: quoted('quote'), after: quoted('after') },
    words: made('words', words),
    proposal: proposal === null ? null : made('proposal', proposal),
    answers: answers.map((one) => ({ ...one, words: made(`answer:${one.id}`, one.words) })),
    turns: turns.map((one) => ({ ...one, reason: made(`reason:${one.id}`, one.reason) })),
  };
}

/** @returns the names of the texts that are others now */
async function rewrite(
  cipher: Cipher,
  record: LiveRemarkRecord,
  session: ClientSession,
  change: (remark: Remark) => Remark,
): Promise<string[]> {
  const before = new Map<string, string>();
  const changed: string[] = [];
  const remark = withTexts(openRemark(cipher, record), (name, text) => {
    before.set(name, text);
    return text;
  });
  const made = withTexts(change(remark), (name, text) => {
    if (before.get(name) !== text) changed.push(name);
    return text;
  });
  if (changed.length === 0) return changed;
  const { passage, words, proposal, answers, turns } = made;
  const seal = (part: Parameters<typeof sealPart>[2], text: string) =>
    sealPart(cipher, record._id, part, text);
  const set = {
    passage: seal('passage', JSON.stringify(passage)),
    words: seal('words', words),
    ...(proposal === null ? {} : { proposal: seal('proposal', proposal) }),
    answers: answers.map((one) => ({ ...one, words: seal(`answer:${one.id}`, one.words) })),
    turns: turns.map((one) => ({ ...one, reason: seal(`reason:${one.id}`, one.reason) })),
  };
  await LiveRemarkModel.updateOne({ _id: record._id }, { $set: set, $inc: { revision: 1 } }, { session });
  return changed;
}
