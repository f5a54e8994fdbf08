import type { ClientSession } from 'mongodb';
import { LiveRemarkModel, type LiveRemarkRecord } from '../../../models/LiveRemark.ts';
import type { Cipher } from '../../core/keys.ts';
import { openRemark, sealPart } from './records.ts';

/**
 * Takes words out of everything that was said about a document and out of what is quoted there, in the transaction that
 * redacts them in the document.
 * @returns how many remarks said them
 */
export async function blotRemarks(
  cipher: Cipher,
  document: string,
  blotted: (text: string) => string,
  session: ClientSession,
): Promise<number> {
  const records = await LiveRemarkModel.find({ document }).session(session).lean<LiveRemarkRecord[]>();
  let count = 0;
  for (const record of records) {
    const { passage, words, proposal, answers, turns } = openRemark(cipher, record);
    const quoted = {
      ...passage,
      quote: blotted(passage.quote),
      before: blotted(passage.before),
      after: blotted(passage.after),
    };
    const texts = [passage.quote, passage.before, passage.after, words, proposal ?? ''];
    texts.push(...answers.map((one) => one.words), ...turns.map((one) => one.reason));
    if (texts.every((text) => blotted(text) === text)) continue;
    count += 1;
    const seal = (part: Parameters<typeof sealPart>[2], text: string) =>
      sealPart(cipher, record._id, part, text);
    const set = {
      passage: seal('passage', JSON.stringify(quoted)),
      words: seal('words', blotted(words)),
      ...(record.proposal ? { proposal: seal('proposal', blotted(proposal ?? '')) } : {}),
      answers: record.answers.map((one, index) => ({
        ...one,
        words: seal(`answer:${one.id}`, blotted(answers[index]!.words)),
      })),
      turns: record.turns.map((one, index) => ({
        ...one,
        reason: seal(`reason:${one.id}`, blotted(turns[index]!.reason)),
      })),
    };
    await LiveRemarkModel.updateOne({ _id: record._id }, { $set: set, $inc: { revision: 1 } }, { session });
  }
  return count;
}
