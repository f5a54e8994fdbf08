import type { ClientSession } from 'mongodb';
import { LiveRemarkModel, type LiveRemarkRecord } from '../../../models/LiveRemark.ts';
import { contextLength, type Passage } from '../../../public/scripts/live/remarks/anchors.ts';
import type { Cipher } from '../../core/keys.ts';
import { openRemark, sealPart } from './records.ts';

/** What is to go, and what stands in its place. */
export interface Blotting {
  words: readonly string[];
  blot: string;
}

export const blotText = (text: string, { words, blot }: Blotting): string =>
  words.reduce((rest, word) => rest.replaceAll(word, blot), text);

/** How much of the beginning of `text` is the end of `word`; all of it when it lies inside. */
function cutBefore(text: string, word: string): number {
  if (word.includes(text)) return text.length;
  for (let length = Math.min(word.length, text.length); length > 0; length--)
    if (text.startsWith(word.slice(-length))) return length;
  return 0;
}

const cutAfter = (text: string, word: string): number => {
  const backwards = (one: string): string => [...one].reverse().join('');
  return cutBefore(backwards(text), backwards(word));
};

/** Which characters of a stretch of text are to go; at an end where more text stood, also a part of a word. */
function hiddenIn(
  text: string,
  words: readonly string[],
  isCut: { before: boolean; after: boolean },
): Set<number> {
  const hidden = new Set<number>();
  const hide = (from: number, length: number): void => {
    for (let at = from; at < from + length; at++) hidden.add(at);
  };
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) hide(at, word.length);
    if (isCut.before) hide(0, cutBefore(text, word));
    const length = isCut.after ? cutAfter(text, word) : 0;
    hide(text.length - length, length);
  }
  return hidden;
}

/**
 * A quote with what stands around it is one piece of the text: words may begin in the one and end in the other, or go on
 * where the context ends.
 */
export function blotPassage<P extends Pick<Passage, 'before' | 'quote' | 'after'>>(
  passage: P,
  { words, blot }: Blotting,
): P {
  const { before, quote, after } = passage;
  const isCut = { before: before.length >= contextLength, after: after.length >= contextLength };
  const hidden = hiddenIn(before + quote + after, words, isCut);
  let at = 0;
  const part = (text: string): string => {
    let made = '';
    let wasHidden = false;
    for (const character of text.split('')) {
      const isHidden = hidden.has(at++);
      if (!isHidden) made += character;
      else if (!wasHidden) made += blot;
      wasHidden = isHidden;
    }
    return made;
  };
  return { ...passage, before: part(before), quote: part(quote), after: part(after) };
}

/**
 * Takes words out of everything that was said about a document and out of what is quoted there, in the transaction that
 * redacts them in the document.
 * @returns how many remarks said them
 */
export async function blotRemarks(
  cipher: Cipher,
  document: string,
  blotting: Blotting,
  session: ClientSession,
): Promise<number> {
  const records = await LiveRemarkModel.find({ document }).session(session).lean<LiveRemarkRecord[]>();
  const blotted = (text: string): string => blotText(text, blotting);
  let count = 0;
  for (const record of records) {
    const { passage, words, proposal, answers, turns } = openRemark(cipher, record);
    const quoted = blotPassage(passage, blotting);
    const isQuoted = JSON.stringify(quoted) !== JSON.stringify(passage);
    const texts = [words, proposal ?? ''];
    texts.push(...answers.map((one) => one.words), ...turns.map((one) => one.reason));
    if (!isQuoted && texts.every((text) => blotted(text) === text)) continue;
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
