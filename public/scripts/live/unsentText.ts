import * as Y from 'yjs';
import { leavesOf } from './leaves.ts';
import { isMarkValue, type MentionMark, mentionSign } from './marks.ts';
import { rootName } from './protocol.ts';

/** Clocks from and up to, by client id. */
type Stretches = Map<number, [from: number, to: number][]>;

function stretchesOf(updates: readonly Uint8Array[]): Stretches {
  const stretches: Stretches = new Map();
  for (const update of updates) {
    for (const struct of Y.decodeUpdate(update).structs) {
      const { client, clock } = struct.id;
      const known = stretches.get(client) ?? [];
      stretches.set(client, known);
      known.push([clock, clock + struct.length]);
    }
  }
  return stretches;
}

function wordsIn(text: Y.XmlText, stretches: Stretches, nameOf: (person: string) => string): string {
  let words = '';
  let mention: MentionMark | null = null;
  for (let item = text._start; item !== null; item = item.right) {
    const { content } = item;
    if (item.deleted) continue;
    if (content instanceof Y.ContentFormat && content.key === 'mention')
      mention = isMarkValue(content.key, content.value) ? (content.value as unknown as MentionMark) : null;
    if (!(content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    for (const [from, to] of stretches.get(client) ?? []) {
      if (to <= clock || from >= clock + item.length) continue;
      const part = content.str.slice(Math.max(0, from - clock), to - clock);
      const name = mention && mentionSign + nameOf(mention.person);
      words += name === null ? part : part.replaceAll(mentionSign, () => name);
    }
  }
  return words;
}

/**
 * The words in these updates that still stand in the document, line by line and cell by cell: what a person would lose with them.
 * `nameOf` gives the name of whom a mention is of, or nothing.
 */
export function unsentText(
  doc: Y.Doc,
  updates: readonly Uint8Array[],
  nameOf: (person: string) => string = () => '',
): string {
  const stretches = stretchesOf(updates);
  return leavesOf(doc.getXmlFragment(rootName))
    .map(({ texts }) => texts.map((text) => wordsIn(text, stretches, nameOf)).join(''))
    .filter((words) => words !== '')
    .join('\n');
}
