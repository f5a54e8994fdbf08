import * as Y from 'yjs';
import { unframe } from './frames.ts';
import { leavesOf } from './leaves.ts';
import { lineName, rootName } from './protocol.ts';

/** A line of text under a name it keeps while people write in it. */
export interface NamedLine {
  key: string;
  text: string;
}

/** A line that this person and somebody else changed while they did not see each other. Null: it was not there. */
export interface Passage {
  key: string;
  before: string | null;
  mine: string | null;
  theirs: string | null;
  /** The lines that stood before it, the nearest first: where it goes when it is put back. */
  after: string[];
}

const keyOf = (element: Y.XmlElement | Y.XmlFragment): string => {
  const id = element._item?.id;
  return id ? `${id.client}:${id.clock}` : '';
};

/** The lines of a text: everything that holds words, cells of tables too. */
export const linesOf = (doc: Y.Doc): NamedLine[] =>
  leavesOf(doc.getXmlFragment(rootName))
    .filter(({ texts }) => texts.length > 0)
    .map(({ element, texts }) => {
      const words = texts.flatMap((text) => text.toDelta() as { insert?: unknown }[]);
      const text = words.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
      return { key: keyOf(element), text };
    });

/** The keys before this one, the nearest first. */
function beforeIn(lines: readonly NamedLine[], key: string): string[] {
  const place = lines.findIndex((line) => line.key === key);
  return lines
    .slice(Math.max(0, place - 20), Math.max(0, place))
    .map((line) => line.key)
    .reverse();
}

const mapOf = (lines: readonly NamedLine[]): Map<string, string> =>
  new Map(lines.map(({ key, text }) => [key, text]));

/** The lines that both changed, in the order in which either side has them. */
export function bothChanged(
  before: readonly NamedLine[],
  mine: readonly NamedLine[],
  theirs: readonly NamedLine[],
): Passage[] {
  const [was, my, their] = [mapOf(before), mapOf(mine), mapOf(theirs)];
  const keys = new Set([...mine, ...theirs, ...before].map((line) => line.key));
  const passages = [...keys].map((key) => ({
    key,
    before: was.get(key) ?? null,
    mine: my.get(key) ?? null,
    theirs: their.get(key) ?? null,
    after: beforeIn(their.has(key) ? theirs : my.has(key) ? mine : before, key),
  }));
  return passages.filter(
    (one) => one.mine !== one.before && one.theirs !== one.before && one.mine !== one.theirs,
  );
}

/** Whether a document has everything that an update writes and takes away. */
function hasIn(doc: Y.Doc): (update: Uint8Array) => boolean {
  const gone = Y.createDeleteSetFromStructStore(doc.store);
  return (update) => {
    const { structs, ds } = Y.decodeUpdate(update);
    const isWritten = structs.every(
      ({ id, length }) => Y.getState(doc.store, id.client) >= id.clock + length,
    );
    const isTaken = [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock }) => Y.isDeleted(gone, Y.createID(client, clock))),
    );
    return isWritten && isTaken;
  };
}

/**
 * What happened on both sides while this page was away.
 * `base` is the text when it went, `mine` its lines now, `arrived` what the server brought (framed updates),
 * `unsent` what this page did not know to be stored. What of that had arrived all the same is not somebody else's.
 */
export function meanwhile(options: {
  base: Uint8Array;
  mine: readonly NamedLine[];
  arrived: Uint8Array;
  unsent: readonly Uint8Array[];
}): Passage[] {
  const [before, theirs] = [new Y.Doc(), new Y.Doc()];
  for (const doc of [before, theirs]) Y.applyUpdate(doc, options.base);
  for (const update of unframe(new Uint8Array(options.arrived))) Y.applyUpdate(theirs, update);
  const has = hasIn(theirs);
  for (const update of options.unsent) if (has(update)) Y.applyUpdate(before, update);
  return bothChanged(linesOf(before), options.mine, linesOf(theirs));
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s]/gu) ?? [];

/** Where the words of `to` that `from` does not have stand, as stretches: the longest common run of words is taken out. */
function added(from: string[], to: string[]): string[][] {
  const rows = from.length + 1;
  const columns = to.length + 1;
  const length = new Uint16Array(rows * columns);
  const at = (row: number, column: number): number => length[row * columns + column] ?? 0;
  for (let row = from.length - 1; row >= 0; row--)
    for (let column = to.length - 1; column >= 0; column--)
      length[row * columns + column] =
        from[row] === to[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const stretches: string[][] = [];
  let open: string[] = [];
  for (let row = 0, column = 0; column < to.length; ) {
    const word = to[column] as string;
    if (row < from.length && from[row] === word) {
      if (open.length > 0) stretches.push(open);
      open = [];
      row += 1;
      column += 1;
    } else if (row < from.length && at(row + 1, column) >= at(row, column + 1)) row += 1;
    else {
      open.push(word);
      column += 1;
    }
  }
  if (open.length > 0) stretches.push(open);
  return stretches;
}

/** Above this many words on either side a line is compared as a whole: comparing word by word costs their product. */
const mostWords = 2000;

/**
 * Words that one side wrote in a passage and that stand nowhere in the text as it is now. This happens when one joins
 * two lines while the other writes in the second: the line, and what was written in it meanwhile, is gone.
 */
export function lostFrom(passage: Passage, now: readonly NamedLine[]): { mine: string[]; theirs: string[] } {
  const text = ` ${now.map((line) => wordsIn(line.text).join(' ')).join(' ')} `;
  const of = (side: string | null): string[] => {
    const [from, to] = [wordsIn(passage.before ?? ''), wordsIn(side ?? '')];
    const stretches = from.length > mostWords || to.length > mostWords ? [to] : added(from, to);
    return stretches.filter((words) => !text.includes(` ${words.join(' ')} `)).map((words) => join(words));
  };
  return { mine: of(passage.mine), theirs: of(passage.theirs) };
}

/** Words as they are written: no space before a full stop. */
const join = (words: string[]): string => words.join(' ').replaceAll(/ ([.,;:!?)»…])/g, '$1');

/** Writes words that were lost as a line of their own, where their line stood; after the table their cell was in. */
export function putBack(doc: Y.Doc, words: readonly string[], { key, after }: Passage): void {
  const root = doc.getXmlFragment(rootName);
  const blocks = root.toArray();
  const blockOf = new Map(
    leavesOf(root).map(({ element, block }) => [keyOf(element), blocks.indexOf(block)]),
  );
  const neighbour = [key, ...after].map((one) => blockOf.get(one)).find((place) => place !== undefined);
  doc.transact(() => {
    const line = new Y.XmlElement(lineName);
    line.insert(0, [new Y.XmlText(words.join(' … '))]);
    root.insert((neighbour ?? blocks.length - 1) + 1, [line]);
  });
}
