import * as Y from 'yjs';
import { leavesOf } from '../../public/scripts/live/leaves.ts';
import { lineName, rootName } from '../../public/scripts/live/protocol.ts';

/** Writes a line of text at the end, the way the editor does. */
export function writeLine(doc: Y.Doc, text: string, style?: string): void {
  doc.transact(() => {
    const line = new Y.XmlElement(lineName);
    if (style) line.setAttribute('style', style);
    const words = new Y.XmlText();
    words.insert(0, text);
    line.insert(0, [words]);
    doc.getXmlFragment(rootName).push([line]);
  });
}

const wordsOf = (doc: Y.Doc, line: number): Y.XmlText =>
  (doc.getXmlFragment(rootName).get(line) as Y.XmlElement).get(0) as Y.XmlText;

export function typeInto(doc: Y.Doc, line: number, at: number, text: string): void {
  wordsOf(doc, line).insert(at, text);
}

export function eraseFrom(doc: Y.Doc, line: number, at: number, length: number): void {
  wordsOf(doc, line).delete(at, length);
}

/** The words of every line and cell. */
export const linesOf = (doc: Y.Doc): string[] =>
  leavesOf(doc.getXmlFragment(rootName)).map(({ texts }) => texts.map(String).join(''));

/** The updates a document makes while `work` changes it. */
export function updatesOf(doc: Y.Doc, work: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array): number => updates.push(update);
  doc.on('update', note);
  work();
  doc.off('update', note);
  return updates;
}
