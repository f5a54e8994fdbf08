import * as Y from 'yjs';
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

function wordsIn(text: Y.XmlText, stretches: Stretches): string {
  let words = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    for (const [from, to] of stretches.get(client) ?? []) {
      if (to > clock && from < clock + item.length)
        words += item.content.str.slice(Math.max(0, from - clock), to - clock);
    }
  }
  return words;
}

/** The words in these updates that still stand in the document, line by line: what a person would lose with them. */
export function unsentText(doc: Y.Doc, updates: readonly Uint8Array[]): string {
  const stretches = stretchesOf(updates);
  const lines = doc.getXmlFragment(rootName).toArray();
  return lines
    .map((line) => {
      const texts =
        line instanceof Y.XmlElement ? line.toArray().filter((child) => child instanceof Y.XmlText) : [];
      return texts.map((text) => wordsIn(text, stretches)).join('');
    })
    .filter((words) => words !== '')
    .join('\n');
}
